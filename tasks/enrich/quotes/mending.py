"""Tags that the tagger has wrong where reporting is at stake, mended by what stands around the words."""

from __future__ import annotations

from itertools import pairwise

from tasks.enrich.quotes.cue import CUE_NOUNS, forms_of_say, lemma_of
from tasks.enrich.quotes.frame import AUXILIARIES, DASHES, FINITE, NAMES, NOUNS, QUOTE, Frame, is_utterance
from tasks.enrich.wordset import word_set

_PAST = word_set("said told added asked wrote tweeted replied noted explained warned announced")
_BEFORE_NOUN = frozenset({"DT", "JJ", "PRP$", "IN", "CD", "POS", "VBG", "VBD", "VBN", "VB", "TO", "CC"})
_SUBJECT_ENDS = NOUNS | {"PRP", "RB"}
_MISTAKEN = frozenset({"VBN", "JJ", "NN", "NNS"})
_AFTER_SAYING = frozenset({QUOTE, "IN", "DT", "PRP", ",", ":"})
_BEFORE_FINITE = NOUNS | {"CD", ",", QUOTE, "DT", "CC", "WP"}
_BOUNDARIES = DASHES | {",", ".", ";", ":", "?", "!", "that", "what"}
_HANGING = word_set("as because while although though since until unless")
"""Words that begin a clause behind the one that it hangs on."""
_AFTER_ADJECTIVE = NOUNS | {"JJ", "CC", "CD", "HYPH"}
_WITHOUT_THAT = frozenset({"say", "claim", "argue", "report", "insist", "tell", "believe", "think"})
"""Verbs whose clause often follows without `that`."""
_DEGREES = frozenset({"least", "most"})
"""'At least two ministers', 'can at least say': an adverb of two words."""
_APOSTROPHES = frozenset({"'", "’"})
_NOUN_STARTS = NOUNS | {"DT", "PRP$", "JJ", "PRP", "VBN", "VBD", "CD", "PDT"}


def mend_words(frame: Frame, first: int) -> None:
    """Tags of the words from item `first` on, by those that stand before them."""
    raw = frame.raw[first:]
    if "think" in raw:
        for i, (word, right) in enumerate(pairwise(raw), first):
            if word == "think" and right.startswith("tank"):
                frame.tags[i] = "NN"
    if not _DEGREES.isdisjoint(raw):
        for i, (word, right) in enumerate(pairwise(raw), first):
            if word.lower() == "at" and right in _DEGREES:
                frame.tags[i] = frame.tags[i + 1] = "RB"
    for i, tag in enumerate(frame.tags[first:], first):
        if tag == "IN" and frame.raw[i][1:2] in _APOSTROPHES:
            frame.tags[i] = "NNP"  # O'Hara
        elif tag[0] in "VR" and (tag == "VBN" or frame.raw[i][0].isupper()):
            frame.tags[i] = _retagged(frame, i)


def _retagged(frame: Frame, i: int) -> str:
    """'X told …': a past tense, not a participle, when a name stands before it and no auxiliary."""
    word, tag, left = frame.raw[i], frame.tags[i], frame.tag(i - 1)
    if tag == "VBN" and left in {"NNP", "PRP", "VBG"} and word in _PAST:
        return "VBD"
    capital = word[0].isupper() and i > 0 and frame.words[i - 1] not in {".", "?", "!", ":"}
    if capital and tag.startswith(("VB", "RB")) and left != QUOTE and lemma_of(word.lower()) is None:
        return "NNPS" if word.endswith("s") else "NNP"
    return tag


def mend_tags(frame: Frame) -> None:
    """Reporting words that the tagger takes for participles or nouns, by what stands around them."""
    if frame.tags[0].startswith("VB") and frame.tag(1) in FINITE and lemma_of(frame.words[0]) is None:
        frame.tags[0] = "NNS" if frame.words[0].endswith("s") else "NN"
    forms = forms_of_say()
    for i, tag in enumerate(frame.tags):
        if tag not in _MISTAKEN:
            continue
        word = frame.words[i]
        if tag == "JJ" and frame.raw[i][0].isupper() and frame.word(i + 1) == "," and frame.word(i + 2) == "who":
            frame.tags[i] = "NNP"  # "Small, who left, said"
        elif tag == "JJ" and word.endswith("-old") and frame.tag(i + 1) not in _AFTER_ADJECTIVE:
            frame.tags[i] = "NN"  # "the 34-year-old said"
        elif word in {"saying", "writing", "adding"} and tag == "NN" and frame.tag(i + 1) in _AFTER_SAYING:
            frame.tags[i] = "VBG"
        elif word in forms:
            frame.tags[i] = _mended(frame, i, word, tag)
        elif word == "used" and frame.word(i + 1) == "to" and frame.word(i - 1) not in AUXILIARIES:
            frame.tags[i] = "VBD"  # "X, a nurse, used to say"
        elif tag == "VBN" and _may_be_subject(frame, i - 1) and _is_finite(frame, i):
            frame.tags[i] = "VBD"


def _may_be_subject(frame: Frame, i: int) -> bool:
    return frame.tag(i) in _SUBJECT_ENDS or (frame.tag(i) == "CD" and frame.word(i - 1) == "the")  # "the two raised"


def _mended(frame: Frame, i: int, word: str, tag: str) -> str:
    if tag == "VBN" and (_is_finite(frame, i) or _adds(frame, i)):
        return "VBD"
    verbless = (
        not any(t in FINITE for t in frame.tags[max(0, i - 60) : i]) and "." not in frame.words[max(0, i - 60) : i]
    )
    named = word.removesuffix("s") in CUE_NOUNS and frame.tag(i - 1) not in NAMES and not verbless
    if tag == "NNS" and frame.word(i + 1) == "that" and frame.tag(i - 1) not in _BEFORE_NOUN and not named:
        return "VBZ"
    behind = i > 0 and is_utterance(frame, i - 1) and frame.tag(i + 1) in _NOUN_STARTS and word != lemma_of(word)
    return ("VBZ" if word.endswith("s") else "VBD") if behind else tag


def _adds(frame: Frame, i: int) -> bool:
    """'… but added, “…”': the second verb of a sentence, behind whose conjunction no participle has a quotation."""
    quoted = frame.tag(i + 1) == QUOTE or (frame.word(i + 1) in {",", ":"} and frame.tag(i + 2) == QUOTE)
    return quoted and frame.tag(i - 1) == "CC"


def _is_finite(frame: Frame, i: int) -> bool:
    """A past tense, not a participle: no auxiliary before it, no finite verb in its clause.

    A clause begins behind a mark or the verb that reports it, and ends before one that hangs on it.
    """
    before = i - 1
    while before >= 0 and frame.tags[before] in {"RB", "RBR"}:
        before -= 1
    if before < 0 or frame.words[before] in AUXILIARIES:
        return False
    if frame.tags[before] == "PRP":
        return True
    if frame.tags[before] not in _BEFORE_FINITE and frame.words[before] != ")":
        return False
    first = next((j + 1 for j in range(before, -1, -1) if _is_boundary(frame, j) or _reports(frame, j)), 0)
    scraps = (j for j in range(i + 1, len(frame)) if frame.tags[j] != QUOTE or is_utterance(frame, j))
    last = next((j for j in scraps if _ends_clause(frame, j)), len(frame))
    if frame.word(first - 1) == frame.word(last) == "," and frame.tag(last + 1) in FINITE:
        return False  # "X, a voter raised in Chile, said …"
    return not any(frame.tags[j] in FINITE for j in range(first, last))


def _reports(frame: Frame, j: int) -> bool:
    return frame.tags[j] in FINITE and lemma_of(frame.words[j]) in _WITHOUT_THAT


def _ends_clause(frame: Frame, j: int) -> bool:
    return _is_boundary(frame, j) or frame.tags[j] == "CC" or (frame.tags[j] == "IN" and frame.words[j] in _HANGING)


def _is_boundary(frame: Frame, j: int) -> bool:
    return frame.tags[j] == QUOTE or frame.words[j] in _BOUNDARIES
