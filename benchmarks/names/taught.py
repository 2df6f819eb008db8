"""The third round of a net: python -m benchmarks.names.taught DATA NET.pt OUT.pt TEACHER.pt [TEACHER.pt ...].

The net goes on from its second round and learns the mean answer of encoders (`encoder.py`) beside the labels (knowledge
distillation, Hinton et al. 2015): the encoders have read more English than the corpora hold.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.names.encoder import encoder_of
from benchmarks.names.net import FastNet
from benchmarks.names.train import SECOND, Batch, batches_of, loss_of, trained

WORDS, RATE, DROPOUT = 3_000_000, 1e-3, 0.1
HARD = 0.2
"""Weight of the labels beside the teachers' answer."""


def mean_answer(teachers: Sequence[nn.Module], batch: Batch) -> Tensor:
    """Log-probabilities of the labels of each word, the mean of the teachers'.

    They see whole the words of which the student is shown the shape alone.
    """
    whole = {name: rows for name, rows in batch.shown.items() if name != "keep"}
    with torch.no_grad():
        told = [teacher(whole)[batch.words].log_softmax(-1) for teacher in teachers]
    return torch.stack(told).mean(0).log_softmax(-1)


def taught_loss(scores: Tensor, answer: Tensor, batch: Batch) -> Tensor:
    """How far the scores of the words are from the teachers' answer and from the labels."""
    soft = functional.kl_div(scores.log_softmax(-1), answer, reduction="batchmean", log_target=True)
    return soft + HARD * loss_of(scores, batch.labels, batch.accepted)


def losses_of(net: FastNet, teachers: Sequence[nn.Module], batches: Iterable[Batch]) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the net is of them."""
    for batch in batches:
        yield len(batch.labels), taught_loss(net(batch.shown)[batch.words], mean_answer(teachers, batch), batch)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("net", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=WORDS, help="words that are seen")
    parser.add_argument("--seed", type=int, default=21)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    teachers = [encoder_of(path) for path in args.teachers]
    net = FastNet(DROPOUT)
    net.load_state_dict(torch.load(args.net))
    losses = losses_of(net, teachers, batches_of(args.data, SECOND, args.seed))
    torch.save(trained(net, losses, args.words, RATE).state_dict(), args.out)


if __name__ == "__main__":
    main()
