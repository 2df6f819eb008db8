"""Train a net that is shipped: python -m benchmarks.names.taught DATA NET.pt ANSWERS.npz [ANSWERS.npz ...] --seed N.

The net learns what encoders answered (`answers.py`): they have read far more English than the corpora hold. Even of a
piece that no corpus has, the net knows what the encoder's own embedding tells: it learns what to make of those.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import torch
from torch import Tensor

from benchmarks.names.answers import Answered, answered
from benchmarks.names.net import FastNet
from benchmarks.names.pieces import Pieces, pretrained
from benchmarks.names.training import trained

WORDS, RATE, DROPOUT = 24_000_000, 2e-3, 0.05
BATCH_WORDS = 2000


def taught_loss(scores: Tensor, answer: Tensor) -> Tensor:
    """Cross entropy of the scores of words with the probabilities that encoders give; both are (words, labels)."""
    return -(answer * scores.log_softmax(-1)).sum(-1).mean()


def batches_of(data: Path, files: Sequence[Path]) -> Iterator[Answered]:
    """The batches of several files, one after the other."""
    return chain.from_iterable(answered(data, path, BATCH_WORDS) for path in files)


def losses_of(net: FastNet, batches: Iterable[Answered]) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the net is of them."""
    for batch in batches:
        yield len(batch.answer), taught_loss(net(batch.shown)[batch.words], batch.answer)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("answers", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=WORDS, help="words that are seen")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    net = FastNet(DROPOUT, pieces=Pieces(pretrained()))
    net = trained(net, losses_of(net, batches_of(args.data, args.answers)), args.words, RATE)
    net.pieces = net.pieces.told()
    torch.save(net.state_dict(), args.out)


if __name__ == "__main__":
    main()
