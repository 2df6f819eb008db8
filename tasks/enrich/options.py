"""What the enrich stage can be told; apart from the stage, so that settings load without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tasks.enrich.aliases import Alias

ENGLISH = "en"
Quality = Literal["fast", "best"]


@dataclass(frozen=True)
class QuoteOptions:
    """Which quotes are rows of the table."""

    indirect: bool = True
    """Whether speech that is reported without quotation marks counts, too."""
    nested: bool = True
    """Whether quotations inside quotations are rows of their own."""
    min_confidence: float = 0.0
    """Quotes with less confidence (0 to 1) are left out."""


EVERY_QUOTE = QuoteOptions()


@dataclass(frozen=True)
class EnrichOptions:
    """How names and quotes are found."""

    quality: Quality = "fast"
    """How the built-in model finds names: `fast` asks one slim net, `best` two full ones and takes their mean."""
    values: bool = True
    """Whether dates, times, amounts of money, shares and quantities are entities too."""
    min_confidence: float = 0.0
    """Entities with less confidence (0 to 1) are left out."""
    quotes: QuoteOptions = EVERY_QUOTE
    """Which quotes are kept."""
    aliases: tuple[Alias, ...] = ()
    """Further names, written out in the settings, a `[[enrich.aliases]]` each; the fields are the columns of the file
    that `aliases` above names."""
    model: str | None = None
    """A spaCy pipeline that finds the names of English articles in place of the built-in model: the name of an
    installed package (`en_core_web_trf`) or the path of a folder. Needs `newsmill[spacy]`."""
    models: dict[str, str] = field(default_factory=dict, hash=False)
    """spaCy pipelines for other languages, by their code in `articles.language`: `models.de = "de_core_news_lg"`.
    Articles in a language without one are published without entities and quotes, and flagged `no_entities`."""

    def reads(self, language: str | None) -> bool:
        """Whether articles of a language are enriched; without a language they are taken for English."""
        return language_code(language) == ENGLISH or language_code(language) in self.models

    def model_for(self, language: str | None) -> str | None:
        """The pipeline for a language that is read; None for the built-in model."""
        code = language_code(language)
        return self.models.get(code, self.model if code == ENGLISH else None)

    def pipelines(self) -> tuple[str, ...]:
        """All spaCy pipelines named."""
        return tuple(filter(None, (self.model, *self.models.values())))


def language_code(language: str | None) -> str:
    """The code of a language without its country, in lower case."""
    code = (language or ENGLISH).lower().replace("_", "-").split("-")[0]
    return ENGLISH if code in ("eng", "english") else code


DEFAULTS = EnrichOptions()
