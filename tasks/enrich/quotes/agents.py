"""Who can speak: persons, groups of persons and what bears a name; no thing, amount or time does."""

from __future__ import annotations

from tasks.enrich.quotes.forward import is_noun_for_person
from tasks.enrich.quotes.frame import NAMES, NOUNS, Frame
from tasks.enrich.quotes.phrase import Phrase
from tasks.enrich.wordset import word_set

GROUP_NOUNS = word_set(
    "company firm group organisation organization agency ministry department government party club team union bank "
    "university institute charity court council committee commission board campaign party newspaper paper network "
    "watchdog regulator association federation league authority office centre center country nation state city "
    "retailer airline carmaker manufacturer maker broadcaster publisher police administration body coalition"
)
_PERSONS = word_set(
    "people person men women official aide resident witness boy girl child children parent family couple friend voter "
    "student"
)
_NOBODY = word_set("it this that these those which what there")


def may_speak(frame: Frame, who: Phrase) -> bool:
    """'He', 'the minister', 'activists', 'Ann Lee', 'the board'; not 'it', 'the timing', 'the plans'."""
    word, tag = frame.words[who.last - 1], frame.tags[who.last - 1]
    if tag not in NOUNS:
        return word not in _NOBODY
    if tag in NAMES:
        return True
    forms = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}
    return any(form in GROUP_NOUNS or form in _PERSONS or is_noun_for_person(form) for form in forms)
