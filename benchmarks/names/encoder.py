"""Train the teacher: python -m benchmarks.names.encoder DATA OUT.pt.

A pretrained encoder (all-MiniLM-L6-v2, Wang et al. 2020) that reads the same rows of words as the net and gives the
same labels. It is too slow to ship: it answers for what the nets learn. The encoder knows no case, so the shapes of
words take the place of its two types of sentence.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertModel

from benchmarks.names.net import same_word_mean
from benchmarks.names.pretrained import package_files
from benchmarks.names.train import SECOND, batches_of, losses_of, trained
from tasks.enrich.tagger import LABELS
from tasks.enrich.tokens import SHAPES

CLS, SEP, MASK = 101, 102, 103
WINDOW = 126
"""Pieces that are read together; a longer document is cut into windows of one length."""
AT_ONCE = 2048
"""Pieces of windows that are laid into one array, padding included."""
WORDS, RATE, DROPOUT = 4_000_000, 2e-4, 0.1


class Window(NamedTuple):
    """Rows of words, where each one's first piece is, and the pieces between CLS and SEP with their shapes."""

    rows: list[int]
    firsts: list[int]
    pieces: list[int]
    shapes: list[int]

    @classmethod
    def empty(cls) -> Window:
        """One to add words to."""
        return cls([], [], [CLS], [0])

    def add(self, row: int, pieces: Sequence[int], shape: int) -> None:
        """One more word; the pieces behind its first have shapes of their own."""
        self.rows.append(row)
        self.firsts.append(len(self.pieces))
        self.pieces.extend(pieces)
        self.shapes.extend([shape] + [shape + SHAPES // 2] * (len(pieces) - 1))

    def closed(self) -> Window:
        """The window as it is read."""
        return self._replace(pieces=[*self.pieces, SEP], shapes=[*self.shapes, 0])


class Encoder(nn.Module):
    """Flat rows of words, as `FastNet` reads them, to scores for every label."""

    def __init__(self, labels: int = len(LABELS)) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            package_files(), add_pooling_layer=False, attn_implementation="eager",
            hidden_dropout_prob=DROPOUT, attention_probs_dropout_prob=0.0,  # drawing those takes a third of the time
        )  # fmt: skip
        types = self.bert.embeddings.token_type_embeddings.weight.data
        width = types.shape[1]
        self.bert.embeddings.token_type_embeddings = nn.Embedding(SHAPES, width)
        self.bert.embeddings.token_type_embeddings.weight.data = types[:1] + 0.01 * torch.randn(SHAPES, width)
        self.pool = nn.Linear(width, width)
        self.pool_norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(DROPOUT)
        self.head = nn.Linear(width, labels)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """`batch` as `flat_batch` makes it; scores are (rows, labels)."""
        with torch.autocast("cpu", torch.bfloat16):
            x = self._read(batch)
        real = batch["real"][:, None].float()
        told = self.pool(same_word_mean(x, batch["same"], real))
        return self.head(self.drop(self.pool_norm(x + told)))

    def _read(self, batch: dict[str, Tensor]) -> Tensor:
        """What the encoder says of the first piece of every word; zeros for rows that are none."""
        x = torch.zeros(len(batch["real"]), self.head.in_features)
        for group in grouped(windows(batch)):
            ids, shapes = padded([w.pieces for w in group]), padded([w.shapes for w in group])
            told = self.bert(input_ids=ids, attention_mask=(ids > 0).long(), token_type_ids=shapes).last_hidden_state
            rows = torch.tensor([row for window in group for row in window.rows])
            lines = torch.tensor([line for line, window in enumerate(group) for _ in window.rows])
            firsts = torch.tensor([first for window in group for first in window.firsts])
            x = x.index_copy(0, rows, told[lines, firsts].float())
        return x


def windows(batch: dict[str, Tensor]) -> Iterator[Window]:
    """The documents of a batch in windows of at most about WINDOW pieces; no word is cut."""
    real, shapes = batch["real"].tolist(), batch["shapes"].tolist()
    offsets, pieces = [*batch["offsets"].tolist(), len(batch["pieces"])], batch["pieces"].tolist()
    keep = batch["keep"].tolist() if "keep" in batch else [1.0] * len(real)
    for first, end in runs(real):
        total = offsets[end] - offsets[first]
        size = total / -(-total // WINDOW)
        window = Window.empty()
        for row in range(first, end):
            own = pieces[offsets[row] : offsets[row + 1]]
            window.add(row, own if keep[row] else [MASK] * len(own), shapes[row])
            if len(window.pieces) > size or row + 1 == end:
                yield window.closed()
                window = Window.empty()


def runs(real: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The ranges of neighbouring rows that are words."""
    first = None
    for row, is_word in enumerate([*real, False]):
        if is_word and first is None:
            first = row
        elif not is_word and first is not None:
            yield first, row
            first = None


def padded(lists: Sequence[Sequence[int]]) -> Tensor:
    """Lists of numbers as rows of one length, zeros behind them."""
    return nn.utils.rnn.pad_sequence([torch.tensor(numbers) for numbers in lists], batch_first=True)


def grouped(found: Iterator[Window]) -> Iterator[list[Window]]:
    """Windows of similar length together."""
    group: list[Window] = []
    for window in sorted(found, key=lambda w: len(w.pieces)):
        if group and (len(group) + 1) * len(window.pieces) > AT_ONCE:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def encoder_of(path: Path) -> Encoder:
    """An encoder that is asked and not trained."""
    net = Encoder()
    net.load_state_dict(torch.load(path))
    net.eval().requires_grad_(False)
    return net


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    net = Encoder()
    losses = losses_of(net, batches_of(args.data, SECOND, args.seed))
    torch.save(trained(net, losses, args.words, RATE).state_dict(), args.out)


if __name__ == "__main__":
    main()
