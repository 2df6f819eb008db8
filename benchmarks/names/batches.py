"""Batches of labelled words for an encoder, made by processes beside the one that learns."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from benchmarks.names.augment import FEW
from benchmarks.names.corpora import Document, accepted_labels
from benchmarks.names.documents import IGNORE, Features, documents_of, flat_batch, grouped, held_out, stream
from benchmarks.names.pretrained import vocabulary
from benchmarks.names.windows import Group, groups_of

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
FORGET = 0.1
"""Share of words of which only the shape is shown, so that context must do."""


class Batch(NamedTuple):
    """Rows that the nets read, the windows of them that encoders read, which rows are words, what is right of each.

    Arrays as they come from the processes that make them, tensors behind `on_device`. `allowed` is (words, labels).
    """

    shown: Any
    windows: list[Group]
    words: Any
    labels: Any
    allowed: Any


@dataclass(frozen=True)
class Reader:
    """Documents to batches; `accepted` says by source which answers stand for which label."""

    accepted: dict[str, npt.NDArray[np.bool_]]
    features: Features

    @classmethod
    def of(cls, data: Path) -> Reader:
        """`data` is the folder of the corpora."""
        tables = {name: np.array(table) for name, table in accepted_labels(data).items()}
        return cls(tables, Features(vocabulary()))

    def batch(self, documents: list[Document], chance: np.random.Generator | None = None) -> Batch:
        """One batch; `chance` draws the words of which only the shape is shown."""
        rows, labels, sources = flat_batch(documents, self.features)
        if chance is not None:
            rows["keep"] = (chance.random(len(labels)) > FORGET).astype(np.int64)
        known = [(self.accepted[s][label], label) for s, label in zip(sources, labels, strict=True) if label != IGNORE]
        return Batch(
            rows,
            groups_of(rows),
            np.array(labels) != IGNORE,
            np.array([label for _, label in known]),
            np.stack([allowed for allowed, _ in known]),
        )


class Batches(IterableDataset[Batch]):
    """Batches without end, each process with its own dice."""

    def __init__(self, data: Path, seed: int, words: int, without: str | None) -> None:
        super().__init__()
        self._documents, self._reader = documents_of(data, without), Reader.of(data)
        self._seed, self._words = seed, words

    def __iter__(self) -> Iterator[Batch]:
        told = get_worker_info()
        seed = self._seed * 1000 + (told.id if told else 0)
        chance = np.random.default_rng(seed)
        for group in grouped(stream(self._documents, random.Random(seed), FEW), self._words):  # noqa: S311
            yield self._reader.batch(group, chance)


def batches_of(data: Path, seed: int, words: int, without: str | None = None) -> Iterator[Batch]:
    """Batches of about so many words without end, of all sources or all but one, on the device that learns."""
    workers = (os.cpu_count() or 1) - 1 if DEVICE.type == "cuda" else 0
    made: Iterable[Batch] = DataLoader(
        Batches(data, seed, words, without), batch_size=None, num_workers=workers, collate_fn=as_it_is
    )
    return (on_device(batch) for batch in made)


def held_out_batches(data: Path, words: int) -> list[Batch]:
    """The documents that are never trained on."""
    reader = Reader.of(data)
    return [on_device(reader.batch(group)) for group in grouped(held_out(data), words)]


def as_it_is(batch: Batch) -> Batch:
    """Arrays travel between processes as they are, not as shared tensors, of which there may be too few."""
    return batch


def on_device(batch: Batch) -> Batch:
    """All arrays of a batch as tensors there."""
    return Batch(tensors(batch.shown), read_there(batch.windows), *map(_tensor, batch[2:]))


def read_there(windows: Iterable[Group]) -> list[Group]:
    """Windows as tensors there."""
    return [Group(*map(_tensor, group)) for group in windows]


def tensors(rows: dict[str, npt.NDArray[Any]]) -> dict[str, Tensor]:
    """Arrays by name as tensors there."""
    return {name: _tensor(array) for name, array in rows.items()}


def _tensor(array: npt.NDArray[Any]) -> Tensor:
    return torch.from_numpy(array).to(DEVICE, non_blocking=True)
