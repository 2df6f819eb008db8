"""What a reader should see of a line, and scripts of JSON-LD that are broken in a way that many are."""

from __future__ import annotations

import pytest

from tasks.clean.draft import Hints
from tasks.clean.dump_page import read_dump
from tasks.clean.html_page import read_html
from tasks.clean.page import shown, unbroken

TEXT = (
    "The mill at Tarnwick ground its last grain on Friday, its owner said, and then he stopped the wheel.",
    "It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.",
)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Mills &amp; weirs", "Mills & weirs"),
        ("&quot;It&#39;s over&amp;quot;", '"It\'s over"'),
        ("Use &lt;p&gt; for a paragraph", "Use &lt;p&gt; for a paragraph"),
        ("AT&T; and &c;", "AT&T; and &c;"),
        ("By Ann&nbsp;&nbsp; &nbsp;Lee&#10;&nbsp;", "By Ann Lee"),
        ("&nbsp;&#160;", " "),
    ],
)
def test_entities_escaped_twice(text: str, seen: str) -> None:
    assert shown(text) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Wasser\u00admühle", "Wassermühle"),
        ("Wasser\u200bmühle", "Wassermühle"),
        ("สวัสดี\u200bครับ", "สวัสดี\u200bครับ"),
    ],
)
def test_soft_hyphens(text: str, seen: str) -> None:
    assert unbroken(text) == seen


def test_soft_hyphens_and_entities_of_a_page_and_a_dump() -> None:
    last = "The wheel goes to the museum of Oddaholm &amp;amp; will turn again if the council pays for it."
    page = "".join(f"<p>{part}</p>" for part in (*TEXT, last))
    head = "<title>Mu&shy;seum &amp;amp; mill</title><meta property='og:title' content='Mu&shy;seum &amp;amp; mill'>"
    html = f"<html><head>{head}</head><body><h1>Mu&shy;seum &amp;amp; mill</h1><div>{page}</div></body></html>"
    dump = "\n\n".join(("Museum &amp; mill", *TEXT, last))
    for _, drafts in (read_html(html, Hints(), None), read_dump(dump, Hints(), None)):
        assert drafts[0].title == "Museum & mill"
        assert drafts[0].lines[-1].text.startswith("The wheel goes to the museum of Oddaholm & will turn")


def test_json_ld_with_a_comma_behind_the_last_item() -> None:
    node = '{"@type": "NewsArticle", "headline": "Mill, ] stops", "author": [{"name": "Ann Lee",},],}'
    page = "".join(f"<p>{part}</p>" for part in TEXT)
    script = f"<script type='application/ld+json'>{node}</script>"
    _, drafts = read_html(f"<html><head>{script}</head><body><h1>Mill</h1>{page}</body></html>", Hints(), None)
    assert drafts[0].authors == ("Ann Lee",)
