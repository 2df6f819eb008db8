"""Fields one by one: titles, bylines, dates, URLs, datelines, captions, languages."""

from __future__ import annotations

import textwrap
from datetime import UTC, date, datetime

import pytest

from tasks.clean.byline import read_byline
from tasks.clean.captions import Caption, captions_picture, is_credit, may_have_credit, split_caption
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import read_stamp, url_day, written_date
from tasks.clean.dump_lines import dump_lines
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_fields import is_publisher
from tasks.clean.language import language_of
from tasks.clean.signature import is_signature, read_signature
from tasks.clean.titles import choose_title, without_site
from tasks.clean.urls import canonical_url, normal_url


@pytest.mark.parametrize(
    ("line", "people", "agency"),
    [
        ("By Ann Lee", ("Ann Lee",), None),
        ("By Ann Lee and Bo Ek, The Associated Press", ("Ann Lee", "Bo Ek"), "AP"),
        ("ANN LEE, Political Correspondent", ("Ann Lee",), None),
        ("By Staff Writer", (), None),
        ("Reuters", (), "Reuters"),
        ("By Ludwig van der Berg 30 August 2023 • 4:45pm", ("Ludwig van der Berg",), None),
        ("Written by Ann Lee; Bo Ek", ("Ann Lee", "Bo Ek"), None),
        ("https://courier.example/authors/7", (), None),
        ("Posted by admin", (), None),
        ("by Post staff with CNA, 2026-05-04", (), "CNA"),
        ("By Ann Lee, in News, Business · 31 Jan 2025", ("Ann Lee",), None),
        ("CNA", (), None),
        ("By ANN LEE FOR THE DAILY POST", ("Ann Lee",), None),
        ("By Professor Ann Lee", ("Ann Lee",), None),
        ("Von Ann Lee, Tarnwick", ("Ann Lee",), None),
        ("김민서, 박지원", ("김민서", "박지원"), None),
        ("Submitted by Ann Lee", ("Ann Lee",), None),
        ("Posted:", (), None),
    ],
)
def test_byline(line: str, people: tuple[str, ...], agency: str | None) -> None:
    byline = read_byline(line)
    assert (byline.people, byline.agency) == (people, agency)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ann Lee - Nov 19, 2019, 10:31 pm CST", ("Ann Lee",)),
        ("By Ann Lee | November 18, 2019 -- 19:14 GMT (19:14 GMT) | Topic: Hardware", ("Ann Lee",)),
        ("5:45 AM PST 11/19/2019 by Ann Lee", ("Ann Lee",)),
        ("Ann Lee@AnnLee", ("Ann Lee",)),
        ("Ann Lee @annlee / 2 days", ("Ann Lee",)),
        ("Ann Lee 7 hours", ("Ann Lee",)),
        ("Ann Lee Education editor", ("Ann Lee",)),
        ("By Ann LeeringStaff Writer", ("Ann Leering",)),
        ("By Jo McArran and Bo Ek Follow", ("Jo McArran", "Bo Ek")),
        ("byAnn Lee", ("Ann Lee",)),
        ("Velmora: Ann Lee", ("Ann Lee",)),
    ],
)
def test_signature(line: str, people: tuple[str, ...]) -> None:
    assert read_signature(line).people == people


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("Ann Lee", True),
        ("Ann Lee, Ap Auto Writer", True),
        ("Ann Lee and Bo Ek", True),
        ("Mudlark Pie", False),  # a word of the article: "pie"
        ("Print Mode", False),
        ("(Ann Lee / Tarnwick Post)", False),
        ("Ann Lee | Getty Images", False),
        ("Ann", False),
        ("Ann Lee said that the ferry would sail", False),
        ("", False),
    ],
)
def test_a_name_alone(line: str, signs: bool) -> None:
    assert is_signature(line, {"pie", "ferry"}) is signs


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Tarnwick Post", True),
        ("TTP", True),
        ("Tarnwick Post staff reporter", True),
        ("Tarnwick Post desk", False),
        ("Tarnwick Post staff", False),
        ("Ann Lee", False),
        ("", False),
    ],
)
def test_publisher_as_author(name: str, own: bool) -> None:
    assert is_publisher(name, "The Tarnwick Post") is own
    assert not is_publisher(name, None)


def test_agency_in_the_brackets_of_a_dateline() -> None:
    assert read_dateline("VELMORA, May 4 (CNA) - Dockers stopped work.") == ("VELMORA", "CNA")


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2024-05-06", datetime(2024, 5, 6, tzinfo=UTC), "day"),
        ("2024-05-06T07:08:09+02:00", datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC), "second"),
        ("2024-05-06T07:08Z", datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "minute"),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC), "month"),
        ("Mon, 06 May 2024 07:08:09 GMT", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "second"),
        ("May 6, 2024 at 7:08 pm", datetime(2024, 5, 6, 19, 8, tzinfo=UTC), "minute"),
        ("6. Mai 2024", datetime(2024, 5, 6, tzinfo=UTC), "day"),
        ("le 6 août 2024 à 07h08", datetime(2024, 8, 6, 7, 8, tzinfo=UTC), "minute"),
        ("17:41 JST, October 13, 2024", datetime(2024, 10, 13, 8, 41, tzinfo=UTC), "minute"),
        ("13/10/2024", datetime(2024, 10, 13, tzinfo=UTC), "day"),
        ("10.13.2024 07:00 AM", datetime(2024, 10, 13, 7, tzinfo=UTC), "minute"),
        ("By Ann Lee - 10/13/24 06:56 AM EST", datetime(2024, 10, 13, 11, 56, tzinfo=UTC), "minute"),
        (
            "2 minute readApril 25, 20232:26 PM GMT+2Last Updated 9 min ago",
            datetime(2023, 4, 25, 12, 26, tzinfo=UTC),
            "minute",
        ),
        ("May 6, 2024 04:29 AM ESTUpdated an hour ago", datetime(2024, 5, 6, 9, 29, tzinfo=UTC), "minute"),
        ("6 May 2024 at 07:08 UTC-3:30", datetime(2024, 5, 6, 10, 38, tzinfo=UTC), "minute"),
        ("30 EKİM 2024 Çarşamba 18:28", datetime(2024, 10, 30, 18, 28, tzinfo=UTC), "minute"),
        ("Apr 5, 2024 6:22 PM ET", datetime(2024, 4, 5, 22, 22, tzinfo=UTC), "minute"),
        ("Dec 5, 2024 6:22 PM ET", datetime(2024, 12, 5, 23, 22, tzinfo=UTC), "minute"),
        ("Apr 5, 2024 6:22 PM EST", datetime(2024, 4, 5, 23, 22, tzinfo=UTC), "minute"),
        ("July 5, 2024 6:22 p.m. CT", datetime(2024, 7, 5, 23, 22, tzinfo=UTC), "minute"),
        ("Norholm, CT, July 5, 2024 6:22 PM PT", datetime(2024, 7, 6, 1, 22, tzinfo=UTC), "minute"),
        ("02 ABR 2024 - 13:05 CEST", datetime(2024, 4, 2, 11, 5, tzinfo=UTC), "minute"),
        ("5 févr. 2024", datetime(2024, 2, 5, tzinfo=UTC), "day"),
        ("10/03/2024 08h15", datetime(2024, 3, 10, 8, 15, tzinfo=UTC), "minute"),
        ("24 أغسطس 2024", datetime(2024, 8, 24, tzinfo=UTC), "day"),
        ("1714979289", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "second"),
    ],
)
def test_dates(text: str, instant: datetime, precision: str) -> None:
    stamp = read_stamp(text, "text", date(2026, 1, 1))
    assert stamp is not None
    assert (stamp.instant, stamp.precision) == (instant, precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/31/2024", "05/06/2024", "1970-01-01", "2031-01-01", "99999999999", None]
)
def test_no_date(text: str | None) -> None:
    assert read_stamp(text, "text", date(2026, 1, 1)) is None


def test_a_long_word_is_no_month() -> None:
    """In a pattern that looks for words of any length from every letter this takes an hour."""
    assert read_stamp("5" + "a" * 190 + " 12 2020", "text", None) is None
    assert written_date("a" * 500_000 + " 12 2020 5") is None


def test_day_as_written_wins_over_the_day_in_utc() -> None:
    stamp = read_stamp("2024-05-06T00:30:00+09:00", "jsonld", None)
    assert stamp is not None
    assert stamp.on_stated_day().instant == datetime(2024, 5, 6, tzinfo=UTC)
    assert stamp.on_stated_day().precision == "day"


def test_day_in_url() -> None:
    assert url_day("https://a.example/2024/05/09/x") == date(2024, 5, 9)
    assert url_day("https://a.example/2024/13/09/x") is None


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://WWW.Courier.example:443/a?utm_source=x&id=7#top", "https://www.courier.example/a?id=7"),
        ("https://amp.courier.example/a/amp/", "https://courier.example/a"),
        ("https://m.courier.example/a", "https://courier.example/a"),
        ("/a", None),
        ("javascript:void(0)", None),
        ("https://[broken", None),
    ],
)
def test_normal_url(url: str, normal: str | None) -> None:
    assert normal_url(url) == normal


def test_canonical_link_to_the_front_page_names_no_article() -> None:
    page = "https://courier.example/news/7"
    assert canonical_url(["https://courier.example/", None], page) == page
    assert canonical_url(["/news/8"], page) == "https://courier.example/news/8"


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Ferry returns | The Courier", "Ferry returns"),
        ("The Courier: Ferry returns", "The Courier: Ferry returns"),
        ("Ferry returns - north - The Courier", "Ferry returns - north"),
        ("Ferry – and bus – return", "Ferry – and bus – return"),
    ],
)
def test_title_without_site(title: str, cut: str) -> None:
    assert without_site(title, "The Courier", "courier.example", ()) == cut


def test_title_sources() -> None:
    site = "The Courier"
    assert choose_title("Ferry returns - The Courier", None, [], None, site, None) == "Ferry returns"
    assert choose_title("Ferry …", "Ferry returns", [], None, site, None) == "Ferry returns"
    assert choose_title(None, None, ["Menu", "Ferry returns"], "Ferry returns | x", site, None) == "Ferry returns"
    assert choose_title(None, None, [], None, None, None) is None


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("PARIS (AP) — The mayor", "PARIS", "AP"),
        ("DUBLIN — She has", "DUBLIN", None),
        ("Oslo (dpa) - Die Stadt", "Oslo", "dpa"),
        ("TARNWICK, May 2, 2026 /Wire-Post/ -- The mill", "TARNWICK", None),
        ("TARNWICK, Vale--(WIRE POST)--The mill", "TARNWICK, Vale", None),
        ("Palm Bay (10-3) - Lee 5, Ek 4.", None, None),
        ("Lukashenko - who came late - spoke", None, None),
        ("The council met.", None, None),
    ],
)
def test_dateline(paragraph: str, place: str | None, agency: str | None) -> None:
    assert read_dateline(paragraph) == (place, agency)


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("A boat at the quay. Tove AAS / AFP/File", "A boat at the quay.", "Tove AAS / AFP/File"),
        ("Boats at the Salt Bridge. Tove Aas/Mere News", "Boats at the Salt Bridge.", "Tove Aas/Mere News"),
        ("Boats at the quay on Sunday. T. Aas / EPX", "Boats at the quay on Sunday.", "T. Aas / EPX"),
        ("A boat at the quay in May. J.R. Aas/EPA", "A boat at the quay in May.", "J.R. Aas/EPA"),
        ("Boats at the Norholm quay St. Aas/Reuters", "Boats at the Norholm quay", "St. Aas/Reuters"),
        ("A boat at the quay, 2024. (EPA)", "A boat at the quay, 2024.", "EPA"),
        ("A boat at the quay Photo: Tove Aas", "A boat at the quay", "Tove Aas"),
        ("A boat at the quay of Norholm", "A boat at the quay of Norholm", None),
    ],
)
def test_caption(line: str, text: str, credit: str | None) -> None:
    caption = split_caption(line)
    assert (caption.text, caption.credit) == (text, credit)


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("Police at the quay on Monday. AP", False),
        ("Vecinos salen en lanchas. EFE", False),
        ("Boats at dawn. Tove Aas / Reuters", False),
        ("Tove Aas / Reuters", True),
        ("T. J. Aas / Reuters", True),
        ("Dr. Tove Aas AP", True),
    ],
)
def test_a_sentence_is_no_credit(line: str, alone: bool) -> None:
    assert is_credit(line) is alone


@pytest.mark.parametrize(
    "line",
    ["Read more: Ferry returns", "Sign up for our newsletter", "© 2024 The Courier", "3 comments", "Advertisement",
     "Partager sur Facebook", "Envoyer par e-mail", "Compartir en Facebook", "Compartilhe no X",
     "Follow us on Facebook", "The post Ferry returns appeared first on Tarnwick Post.",
     "Der Beitrag Fähre kehrt zurück erschien zuerst auf Tarnwick Post.",
     "Lire l’enquête | Les ponts oubliés", "Más información", "यह भी पढ़ें- पुराना लंगर मिला", "اقرأ أيضا",
     "Article réservé à nos abonnés", "この記事は有料記事です。残り320文字", "المصدر: وكالات",
     "A version of this article appears in print on Sept. 18, 2026, with the headline: Mill Stops.",
     "https://courier.example/x", "Share this article", "By continuing you accept cookies",
     "Ann Lee reported from Norholm.", "Aas reported from Oddaholm, Ek from Norholm.", "Also in Sport",
     "3:05 Mill stops", "Some cookies are needed for the site to work."],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert furniture_reason(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "The council met.",
        "“Click here,” the mail had said, and he did.",
        "Partager son pain avec les voisins, voilà ce que veut le boulanger.",
        "Más información sobre la reunión daría el alcalde por la tarde.",
        "Lire le soir, dit-elle, fait du bien aux enfants.",
        "A version of this story that nobody believes is told in every inn.",
        "The post office in Norholm appeared on the list of those to be closed.",
        "Subscribers fell by a tenth last year, the firm said.",
        "Two fires were also reported from Norholm.",
        "The number of clashes reported from the villages around the lake suggests that the truce is at an end.",
        "Related to the fire, two men were heard by the police.",
        "Also on Monday, the council met the fishermen.",
        "The role let her “get in touch with” her late father, Aas said.",
        "She had stayed at home and baked cookies and tea cakes, Ek said.",
        "9:05 p.m.",
    ],
)
def test_prose_is_no_furniture(line: str) -> None:
    assert furniture_reason(line) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Rat der Stadt hat am Dienstag beschlossen, den Leuchtturm zu erhalten.", "de"),
        ("Le conseil municipal a décidé mardi de garder le phare allumé.", "fr"),
        ("Городской совет решил во вторник сохранить маяк.", "ru"),
        ("The council decided on Tuesday to keep the light.", "en"),
    ],
)
def test_language(text: str, code: str) -> None:
    found, confidence = language_of(text, None)
    assert found == code
    assert confidence is not None
    assert 0 <= confidence <= 1


def test_no_language_without_words() -> None:
    assert language_of("12 34 — !!", "en") == (None, None)


def test_hard_wrapped_lines_are_joined() -> None:
    words = "The harbour council of Eastmere voted on Tuesday to keep the old lighthouse open through the winter. "
    text = textwrap.fill(words * 6, 60) + "\n\nA second one."
    lines = dump_lines(text)
    assert [line.words for line in lines] == [17 * 6, 3]
    assert text[lines[0].start : lines[0].end].split() == lines[0].text.split()


def test_an_acronym_is_a_credit_in_captions_only() -> None:
    line = "Two ministers shake hands in Geneva, 14 May 2026. EPX"
    assert split_caption(line) == Caption("Two ministers shake hands in Geneva, 14 May 2026.", "EPX")
    assert not may_have_credit("It will stay that way until the end of the year, he said. TM")


def test_credit_behind_a_bar_is_one_behind_a_picture_only() -> None:
    line = "The mill at Tarnwick on its last day. | Sten Ovik / Tarnwick Post"
    assert captions_picture(line)
    assert split_caption(line).credit == "Sten Ovik / Tarnwick Post"
    assert not captions_picture("Privacy | Terms")
