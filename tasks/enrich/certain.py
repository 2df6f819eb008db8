"""Names that their writing tells, whatever the tagger says: shortened states, joined countries, datelines."""

from __future__ import annotations

from tasks.enrich.foreign import ENGLISH
from tasks.enrich.mention import Candidate
from tasks.enrich.overlooked import place_before, place_behind, surely
from tasks.enrich.places import gazetteer
from tasks.enrich.states import SHORTENED
from tasks.enrich.tagger import Words

_SHORTENED = {name.split(".")[0]: 2 * name.count(".") for name in SHORTENED}
"""Words of a shortened state, full stops among them, by the first of them."""
_OFFICES = frozenset(("Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Lt", "Atty"))
"""What stands shortened between a state and the name of who holds it, with a full stop."""
_CASE_WORDS = 6
"""Words that one side of a court case has at most."""


def certain_names(words: Words) -> list[Candidate]:
    """All of these in a text; what the tagger found there gives way."""
    return [
        *_shortened_states(words), *_states_of_offices(words), *_joined_countries(words), *_court_cases(words),
        *_dateline(words),
    ]  # fmt: skip


def _shortened_states(words: Words) -> list[Candidate]:
    """States as agencies shorten them behind a town or in brackets, which the tagger seldom takes for names."""
    found: list[Candidate] = []
    if words.distinct.isdisjoint(_SHORTENED):
        return found
    for i in (i for i, text in enumerate(words.texts) if text in _SHORTENED and i and words.texts[i - 1] in (",", "(")):
        end = min(i + _SHORTENED[words.texts[i]], len(words.texts))
        if words.between(i, end) in SHORTENED:
            found.append(surely(i, end, "LOC"))
    return found


def _states_of_offices(words: Words) -> list[Candidate]:
    """The state in front of an office that it has, which the tagger takes for part of a name: `Iowa Sen. Ann Lee`."""
    found: list[Candidate] = []
    if words.distinct.isdisjoint(_OFFICES):
        return found
    for i in (i for i, text in enumerate(words.texts[:-1]) if text in _OFFICES and words.texts[i + 1] == "."):
        first = place_before(words, i)
        if first < i and words.between(first, i) in gazetteer().states:
            found.append(surely(first, i, "LOC"))
    return found


def _joined_countries(words: Words) -> list[Candidate]:
    """Both countries of `the U.S.-Mexico border`, of which the tagger makes one name or none."""
    found: list[Candidate] = []
    for i in (i for i in words.hyphens if words.texts[i + 1][0].isupper()):
        behind = (i + 1, place_behind(words, i + 1))
        if not _is_country(words, *behind) or _goes_on(words, behind[1]):
            continue
        before = (place_before(words, i), i)
        if _is_country(words, *before):
            found += [surely(*edge, "LOC") for edge in (before, behind)]
    return found


def _is_country(words: Words, first: int, end: int) -> bool:
    return first < end and gazetteer().is_country(words.between(first, end))


def _goes_on(words: Words, end: int) -> bool:
    """A word with a capital follows: `US-China Business Council`."""
    return end < len(words.texts) and words.texts[end][0].isupper() and words.gap(end) == " "


def _court_cases(words: Words) -> list[Candidate]:
    """`Roe v. Wade`: each side begins and ends with a capital."""
    found: list[Candidate] = []
    if "v" not in words.distinct:
        return found
    for i in (i for i, text in enumerate(words.texts[:-2]) if text == "v" and i and words.texts[i + 1] == "."):
        first, end = _side(words, i - 1, -1) + 1, _side(words, i + 2, 1)
        if first < i and i + 2 < end:
            found.append(surely(first, end, "MISC"))
    return found


def _side(words: Words, at: int, step: int) -> int:
    """Where one side of a case ends, from the word beside the `v.`: small words only stand between capitals."""
    edge = at
    for i in range(at, at + step * _CASE_WORDS, step):
        text = words.texts[i] if 0 <= i < len(words.texts) else ""
        if text[:1].isupper() and text.lower() not in ENGLISH:  # "In Roe v. Wade"
            edge = i + step
        elif text not in ("of", "&") and not (text == "." and len(words.texts[i - 1]) == 1):  # U.S.
            break
    return edge


def _dateline(words: Words) -> list[Candidate]:
    """The town before the first sentence: `MUSCAT: The port reopened.`."""
    end = place_behind(words, 0) if words.texts else 0
    dashed = words.texts[end : end + 1] in (("-",), ("–",), ("—",)) and words.starts[end] > words.ends[end - 1]
    told = end > 0 and (dashed or words.texts[end : end + 1] == (":",))
    return [surely(0, end, "LOC")] if told else []
