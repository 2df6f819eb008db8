"""Which side of an attribution was said: what stands before it, what follows it, or both."""

from __future__ import annotations

from tasks.enrich.quotes.around import second_part
from tasks.enrich.quotes.claim import Content
from tasks.enrich.quotes.frame import FINITE, Frame
from tasks.enrich.quotes.phrase import SUBORDINATORS, Phrase

_LOOSE = SUBORDINATORS | {","}
"""Behind a reporting verb they may begin another thing than what was said: '…, X said after the meeting'."""


def _begins_quoted(frame: Frame, before: Content) -> bool:
    """'“If we stay” in the harbour, X said, “we will …”': a quotation goes on outside its marks, without a verb."""
    first, last = before.parts[0]
    return frame.raw[first] in {"Q", "Q,"} and FINITE.isdisjoint(frame.tags[first:last])


def weighed(
    frame: Frame, i: int, who: Phrase | None, turned: bool, before: Content | None, after: Content | None, hi: int
) -> Content | None:
    """Which side of the attribution was said: what follows without a comma, else what stands before, else both."""
    if before is None:
        return after
    tight = after is not None and (
        after.link in {"that", "wh", "to", "colon", "quote"} or frame.word(i + 1) not in _LOOSE
    )
    if after is not None and after.link == "quote" and before.link != "quote" and _begins_quoted(frame, before):
        return Content((*before.parts, *after.parts), "before")
    if tight and before.link != "quote":
        return after
    if after is not None and before.link == after.link == "quote":  # "“…,” X said in Oslo on Monday, “…”"
        return Content((*before.parts, *after.parts), "quote")
    onward = second_part(frame, max(i + 1, who.last if who and turned else 0), hi, before)
    return Content((*before.parts, onward), before.link) if onward else before
