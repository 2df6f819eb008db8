"""What a reporting verb governs: the clause, infinitive or quotation after it, before it, or on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.enrich.quotes.cue import ADDRESSEE, ASKS, EVENTS, INFINITIVE, OBJECT, REPORTS, SAY, TIMES, lemma_of
from tasks.enrich.quotes.frame import DASHES, FINITE, NOUNS, QUOTE, Frame
from tasks.enrich.quotes.speaker import SUBORDINATORS, Phrase, phrase_end

Range = tuple[int, int]
_QUESTION_WORDS = frozenset("whether if how why what when where who which".split())
_OBJECTS = frozenset("me him her us them it you himself herself themselves".split())
_CLAUSE_STARTS = NOUNS | {
    "DT", "PDT", "JJ", "JJR", "JJS", "CD", "PRP$", "PRP", "EX", "VBG", "$", "ADD", "WP", "RBR", "RB", "IN", "VBN", "FW",
}  # fmt: skip
_END = frozenset({".", "?", "!", ";", "..."})


@dataclass(frozen=True)
class Content:
    """Items said, part by part, and how they hang on the verb: quote, colon, that, wh, to, clause, object, before."""

    parts: tuple[Range, ...]
    link: str


def after_verb(frame: Frame, verb: int, lemma: str, hi: int) -> Content | None:
    """What the verb governs to its right within items [.., hi)."""
    start = _start(frame, verb, lemma, hi)
    if start is None:
        return None
    first, link = start
    last = content_end(frame, first, hi, verb)
    while last > first and (frame.words[last - 1] in {",", "and", "but"} | _END):
        last -= 1
    return Content(((first, last),), link) if last > first else None


def _start(frame: Frame, verb: int, lemma: str, hi: int) -> tuple[int, str] | None:
    i = verb + 1
    addressed = False
    while i < hi:
        word, tag = frame.words[i], frame.tags[i]
        if word == ":" or tag == QUOTE:
            return (i + 1, "colon") if word == ":" else (i, "quote")
        if word == ",":
            skipped = _parenthesis(frame, i, hi)
            if skipped is None:
                return None
            i = skipped
        elif word == "it" and frame.word(verb) in {"put", "puts"}:
            i += 1
        elif word == "that" and tag in {"IN", "WDT", "DT"} and i + 1 < hi and frame.words[i + 1] not in {".", ","}:
            return i + 1, "that"
        elif word in _QUESTION_WORDS and tag in {"WRB", "WP", "IN", "WDT"}:
            return (i, "wh") if lemma in REPORTS or lemma in ASKS else None
        elif tag == "TO" or (word == "to" and frame.tag(i + 1) == "VB"):
            if frame.tag(i + 1) in {"VB", "RB"}:
                return (i, "to") if lemma in INFINITIVE else None
            i = max(phrase_end(frame, i + 1, hi), i + 1)
        elif tag in {"RB", "RP"} or word in TIMES or (word in {"this", "last", "next"} and frame.word(i + 1) in TIMES):
            i += 1
        elif lemma in ADDRESSEE and not addressed and _is_object(frame, i, hi):
            addressed = True
            i = _past_object(frame, i, hi)
        elif tag == "IN" and word not in SUBORDINATORS:
            i = _past_object(frame, i + 1, hi)
            if i < hi and frame.tags[i] == QUOTE and frame.tags[i - 1] in {"POS", "DT", "PRP$", "JJ"}:
                i += 1  # "on CNN's “State of the Union”"
        else:
            return _clause_or_object(frame, i, lemma, hi)
    return None


def _parenthesis(frame: Frame, comma: int, hi: int) -> int | None:
    """The item after ', in a statement,' and the like; the item after the comma when a quotation follows it."""
    if frame.tag(comma + 1) == QUOTE:
        return comma + 1
    close = next((j for j in range(comma + 1, hi) if frame.words[j] in {",", ":"}), None)
    if close is None or close - comma > 14:
        return None
    if any(frame.tags[j] in FINITE for j in range(comma + 1, close)):
        return None
    return close if frame.words[close] == ":" else close + 1


def _is_object(frame: Frame, i: int, hi: int) -> bool:
    """A noun phrase stands at i and is no subject of a clause ("told the board …", not "warned the plan would …")."""
    last = i + 1 if frame.words[i] in _OBJECTS else phrase_end(frame, i, hi)
    return last > i and frame.tag(last) not in FINITE


def _past_object(frame: Frame, i: int, hi: int) -> int:
    """The item after the noun phrase at i and the phrases with "of", "at", "in" … that hang on it."""
    if i < hi and frame.words[i] in _OBJECTS:
        return i + 1
    last = phrase_end(frame, i, hi)
    if last == i:
        return i + 1
    while last + 1 < hi and frame.words[last] in {"of", "at", "from"} and phrase_end(frame, last + 1, hi) > last + 1:
        last = phrase_end(frame, last + 1, hi)
    return last


def _clause_or_object(frame: Frame, i: int, lemma: str, hi: int) -> tuple[int, str] | None:
    if frame.tags[i] not in _CLAUSE_STARTS or (frame.tags[i] == "IN" and frame.words[i] not in {"if", "unless"}):
        return None
    stop = next((j for j in range(i, hi) if frame.words[j] in {";"}), hi)
    if _holds_clause(frame, i, stop):
        return i, "clause"
    if any(frame.tags[j] == QUOTE for j in range(i, stop)):
        return i, "object"
    return (i, "object") if lemma in OBJECT else None


def _holds_clause(frame: Frame, first: int, stop: int) -> bool:
    """A finite verb that belongs to no relative or subordinate clause within items [first, stop)."""
    waiting = 0
    for j in range(first + 1, stop):
        word, tag = frame.words[j], frame.tags[j]
        if tag in {"WDT", "WP", "WRB", "WP$"} or (tag == "IN" and word in SUBORDINATORS and word not in {"than", "so", "like"}):
            waiting += 1
        elif tag in FINITE:
            if not waiting:
                return True
            waiting -= 1
    return False


def content_end(frame: Frame, first: int, hi: int, verb: int) -> int:
    """Where the reported words end: at the next attribution of the same rank, at narrative, or with the sentence."""
    last_quote = max((j for j in range(first, hi) if frame.tags[j] == QUOTE), default=-1)
    for j in range(first, hi):
        if frame.words[j] in _END and j >= last_quote:
            return j
        if j > first and (_new_attribution(frame, j, hi) or _narrative(frame, j, hi, verb)):
            return j
        if last_quote >= 0 and j > last_quote and _setting(frame, j, hi):
            return j
    return hi


def _new_attribution(frame: Frame, j: int, hi: int) -> bool:
    """', adding …', ', and X said …', ', according to …', 'and added …' begin another attribution."""
    word = frame.words[j]
    if word not in {",", "and", "but"} and word not in DASHES:
        return word == "according" and frame.word(j + 1) == "to"
    k = j + 1
    if word == "," and frame.word(k) in {"and", "but", "while", "whereas", "though", "although", "then"}:
        k += 1
    elif word == "," and (frame.word(k) == "according" or _is_cue(frame, k, {"VBG"})):
        return True
    while k < hi and frame.tags[k] == "RB":
        k += 1
    if _is_cue(frame, k, {"VBD", "VBZ", "VBP"}):
        return True
    if k == j + 1 and word == ",":
        return False
    last = phrase_end(frame, k, hi) if frame.tag(k) != "PRP" else k + 1
    while last < hi and (frame.tags[last] == "RB" or frame.words[last] in {"has", "have", "had"}):
        last += 1
    return (
        last > k
        and _is_cue(frame, last, {"VBD", "VBZ", "VBP", "VBN"})
        and word != "and"
        or (word == "and" and last > k and frame.word(last) in {"said", "says", "told", "added"})
    )


def _is_cue(frame: Frame, k: int, tags: set[str]) -> bool:
    lemma = lemma_of(frame.word(k))
    return (
        lemma is not None
        and lemma in SAY | REPORTS | {"decline", "call", "describe", "refuse"}
        and frame.tag(k) in tags
    )


def _narrative(frame: Frame, j: int, hi: int, verb: int) -> bool:
    """'… as he hosted …': the reporter goes on, in the tense of the reporting verb."""
    if frame.words[j] not in {"as", "while", "when"} or frame.tags[verb] != "VBD":
        return False
    return frame.tag(j + 1) == "PRP" and j + 2 < hi and frame.tags[j + 2] == "VBD"


def _setting(frame: Frame, j: int, hi: int) -> bool:
    """'… in an interview', '… on Monday' after the last quoted words: where and when it was said."""
    if frame.words[j] not in {"in", "during", "at", "on", "after", "when", "while", "before", ","}:
        return False
    last = phrase_end(frame, j + 1, hi)
    return any(frame.words[k] in EVENTS | TIMES for k in range(j + 1, max(last, j + 1)))


def before_subject(frame: Frame, left: int, lo: int) -> Content | None:
    """What stands before ', X said': items [lo, left) when they hold a clause or a quotation."""
    if left < lo or not (frame.words[left] == "," or frame.words[left] in DASHES or frame.tags[left] == QUOTE):
        return None
    last = left + 1 if frame.tags[left] == QUOTE else left
    if last - 1 >= lo and frame.tags[last - 1] == QUOTE:
        return Content(((_quote_run(frame, last - 1, lo), last),), "quote")
    if not any(frame.tags[j] in FINITE | {QUOTE} for j in range(lo, last)):
        return None
    first = lo
    while first < last and frame.words[first] in {"and", "but", ",", "so"}:
        first += 1
    return Content(((first, last),), "before") if last - first >= 3 else None


def _quote_run(frame: Frame, last: int, lo: int) -> int:
    """First item of what is said before a closing quotation: the quotation alone, or the clause that it ends.

    A quotation that is a sentence stands alone; quoted scraps belong to the words before them.
    """
    if last == lo or frame.words[last - 1] in {",", ":", "."} | DASHES or frame.tags[last - 1] == QUOTE:
        return last
    return lo


def second_part(frame: Frame, i: int, hi: int, before: Content) -> Range | None:
    """What goes on after ', X said,': items [i, ..) that continue the reported clause or quotation."""
    while i < hi and (frame.tags[i] == "RB" or frame.words[i] in TIMES):
        i += 1
    if i < hi and frame.words[i] in {"in", "on", "at", "during", "to", "of"}:
        i = _past_object(frame, i + 1, hi)
    if i >= hi or frame.words[i] not in {",", ":"} | DASHES:
        return (i, i + 1) if i < hi and frame.tags[i] == QUOTE else None
    first = i + 1
    if first >= hi or frame.words[first] in {"who", "which", "according", "as"}:
        return None
    if frame.tags[first] == QUOTE:
        return first, first + 1
    if before.link == "quote" or frame.tags[first] == "VBG":
        return None
    if frame.words[first] in {"in", "during"} and _setting(frame, first, hi):
        return None
    last = content_end(frame, first, hi, i)
    return (first, last) if last - first >= 2 else None


def by_agent(frame: Frame, verb: int, hi: int) -> Phrase | None:
    """The agent of a passive: 'was told by X'."""
    for j in range(verb + 1, min(verb + 8, hi)):
        if frame.words[j] == "by":
            last = phrase_end(frame, j + 1, hi)
            return Phrase(j + 1, last) if last > j + 1 else None
        if frame.words[j] in {",", "that"} or frame.tags[j] in FINITE:
            return None
    return None
