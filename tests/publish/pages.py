"""Pages of invented towns: an article, its copies, pages that name it, and broken ones that hold its words."""

from __future__ import annotations

import json
from pathlib import Path

URL = "https://harbour-times.example/2026/05/night-ferry-to-sail"
TITLE = "Oddaholm ferry to sail at night from June"
BODY: tuple[str, ...] = (
    "ODDAHOLM — The ferry between Oddaholm and Vestness will sail at night from June, Mayor Torvald Brekke said.",
    """“Nobody should have to sleep in a car on our quay,” Brekke told the town council of Oddaholm on Monday.
    The crossing takes forty minutes and costs 12 crowns.""",
    """The harbour board expects about 300 passengers a night, most of them workers of the Vestness cannery, and will
    hire nine sailors and two cooks for the new service.""",
)
OTHER: tuple[str, ...] = (
    "The cannery in Vestness will close for a week to repair a boiler, its director Runa Sandvik said on Tuesday.",
    """About 140 people work there. “They will all be paid,” Sandvik said. The boiler was built in 1961 and has failed
    twice this spring, once in the middle of the night shift.""",
)


BODY, OTHER = (tuple(" ".join(paragraph.split()) for paragraph in body) for body in (BODY, OTHER))


def page(url: str, title: str, body: tuple[str, ...], day: int = 4, related: str = "") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><link rel="canonical" href="{url}">'
        f'<meta property="article:published_time" content="2026-05-{day:02d}T08:30:00Z"></head><body>'
        f"<article><h1>{title}</h1>{paragraphs}</article>"
        f'<aside class="related"><h2>Most read</h2><ul><li><a href="/x">{related}</a></li></ul></aside></body></html>'
    )


def article(url: str = URL, title: str = TITLE, body: tuple[str, ...] = BODY, day: int = 4) -> str:
    return page(url, title, body, day)


def write_inbox(folder: Path) -> Path:
    """The article, an exact and a near copy of it, pages that link to it, and a broken record that holds it."""
    folder.mkdir(parents=True)
    (folder / "oddaholm-ferry.html").write_text(article())
    (folder / "copy.html").write_text(article("https://vestness-post.example/copied", day=5))
    nearly = (*BODY, "The first ferry sails on 1 June at eleven in the evening, with music on the quay.")
    (folder / "near.html").write_text(article("https://gull.example/nearly", "Ferry to sail at night", nearly, 6))
    cannery = page("https://vestness-post.example/cannery", "Vestness cannery closes for a week", OTHER, 7, TITLE)
    (folder / "cannery.html").write_text(cannery)
    record = json.dumps({"url": URL, "title": TITLE, "text": "\n\n".join(BODY)})
    (folder / "records.jsonl").write_text(record[:-20] + "\n")
    return folder
