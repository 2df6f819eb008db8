"""Which stretch of a dump is the article: the longest, or the one under a headline that it is about."""

from __future__ import annotations

from tasks.clean.draft import Hints
from tasks.clean.dump_page import read_dump
from tasks.clean.dump_prose import best_stretches, is_sentence
from tasks.clean.page import Line

ARTICLE = """\
News
Dairy at Tolvik closes after ninety years
By Ann Lee
4 May 2024
The dairy at Tolvik will close in June, its owners told the sixty workers on Friday, ninety years after it opened.
Milk from the farms of the valley will go to the larger dairy at Brennavik, forty kilometres to the south.
"""
MENU = "\n".join(["Share", "Tips", "Politics", "Sport", "Farming", "Weather", "Ferries", "Sign in", "Help"]) + "\n"
NOTE = """\
Conduct
Tarnwick Media is devoted to a lively and civil discussion and asks that remarks stay relevant and in good taste.
Remarks may take up to an hour to be looked at before they appear, and those that attack others are never shown.
We have switched on a message for those who receive an answer, an update of a thread, or a word from somebody they know.
The rules of the house have more about this and tell how the settings of a message can be changed at any time.
"""


def test_a_short_article_wins_over_a_longer_note() -> None:
    for dump in (MENU + ARTICLE + MENU + NOTE, MENU + NOTE + MENU + ARTICLE):
        _, [draft] = read_dump(dump, Hints(), None)
        assert draft.title == "Dairy at Tolvik closes after ninety years"
        assert draft.authors == ("Ann Lee",)
        assert [line.text.split()[0] for line in draft.lines] == ["The", "Milk"]


def test_without_a_headline_the_longest_wins() -> None:
    _, [draft] = read_dump("Menu\n" + NOTE.partition("\n")[2], Hints(), None)
    assert len(draft.lines) == 4


def test_best_stretches_do_not_overlap() -> None:
    gains = [3.0, -1.0, 4.0, -9.0, 5.0, -9.0, 1.0]
    assert best_stretches(gains, 5) == [(6.0, 0, 3), (5.0, 4, 5)]
    assert best_stretches(gains, 1) == [(6.0, 0, 3)]
    assert best_stretches([-1.0], 3) == best_stretches([], 3) == []


def test_a_sentence_about_a_publication_is_no_date() -> None:
    told = "Published on 12 May 1999, the novel that made the name of Tolvik is read in its schools to this day."
    lines = [line for line in ARTICLE.splitlines() if line != "4 May 2024"]
    _, [draft] = read_dump("\n".join([*lines, told]) + "\n", Hints(), None)
    assert draft.published is None
    _, [draft] = read_dump("\n".join([*lines, "Published: 4 May 2024"]) + "\n", Hints(), None)
    assert draft.published is not None
    assert draft.published.day.isoformat() == "2024-05-04"


def test_headlines_behind_a_label_are_links() -> None:
    links = "READ MORE\nSnow gates on A88 replaced at last\nFarmer, 44, charged over stolen digger\n"
    told = (
        "The mayor of the town called it a dark day and said that she would ask the ministry to step in at once.\n"
        "A word from the ministry\n"
        "It had no money for dairies, the ministry answered, but would gladly send somebody to look at the road.\n"
        "Nobody had come by Sunday, and the workers of the dairy went on with the cheese as they did every week.\n"
    )
    _, [draft] = read_dump(MENU + ARTICLE + links + told, Hints(), None)
    assert [line.text.split()[0] for line in draft.lines] == ["The", "Milk", "The", "A", "It", "Nobody"]


def test_letters_of_hindi_are_letters() -> None:
    lines = (
        "हरमपुर का झूला पुल वसंत तक ट्रकों के लिए बंद रहेगा क्योंकि गोताखोरों को इसके दो खंभों में दरारें मिली हैं।",
        "कामकाजी दिनों में करीब 1400 ट्रक इस पुल से गुजरते हैं और अब उन्हें साठ किलोमीटर का चक्कर लगाना होगा।",
    )
    assert all(is_sentence(Line(text, 0, len(text))) for text in lines)
