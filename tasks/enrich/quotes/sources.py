"""Attributions that are no plain subject and verb: 'according to X', 'X was quoted as saying', 'X: …', '… — X'."""

from __future__ import annotations

from tasks.enrich.quotes.around import before_subject
from tasks.enrich.quotes.claim import Claim, Range
from tasks.enrich.quotes.cue import lemma_of
from tasks.enrich.quotes.frame import (
    AUXILIARIES,
    DASHES,
    FINITE,
    FINITE_OR_QUOTE,
    NAMES,
    NOUNS,
    QUOTE,
    Frame,
    is_utterance,
)
from tasks.enrich.quotes.phrase import Phrase, by_agent, is_passive, past_modifiers, phrase_end, phrase_start
from tasks.enrich.quotes.reported import after_verb
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.wordset import word_set

_RELATIVES = frozenset({"who", "which", "whose"})
_IN_THE_WORDS_OF = ("in", "the", "words", "of")
_VIEWS = word_set("words phrase view opinion telling eyes")
_PAUSES = DASHES | {",", "."}
_TRAILING = _PAUSES | {"?", "!", ";", ":", "and", "but"}
_HEADLINE_ITEMS = 30
"""Items of the longest line that is read as a headline, 'X: …'."""


def according(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    """'According to X, …', '…, according to X' and '…, according to X, …'."""
    last = phrase_end(frame, i + 2, hi)
    if last == i + 2:
        return None
    who = Phrase(i + 2, last)
    last = past_modifiers(frame, last, hi)
    if i <= lo + 1 and frame.tag(i - 1) != QUOTE:
        comma = next((j for j in range(last, hi) if frame.words[j] == ","), None)
        if comma is not None and frame.word(comma + 1) in _RELATIVES:
            comma = next((j for j in range(comma + 1, hi) if frame.words[j] == ","), comma)
        elif comma is not None and frame.tags[who.last - 1] in NAMES:
            comma = _behind_apposition(frame, comma, hi)
        content = trimmed(frame, comma + 1, hi) if comma is not None else None
        return content and Claim((content,), "before", (i, i + 2), who, "according-to")
    that = frame.word(i - 1) == "," and frame.word(i - 2) == "that"  # "Y reported that, according to X, …"
    parts = [None if that else trimmed(frame, lo, i)]
    finite_before = any(tag in FINITE for tag in frame.tags[lo:i])
    apposition = frame.tag(last + 1) in {"DT", "NNP", "NN", "WP", "WDT", "JJ"} and finite_before
    if frame.word(last) == "," and last + 2 < hi and not apposition:
        parts.append(trimmed(frame, last + 1, hi))
    kept = tuple(part for part in parts if part)
    return Claim(kept, "before", (i, i + 2), who, "according-to") if kept else None


def _behind_apposition(frame: Frame, comma: int, hi: int) -> int:
    """'According to X, head of the institute, …': the comma behind what X is; else the one behind X."""
    end = next((j for j in range(comma + 1, hi) if frame.words[j] == "," or frame.tags[j] in FINITE_OR_QUOTE), hi)
    what = end < hi and frame.words[end] == "," and frame.tags[comma + 1] in NOUNS | {"DT", "JJ", "WP"}
    subject_of_its_own = frame.word(end + 1) in _RELATIVES  # "According to X, Y, who …, has left"
    return end if what and not subject_of_its_own and any(tag in FINITE for tag in frame.tags[end:hi]) else comma


def trimmed(frame: Frame, first: int, last: int) -> Range | None:
    """The range without commas, conjunctions and full stops at its ends; None when nothing is left."""
    while first < last and frame.words[first] in {",", "and", "but"}:
        first += 1
    while last > first and frame.words[last - 1] in _TRAILING:
        last -= 1
    return (first, last) if last > first else None


def quoted_as(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    """'agencies quoted X as saying …', 'X was quoted as saying …': the speaker is never the one who quotes."""
    passive = is_passive(frame, i, lo)
    near = range(i + 1, min(i + 14, hi))
    saying = next((j for j in near if frame.words[j] == "as" and frame.tag(j + 1) == "VBG"), None)
    if saying is None:
        return None
    quoter = subject(frame, i, lo, hi)
    if passive:
        who, via = quoter, by_agent(frame, i, hi)
    else:
        last = i + 2 if frame.tag(i + 1) == "PRP" else phrase_end(frame, i + 1, hi)
        who, via = (Phrase(i + 1, last) if last > i + 1 else None), quoter
    after = after_verb(frame, saying + 1, lemma_of(frame.words[saying + 1]) or "say", hi)
    first = min(i, quoter.first if quoter else i)
    content = after or before_subject(frame, first - 1, lo)
    if content is None:
        return None
    return Claim(content.parts, content.link, (i, i + 1), who, "quoted-as", via, lemma="quote")


def named_beside(frame: Frame, item: int, lo: int, hi: int) -> Claim | None:
    """'X: "…"' and '"…" — X': a name and a colon or dash are all the attribution there is."""
    quote = ((item, item + 1),)
    if frame.word(item - 1) == ":" and item - 1 > lo:
        if (name := _name_with_details(frame, lo, item - 1)) is not None:
            return Claim(quote, "colon", (item - 1, item), name, "colon-name")
        first = phrase_start(frame, item - 2, lo)
        cut = max((j + 1 for j in range(lo, item - 1) if frame.words[j] in _PAUSES), default=lo)
        if (
            frame.tags[item - 2] in NOUNS
            and lemma_of(frame.words[item - 2]) is None
            and not any(t in FINITE for t in frame.tags[cut : item - 1])
        ):
            return Claim(quote, "colon", (item - 1, item), Phrase(first, item - 1), "colon-name")
    if frame.word(item - 1) == "," and frame.word(item - 2) in _VIEWS:
        first = phrase_start(frame, item - 2, lo)
        if frame.word(first - 1) in {"in", "to"} and frame.tags[item - 3] in {"POS", "PRP$"}:
            owner = Phrase(first, item - 3 if frame.tags[item - 3] == "POS" else item - 2)
            return Claim(quote, "quote", (item - 2, item - 1), owner, "in-words")
    of = next((j for j in (item + 1, item + 2) if tuple(frame.words[j : j + 4]) == _IN_THE_WORDS_OF), None)
    if of is not None and (last := phrase_end(frame, of + 4, hi)) > of + 4:
        return Claim(quote, "quote", (of, of + 4), Phrase(of + 4, last), "in-words")
    if frame.word(item + 1) in DASHES and item + 2 < hi and frame.tags[item + 2] in NAMES:
        last = phrase_end(frame, item + 2, hi)
        if not any(tag in FINITE for tag in frame.tags[last:hi]):
            return Claim(quote, "dash", (item + 1, item + 2), Phrase(item + 2, last), "dash")
    return None


def viewpoint(frame: Frame, item: int, lo: int, hi: int) -> Claim | None:
    """'For X, the law is “…”', 'In her view, the law is “…”' and 'In the words of X, “…”'."""
    in_words = tuple(frame.words[lo : lo + 4]) == _IN_THE_WORDS_OF
    first = lo + (4 if in_words else 1)
    last = phrase_end(frame, first, item)
    if last == first or frame.words[last] != "," or item <= last or frame.tag(lo - 1) == QUOTE:
        return None
    owner = last - 1
    if (
        not in_words
        and frame.words[lo] in {"in", "to"}
        and frame.words[last - 1] in _VIEWS
        and frame.tags[last - 2] in {"POS", "PRP$"}
    ):
        owner = last - 2
    elif not in_words and (frame.words[lo] != "for" or frame.tags[last - 1] != "NNP"):
        return None
    who = Phrase(first, owner if frame.tags[owner] == "POS" else owner + 1)
    return Claim(((item, item + 1),), "scrap", (lo, lo + 1), who, "viewpoint", sentence=(lo, hi), quotes=(item,))


def named_last(frame: Frame, item: int, lo: int) -> Claim | None:
    """'This is no surprise to pilot X: “…”': the name before the colon, where the subject cannot speak."""
    if frame.word(item - 1) != ":" or frame.tag(item - 2) not in NAMES or item - 2 < lo:
        return None
    who = Phrase(phrase_start(frame, item - 2, lo), item - 1)
    return Claim(((item, item + 1),), "colon", (item - 1, item), who, "colon-name")


def _name_with_details(frame: Frame, lo: int, colon: int) -> Phrase | None:
    """'X, 44, from Y: “…”' and 'X (Labour): “…”': the name that the line begins with."""
    end = phrase_end(frame, lo, colon)
    named = end > lo and frame.tags[end - 1] in NAMES and frame.words[end] in {",", "("}
    return Phrase(lo, end) if named and not any(tag in FINITE_OR_QUOTE for tag in frame.tags[lo:colon]) else None


def noun_cue(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    """'X's claim that …', 'his remark that …': the possessor speaks."""
    if frame.word(i + 1) != "that" or frame.tags[i] not in {"NN", "NNS"}:
        return None
    owner = i - 1
    while owner > lo and frame.tags[owner] in {"JJ", "VBN", "NN"}:
        owner -= 1
    if owner < lo or frame.tags[owner] not in {"POS", "PRP$"}:
        return None
    named = frame.tags[owner] == "POS" and owner > lo
    who = Phrase(phrase_start(frame, owner - 1, lo), owner) if named else Phrase(owner, owner + 1)
    after = after_verb(frame, i, "say", hi)
    is_subject = not any(tag in FINITE for tag in frame.tags[lo:owner])
    if after is None or is_subject:  # where the clause ends before its verb, nobody can tell
        return None
    return Claim(after.parts, "of", (i, i + 1), who, "noun-that", lemma=frame.words[i])


def told_by_any_verb(frame: Frame, item: int, hi: int) -> Claim | None:
    """'“…,” an angry X retaliated.' and '“…,” reacted X.': an utterance with a phrase and a verb alone behind it."""
    outside = frame.word(item + 1) == ","  # '“…”, X smiles.'
    if not (is_utterance(frame, item) or outside) or item + 2 >= hi:
        return None
    quote = ((item, item + 1),)
    first = item + 2 if outside else item + 1
    last = phrase_end(frame, first, hi)
    alone = not outside or frame.word(last + 1) == "."
    if last > first and frame.tag(last) in {"VBD", "VBZ"} and frame.word(last) not in AUXILIARIES and alone:
        return Claim(quote, "quote", (last, last + 1), Phrase(first, last), "any-verb")
    if frame.tags[item + 1] in {"VBD", "VBZ", "VBN"} and frame.word(item + 1) not in AUXILIARIES:
        last = phrase_end(frame, item + 2, hi)
        if last > item + 2 and frame.word(last) in {".", ",", ""}:
            return Claim(quote, "quote", (item + 1, item + 2), Phrase(item + 2, last), "any-verb")
    return None


def headline(frame: Frame) -> Claim | None:
    """'X: Clause with ‘quoted’ words' as a whole line: X says it."""
    size = len(frame)
    colon = next((j for j in range(1, min(size, 8)) if frame.words[j] == ":"), None)
    if colon is None or size > _HEADLINE_ITEMS or not frame.raw[colon - 1][0].isupper():
        return None
    if any(tag in FINITE_OR_QUOTE for tag in frame.tags[:colon]):
        return None
    content = trimmed(frame, colon + 1, size)
    if content is None or not any(tag in FINITE_OR_QUOTE for tag in frame.tags[colon + 1 :]):
        return None
    if any(frame.words[j] == "." for j in range(*content)) or phrase_start(frame, colon - 1, 0) > 0:
        return None
    who = Phrase(phrase_start(frame, colon - 1, 0), colon)
    quotes = tuple(j for j in range(*content) if frame.tags[j] == QUOTE)
    return Claim((content,), "colon", (colon, colon + 1), who, "headline", sentence=(0, size), quotes=quotes)
