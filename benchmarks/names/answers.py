"""What encoders answer: python -m benchmarks.names.answers DATA OUT.npz --teachers T.pt [T.pt ...] --seed N.

The mean answer of encoders (`encoder.py`) to the documents of DATA, many of their names exchanged, in bytes. The texts
are not kept: the seed makes them again, which a checksum of every group of documents proves. So an accelerator is
needed for the encoders alone, and nets learn from the file (knowledge distillation, Hinton et al. 2015) without one.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from benchmarks.names.augment import MANY
from benchmarks.names.batches import DEVICE, FORGET, Batch, Reader, on_device
from benchmarks.names.corpora import Document
from benchmarks.names.documents import IGNORE, Features, documents_of, flat_batch, grouped, stream
from benchmarks.names.encoder import Encoder, encoder_of
from benchmarks.names.pretrained import vocabulary

WORDS = 24_000_000
AT_ONCE = 24_000
"""Words of the documents that are answered together."""
BYTE = 255


class Answered(NamedTuple):
    """Rows that a net reads, which of them are words, and the probabilities of the labels of those, (words, labels)."""

    shown: dict[str, Tensor]
    words: Tensor
    answer: Tensor


def documents_with(data: Path, seed: int) -> Iterator[list[Document]]:
    """The groups of documents that a seed makes, without end."""
    return grouped(stream(documents_of(data), random.Random(seed), MANY), AT_ONCE)  # noqa: S311


def checksum(documents: Sequence[Document]) -> int:
    """What tells whether the same documents were made again."""
    return zlib.crc32("\n".join(d.text for d in documents).encode())


def mean_answer(teachers: Sequence[Encoder], batch: Batch) -> Tensor:
    """Probabilities of the labels of each word: the mean of the teachers' log-probabilities, made to add up to one."""
    with torch.no_grad():
        told = [teacher.of_words(batch).log_softmax(-1) for teacher in teachers]
        return torch.stack(told).mean(0).softmax(-1)


def answered(data: Path, path: Path, words: int) -> Iterator[Answered]:
    """The batches of a file, of about so many words; of some words only the shape is shown.

    Raises `SystemExit` where the documents are not those that were answered: other corpora, other names to exchange.
    """
    with np.load(path, allow_pickle=False) as file:
        answers, checksums, seed = file["answers"], file["checksums"].tolist(), int(file["seed"])
    features, chance, at = Features(vocabulary()), np.random.default_rng(seed), 0
    for group, expected in zip(documents_with(data, seed), checksums, strict=False):
        if checksum(group) != expected:
            raise SystemExit(f"{path}: its documents cannot be made again from {data}; answer them anew")
        for documents in grouped(group, words):
            rows, labels, _ = flat_batch(documents, features)
            rows["keep"] = (chance.random(len(labels)) > FORGET).astype(np.int64)
            own = np.array(labels) != IGNORE
            told = torch.from_numpy(answers[at : at + own.sum()]).float() / BYTE
            shown = {name: torch.from_numpy(array) for name, array in rows.items()}
            yield Answered(shown, torch.from_numpy(own), told / told.sum(-1, keepdim=True))
            at += own.sum()


def answers_of(data: Path, teachers: Sequence[Encoder], seed: int, words: int) -> dict[str, np.ndarray]:
    """The arrays of a file."""
    reader, answers, checksums = Reader.of(data), [], []
    for group in islice(documents_with(data, seed), -(-words // AT_ONCE)):
        told = mean_answer(teachers, on_device(reader.batch(group)))
        answers.append((told * BYTE).round().to(torch.uint8).cpu().numpy())
        checksums.append(checksum(group))
    return {"answers": np.concatenate(answers), "checksums": np.array(checksums), "seed": np.array(seed)}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    torch.set_float32_matmul_precision("high")
    teachers = [encoder_of(path) for path in args.teachers]
    np.savez_compressed(args.out, allow_pickle=False, **answers_of(args.data, teachers, args.seed, args.words))
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, answered on {DEVICE}")


if __name__ == "__main__":
    main()
