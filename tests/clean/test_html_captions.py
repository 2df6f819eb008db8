"""Captions of HTML pages and who took the pictures: what markup sets apart, and what it only runs together."""

from __future__ import annotations

import pytest

from tasks.clean.captions import Caption, bare_credit
from tasks.clean.draft import Draft, Hints
from tasks.clean.html_page import read_html

PROSE = (
    "<p>The mill at Tarnwick ground its last grain on Friday, its owner said, and then he stopped the wheel.</p>"
    "<p>It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.</p>"
    "<p>The wheel goes to the museum of Oddaholm, where it will turn again in the summer if the council pays.</p>"
)


def pictured(figure: str) -> Draft:
    """The article of a page with this markup between headline and text."""
    _, drafts = read_html(
        f"<html><body><article><h1>Tarnwick mill stops</h1>{figure}<div>{PROSE}</div></article></body></html>",
        Hints(),
        None,
    )
    return drafts[0]


@pytest.mark.parametrize(
    "figure",
    [
        "<figcaption><span>The wheel at noon</span><span class='credit'>Ann Lee</span></figcaption>",
        "<figcaption>The wheel at noon <span class='photo-credit'>(Ann Lee)</span></figcaption>",
        "<figcaption>The wheel at noon <span class='credit'>(Image: Ann Lee)</span></figcaption>",
        "<figcaption><p>The wheel at noon</p><small class='credit'>Foto: Ann Lee</small></figcaption>",
        "<div><span class='image-credit'>Ann Lee</span></div><figcaption>The wheel at noon</figcaption>",
        "<figcaption>The wheel at noon (Photo: <span class='credit'>Ann Lee</span>)</figcaption>",
        "<figcaption>The wheel at noon<span class='credit'>(<div>Image:</div>Ann Lee)</span></figcaption>",
    ],
    ids=["touching", "brackets", "label", "foreign label", "in front", "within brackets", "label apart"],
)
def test_credit_in_an_element_of_its_own(figure: str) -> None:
    assert pictured(f"<figure><img>{figure}</figure>").captions == (Caption("The wheel at noon", "Ann Lee"),)


def test_each_credit_in_front_of_its_caption() -> None:
    figures = (
        f"<figure><img><div class='credit'>{who}</div><figcaption>{text}</figcaption></figure>"
        for who, text in (("Ann Lee", "The wheel at noon"), ("Bo Ek", "The weir in May"))
    )
    assert pictured("".join(figures)).captions == (
        Caption("The wheel at noon", "Ann Lee"),
        Caption("The weir in May", "Bo Ek"),
    )


def test_parts_of_a_caption_that_touch() -> None:
    figure = "<figure><img><figcaption><span>It stood.</span><span>Credit...</span><i>Ann Lee</i></figcaption></figure>"
    assert pictured(figure).captions == (Caption("It stood.", "Ann Lee"),)


def test_day_of_a_picture_is_not_that_of_the_article() -> None:
    draft = pictured(
        "<p class='date'>10 November 2026</p><figure><img><figcaption>The wheel, 9 November 2026</figcaption></figure>"
    )
    assert draft.captions == (Caption("The wheel, 9 November 2026"),)
    assert draft.published is not None
    assert draft.published.day.day == 10


def test_photographer_at_the_end_of_a_chinese_caption() -> None:
    draft = pictured("<div><p><img></p><p>11月9日拍摄的开启桥。本社记者 王立新 摄</p></div>")
    assert [caption.text for caption in draft.captions] == ["11月9日拍摄的开启桥。本社记者 王立新 摄"]


@pytest.mark.parametrize(
    ("credit", "who"),
    [
        ("(Image: Getty Images)", "Getty Images"),
        ("Photograph: J.R. Lee/EPA", "J.R. Lee/EPA"),
        ("Ann Lee", "Ann Lee"),
        ("(Image:", ""),
        ("Courtesy of the Mill Trust", "Courtesy of the Mill Trust"),
    ],
)
def test_credit_without_its_label(credit: str, who: str) -> None:
    assert bare_credit(credit) == who
