"""How far reported words reach: to the next attribution, to narrative, or to the end of the sentence."""

from __future__ import annotations

from tasks.enrich.quotes.cue import JUDGE, REPORTS, SAY, SETTINGS, lemma_of
from tasks.enrich.quotes.frame import DASHES, FINITE, FINITE_OR_QUOTE, QUOTE, Frame, is_utterance
from tasks.enrich.quotes.phrase import OBJECTS, SUBORDINATORS, phrase_end
from tasks.enrich.quotes.turned import is_fronted

END = frozenset({".", "?", "!", ";", "..."})
SINGLE_OBJECTS = OBJECTS | {"it", "you"}
_TURNS = (
    END
    | DASHES
    | {QUOTE, ",", ":", "and", "but", "according", "as", "while", "when", "in", "during", "at", "on", "after", "before"}
)
"""The words at which reported words can end."""
_CUES = SAY | REPORTS | {"decline", "call", "describe", "refuse"}
_AUXILIARY = frozenset({"has", "have", "had", "is", "are", "was", "were"})
_SPEAKS_TOO = frozenset({"said", "says", "told", "added", "accused", "accuses"})
"""'… and X said …': other verbs of saying stand in what is said, too."""
_LIKEWISE = frozenset({"do", "does", "did", "has", "have", "had"})
"""'…, as has the mayor': somebody else says so, too."""
_LONGEST_APPOSITION = 14
_FRONTING = SUBORDINATORS | {"in", "by", "despite", "with", "from", "without"}


def content_end(frame: Frame, first: int, hi: int, verb: int) -> int:
    """Where the reported words end: at the next attribution of the same rank, at narrative, or with the sentence."""
    if first < hi and is_utterance(frame, first) and _passed_on(frame, first + 1, hi):
        return first + 1
    last_quote = max((j for j in range(first, hi) if frame.tags[j] == QUOTE), default=-1)
    for j in [j for j, word in enumerate(frame.words[first:hi], first) if word in _TURNS]:
        if is_utterance(frame, j) and j > first and frame.tag(j + 1) == "VBG":
            return j + 1  # "… “king of debt,” noting that …"
        if frame.words[j] in END and j >= last_quote and not (frame.word(j + 1) == ")" and j + 2 < hi):
            return j
        if j > first and (
            _new_attribution(frame, j, hi) or _narrative(frame, j, hi, verb) or _aside(frame, j, first, hi)
        ):
            return j
        if frame.words[j] == ":" and _quoted_apart(frame, j + 1, hi):
            return j
        if last_quote >= 0 and j > last_quote and setting(frame, j, hi):
            return j
    return hi


def _passed_on(frame: Frame, i: int, hi: int) -> bool:
    """'X said, “…,” an agency reported.': who passes the words on does not belong to them."""
    last = phrase_end(frame, i, hi)
    return last > i and frame.word(last) in {"reported", "reports"} and frame.tag(last) in FINITE


def _quoted_apart(frame: Frame, i: int, hi: int) -> bool:
    """'…: “…,” X claimed.': the quotation behind the colon has an attribution of its own."""
    if i >= hi or not is_utterance(frame, i):
        return False
    last = phrase_end(frame, i + 1, hi)
    return last > i + 1 and _is_cue(frame, last, {"VBD", "VBZ", "VBP"})


def _new_attribution(frame: Frame, j: int, hi: int) -> bool:
    """', adding …', ', and X said …', ', according to …', 'and added …' begin another attribution."""
    word = frame.words[j]
    if word in {"while", "as"}:
        return _beside_another(frame, j, hi)
    if word not in {",", "and", "but"} and word not in DASHES:
        return word == "according" and frame.word(j + 1) == "to"
    if word == "," and _passed_on(frame, j + 1, hi):
        return True
    k = j + 1
    if word == "," and frame.word(k) in {"and", "but", "while", "whereas", "though", "although", "then"}:
        k += 1
    elif word == "," and (frame.word(k) == "according" or _is_cue(frame, k, {"VBG"})):
        return True
    while k < hi and frame.tags[k] == "RB":
        k += 1
    goes_on = frame.word(k) in {"went", "goes"} and frame.words[k + 1 : k + 3] == ["on", "to"]
    if _is_cue(frame, k, {"VBD", "VBZ", "VBP"}) or (goes_on and _is_cue(frame, k + 3, {"VB"})):
        return True
    if k == j + 1 and word == ",":
        return False
    last = phrase_end(frame, k, hi) if frame.tag(k) != "PRP" else k + 1
    last = _past_apposition(frame, last, hi)
    while last < hi and (frame.tags[last] == "RB" or frame.words[last] in _AUXILIARY):
        last += 1
    return (last > k and _is_cue(frame, last, {"VBD", "VBZ", "VBP", "VBN", "VBG"}) and word != "and") or (
        word == "and" and last > k and frame.word(last) in _SPEAKS_TOO
    )


def _past_apposition(frame: Frame, i: int, hi: int) -> int:
    """The item behind ', the mayor of Y,' when such a description stands at i."""
    if i >= hi or frame.words[i] != ",":
        return i
    end = next((j for j in range(i + 1, min(i + _LONGEST_APPOSITION, hi)) if frame.words[j] == ","), i)
    return end + 1 if end > i and FINITE_OR_QUOTE.isdisjoint(frame.tags[i:end]) else i


def _beside_another(frame: Frame, j: int, hi: int) -> bool:
    """'… “too late”, while X called it …' and '…, as X accused Y of …': someone else speaks in the same sentence."""
    if frame.words[j - 1] != "," and frame.tags[j - 1] != QUOTE:
        return False
    if frame.words[j] == "as" and frame.word(j + 1) in _LIKEWISE:
        return True
    if _is_cue(frame, j + 1, {"VBG"}):  # "…, while urging them to wait"
        return True
    last = phrase_end(frame, j + 1, hi)
    speaks = last > j + 1 and frame.tag(last) in FINITE and lemma_of(frame.word(last)) in _CUES | JUDGE
    return speaks and last + 2 < hi and frame.words[last + 1] != ","


def _is_cue(frame: Frame, k: int, tags: set[str]) -> bool:
    lemma = lemma_of(frame.word(k)) if frame.tag(k) in tags else None
    return lemma in _CUES and (lemma != "find" or frame.word(k + 1) == "that")


def _narrative(frame: Frame, j: int, hi: int, verb: int) -> bool:
    """'… as he hosted …': the reporter goes on, in the tense of the reporting verb."""
    if frame.words[j] not in {"as", "while", "when"} or frame.tags[verb] != "VBD":
        return False
    return frame.tag(j + 1) == "PRP" and j + 2 < hi and frame.tags[j + 2] == "VBD"


def setting(frame: Frame, j: int, hi: int) -> bool:
    """'… in an interview', '… on Monday' after the last quoted words: where and when it was said."""
    if frame.words[j] not in {"in", "during", "at", "on", "after", "when", "while", "before", ","}:
        return False
    last = phrase_end(frame, j + 1, hi)
    return any(frame.words[k] in SETTINGS for k in range(j + 1, max(last, j + 1)))


def holds_clause(frame: Frame, first: int, stop: int) -> bool:
    """A finite verb that belongs to no relative or subordinate clause within items [first, stop)."""
    waiting = 0
    for j in range(first + 1, stop):
        word, tag = frame.words[j], frame.tags[j]
        if tag in {"WDT", "WP", "WRB", "WP$"} or (
            tag == "IN" and word in SUBORDINATORS and word not in {"than", "so", "like"}
        ):
            waiting += 1
        elif word == ",":
            waiting = 0
        elif tag in FINITE and frame.words[j - 1] not in {"and", "but"}:  # "declared a day off and left"
            if not waiting:
                return True
            waiting -= 1
    return False


def is_single_object(frame: Frame, i: int) -> bool:
    """A pronoun that is an object by itself; "her" may also begin one ("told her son")."""
    return frame.words[i] in SINGLE_OBJECTS and frame.tags[i] != "PRP$"


def past_object(frame: Frame, i: int, hi: int) -> int:
    """The item after the noun phrase at i and the phrases with "of", "at", "in" … that hang on it."""
    if i < hi and is_single_object(frame, i):
        return i + 1
    last = phrase_end(frame, i, hi)
    if last == i:
        return i + 1
    if frame.tag(last) == "POS" and frame.tag(last + 1) == QUOTE:  # "told Radio Nine's “Morning Tide”"
        return last + 2
    while last + 1 < hi and frame.words[last] in {"of", "at", "from"} and phrase_end(frame, last + 1, hi) > last + 1:
        last = phrase_end(frame, last + 1, hi)
    return last


def _aside(frame: Frame, j: int, first: int, hi: int) -> bool:
    """'… — a remark that …' at the end and ', however': the reporter speaks again."""
    if frame.words[j] == "," and frame.word(j + 1) in {"however", "though"}:
        return True
    if frame.words[j] not in {"–", "—", "--"} or any(frame.words[k] in DASHES for k in range(j + 1, hi)):
        return False
    clause = any(tag in FINITE for tag in frame.tags[first:j])
    return clause and frame.tag(j + 1) in {"DT", "NN", "NNS", "CC"}


def after_fronted(frame: Frame, left: int, verb: int, lo: int, hi: int) -> int:
    """'After saying …, X left': the words said end at the comma before the main clause; else `hi`."""
    near = lo <= left <= lo + 1
    fronted = near and frame.words[left] in _FRONTING
    if not near or frame.tags[verb] == "VBG":
        fronted = fronted or frame.words[lo] in _FRONTING or (frame.tags[verb] == "VBG" and is_fronted(frame, verb, lo))
    if left < lo or not fronted:
        return hi
    if not near and not FINITE.isdisjoint(frame.tags[lo:verb]):
        return hi  # "When the mayor, X, says …, Y left": only an apposition stands before X
    for j in range(verb + 2, hi - 2):
        if frame.words[verb + 1] == "that" and set(frame.tags[verb + 2 : j]) == {"RB"}:
            continue  # "said that now, …"
        pause = frame.words[j] == "," or is_utterance(frame, j)
        if pause and frame.tags[j + 1] in {"PRP", "DT", "NNP", "PRP$", "NNS"}:
            last = phrase_end(frame, j + 1, hi)
            if frame.tag(last) in FINITE:
                return j if frame.words[j] == "," else j + 1
    return hi
