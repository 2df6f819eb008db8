"""Speech or not: scare quotes, titles of works, nicknames and terms stand inside marks without being said."""

from __future__ import annotations

import re

from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.cue import ANY_STANCE, JUDGE
from tasks.enrich.quotes.frame import NAMES, NOUNS, Frame
from tasks.enrich.wordset import word_set

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SMALL = word_set("a an the of and or in on for to at by with from is as it")
_NAMING = word_set(
    "titled entitled called dubbed named nicknamed subtitled known termed labeled labelled branded billed "
    "so-called hashtag "
    "song album book film movie show series single novel play musical episode track hit ballad programme program "
    "documentary painting exhibition magazine newspaper poem anthem video game term word phrase category"
)
_ENTITLING = word_set("titled entitled subtitled theme themed motto nickname headlines")
_WORKS = word_set("paper study article essay thesis book novel song album film play poem report exhibition")
_BEFORE_ATTRIBUTE = NOUNS | {"DT", "PRP$", "POS", "JJ"}
LONG = 6
"""Words from which on a quotation is taken for speech whatever stands around it."""


def words_of(quotation: str) -> list[str]:
    """Words of a quotation; a hyphen, apostrophe or full stop inside a word does not cut it."""
    return _WORD.findall(quotation)


def is_title(quotation: str) -> bool:
    """Two words or more, every longer one with a capital: the title of a work."""
    words = [word for word in words_of(quotation) if word.lower() not in _SMALL]
    return len(words) >= 2 and all(word[0].isupper() or word[0].isdigit() for word in words)


def is_scrap_of_speech(frame: Frame, item: int, quotation: str, claim: Claim | None) -> bool:
    """Whether a quotation that no reporting verb governs was said by the subject of its clause."""
    count = len(words_of(quotation))
    if count == 0:
        return False
    right = frame.tag(item + 1)
    said = frame.word(item - 2) if frame.word(item - 1) in {":", ","} else frame.word(item - 1)
    if count >= LONG and (said in _ENTITLING or (said == "called" and claim is None)):
        return False  # 'a talk entitled “What the age of boats …”'
    if count >= LONG:
        named = frame.word(item - 1) == "," and frame.word(item - 2) in _WORKS and right in {",", "VBZ", "VBD"}
        return not (named or is_title(quotation))  # 'The paper, “On the age of boats”, is …'
    left = frame.word(item - 1)
    if frame.word(item + 1) == "," and frame.word(item + 2) == "by" and frame.tag(item + 3) in NAMES:
        return False  # “Salt”, by X
    if left in _NAMING or (left == "as" and frame.word(item - 2) in _NAMING) or is_title(quotation):
        return False
    if frame.tag(item - 1) in NAMES and right in NAMES:
        return False
    known = claim is not None and claim.who is not None and claim.lemma in ANY_STANCE
    attributive = frame.tag(item - 1) in _BEFORE_ATTRIBUTE and right in NOUNS
    if attributive and count <= 3:
        return known and claim is not None and claim.lemma in JUDGE and frame.tag(item - 1) not in NOUNS
    return known or (count >= 3 and claim is not None and claim.who is not None)
