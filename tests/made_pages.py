"""Invented news pages in any number, for runs under stress: same arguments, same bytes.

Towns, people and events are made up from syllables and sentences. Pages are HTML with and without JSON-LD, text dumps
with the title and caption twice, and JSON lines; some are copies in another outlet, some cannot be used.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

SYLLABLES = "bar del fen gor hal kes lum mor nor oss pel rud sil tar ul vey wick yar".split()  # noqa: SIM905
GIVEN = "Adela Bram Corin Dagny Edvin Frida Goran Hedda Ilan Jorun Kasper Linnea Matteo Nadja Orson Petra".split()  # noqa: SIM905
FAMILY = "Aldane Brovik Cresswell Dorn Ekholm Farrow Greel Hollis Ivers Jansk Kettle Lorne Marden Nisbet".split()  # noqa: SIM905
OFFICES = ("mayor", "harbour master", "fire chief", "head teacher", "union leader", "hospital director", "judge")
MATTERS = ("ferry line", "water tower", "tram depot", "fish market", "reading room", "flood wall", "night bus",
           "quarry road", "concert hall", "bird reserve", "salt works", "post office")  # fmt: skip
ACTS = ("reopens", "is closed", "is sold", "is moved", "wins a prize", "goes to court", "is rebuilt", "runs dry")
SAID = ("said", "told reporters", "added", "argued", "warned")
SENTENCES = (
    "The {matter} of {town} {act} after {days} days of talks, {office} {name} {said} on {day}.",
    "Some {count} people had signed a petition that asked {town} to keep its {matter}.",
    "“We waited {days} days for an answer, and the answer was a shrug,” {surname} {said}.",
    "Repairs would cost {count} crowns, a report for the council of {town} found in {month}.",
    "“Nobody in {town} can remember a {month} like this one,” {office} {name} {said}.",
    "{name}, whose family has lived in {town} for {days} years, {said} that the {matter} was never safe.",
    "The council meets again on {day} to decide about the {matter} and {count} crowns of debt.",
    "A spokesman for the {office} of {town} would not say who had ordered the {matter} to be searched.",
    "In {month} a storm had torn down {days} trees beside the {matter}, and the road stayed shut.",
    "“It is only a {matter},” {surname} {said}, “but it is ours, and {town} has little else.”",
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
COPIES = 0.12
UNUSABLE = 0.03


@dataclass(frozen=True)
class Story:
    """An invented article."""

    title: str
    author: str
    day: str
    paragraphs: tuple[str, ...]
    caption: str


def make_pages(folder: Path, count: int, seed: int = 7) -> None:
    """Write about `count` pages below `folder`, a folder an outlet."""
    chance = random.Random(seed)  # noqa: S311
    stories: list[Story] = []
    for number in range(count):
        outlet = folder / f"outlet{number % 5}"
        outlet.mkdir(parents=True, exist_ok=True)
        if chance.random() < UNUSABLE:
            (outlet / f"{number:05d}.html").write_text(chance.choice(("", "<html><nav>Home</nav></html>", "\x00\x01")))
            continue
        story = chance.choice(stories) if stories and chance.random() < COPIES else make_story(chance)
        stories.append(story)
        name, content = (_jsonld, _plain, _dump, _lines)[number % 4](story, number)
        (outlet / f"{number:05d}{name}").write_text(content, encoding="utf-8")


def make_story(chance: random.Random) -> Story:
    """One article of about a hundred words."""
    town = "".join(chance.sample(SYLLABLES, 3)).capitalize()
    matter, name = chance.choice(MATTERS), f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"

    def sentence(pattern: str) -> str:
        return pattern.format(
            town=town, matter=matter, name=name, surname=name.split()[1], act=chance.choice(ACTS),
            office=chance.choice(OFFICES), said=chance.choice(SAID), day=chance.choice(DAYS),
            month=chance.choice(MONTHS), days=chance.randint(3, 99), count=f"{chance.randint(2, 999)},000",
        )  # fmt: skip

    paragraphs = tuple(
        " ".join(sentence(pattern) for pattern in chance.sample(SENTENCES, 3)) for _ in range(chance.randint(2, 3))
    )
    title = f"{matter.capitalize()} of {town} {chance.choice(ACTS)} for {chance.randint(2, 99)} crowns"
    day = f"2026-{chance.randint(1, 6):02d}-{chance.randint(1, 28):02d}"
    return Story(title, f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}", day, paragraphs, f"The {matter} of {town}.")


def _jsonld(story: Story, number: int) -> tuple[str, str]:
    data = {"@type": "NewsArticle", "headline": story.title, "author": {"name": story.author},
            "datePublished": f"{story.day}T08:00:00Z"}  # fmt: skip
    body = "".join(f"<p>{p}</p>" for p in story.paragraphs)
    return ".html", (
        f"<html><head><title>{story.title} - Outlet</title><link rel=canonical href=https://outlet.example/{number}>"
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><nav>Home Sport</nav><article>'
        f"<h1>{story.title}</h1><figure><img src=a.jpg><figcaption>{story.caption}</figcaption></figure>{body}"
        "</article><aside>Most read</aside></body></html>"
    )


def _plain(story: Story, number: int) -> tuple[str, str]:
    body = "".join(f"<p>{p}</p>" for p in story.paragraphs)
    return ".htm", (
        f"<html><head><title>{story.title}</title><meta property=article:published_time content={story.day}></head>"
        f"<body><h1>{story.title}</h1><div>By {story.author}</div>{body}<p>Page {number}</p></body></html>"
    )


def _dump(story: Story, number: int) -> tuple[str, str]:
    head = [story.title, story.caption, story.caption, "TT", story.title, f"By {story.author}", story.day]
    return ".txt", "\n\n".join([*head, *story.paragraphs, f"Related links {number}"])


def _lines(story: Story, number: int) -> tuple[str, str]:
    rows = [
        {"url": f"https://feed.example/{number}/{part}", "title": title, "text": "\n\n".join(story.paragraphs[part:]),
         "published_at": f"{story.day}T12:00:00Z"}
        for part, title in enumerate((story.title, f"Briefly: {story.title}"))
    ]  # fmt: skip
    return ".jsonl", "\n".join(json.dumps(row) for row in rows)
