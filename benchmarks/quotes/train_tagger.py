"""Train the part-of-speech tagger of tasks/enrich/quotes/tags.py.

    python -m benchmarks.quotes.train_tagger UD_DIR TAGGED.jsonl.gz

UD_DIR holds `{ewt,gum}-{train,dev}.conllu.gz`: Universal Dependencies English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0),
the Penn tags of column 5. TAGGED is what `teacher.py` has made: five times as many words, tagged by an encoder.
Multinomial logistic regression by Adagrad, then weights to int8. Prints accuracy on dev.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from scipy import sparse

from tasks.enrich.quotes.tags import BUCKETS, MARKS, MODEL, Tagger, features
from tasks.enrich.quotes.tokens import BREAK

EPOCHS, BATCH, RATE, SEED = 5, 2048, 0.25, 7
GOLD_TIMES = 2  # so often an epoch shows what people have tagged
UNKNOWN_SHARE = 0.5
SCALE = 50  # of the mean slope, so that the start of the memory hardly counts
KNOWING = (0, 4, 5, 6, 14, 15)  # columns of `features` that hold the word itself or most of it
BREAK_SHARE = 0.3  # share of sentences that begin a paragraph
Sentence = list[tuple[str, str]]


def sentences(path: Path) -> list[Sentence]:
    """(word, tag) pairs of each sentence; words joined by a hyphen without a space are one word."""
    found: list[Sentence] = [[]]
    glue = False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                found.append([])
                glue = False
            elif line[0].isdigit() and line.split("\t")[0].isdigit():
                cells = line.rstrip("\n").split("\t")
                word, tag, tight = cells[1], cells[4], "SpaceAfter=No" in cells[9]
                if found[-1] and (glue or (tag == "HYPH" and tight)):
                    found[-1][-1] = (found[-1][-1][0] + word, found[-1][-1][1] if tag == "HYPH" else tag)
                else:
                    found[-1].append((word, tag))
                glue = tag == "HYPH" and tight
    return [sentence for sentence in found if sentence]


def stream(parts: list[Sentence], chance: np.random.Generator) -> Sentence:
    """All sentences as one text, with a paragraph's end after some."""
    tokens: Sentence = []
    for part in parts:
        tokens += [(word, tag) for word, tag in part if word not in MARKS]
        if chance.random() < BREAK_SHARE:
            tokens.append((BREAK, BREAK))
    return tokens


def tagged_texts(path: Path) -> Iterator[Sentence]:
    """The texts of `teacher.py`, without marks, a paragraph's end after each."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield [(word, tag) for word, tag in json.loads(line) if word not in MARKS] + [(BREAK, BREAK)]


def fit(tokens: Sentence, names: list[str], chance: np.random.Generator) -> np.ndarray:
    """Weights, BUCKETS x tags, averaged over the last half of the epochs.

    Words seen only once lose the features that know them, in every epoch anew with probability one half: the model
    learns what to make of words it has never seen.
    """
    counts = Counter(word.lower() for word, _ in tokens)
    rare = np.array([counts[word.lower()] == 1 for word, _ in tokens])
    index = {name: n for n, name in enumerate(names)}
    table = features([word for word, _ in tokens]).T
    wanted = np.array([index[tag] for _, tag in tokens])
    weights = np.zeros((BUCKETS, len(names)), dtype=np.float32)
    memory = np.full_like(weights, 1e-3)
    total = np.zeros_like(weights)
    for epoch in range(EPOCHS):
        order = chance.permutation(len(tokens))
        hidden = rare & (chance.random(len(tokens)) < UNKNOWN_SHARE)
        shown = np.ones(table.shape, dtype=np.float32)
        shown[np.ix_(np.flatnonzero(hidden), np.array(KNOWING))] = 0
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            touched, slope = gradient(weights, table[rows], shown[rows], wanted[rows])
            memory[touched] += slope**2
            weights[touched] -= RATE * slope / np.sqrt(memory[touched]) + 1e-6 * weights[touched]
        if epoch >= EPOCHS // 2:
            total += weights
        print(f"epoch {epoch + 1}", flush=True)
    return total / (EPOCHS - EPOCHS // 2)


def gradient(
    weights: np.ndarray, cells: np.ndarray, shown: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the weights that a batch touches, and the slope of its cross entropy there.

    `cells` and `shown` are words x features: the row of each feature and whether it counts; `wanted` is the right tag.
    """
    scores = np.einsum("ijk,ij->ik", weights[cells], shown)
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    scores /= scores.sum(axis=1, keepdims=True)
    scores[np.arange(len(wanted)), wanted] -= 1
    ends = np.arange(0, cells.size + 1, cells.shape[1])
    matrix = sparse.csr_matrix((shown.ravel(), cells.ravel(), ends), shape=(len(wanted), BUCKETS))
    touched = np.unique(cells)
    return touched, np.asarray((matrix.T.tocsr()[touched] @ scores) / len(wanted) * SCALE, dtype=np.float32)


def packed(weights: np.ndarray, names: list[str]) -> Tagger:
    """int8 weights, one scale for all tags: so none is needed to compare them."""
    top = float(np.quantile(np.abs(weights), 0.99995))
    return Tagger(np.clip(np.round(weights / top * 127), -127, 127).astype(np.int8), names)


def accuracy(model: Tagger, tokens: Sentence) -> float:
    """Share of the words tagged right."""
    found = model.tag([word for word, _ in tokens])
    judged = [(tag, guess) for (_, tag), guess in zip(tokens, found, strict=True) if tag != BREAK]
    return sum(tag == guess for tag, guess in judged) / len(judged)


def main() -> int:
    """Train, judge, save."""
    folder, more = map(Path, sys.argv[1:])
    chance = np.random.default_rng(SEED)
    parts = [s for name in ("ewt", "gum") for s in sentences(folder / f"{name}-train.conllu.gz")]
    tokens = stream(parts * GOLD_TIMES, chance)
    names = sorted({tag for _, tag in tokens})
    tokens += chain.from_iterable(tagged_texts(more))
    model = packed(fit(tokens, names, chance), names)
    for name in ("ewt", "gum"):
        print(name, round(accuracy(model, stream(sentences(folder / f"{name}-dev.conllu.gz"), chance)), 4))
    np.savez_compressed(MODEL, weights=model.weights, names=np.array(model.names))
    print(MODEL.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
