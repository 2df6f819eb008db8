"""Names in a text: the tagger's answer, made consistent within the article, cut to the name, and typed finely."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasks.enrich.consistency import agreed, completed
from tasks.enrich.evidence import weighed
from tasks.enrich.expansions import explained
from tasks.enrich.foreign import foreign_passages
from tasks.enrich.kinds import fine_type, generic_nouns
from tasks.enrich.mention import Candidate, Mention, candidates_of
from tasks.enrich.nicknames import with_nicknames
from tasks.enrich.parting import parted
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import COURTESY, HONOURS, is_role, role_qualifiers, without_title
from tasks.enrich.tagger import Floats, Tagger, Words
from tasks.enrich.titles import TITLED, is_title, whole_titles
from tasks.enrich.values import Value, find_values

_POSSESSIVE = ("'", "’")
_COMPOUNDS = frozenset(("based", "led", "backed", "born", "owned", "controlled", "held", "listed", "run", "linked"))
_LINKS = frozenset(("of", "for", "the", "and", "in", "at", "to", "by", "with", "on", "a", "del", "de"))
_QUARTERS = frozenset(
    f"{quarter}{ending}" for quarter in ("north", "south", "east", "west", "central") for ending in ("", "ern")
)
_AFFAIRS = frozenset(("affairs", "and", "relations", "services", "works", "resources", "rural"))
_SURE_WITHOUT_CAPITALS = 0.7
"""Least chance of a name in small letters; an edited text has none (`us`, a sentence in another language)."""
_WEAK, _WEAK_ORG = 0.45, 0.5
"""A name that no class gets this much probability for, with all mentions heard, is left out; an organisation needs more
than half, because that is what the tagger guesses of what it does not know."""


def find_mentions(articles: Sequence[Words], tagger: Tagger) -> list[list[Mention]]:
    """The names in each article, in order and without overlap, of the types of the entities table but values."""
    told = tagger.probabilities(articles)
    return [names_of(words, probabilities) for words, probabilities in zip(articles, told, strict=True)]


def names_of(words: Words, probabilities: Floats) -> list[Mention]:
    """The names in one article from the tagger's probabilities, shape (words, labels)."""
    runs = with_nicknames(words, _in_english(words, candidates_of(words, probabilities)))
    single = [name for c in runs for name in parted(words, c)]
    cut = [t for c in single if (t := trimmed(words, c)) and _is_name(words, t)]
    told = explained(words, weighed(words, whole_titles(words, cut)))
    everywhere = completed(words, agreed(words, told), probabilities)
    return [mention for c in everywhere if (mention := _mention(words, c))]


def _in_english(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    passages = foreign_passages(words.text)
    return [c for c in candidates if not any(p.contains(words.span(c.first, c.end)) for p in passages)]


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
    first = _after_compound(words, first, end)
    while first < end and not words.texts[first][0].isalnum():
        first += 1
    if end - first > 1 and words.texts[first] == "s" and words.texts[first - 1 : first] in (("'",), ("’",)):
        first += 1  # what the name before it owns
    if end - first > 1 and kind == "LOC" and words.texts[first] in _QUARTERS:
        first += 1
    if first and words.texts[first - 1] in ("North", "South") and words.between(first - 1, end) in gazetteer().peoples:
        first -= 1  # "South Korean"
    if kind == "ORG" and end - first > 1 and words.texts[end - 1] in HONOURS and _capital_follows(words, end):
        end -= 1  # "Harbour Party MP Ann Lee"
    if kind == "LOC" and end - first > 1 and is_role(words.texts[end - 1]) and _person_follows(words, end):
        end -= 1  # "South Carolina Sen. Ann Lee"
    if first < end and kind == "PERSON":
        first, end = _bare_person(words, first, end)
    return Candidate(first, end, candidate.chances) if first < end else None


def _bare_person(words: Words, first: int, end: int) -> tuple[int, int]:
    """A person's name without the title before it, what the title is of, and the letters of honours behind it."""
    titled = first > 0 and words.texts[first - 1].lower() in COURTESY
    while end - first > (1 if titled else 2) and words.texts[end - 1] in HONOURS:
        end -= 1 + (words.texts[end - 2] == "," and end - first > 3)
    if first > 1 and words.texts[first - 1] in ("of", "for") and is_role(words.texts[first - 2]):
        while end - first > 2 and _is_affair(words.texts[first].lower()):  # "Minister for Home Affairs Ann Lee"
            first += 1
    return without_title(words, first, end), end


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
        return True
    if word == ".":
        return i == first or not (
            len(words.texts[i - 1]) == 1 or words.texts[i - 1] in ("Inc", "Corp", "Ltd", "Co", "Jr", "Sr")
        )
    return not word[0].isalnum() and word not in ")]!+%"


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


def _is_name(words: Words, candidate: Candidate) -> bool:
    """Whether this can be a name: a bare title or office (`Premier`, `Council`) is none, nor are unsure small words."""
    texts = words.texts[candidate.first : candidate.end]
    letters = "".join(texts)
    if not (any(map(str.isupper, letters)) or any(map(str.isdigit, letters))):
        return max(candidate.chances) >= _SURE_WITHOUT_CAPITALS and not words.edited
    if texts[0] in ("D", "R", "I") and texts[1:2] == ("-",):
        return False  # "Ann Lee, D-N.Y.," tells her party and state
    return len(texts) > 1 or not (is_role(texts[0]) or texts[0].lower() in generic_nouns())


def _mention(words: Words, candidate: Candidate) -> Mention | None:
    """The mention that a candidate is; None when it is not sure enough or not written like what it names."""
    kind, chance = candidate.type, max(candidate.chances)
    if chance < (_WEAK_ORG if kind == "ORG" else _WEAK):
        return None
    if kind in TITLED and not is_title(words, candidate):
        return None
    span = words.span(candidate.first, candidate.end)
    return Mention(span, fine_type(span.of(words.text), kind), min(1.0, chance))


def values_beside(words: Words, names: Sequence[Mention], published_on: date | None = None) -> list[Value]:
    """Dates, amounts and other values of a text where no name stands."""
    taken = bytearray(len(words.text))
    for mention in names:
        taken[mention.span.start : mention.span.end] = b"\x01" * (mention.span.end - mention.span.start)
    return [v for v in find_values(words, published_on) if not any(taken[v.span.start : v.span.end])]
