"""Lines around the headline and in front of the body: what signs an article and what belongs to its text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.clean.draft import Draft, Hints
from tasks.clean.html_page import read_html

FIRST = "The mill at Tarnwick ground its last grain on Friday, its owner said."
PROSE = (
    "<p>It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.</p>"
    "<p>The wheel goes to the museum of Oddaholm, where it will turn again in the summer if the council pays.</p>"
)


def article(header: str, between: str = "") -> Draft:
    """The article of a page with markup between headline and first paragraph, and between first and second."""
    body = f"<h1>Tarnwick mill stops</h1>{header}<div><p>{FIRST}</p>{between}{PROSE}</div>"
    _, drafts = read_html(
        f"<html><head><title>Mill</title></head><body><article>{body}</article></body></html>", Hints(), None
    )
    return drafts[0]


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


@pytest.mark.parametrize(
    "crosshead",
    [
        "<h3>Supreme Court</h3>",
        "<h2>Tove Aas</h2>",
        "<h4>Tove Aas</h4>",
        "<p><strong>Legal Action</strong></p>",
        "<blockquote><p>It will be full.</p><cite>Tove Aas</cite></blockquote>",
    ],
)
def test_crosshead_signs_nothing(crosshead: str) -> None:
    draft = article("<p class='byline'>By Ann Lee</p>", crosshead)
    assert draft.authors == ("Ann Lee",)
    assert texts(draft)[1] in crosshead
    assert article("", crosshead).authors == ()


@pytest.mark.parametrize(
    ("line", "authors"), [("MILLS PAY", ()), ("GRAIN MARK", ("Grain Mark",)), ("By Mills Pay", ("Mills Pay",))]
)
def test_a_rubric_of_words_that_the_article_uses_is_no_name(line: str, authors: tuple[str, ...]) -> None:
    paragraph = (
        "<p>Old mills hardly ever pay for the grain that they take, the council wrote to its members on Monday.</p>"
    )
    body = f"<div><p>{line}</p>{paragraph}{PROSE}</div>"
    _, [draft] = read_html(f"<html><body><h1>Tarnwick mill stops</h1>{body}</body></html>", Hints(), None)
    assert draft.authors == authors


@pytest.mark.parametrize("byline", ["<p>By Ann Lee</p>", "<p class='author'>Ann Lee</p>"])
def test_byline_below_the_first_paragraph(byline: str) -> None:
    draft = article("", byline)
    assert draft.authors == ("Ann Lee",)
    assert "Ann Lee" not in " ".join(texts(draft))


def test_name_in_front_of_the_first_paragraph() -> None:
    draft = article("<p>Ann Lee</p>")
    assert draft.authors == ("Ann Lee",)
    assert texts(draft)[0] == FIRST


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='authors'><a>Ann Lee</a><a>Bo Ek</a></div>",
        "<div class='byline'>By <a>Ann Lee</a> and <a>Bo Ek</a><span>Political Editor</span></div>",
        "<div class='byline'><span>By</span><a>Ann Lee</a><span>, </span><a>Bo Ek</a></div>",
        "<p class='author'><span>Ann Lee</span><span>Columnist</span></p><p class='author'>Bo Ek</p>",
        "<p class='entry-meta'><time>May 2, 2026</time><i> by <a>Ann Lee</a> and <a>Bo Ek</a></i><a>9 Comments</a>",
    ],
    ids=["links", "role", "label", "spans", "blog"],
)
def test_parts_of_a_byline_that_touch(byline: str) -> None:
    draft = article(byline)
    assert draft.authors == ("Ann Lee", "Bo Ek")
    assert texts(draft)[0] == FIRST


def test_parts_of_a_sentence_that_touch_stay_together() -> None:
    assert "It was over." in texts(article("", "<p><span>I</span><span>t was over.</span></p>"))


DECK = "Fondée en 1911, l’entreprise employait encore 38 salariés. Ils ont appris la nouvelle par courriel."


@pytest.mark.parametrize("name", ["chapo", "vorspann", "entradilla", "ingress", "preamble", "post-excerpt", "leadText"])
def test_header_that_is_not_english(name: str) -> None:
    draft = article(
        f"<p class='{name}'>{DECK}</p><p>Par Camille Vasseur et Hugo Delmas</p>"
        "<p>Publié le 12 janvier 2026 à 18h30, mis à jour le 13 janvier 2026 à 09h15</p>"
        "<ul><li>Partager sur Facebook</li><li>Envoyer par e-mail</li></ul>"
    )
    assert draft.deck == DECK
    assert draft.authors == ("Camille Vasseur", "Hugo Delmas")
    assert draft.published is not None
    assert draft.published.instant == datetime(2026, 1, 12, 18, 30, tzinfo=UTC)
    assert texts(draft)[0] == FIRST


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'>Ann Lee Economics editor</p>",
        "<div class='byline'><a>Ann Lee</a> / TPN / Updated: Nov 10, 2026, 18:22 IST</div>",
        "<div class='node-meta'>Submitted by <a>Ann Lee</a> on Thu, 06/18/2026 - 09:15</div>",
    ],
)
def test_byline_with_role_house_or_date(byline: str) -> None:
    assert article(byline).authors == ("Ann Lee",)


def test_publisher_beside_a_person_is_no_author() -> None:
    head = "<title>Mill stops - THE POST</title><meta name='author' content='Ann Lee, THE POST'>"
    _, drafts = read_html(f"<html><head>{head}</head><body><h1>Mill stops</h1>{PROSE}</body></html>", Hints(), None)
    assert drafts[0].authors == ("Ann Lee",)


@pytest.mark.parametrize("head", ["The Vale Post - Tarnwick mill stops", "Print: Tarnwick mill stops"])
def test_headline_that_no_markup_calls_one(head: str) -> None:
    page = f"<head><title>{head}</title></head><body><b>Tarnwick mill stops</b><br><i>By ANN LEE</i><br>{PROSE}</body>"
    _, drafts = read_html(f"<html>{page}</html>", Hints(), None)
    assert (drafts[0].title, drafts[0].authors) == ("Tarnwick mill stops", ("Ann Lee",))


@pytest.mark.parametrize("byline", ["By Tarnwick Post Reporters", "By our staff"])
def test_unnamed_reporters_sign_and_are_nobody(byline: str) -> None:
    draft = article(f"<p>{byline}</p>")
    assert draft.authors == ()
    assert texts(draft)[0] == FIRST


@pytest.mark.parametrize("markup", ["<div data-component='standfirst'><p>{}</p></div>", "<h3 class='subtitle'>{}</h3>"])
def test_short_deck_that_its_element_names(markup: str) -> None:
    draft = article(markup.format("What nobody saw"))
    assert draft.deck == "What nobody saw"
    assert texts(draft)[0] == FIRST


def test_tools_above_the_first_paragraph() -> None:
    draft = article(
        "<ul><li>Share</li><li>Link copied</li><li>印刷</li></ul><ul><li>Wheel stopped at noon on Friday</li></ul>"
    )
    assert not {"Share", "Link copied", "印刷"} & set(texts(draft))


def test_heading_over_links_alone_is_none_of_the_article() -> None:
    box = "<h3>Más información</h3><ul><li><a href='/weir'>The weir in pictures</a></li></ul>"
    page = f"<h1>Tarnwick mill stops</h1><div><p>{FIRST}</p><h3>The wheel</h3>{PROSE}{box}</div>"
    _, drafts = read_html(f"<html><body><article>{page}</article></body></html>", Hints(), None)
    assert [line.text for line in drafts[0].lines if line.kind == "heading"] == ["The wheel"]


def test_dateline_behind_a_summary_in_points() -> None:
    points = "<ul><li>Mill at Tarnwick stops after a century</li><li>Wheel goes to the museum of Oddaholm</li></ul>"
    page = f"<h1>Tarnwick mill stops</h1><div>{points}<p>TARNWICK, May 2 (Reuters) - {FIRST}</p>{PROSE}</div>"
    _, drafts = read_html(f"<html><body><article>{page}</article></body></html>", Hints(), None)
    assert (drafts[0].dateline, drafts[0].agency) == ("TARNWICK", "Reuters")


@pytest.mark.parametrize(
    "tags",
    [
        "<meta property='article:tag' content='Mills,Weirs'>",
        "<meta property='article:tag' content='Mills'><meta property='article:tag' content='Weirs'>",
    ],
)
def test_tags_in_one_element_or_in_several(tags: str) -> None:
    page = f"<head>{tags}</head><body><article><h1>Tarnwick mill stops</h1><div>{PROSE}</div></article></body>"
    _, drafts = read_html(f"<html>{page}</html>", Hints(), None)
    assert drafts[0].tags == ("Mills", "Weirs")


def test_list_of_topics_below_the_text() -> None:
    topics = "<div class='tags'><ul><li>Suggested topics:</li><li>Mills</li><li>Weirs of the Vale</li></ul></div>"
    page = f"<h1>Tarnwick mill stops</h1><div><p>{FIRST}</p>{PROSE}{topics}</div>"
    _, drafts = read_html(f"<html><body><article>{page}</article></body></html>", Hints(), None)
    assert len(drafts[0].lines) == 3
