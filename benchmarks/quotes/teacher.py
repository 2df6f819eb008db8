"""Tag more text for the tagger to learn from: python -m benchmarks.quotes.teacher UD_DIR DATA TAGGED.jsonl.gz.

A pretrained encoder (`benchmarks/names/encoder.py`) learns the tags of UD_DIR, which it reads better than the linear
tagger can, and tags the texts of DATA, the corpora of names. The dialect of quotation marks and apostrophes varies, as
it does in the news. A line of TAGGED is a list of words with their tags. Needs the environment of the names model.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence, Sized
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.names.batches import DEVICE
from benchmarks.names.documents import NOTHING, Rows, documents_of, flat_rows
from benchmarks.names.encoder import Encoder
from benchmarks.names.pretrained import vocabulary
from benchmarks.names.training import trained
from benchmarks.quotes.train_tagger import Sentence, sentences
from tasks.enrich.features import WordFeatures
from tasks.enrich.quotes.tags import MARKS
from tasks.enrich.quotes.tokens import BREAK, tokenise
from tasks.enrich.tokens import Vocabulary, shape_of, words_of

Text = TypeVar("Text", bound=Sized)

WORDS, RATE, SEED = 1_200_000, 1e-4, 1
DOCUMENT_WORDS, BATCH_WORDS, TAGGED_AT_ONCE = 110, 1200, 4000
FORGET = 0.08
"""Share of words of which only the shape is shown."""
UPPER_SHARE, LOWER_SHARE, CURLY_SHARE = 0.03, 0.03, 0.5
MEASURED = "gum"
"""A source of DATA with texts on whose tags the tagger is measured: not tagged."""


def rows_of(documents: Sequence[Sequence[str]], pieces: Vocabulary) -> Rows:
    """Documents of words, none of them `BREAK`, as the rows that the encoder reads, an empty one after each."""
    rows: list[WordFeatures] = []
    keys: list[str] = []
    for number, words in enumerate(documents):
        rows += [*(_features_of(word, pieces) for word in words), NOTHING]
        keys += [*(f"{number} {word.lower()}" for word in words), ""]
    return flat_rows(rows, keys)


def _features_of(word: str, pieces: Vocabulary) -> WordFeatures:
    """What the encoder reads of a word of the tagger, which may be several for the vocabulary: `'s`, `e-mail`."""
    cut = [p for part in words_of(word) for p in pieces.pieces(part)]
    return WordFeatures(tuple(cut), shape_of(word), 0, 0)


def documents(parts: Iterable[Sentence], dice: random.Random) -> list[Sentence]:
    """Neighbouring sentences together, some more and some fewer."""
    found: list[Sentence] = [[]]
    for part in parts:
        if len(found[-1]) >= DOCUMENT_WORDS * dice.uniform(0.3, 1.2):
            found.append([])
        found[-1] = found[-1] + part
    return found


def varied(document: Sentence, dice: random.Random) -> Sentence:
    """A document as it is, in other case, or with the marks that printed news has."""
    draw = dice.random()
    if draw < UPPER_SHARE:
        return [(word.upper(), tag) for word, tag in document]
    if draw < UPPER_SHARE + LOWER_SHARE:
        return [(word.lower(), tag) for word, tag in document]
    return list(_curly(document)) if dice.random() < CURLY_SHARE else document


def _curly(document: Sentence) -> Iterator[tuple[str, str]]:
    opens = True
    for word, tag in document:
        if word == '"':
            yield ("“" if opens else "”"), tag
            opens = not opens
        else:
            yield (word.replace("'", "’") if len(word) > 1 else word), tag


def grouped(texts: Iterable[Text], words: int) -> Iterator[list[Text]]:
    """Texts of so many words together."""
    group: list[Text] = []
    for text in texts:
        group.append(text)
        if sum(map(len, group)) >= words:
            yield group
            group = []
    if group:
        yield group


def epochs(parts: Sequence[Sentence], dice: random.Random) -> Iterator[Sentence]:
    """All documents in random order, varied anew, epoch after epoch."""
    while True:
        epoch = documents(parts, dice)
        dice.shuffle(epoch)
        for document in epoch:
            yield varied(document, dice)


def losses_of(
    net: Encoder, parts: Sequence[Sentence], numbers: dict[str, int], dice: random.Random
) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the encoder is of their tags."""
    pieces = vocabulary()
    for group in grouped(epochs(parts, dice), BATCH_WORDS):
        rows = rows_of([[word for word, _ in document] for document in group], pieces)
        rows["keep"] = np.array([int(dice.random() > FORGET) for _ in rows["real"]])
        tags = torch.tensor([numbers[tag] for document in group for _, tag in document], device=DEVICE)
        yield len(tags), functional.cross_entropy(of_words(net, rows), tags)


def of_words(net: Encoder, rows: Rows) -> Tensor:
    """Scores of the rows that are words, (words, tags)."""
    return net.of_rows(rows)[torch.from_numpy(rows["real"] > 0).to(DEVICE)]


def tagged(net: Encoder, names: Sequence[str], texts: Sequence[Sequence[str]], pieces: Vocabulary) -> list[Sentence]:
    """The words of each text with the encoder's tags; `BREAK` has itself."""
    rows = rows_of([[word for word in words if word != BREAK] for words in texts], pieces)
    with torch.no_grad():
        best = iter(of_words(net, rows).argmax(-1).tolist())
    return [[(w, BREAK if w == BREAK else names[next(best)]) for w in words] for words in texts]


def accuracy(net: Encoder, names: Sequence[str], parts: Sequence[Sentence], pieces: Vocabulary) -> float:
    """Share of the words tagged right; marks do not count, as for the linear tagger."""
    read = documents(parts, random.Random(SEED))  # noqa: S311 - for variety, not for secrets
    texts = [[word for word, _ in document] for document in read]
    found = chain.from_iterable(tagged(net, names, group, pieces) for group in grouped(texts, TAGGED_AT_ONCE))
    pairs = zip(chain.from_iterable(read), chain.from_iterable(found), strict=True)
    right = [tag == guess for (word, tag), (_, guess) in pairs if word not in MARKS]
    return sum(right) / len(right)


def main() -> None:
    """Train, judge, tag."""
    folder, data, out = map(Path, sys.argv[1:])
    torch.manual_seed(SEED)
    dice, pieces = random.Random(SEED), vocabulary()  # noqa: S311 - for variety, not for secrets
    parts = [s for name in ("ewt", "gum") for s in sentences(folder / f"{name}-train.conllu.gz")]
    names = sorted({tag for part in parts for _, tag in part})
    net = Encoder(len(names)).to(DEVICE)
    numbers = {name: number for number, name in enumerate(names)}
    net = trained(net, losses_of(net, parts, numbers, dice), WORDS, RATE)
    for name in ("ewt", "gum"):
        print(name, round(accuracy(net, names, sentences(folder / f"{name}-dev.conllu.gz"), pieces), 4), flush=True)
    texts = [tokenise(d.text).words for d in documents_of(data) if d.source != MEASURED]
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for group in grouped(texts, TAGGED_AT_ONCE):
            lines.writelines(
                json.dumps(pairs, ensure_ascii=False) + "\n" for pairs in tagged(net, names, group, pieces)
            )


if __name__ == "__main__":
    main()
