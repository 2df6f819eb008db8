"""Pages of several stories, whatever parts them; and pages of one article whose sections look like stories."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tasks.clean.draft import Draft, Hints
from tasks.clean.html_page import read_html
from tests.clean import skelwick

BARGE = (
    "Barge strikes harbour bridge",
    "Mona Teller",
    "14 March 2026",
    skelwick.BARGE,
)
STORE = (
    "Council sells grain store",
    "Peter Quill",
    "15 March 2026",
    skelwick.STORE,
)
LAMBS = (
    "Three lambs born in library",
    "Sanna Ruud",
    "16 March 2026",
    (
        "A ewe that had fled from a trailer gave birth to three lambs in the library of Tolvik on Sunday evening.",
        "The librarian found the animal between the shelves of travel books and called a vet with a lamp.",
        "The lambs have gone back to the farm, and the library stays shut until the carpet has been cleaned.",
    ),
)
STORIES = (BARGE, STORE, LAMBS)
Story = tuple[str, str, str, tuple[str, ...]]
MENU = "<nav><a>News</a> <a>Sport</a></nav>"
TAIL = "<div class='old'><h3>Archive</h3><p>What was printed since 1902 can still be read in its cellar.</p></div>"


def prose(story: Story) -> str:
    return "".join(f"<p>{text}</p>" for text in story[3])


def flat(story: Story) -> str:
    return f"<h2>{story[0]}</h2><p class='byline'>By {story[1]}</p><p>{story[2]}</p>{prose(story)}"


def post(story: Story) -> str:
    head = f"<h2><a href='/x'>{story[0]}</a></h2><p class='entry-meta'>By {story[1]} on {story[2]}</p>"
    return f"<article class='post'><header>{head}</header>{prose(story)}</article>"


def signed_below(story: Story) -> str:
    foot = f"<p class='post-meta'>Posted by {story[1]} on {story[2]} | <a>2 comments</a></p>"
    return f"<div class='post'><h3>{story[0]}</h3><div class='text'>{'<br><br>'.join(story[3])}</div>{foot}</div>"


def dated_above(story: Story) -> str:
    return f"<h2 class='day'>{story[2]}</h2><div><h3>{story[0]}</h3>{prose(story)}<p>Posted by {story[1]}</p></div>"


def table(story: Story) -> str:
    return f"<table><tr><td><h2>{story[0]}</h2><p>By {story[1]} | {story[2]}</p>{prose(story)}</td></tr></table>"


def named(story: Story) -> str:
    head = f"<div class='headline'><a href='/x'>{story[0]}</a></div><p>{story[2]} by {story[1]}</p>"
    return f"<div class='item'>{head}<div class='text'>{prose(story)}</div></div>"


def scrolled(story: Story) -> str:
    """Signed and dated in JSON-LD alone."""
    node = {"@type": "NewsArticle", "headline": story[0], "author": {"name": story[1]}}
    day = f"2026-03-{story[2][:2]}T08:00:00Z"
    script = f"<script type='application/ld+json'>{json.dumps({**node, 'datePublished': day})}</script>"
    return f"<div class='story'>{script}<h1>{story[0]}</h1>{prose(story)}</div>"


def drafts_of(body: str, head: str = "<title>The Skelwick Post</title>") -> list[Draft]:
    _, drafts = read_html(f"<html><head>{head}</head><body>{MENU}{body}{TAIL}</body></html>", Hints(), None)
    return drafts


def told(draft: Draft) -> Story:
    day = f"{draft.published.day:%-d %B %Y}" if draft.published else ""
    return (draft.title or "", ", ".join(draft.authors), day, tuple(line.text for line in draft.lines))


@pytest.mark.parametrize("markup", [flat, post, signed_below, dated_above, table, named, scrolled])
def test_each_story_is_an_article(markup: Callable[[Story], str]) -> None:
    drafts = drafts_of("<main>" + "".join(map(markup, STORIES)) + "</main>")
    assert [told(draft) for draft in drafts] == list(STORIES)


def test_lines_of_a_page_of_stories_know_their_place() -> None:
    page = f"<h1>The Skelwick Post</h1>{''.join(map(flat, STORIES))}"
    lines, drafts = read_html(f"<html><body>{page}</body></html>", Hints(), None)
    assert len(drafts) == 3
    assert [line.position for line in lines if line.kind == "title"] == [0, 1, 2]
    assert lines[0].kind == "furniture"


def test_datelines_part_a_digest() -> None:
    body = "".join(
        f"<h3>{title}</h3><p>TOLVIK, {day[:8]} (AP) – {texts[0]}</p><p>{texts[1]}</p><hr>"
        for title, _, day, texts in STORIES
    )
    drafts = drafts_of(f"<h1>World wire</h1>{body}")
    assert [(draft.title, draft.dateline, draft.agency) for draft in drafts] == [
        (s[0], "TOLVIK", "AP") for s in STORIES
    ]


def article(story: Story) -> str:
    return (
        f"<h1>{story[0]}</h1><p class='byline'>By {story[1]}</p><p>{story[2]}</p><div class='body'>{prose(story)}</div>"
    )


def test_a_second_article_below_the_first() -> None:
    second = f"<section><h3>Our choice</h3><div class='full'>{flat(STORE)}</div></section>"
    drafts = drafts_of(f"<article>{article(BARGE)}</article>{second}", f"<title>{BARGE[0]}</title>")
    assert [told(draft) for draft in drafts] == [BARGE, STORE]


def test_further_articles_below_the_first_each_with_a_list() -> None:
    items = "<ul><li>Eleven metres wide</li><li>Built by hand</li></ul>"
    more = "".join(f"<div class='full'>{flat((*story[:3], story[3] * 2))}</div>" for story in (STORE, LAMBS))
    more = more.replace(f"<p>{LAMBS[3][1]}</p>", f"<p>{LAMBS[3][1]}</p>{items}", 1)
    drafts = drafts_of(f"<div>{article(BARGE)}</div><div>{more}</div>", f"<title>{BARGE[0]}</title>")
    assert [draft.title for draft in drafts] == [BARGE[0], STORE[0], LAMBS[0]]
    assert "Built by hand" in [line.text for line in drafts[2].lines]


def test_what_stands_above_the_headline_of_the_first() -> None:
    picture = "<figure><img src='a.jpg'><figcaption>The barge at the pier.</figcaption></figure>"
    first = scrolled(BARGE).replace("<h1>", f"{picture}<h1>")
    body = f"<article>{first}</article><article>{scrolled(STORE)}</article>"
    drafts = drafts_of(body, f"<title>{BARGE[0]}</title>")
    assert [told(draft) for draft in drafts] == [BARGE, STORE]
    assert [caption.text for caption in drafts[0].captions] == ["The barge at the pier."]


CARDS = "".join(
    f"<div class='card'><h3>{t}</h3><p>{day}</p><p>{texts[0]}</p></div>" for t, _, day, texts in STORIES[1:]
)
READERS = "<div class='talk'><h3>Barge and bridge: what readers say</h3>" + "".join(
    f"<div><b>{name}</b><p>14 March 2026</p><p>{text} The harbour, the pier, the barge: it is all one.</p></div>"
    for name, text in zip(("Tern", "Bo", "Marit", "Old Salt"), STORE[3], strict=False)
)


@pytest.mark.parametrize("below", [CARDS, f"{READERS}</div>"], ids=["teasers", "comments"])
def test_what_stands_below_an_article_is_no_story(below: str) -> None:
    [draft] = drafts_of(f"<article>{article(BARGE)}</article><div class='more'>{below}</div>")
    assert draft.title == BARGE[0]


@pytest.mark.parametrize(
    "head",
    ["<meta property='og:type' content='article'>", ""],
    ids=["says that it is an article", "signed above its sections"],
)
def test_signed_sections_of_one_article(head: str) -> None:
    signed = "" if head else "<p class='byline'>By Ilse Kantor</p>"
    body = f"<article><h1>What to do with the bridge?</h1>{signed}{''.join(map(flat, STORIES))}</article>"
    assert len(drafts_of(body, f"<title>What to do with the bridge?</title>{head}")) == 1


def test_a_record_with_a_title_speaks_of_one_article() -> None:
    body = f"<html><body>{''.join(map(flat, STORIES))}</body></html>"
    _, drafts = read_html(body, Hints(title="What to do with the bridge?"), None)
    assert len(drafts) == 1


def test_a_section_with_the_signature_of_the_whole_below() -> None:
    last = f"<h2>Nobody may walk across the harbour bridge</h2>{prose(BARGE)}<p>Autor: Mona Teller</p>"
    [draft] = drafts_of(f"<article><h1>{STORE[0]}</h1>{prose(STORE)}{last}</article>", f"<title>{STORE[0]}</title>")
    assert draft.title == STORE[0]


@pytest.mark.parametrize(
    ("href", "linked"),
    [
        ("/2026/barge?utm_source=front", "https://post.example/2026/barge"),
        ("https://post.example/2026/barge#top", "https://post.example/2026/barge"),
        ("https://elsewhere.example/barge", None),
        ("/", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_story_of_a_front_page_is_known_by_what_its_headline_links_to(href: str, linked: str | None) -> None:
    body = "".join(map(post, STORIES)).replace("/x", href, 1)
    page = f"<html><body>{MENU}<main>{body}</main>{TAIL}</body></html>"
    _, drafts = read_html(page, Hints(url="https://post.example/"), None)
    assert [draft.linked for draft in drafts] == [linked, "https://post.example/x", "https://post.example/x"]
    assert [draft.url for draft in drafts] == [None, None, None]


def test_a_link_around_a_headline_is_its_own_and_one_inside_it_is_not() -> None:
    lines, _ = read_html("<a href='/b'><h2>Barge sinks</h2></a><p>A <a href='/c'>barge</a> sank.</p>", Hints(), None)
    assert [line.href for line in lines] == ["/b", None]


def test_a_word_of_a_megabyte_takes_no_time() -> None:
    started = time.process_time()
    read_html(f"<h3>{'x' * 1_000_000}</h3><h3>Ferry stops</h3><p>It rained.</p>", Hints(), None)
    assert time.process_time() - started < 5
