"""What a reporting verb governs to its right: a quotation, a clause, an infinitive or a noun phrase."""

from __future__ import annotations

from tasks.enrich.quotes.claim import Content
from tasks.enrich.quotes.cue import ADDRESSEE, ASKS, INFINITIVE, OBJECT, PREPOSITION, REPORTS, TIMES
from tasks.enrich.quotes.extent import END, content_end, holds_clause, is_single_object, past_object
from tasks.enrich.quotes.frame import FINITE, FINITE_OR_QUOTE, NOUNS, QUOTE, Frame, is_title_sign
from tasks.enrich.quotes.phrase import SUBORDINATORS, phrase_end
from tasks.enrich.wordset import word_set

_QUESTION_WORDS = word_set("whether if how why what when where who which")
_COUNTING = {"at": ("least", "most"), "as": ("many", "much", "few"), "up": ("to",)}
_CLAUSAL = FINITE_OR_QUOTE | {"VB", "VBN", "VBG"}
_BOTH = frozenset({"both", "either", "neither"})
_SKIPPED = word_set(
    "also however again later then too earlier afterwards here once still out back just now instead thus"
)
_TRAILING = END | {",", "and", "but"}
_ASIDES = SUBORDINATORS | {"which", "who"}
_ADDRESSING = ADDRESSEE | PREPOSITION.keys()
_CLAUSE_STARTS = NOUNS | {
    "DT", "PDT", "JJ", "JJR", "JJS", "CD", "PRP$", "PRP", "EX", "VBG", "$", "ADD", "WP", "RBR", "RB", "IN", "VBN", "FW",
}  # fmt: skip


def after_verb(frame: Frame, verb: int, lemma: str, hi: int) -> Content | None:
    """What the verb governs to its right within items [.., hi)."""
    start = _start(frame, verb, lemma, hi)
    if start is None:
        return None
    first, link = start
    last = content_end(frame, first, hi, verb)
    if link in {"to", "object", "of"}:
        last = _short(frame, first, last)
    while last > first and frame.words[last - 1] in _TRAILING:
        last -= 1
    pointed_at = link == "that" and frame.tags[first] in {"NN", "RP"}  # "repeated that approach"
    if last <= first or (pointed_at and _CLAUSAL.isdisjoint(frame.tags[first:last])):
        return None
    return Content(((first, last),), link)


def _short(frame: Frame, first: int, last: int) -> int:
    """An infinitive or noun phrase ends before ', after he …', 'and left' and the like."""
    for j in range(first + 1, last - 1):
        if (frame.words[j] == "," and frame.words[j + 1] in _ASIDES) or (
            frame.words[j] == "and" and frame.tags[j + 1] == "VBD" and QUOTE not in frame.tags[j:last]
        ):
            return j
    return last


def _start(frame: Frame, verb: int, lemma: str, hi: int) -> tuple[int, str] | None:
    """First item of what is said, and the link to the verb, past addressee, place and time."""
    i = verb + 1
    addressed = False
    while i < hi:
        if _hangs_on_noun(frame, i, lemma) and QUOTE not in frame.tags[i:hi]:
            return None
        if (found := _opens(frame, i, lemma)) is not None:
            return found
        word, tag = frame.words[i], frame.tags[i]
        if word == ",":
            skipped = _parenthesis(frame, i, hi)
            if skipped is None:
                return None
            i = skipped
        elif _is_filler(frame, i, verb):
            i += 1
        elif lemma in _ADDRESSING and not addressed and _is_object(frame, i, hi):
            addressed = True
            i = _past_title(frame, past_object(frame, i, hi), hi)
        elif word == "to" and frame.tag(i + 1) == "VB" and frame.tag(i + 2) != QUOTE:
            return None  # "volunteered to take part": not of a verb that takes it as what was said
        elif tag in {"IN", "TO"} and word not in SUBORDINATORS and not _counts(frame, i):
            i = _past_title(frame, past_object(frame, i + 1, hi), hi)
        else:
            return _clause_or_object(frame, i, lemma, hi)
    return None


def _hangs_on_noun(frame: Frame, i: int, lemma: str) -> bool:
    """'Urged players who want to stay …', 'asked questions which he …': a relative clause and no question."""
    if frame.words[i] not in {"who", "which"} or frame.tag(i - 1) not in NOUNS:
        return False
    right = frame.tag(i + 1)
    return (right in FINITE and lemma not in ASKS) or (right == "PRP" and frame.words[i] == "which")


def _past_title(frame: Frame, i: int, hi: int) -> int:
    """'On CNN's “State of the Union”': the item after a title that belongs to the phrase before it."""
    return i + 1 if i < hi and frame.tags[i] == QUOTE and frame.tags[i - 1] in {"POS", "DT", "PRP$", "JJ"} else i


def _opens(frame: Frame, i: int, lemma: str) -> tuple[int, str] | None:
    """A colon, quotation, conjunction, question word, infinitive or preposition that opens what is said."""
    word, tag, right = frame.words[i], frame.tags[i], frame.tag(i + 1)
    if is_title_sign(frame, i) and lemma == "tell":
        return None  # "told “The Late Show”"
    if word == ":" or tag == QUOTE:
        return (i + 1, "colon") if word == ":" else (i, "quote")
    if word == "that" and frame.tags[i - 1] in NOUNS and right in FINITE:
        return None  # "reports that show …"
    if word == "that" and tag == "DT" and right in FINITE:
        return i, "clause"  # "insisted that was no part of it"
    if word == "that" and tag in {"IN", "WDT", "DT"} and right and frame.words[i + 1] != ".":
        return (i + 2 if right == "," else i + 1), "that"
    if word in _QUESTION_WORDS and tag in {"WRB", "WP", "IN", "WDT"} and (lemma in REPORTS or lemma in ASKS):
        return (i, "wh") if frame.words[i - 1] != "," else None  # "was confirmed by X, who …"
    if (word == "to" and right in {"VB", "RB", QUOTE} and lemma in INFINITIVE) or (
        word == "not" and frame.word(i + 1) == "to"
    ):
        return (i, "to") if lemma in INFINITIVE else None
    if word in PREPOSITION.get(lemma, ()) and tag == "IN":
        return i + 1, "of"
    return None


def _is_filler(frame: Frame, i: int, verb: int) -> bool:
    """An adverb, a particle or an expression of time between the verb and what is said."""
    word, tag = frame.words[i], frame.tags[i]
    if frame.tag(i + 1) == "POS" or _counts(frame, i):
        return False  # "said Thursday's vote was …"
    if word in TIMES or (word in {"this", "last", "next"} and frame.word(i + 1) in TIMES):
        return True
    if word == "it" and frame.word(verb) in {"put", "puts"}:
        return True
    if word == "clear" and frame.word(verb).startswith("ma"):
        return True
    return tag == "RP" or (tag == "RB" and (word in _SKIPPED or word.endswith("ly")))


def _counts(frame: Frame, i: int) -> bool:
    """'At least 20', 'as many as 300', 'nearly 40', 'between 2 and 3': a number begins what is said."""
    word, right = frame.words[i], frame.tag(i + 1)
    if word in _COUNTING:
        return frame.word(i + 1) in _COUNTING[word] and (word != "up" or frame.tag(i + 2) == "CD")
    return right == "CD" and (frame.tags[i] == "RB" or word == "between")


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
    last = i + 1 if is_single_object(frame, i) else phrase_end(frame, i, hi)
    return last > i and frame.tag(last) not in FINITE


def _main_clause_later(frame: Frame, i: int, hi: int) -> bool:
    """'X said because Y is late, it …': a subordinate clause with its main clause behind a comma."""
    if frame.words[i] not in SUBORDINATORS:
        return False
    comma = next((j for j in range(i + 1, hi) if frame.words[j] == ","), None)
    return comma is not None and any(frame.tags[j] in FINITE_OR_QUOTE for j in range(comma + 1, min(comma + 7, hi)))


def _ends_object(frame: Frame, j: int) -> bool:
    """What stands behind is no clause of the verb's: 'claimed victory, but X was …'."""
    return frame.words[j] in {";", "but"} or (
        frame.words[j] == "and" and frame.words[j - 1] == "," and frame.tag(j + 1) == "PRP"
    )


def _clause_or_object(frame: Frame, i: int, lemma: str, hi: int) -> tuple[int, str] | None:
    counted = _counts(frame, i)
    if frame.tags[i] not in _CLAUSE_STARTS and frame.words[i] not in _BOTH and not counted:
        return None
    if frame.tags[i] == "IN" and not counted and not _main_clause_later(frame, i, hi):
        return None
    stop = next((j for j in range(i, hi) if _ends_object(frame, j)), hi)
    number = next((j for j in range(i, stop) if frame.tags[j] == "CD"), i) if counted else i
    if (frame.tags[i] == "IN" and not counted) or holds_clause(frame, number, stop):
        return i, "clause"
    quoted = any(frame.tags[j] == QUOTE for j in range(i, stop))
    if quoted and lemma in REPORTS:
        return i, "clause"
    return (i, "object") if quoted or (lemma in OBJECT and frame.tags[i] not in {"IN", "RB"}) else None
