"""Who says it: the subject of a reporting verb, in plain and inverted order, through all that may stand between."""

from __future__ import annotations

from tasks.enrich.quotes.cue import CUE_NOUNS, ISSUE, SPEECH_OR_THOUGHT, TIMES, lemma_of
from tasks.enrich.quotes.frame import (
    DASHES,
    FINITE,
    NAMES,
    NOUNS,
    QUOTE,
    VERBS,
    Frame,
    is_utterance,
)
from tasks.enrich.quotes.modifiers import (
    AMOUNTS,
    before_time,
    first_conjunct,
    lived_in,
    modified,
    opening,
    whole_subject,
)
from tasks.enrich.quotes.phrase import (
    INSIDE,
    RELATIVES,
    STARTS,
    SUBORDINATORS,
    Phrase,
    inverted,
    phrase_end,
    phrase_start,
    said_before,
)
from tasks.enrich.quotes.segment import segment_kind, segment_phrase
from tasks.enrich.quotes.turned import is_fronted, may_turn
from tasks.enrich.quotes.verbs import before_verb, main_verb
from tasks.enrich.wordset import word_set

SUBJECT_PRONOUNS = word_set("he she they i we it you who")
_PRONOUNS = SUBJECT_PRONOUNS | RELATIVES
_PARENTHESIS_STARTS = DASHES | {",", ";", ":"}
_NO_SUBJECTS = CUE_NOUNS | TIMES
_INSIDE_OR_PRONOUN = INSIDE | {"PRP"}
_SUBJECT_ENDS = _INSIDE_OR_PRONOUN | {"WP", "WDT"}
_NOUNS_OR_PRONOUN = NOUNS | {"PRP"}
_RECORDINGS = word_set("audio clip clips footage image images photo photos picture pictures recording video")
_FLOATING = frozenset({"both", "all", "each"})
_HAVING = frozenset({"had", "has", "have"})
_PLACING = word_set("at down in into on onto over outside through")
_DEEP = 4
_DATELINE = 5
"""Items before a dash at the head of a sentence that are a dateline: "LIMA, Peru (AP) —"."""


def subject(frame: Frame, verb: int, lo: int, hi: int, depth: int = 0) -> Phrase | None:
    """The subject of the verb at item `verb`, looked for in items [lo, hi): left of it, else inverted right of it."""
    i = before_verb(frame, verb, lo)
    if i - 1 > lo and frame.word(i + 1) == "to" and frame.words[i - 1] in _HAVING:
        i = before_verb(frame, i - 1, lo)  # "X had this to say"
    if i > lo and frame.words[i] in _FLOATING and frame.tags[i - 1] in NOUNS:
        i -= 1  # "X and Y both denounced"
    if may_turn(frame, verb, i, lo) and (turned := inverted(frame, verb, hi)):
        return turned
    if frame.tags[verb] == "VBG" and (verb == lo or is_fronted(frame, verb, lo)):
        return inverted_after_comma(frame, verb, hi)
    if depth > _DEEP or i < lo:
        return None
    if frame.tags[verb] == "VBG" and i == verb - 1 and frame.words[i] not in _PRONOUNS:
        return _of_participle(frame, verb, lo, hi, depth)
    return _leftward(frame, i, lo, hi, depth)


def _of_participle(frame: Frame, verb: int, lo: int, hi: int, depth: int) -> Phrase | None:
    """'X left, saying …' shares the main clause's subject; so does 'X issued a statement saying …'."""
    noun = frame.words[verb - 1] in _NO_SUBJECTS
    main = main_verb(frame, verb - 1, lo)
    if frame.tags[verb - 1] in NOUNS and not noun:
        nearest = phrase_start(frame, verb - 1, lo)
        if frame.word(nearest - 1) == "of" and frame.word(nearest - 2) in _RECORDINGS:
            return Phrase(nearest, verb)  # "a video of X saying"
        if frame.word(nearest - 1) in _PLACING and main is not None:
            found = subject(frame, main, lo, hi, depth + 1)  # "X marched down the street saying"
            return found and found._replace(sure=found.sure * 0.9)
        return _leftward(frame, verb - 1, lo, hi, depth + 1)
    if main is None:
        return _leftward(frame, verb - 1, lo, hi, depth + 1) if frame.words[verb - 1] != "," else None
    found = subject(frame, main, lo, hi, depth + 1)
    if found is None and noun:
        return _noun_phrase(frame, verb - 1, lo, hi, depth + 1)  # "There was scorn, with one post saying"
    return found and Phrase(found.first, found.last, found.apposition, found.sure * 0.9)


def _leftward(frame: Frame, i: int, lo: int, hi: int, depth: int) -> Phrase | None:
    """The subject whose last item, or what follows it, is item i."""
    word, tag = frame.words[i], frame.tags[i]
    if word in RELATIVES and tag in {"WP", "WDT", "IN", "WP$", "WRB"}:
        return antecedent(frame, i, lo)
    if tag == "PRP" or word in SUBJECT_PRONOUNS:
        return Phrase(i, i + 1) if word not in {"him", "her", "them", "us", "me"} else None
    if word in {")", "]"}:
        first = opening(frame, i, lo)
        return _leftward(frame, first - 1, lo, hi, depth) if first > lo else None
    if word == "," or word in DASHES:
        return _past_comma(frame, i, lo, hi, depth)
    if tag in FINITE and i - 2 >= lo and frame.tags[i - 1] == "PRP" and frame.tags[i - 2] in NOUNS:
        return _noun_phrase(frame, i - 2, lo, hi, depth)  # "experts I asked said"
    if tag == "JJ" and frame.word(i + 1) == "to":
        return _leftward(frame, before_verb(frame, i, lo), lo, hi, depth) if i > lo else None  # "X was quick to add"
    if tag == "CC" or tag in VERBS:
        return _of_verb_before(frame, i, lo, hi, depth)
    if tag in {"IN", "RP", "EX", "WRB"} and i > lo:
        return _of_verb_before(frame, i - 1, lo, hi, depth)
    if tag in INSIDE or tag in {"DT", "NFP"}:
        return _noun_phrase(frame, i, lo, hi, depth)
    return None


def _of_verb_before(frame: Frame, i: int, lo: int, hi: int, depth: int) -> Phrase | None:
    """The subject shared with the nearest finite verb at or before item i."""
    verb = main_verb(frame, i, lo)
    if verb is None:
        return inverted_after_comma(frame, i, hi) if i <= lo + 1 else None
    found = subject(frame, verb, lo, hi, depth + 1)
    return found and Phrase(found.first, found.last, found.apposition, found.sure * 0.8)


def inverted_after_comma(frame: Frame, i: int, hi: int) -> Phrase | None:
    """'Speaking at …, X …': the noun phrase after the first comma right of item i."""
    comma = next((j for j in range(i + 1, hi) if frame.words[j] == "," or is_utterance(frame, j)), None)
    if comma is None or comma + 1 >= hi or frame.tags[comma + 1] not in STARTS:
        return None
    last = phrase_end(frame, comma + 1, hi)
    return Phrase(comma + 1, last, sure=0.7) if last > comma + 1 else None


def _noun_phrase(frame: Frame, i: int, lo: int, hi: int, depth: int) -> Phrase | None:
    """The phrase that ends at item i, or the one it only modifies ("officials briefed on the case")."""
    last = i + 1
    if depth == 0 and (whole := whole_subject(frame, phrase_start(frame, i, lo), lo)):
        return Phrase(*whole)
    if frame.words[i] in TIMES and i > lo:
        earlier = before_time(frame, i, lo)
        if earlier >= lo and (frame.tags[earlier] in _SUBJECT_ENDS or frame.words[earlier] in {",", ")"}):
            return _leftward(frame, earlier, lo, hi, depth + 1) if depth <= _DEEP else None
    first = phrase_start(frame, i, lo)
    before = first - 2
    if before >= lo and frame.words[first - 1] == "of" and frame.tags[before] in {"CD", "DT"}:
        return Phrase(before, last)  # "one of the sources"
    if frame.tag(first - 1) == "VBN" and frame.word(before) == "of":
        before -= 1  # "half of registered voters"
    if before >= lo and frame.words[before + 1] == "of" and frame.words[before] in AMOUNTS:
        return Phrase(phrase_start(frame, before, lo), last)  # "half of the voters"
    nearest = Phrase(first, last)
    late = frame.words[i] in TIMES and (frame.tags[before] in VERBS or frame.words[before] == "and")
    if before > lo and late and frame.words[first - 1] in {"in", "on", "at"}:
        return _of_verb_before(frame, before, lo, hi, depth) or nearest  # "X is back and on Monday said"
    outer = modified(frame, first_conjunct(frame, first, lo), lo)
    if outer is None or depth > _DEEP:
        return nearest
    found = _leftward(frame, outer, lo, hi, depth + 1)
    return found or nearest


def antecedent(frame: Frame, relative: int, lo: int) -> Phrase | None:
    """The noun phrase that a relative pronoun stands for."""
    i = relative - 1
    while i >= lo and (frame.words[i] in {",", ")", "("} or frame.words[i] in DASHES or frame.tags[i] == "IN"):
        i = (opening(frame, i, lo) if frame.words[i] == ")" else i) - 1
    if i < lo or frame.tags[i] not in _INSIDE_OR_PRONOUN:
        return None
    while i > lo and frame.words[i] in TIMES and frame.tags[i - 1] in NOUNS:
        i -= 1
    first = phrase_start(frame, i, lo)
    if frame.words[relative] == "who" and frame.tags[i] in NAMES and lived_in(frame, first, lo):
        i = first - 2  # "Ann Lee of Kent, who said"
        first = phrase_start(frame, i, lo)
    hangs = frame.tags[first - 1] == "IN" and first - 2 > lo and frame.words[relative - 1] != ","
    if hangs and frame.words[first - 2] in CUE_NOUNS and frame.words[relative] != "who":
        i = first - 2  # "a letter from his doctor that says"
        first = phrase_start(frame, i, lo)
    if frame.words[i] in CUE_NOUNS and lemma_of(frame.word(first - 1)) in ISSUE and first - 1 > lo:
        return subject(frame, first - 1, lo, relative, depth=2) or Phrase(first, i + 1, sure=0.7)
    return Phrase(first, i + 1, sure=0.9)


def _past_comma(frame: Frame, i: int, lo: int, hi: int, depth: int) -> Phrase | None:
    """'X, an aide to Y, said': the leftmost noun phrase of the run of parentheses that ends at the comma i."""
    best: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    end = i
    while end > lo:
        start = end
        while (
            start > lo and frame.words[start - 1] not in _PARENTHESIS_STARTS and not said_before(frame, start - 1, lo)
        ):
            start -= 1
        kind = segment_kind(frame, start, end)
        if kind == "clause":
            return _before_clause(frame, best, after, (start, end), end < i, lo, hi, depth)
        if kind == "noun":
            after, best = best, (start, end)
        end = start - 1
        if end >= lo and (frame.words[end] in {";", ":"} or frame.tags[end] == QUOTE):
            break
        if end >= lo and frame.words[end] in DASHES and end - lo <= _DATELINE:
            break
    return segment_phrase(frame, best, after, hi)


def _before_clause(
    frame: Frame,
    best: tuple[int, int] | None,
    after: tuple[int, int] | None,
    clause: tuple[int, int],
    aside: bool,
    lo: int,
    hi: int,
    depth: int,
) -> Phrase | None:
    """The run of parentheses ends at a clause: its last noun phrase may be the subject ("He said X, 45, left")."""
    start, end = clause
    if aside and (frame.tags[end - 1] in _NOUNS_OR_PRONOUN or frame.words[end - 1] == ")"):
        tail = phrase_start(frame, end - 1, start)
        left = tail - 1
        heads_clause = left >= start and (
            frame.words[left] in SUBORDINATORS
            or frame.tags[left] == "CC"
            or lemma_of(frame.words[left]) in SPEECH_OR_THOUGHT
        )
        if heads_clause:
            return Phrase(tail, end, best)
    if best is not None:
        return segment_phrase(frame, best, after, hi)
    return _of_verb_before(frame, end - 1, lo, hi, depth)
