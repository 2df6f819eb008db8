"""Text that was written out as Markdown (CommonMark), and what stands in front of it."""

from __future__ import annotations

import re

from tasks.ingest.sniff import SAMPLE_CHARS

LINK = re.compile(r"!?\[[^\[\]]{0,500}\]\(<?(?:https?:|/|#|\.|mailto:|javascript:)")
HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
STRONG = re.compile(r"\*\*[^\s*][^*\n]{0,300}\*\*")
OPENING = re.compile(r"#{1,6} +\S.{0,400}(?:\n\s*\n|\n*$)")
PARTED = re.compile(r"\n[ \t]*\n")
MIN_SIGNS = 2
"""A text may hold one link or line that looks so."""

_FIELDS = re.compile(r"---[ \t]*\n(?P<fields>.{1,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_READER = re.compile(r"(?P<fields>Title: .{1,20000}?)\n+Markdown Content:[ \t]*\n", re.DOTALL)
_FIELD = re.compile(r"(?P<name>\w[\w -]{0,40}):(?:[ \t]+(?P<value>.*))?$")
_MEMBER = re.compile(r"[ \t]*- +(?P<value>\S.*)")
_AROUND = " \t\r\"'"


def is_markdown(text: str) -> bool:
    """Is a text, which is no HTML, Markdown: links, headings or strong words in its signs, paragraphs apart?"""
    fields, page = front_matter(text)
    sample = page[:SAMPLE_CHARS].lstrip()
    if fields or OPENING.match(sample):
        return True
    if not PARTED.search(sample):
        return False
    signs = len(LINK.findall(sample))
    return signs >= MIN_SIGNS or (HEADING.search(sample) is not None and signs + len(STRONG.findall(sample)) > 0)


def front_matter(text: str) -> tuple[dict[str, str | list[str]], str]:
    """The fields in front of a page, by name, and the page.

    They stand between two lines of dashes, as Jekyll has introduced them, or in front of `Markdown Content:`, as
    services put them that turn pages into Markdown. YAML proper would refuse a title with a colon.
    """
    start = text.lstrip("\ufeff \t\r\n")
    found = _FIELDS.match(start) or _READER.match(start)
    fields = _fields(found["fields"]) if found else {}
    return (fields, start[found.end() :]) if found and fields else ({}, text)


def _fields(block: str) -> dict[str, str | list[str]]:
    """The fields of a block that holds nothing else; none of a paragraph between two rules."""
    fields: dict[str, str | list[str]] = {}
    for line in block.splitlines():
        last = next(reversed(fields.values()), None)
        if field := _FIELD.match(line):
            fields[field["name"]] = _value(field["value"] or "")
        elif isinstance(last, list) and (member := _MEMBER.match(line)):
            last.append(member["value"].strip(_AROUND))
        elif line.strip() and not (fields and line[0].isspace()):  # a long value goes on with a blank in front
            return {}
    return fields


def _value(written: str) -> str | list[str]:
    """A text, or the list that stands in brackets or in the next lines."""
    value = written.strip(_AROUND)
    if not value:
        return []
    if value[0] == "[" and value[-1] == "]":
        return [member for part in value[1:-1].split(",") if (member := part.strip(_AROUND))]
    return value
