"""From the run of words that the tagger takes for a name to the name: without titles, possessives and marks."""

from __future__ import annotations

from tasks.enrich.mention import Candidate
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import COURTESY, HONOURS, is_role, role_qualifiers, without_title
from tasks.enrich.tagger import Words

_POSSESSIVE = ("'", "’")
_COMPOUNDS = frozenset(("based", "led", "backed", "born", "owned", "controlled", "held", "listed", "run", "linked"))
_LINKS = frozenset(("of", "for", "the", "and", "in", "at", "to", "by", "with", "on", "a", "del", "de"))
_QUARTERS = frozenset(
    f"{quarter}{ending}" for quarter in ("north", "south", "east", "west", "central") for ending in ("", "ern")
)
_AFFAIRS = frozenset(("affairs", "and", "relations", "services", "works", "resources", "rural"))


def trimmed(words: Words, candidate: Candidate) -> Candidate | None:
    """Without the title before a person's name, a possessive or marks at the edges; None when nothing remains."""
    first, end, kind = candidate.first, candidate.end, candidate.type
    if end - first > 2 and words.texts[end - 1].lower() == "s" and words.texts[end - 2] in _POSSESSIVE:
        end -= 2
    while end > first and (
        _ends_no_name(words, first, end - 1)
        or _is_result(words, kind, first, end - 1)
        or (kind == "PERSON" and _is_verb_behind(words, first, end - 1))
    ):
        end -= 1
    end += _is_initial_before_stop(words, first, end)
    first = _after_compound(words, first, end)
    while first < end and not words.texts[first][0].isalnum():
        first += 1
    if end - first > 1 and words.texts[first] == "s" and words.texts[first - 1 : first] in (("'",), ("’",)):
        first += 1  # what the name before it owns
    if (
        words.texts[first - 1 : first] in (("North",), ("South",))
        and words.between(first - 1, end) in gazetteer().peoples
    ):
        first -= 1  # "South Korean"
    if first < end and (bare := _BARE.get(kind)):
        first, end = bare(words, first, end)
    return Candidate(first, end, candidate.chances) if first < end else None


def _bare_place(words: Words, first: int, end: int) -> tuple[int, int]:
    """A place without its quarter and without the title of a person from there."""
    if end - first > 1 and words.texts[first] in _QUARTERS:
        first += 1
    if end - first > 1 and is_role(words.texts[end - 1]) and _person_follows(words, end):
        end -= 1  # "South Carolina Sen. Ann Lee"
    return first, end


def _organisation(words: Words, first: int, end: int) -> tuple[int, int]:
    """An organisation with the article that belongs to it, and without the letters of a member's honours."""
    if words.texts[first - 1 : first] == ("The",) and _is_inside_sentence(words, first - 1):
        first -= 1  # "told The Harbour Times"
    if end - first > 1 and words.texts[end - 1] in HONOURS and _capital_follows(words, end):
        end -= 1  # "Harbour Party MP Ann Lee"
    return first, end


def _bare_person(words: Words, first: int, end: int) -> tuple[int, int]:
    """A person's name without the title before it, what the title is of, and the letters of honours behind it."""
    titled = first > 0 and words.texts[first - 1].lower() in COURTESY
    while end - first > (1 if titled else 2) and words.texts[end - 1] in HONOURS:
        end -= 1 + (words.texts[end - 2] == "," and end - first > 3)
    if first > 1 and words.texts[first - 1] in ("of", "for") and is_role(words.texts[first - 2]):
        while end - first > 2 and _is_affair(words.texts[first].lower()):  # "Minister for Home Affairs Ann Lee"
            first += 1
    return without_title(words, first, end), end


_BARE = {"PERSON": _bare_person, "LOC": _bare_place, "ORG": _organisation}


def _is_inside_sentence(words: Words, i: int) -> bool:
    return i > 0 and (words.texts[i - 1].islower() or words.texts[i - 1] == ",")


def _capital_follows(words: Words, end: int) -> bool:
    return end < len(words.texts) and words.texts[end][0].isupper()


def _person_follows(words: Words, end: int) -> bool:
    return _capital_follows(words, end + (words.texts[end : end + 1] == (".",)))


def _is_affair(word: str) -> bool:
    return word in _AFFAIRS or word in role_qualifiers()


def _ends_no_name(words: Words, first: int, i: int) -> bool:
    """Marks and linking words end no name; a full stop stays after an initial or an abbreviation (`U.S.`, `Inc.`)."""
    word = words.texts[i]
    if word in _LINKS:
        return words.texts[i - 1] != "-"  # Moon Jae-in
    if word == ".":
        return i == first or not (
            len(words.texts[i - 1]) == 1 or words.texts[i - 1] in ("Inc", "Corp", "Ltd", "Co", "Jr", "Sr")
        )
    return not word[0].isalnum() and word not in ")]!+%"


def _is_initial_before_stop(words: Words, first: int, end: int) -> bool:
    """The last letter of `U.S.` is followed by its full stop, whether or not that ends a sentence, too."""
    letter = end - first > 2 and len(words.texts[end - 1]) == 1 and words.texts[end - 2] == "."
    return letter and words.texts[end : end + 1] == (".",) and words.starts[end] == words.ends[end - 1]


def _is_result(words: Words, kind: str, first: int, i: int) -> bool:
    """A number behind a person or place is a score, a rank or an age, and two behind an organisation are a score."""
    if i == first or not words.texts[i][0].isdigit():
        return False
    return kind in ("PERSON", "LOC") or (kind == "ORG" and (_is_score(words, i - 2) or _is_score(words, i)))


def _is_verb_behind(words: Words, first: int, i: int) -> bool:
    """A small word behind a name with capitals, and behind no hyphen (`Jong-un`): `Vonn bristles` is no name."""
    return i > first and words.texts[i].islower() and words.texts[first][0].isupper() and words.texts[i - 1].isalpha()


def _is_score(words: Words, i: int) -> bool:
    """Word i is the first number of two with a dash between them."""
    number, dash, other = (*words.texts[i : i + 3], "", "", "")[:3]
    return number.isdigit() and dash in ("-", "–") and other.isdigit()


def _after_compound(words: Words, first: int, end: int) -> int:
    """Where the name begins behind a compound adjective: `Rome-based Institute …` is a name from `Institute` on."""
    for i in range(first + 1, min(end - 2, first + 4)):
        if words.texts[i] == "-" and words.texts[i + 1] in _COMPOUNDS and words.texts[i + 2][0].isupper():
            return i + 2
    return first
