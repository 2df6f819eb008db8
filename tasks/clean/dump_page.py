"""A text dump of a page -> its lines with kinds, and its articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasks.clean.author_note import mark_author_notes
from tasks.clean.byline import find_agency, read_bylines
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import read_stamp
from tasks.clean.draft import Draft, Hints, captions_of, opening
from tasks.clean.dump_body import mark_article, mark_told
from tasks.clean.dump_header import header_byline, header_stamp
from tasks.clean.dump_lines import dump_lines
from tasks.clean.dump_split import article_starts
from tasks.clean.dump_survey import is_plain_dump, survey
from tasks.clean.dump_told import told_text
from tasks.clean.page import Line
from tasks.clean.titles import stated_title
from tasks.clean.urls import normal_url


def read_dump(text: str, hints: Hints, today: date | None) -> tuple[list[Line], list[Draft]]:
    """The lines of a dump and its articles, in page order; no articles when nothing in it reads like prose."""
    lines = dump_lines(text)
    return lines, read_lines(lines, hints, today)


def read_lines(lines: Sequence[Line], hints: Hints, today: date | None) -> list[Draft]:
    """Give the lines of a page without markup their kinds; its articles, in page order."""
    dump = survey(lines)
    plain = is_plain_dump(dump)
    starts = [0, *article_starts(dump, plain=plain)]
    told = told_text(dump, hints.title) if len(starts) == 1 else None
    drafts: list[Draft] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        stretch = lines[start:end]
        if told:
            mark_told(stretch, dump.keys, told)
        else:
            mark_article(stretch, dump.keys[start:end], plain=plain)
        draft = _draft(stretch, hints if len(starts) == 1 else Hints(url=hints.url, language=hints.language), today)
        if draft:
            for line in stretch:
                if line.kind not in {"furniture", "repeat"}:
                    line.position = len(drafts)
            drafts.append(draft)
    return drafts


def _draft(lines: Sequence[Line], hints: Hints, today: date | None) -> Draft | None:
    byline, named = header_byline(lines), read_bylines(hints.authors)
    mark_author_notes(lines, byline.people or named.people)
    body = tuple(line for line in lines if line.kind in {"body", "heading"})
    if not body:
        return None
    title = next((line.text for line in lines if line.kind == "title"), None)
    stated = read_stamp(hints.published, hints.method, today)
    place, wire = read_dateline(opening(body))
    captions = captions_of(lines)
    pictured = next((a for c in captions if c.credit and (a := find_agency(c.credit))), None)
    published = header_stamp(lines, today) or stated
    authors = byline.people or named.people
    agency = wire or byline.agency or named.agency or pictured
    title = title or stated_title(hints.title, hints.url)
    return Draft(
        body, title, None, captions, authors, agency, place, normal_url(hints.url), hints.section, hints.tags,
        hints.language, published, flags=("stub",) if any(line.reason == "cut off" for line in lines) else (),
    )  # fmt: skip
