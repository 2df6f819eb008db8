"""A model of the user's own: a spaCy pipeline whose entities take the place of the built-in tagger's names.

Its names are cut, made consistent, linked and quoted by the same code as those of the built-in tagger. Words are cut
where its names begin and end too, so that names hold in scripts that put no space between words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from expectations.errors import UsageError
from tasks.enrich.consistency import agreed, completed, surface
from tasks.enrich.expansions import explained
from tasks.enrich.kinds import fine_type
from tasks.enrich.mention import Candidate, Mention, certainly
from tasks.enrich.pipelines import SETTING, require_model
from tasks.enrich.tagger import LABELS, Words
from tasks.enrich.trimming import trimmed
from tasks.span import Span

_CLASS_OF = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP", "EVENT": "EVENT",
    "WORK": "WORK", "PRODUCT": "MISC", "LAW": "MISC",
}  # fmt: skip
"""The coarse class of each type that a model may tell. Rules find dates and amounts, and resolve them."""
_OTHER_NAMES = {"WORK_OF_ART": "WORK", "PER": "PERSON"}
_LONGEST = 100_000
"""Characters of a part: a longer article is read in parts, because a pipeline takes memory by the length of a text."""
_LOADING = Lock()


class Found(NamedTuple):
    """What a pipeline says stands at a place: a type of the entities table."""

    span: Span
    type: str


def find_mentions_by(model: str, texts: Sequence[str]) -> list[tuple[Words, list[Mention]]]:
    """For each text its words and the names that a pipeline finds in it, in order and without overlap.

    Raises:
        UsageError: the pipeline, or spaCy itself, is not installed or cannot be loaded.
    """
    return [_mentions_of(text, found) for text, found in zip(texts, _found(pipeline(model), texts), strict=True)]


def pipeline(model: str) -> Any:
    """The spaCy pipeline of this name or path, loaded once in a process; raises UsageError."""
    with _LOADING:
        return _loaded(model)


@lru_cache
def _loaded(model: str) -> Any:
    require_model(model)
    import spacy

    try:
        return spacy.load(model)
    except (OSError, ImportError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{SETTING}: the spaCy pipeline {model} cannot be loaded: {error}",
            "Install what the message names, or the version of the pipeline that fits the installed spaCy.",
        ) from error


def _found(nlp: Any, texts: Sequence[str]) -> list[list[Found]]:
    """The entities of each text that have a type of ours.

    A pipeline without countries among its labels calls every place LOC: the gazetteer tells them apart.
    """
    tells_countries = "GPE" in {label for labels in nlp.pipe_labels.values() for label in labels}
    found: list[list[Found]] = [[] for _ in texts]
    parts = [(part, (number, start)) for number, text in enumerate(texts) for start, part in _parts(text)]
    for doc, (number, start) in nlp.pipe(parts, as_tuples=True):
        for entity in doc.ents:
            kind = _OTHER_NAMES.get(entity.label_, entity.label_)
            name = entity.text.strip()
            first = start + entity.start_char + len(entity.text) - len(entity.text.lstrip())
            span = Span(first, first + len(name))
            # a tokeniser that rewrites its text has lost the places in ours
            if name and kind in _CLASS_OF and span.of(texts[number]) == name:
                found[number].append(Found(span, kind if kind != "LOC" or tells_countries else fine_type(name, kind)))
    return found


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """A text in parts of at most _LONGEST characters, cut at a new line or else a space, with where each begins."""
    start = 0
    while start < len(text):
        end = start + _LONGEST
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or text.rfind(" ", start, end) + 1 or end
        yield start, text[start:end]
        start = end


def _mentions_of(text: str, found: Sequence[Found]) -> tuple[Words, list[Mention]]:
    words = _cut_at(Words.of(text), found)
    starts = {start: i for i, start in enumerate(words.starts)}
    ends = {end: i for i, end in enumerate(words.ends, 1)}
    types: defaultdict[tuple[tuple[str, ...], str], Counter[str]] = defaultdict(Counter)
    candidates = []
    for span, kind in found:
        candidate = trimmed(words, Candidate(starts[span.start], ends[span.end], certainly(_CLASS_OF[kind])))
        if candidate is not None:
            candidates.append(candidate)
            types[surface(words, candidate), candidate.type][kind] += 1
    nowhere = np.zeros((len(words.texts), len(LABELS)), np.float32)
    nowhere[:, 0] = 1  # where the pipeline saw a name already, none is looked for
    everywhere = completed(words, agreed(words, explained(words, candidates)), nowhere)
    return words, [_mention(words, c, types[surface(words, c), c.type]) for c in everywhere]


def _cut_at(words: Words, found: Sequence[Found]) -> Words:
    """The words, cut in two where a name begins or ends inside one."""
    edges = sorted({edge for name in found for edge in name.span})
    spans: list[Span] = []
    for start, end in zip(words.starts, words.ends, strict=True):
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        spans += [Span(*pair) for pair in pairwise((start, *inside, end))]
    starts, ends = ([span[side] for span in spans] for side in (0, 1))
    return Words(words.text, starts, ends, tuple(span.of(words.text) for span in spans))


def _mention(words: Words, candidate: Candidate, types: Counter[str]) -> Mention:
    """The type is the one told most often for these words; a name that was told nowhere is typed by its class."""
    span = words.span(candidate.first, candidate.end)
    kind = types.most_common(1)[0][0] if types else fine_type(span.of(words.text), candidate.type)
    return Mention(span, kind, min(1.0, max(candidate.chances)))
