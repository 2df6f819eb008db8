"""A notice in place of an article: flagged, so that the article leaves the view; articles about withdrawals are not."""

from __future__ import annotations

import pytest

from tasks.clean.stage import clean
from tests.clean.clean_pages import page, pages_table

SENTENCE = "The mill at Tarnwick ground its last grain on Friday, and the owner thanked all who had come. "


def flags_of(title: str, *paragraphs: str) -> list[str]:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    content = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    flags: list[list[str]] = clean(pages_table(page(content))).tables["articles"].column("flags").to_pylist()
    assert len(flags) == 1
    return flags[0]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tarnwick mill stops", "This article has been withdrawn because it named the wrong owner of the mill."),
        ("Tarnwick mill stops", "The story headlined “Tarnwick mill stops” has since been withdrawn by us."),
        ("WITHDRAWN: Tarnwick mill stops", "Editors, please do not use what was sent of the mill on Friday."),
        ("Mühle steht still", "Dieser Artikel wurde am Freitag zurückgezogen, weil er den falschen Besitzer nannte."),
        ("Le moulin s'arrête", "Cet article a été retiré parce qu'il nommait un propriétaire qui ne l'est pas."),
    ],
)  # fmt: skip
def test_a_notice_is_flagged(title: str, text: str) -> None:
    assert flags_of(title, text) == ["withdrawn"]


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("Troops withdrawn: Tarnwick breathes again", [SENTENCE * 3, SENTENCE * 4]),
        ("Courier withdraws mill story", ["This article has been withdrawn, it said. " + SENTENCE * 6]),
        ("Tarnwick mill stops", ["The story of the mill is told in the village. It was removed from the map."]),
        ("Tarnwick mill stops", ["The report on the mill at Tarnwick was withdrawn on Friday. " + SENTENCE]),
        ("Retraction of the glacier quickens", [SENTENCE * 2]),
    ],
)  # fmt: skip
def test_an_article_about_a_withdrawal_is_not(title: str, paragraphs: list[str]) -> None:
    assert flags_of(title, *paragraphs) == []
