"""Notices that stand where an article stood: its publisher has withdrawn it.

They are short and speak of the article itself. A longer article that tells of a withdrawal is one like any other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.clean.draft import Draft, words_in

FLAG = "withdrawn"
LONGEST_NOTICE = 90
"""Words; more is said in an article."""

_IN_TITLE = re.compile(
    r"\W*(?:article |story |report )?(?:withdrawn|retracted|retraction|story killed)\b\W*(?:[:\-–—|\]]|$)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:this (?:news )?(?:article|story|report|item|dispatch|post)"
    r"|the (?:article|story) (?:headlined|titled|slugged))\b[^.?!]{0,80}?"
    r"\b(?:has (?:\w+ )?been|was|is) (?:\w+ )?(?:withdrawn|retracted|removed|taken down|unpublished|deleted)\b"
    r"|\bdieser (?:artikel|beitrag|bericht) (?:wurde|ist) (?:\w+ ){0,3}(?:zurückgezogen|gelöscht|entfernt)\b"
    r"|\bcet article a été (?:retiré|supprimé|dépublié)\b"
    r"|\beste artículo (?:ha sido|fue) (?:retirado|eliminado)\b"
    r"|\beste artigo foi (?:retirado|removido|eliminado)\b"
    r"|\bquesto articolo è stato (?:ritirato|rimosso|eliminato)\b"
    r"|\bdit artikel (?:is|werd) (?:\w+ ){0,2}(?:ingetrokken|verwijderd)\b",
    re.IGNORECASE,
)


def marked(draft: Draft) -> Draft:
    """The draft, with its flag where it is such a notice."""
    return replace(draft, flags=(*draft.flags, FLAG)) if is_notice(draft) else draft


def is_notice(draft: Draft) -> bool:
    """Whether a draft says nothing but that the article is withdrawn."""
    if words_in(draft.lines) > LONGEST_NOTICE:
        return False
    return bool(_IN_TITLE.match(draft.title or "") or any(_SAID.search(line.text) for line in draft.lines))
