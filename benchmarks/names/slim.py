"""Make the net that `fast` asks: python -m benchmarks.names.slim DATA NAMES.npz FAST.npz [--inner 128].

It starts from the first net of NAMES.npz, keeps those hidden units of each layer that move its output most, and is
taught by the mean answer of all nets of the file beside the labels (knowledge distillation, Hinton et al. 2015). The
tables of pieces and affixes stay those of the first net, so FAST.npz holds the layers alone.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from benchmarks.names.corpora import accepted_labels
from benchmarks.names.documents import IGNORE, Features, documents_of, flat_batch, stream
from benchmarks.names.export import TABLES
from benchmarks.names.net import FastNet
from benchmarks.names.pretrained import vocabulary
from benchmarks.names.train import FORGET, MEAN, SECOND, WARM, loss_of

RATE, DROPOUT = 1.5e-3, 0.05
HARD = 0.2
"""Weight of the labels beside the teachers' answer."""
JUDGED_ON = 40
"""Batches on which hidden units are weighed."""

State = dict[str, Tensor]


@dataclass(frozen=True)
class Batch:
    """Rows that the nets read, which of them are words, and what stands for right in the labels of each word."""

    shown: dict[str, Tensor]
    words: Tensor
    labels: Tensor
    accepted: Tensor


def stored_nets(path: Path) -> list[State]:
    """The weights of each net of a file, tables in bytes multiplied out."""
    with np.load(path, allow_pickle=False) as arrays:
        count = len(arrays["head.bias"])
        names = [name for name in arrays.files if name.endswith((".weight", ".bias"))]
        loaded = {name: arrays[name].astype(np.float32) for name in names}
        for table in TABLES:
            loaded[f"{table}.weight"] *= arrays[f"{table}.step"][:, :, None]
    return [{name: torch.tensor(array[k]) for name, array in loaded.items()} for k in range(count)]


def net_of(state: State) -> FastNet:
    """A net that is asked and not trained."""
    net = FastNet(inner=len(state["layers.0.up.bias"]))
    net.load_state_dict(state)
    net.eval().requires_grad_(False)
    return net


def cut(state: State, weighed: list[Tensor], inner: int) -> State:
    """The net with the hidden units of each layer that move its output most; of the others their mean is kept."""
    slim = dict(state)
    for number, mean in enumerate(weighed):
        layer = f"layers.{number}"
        down = state[f"{layer}.down.weight"]
        order = (mean * down.norm(dim=0)).argsort(descending=True)
        kept, dropped = order[:inner], order[inner:]
        slim[f"{layer}.up.weight"] = state[f"{layer}.up.weight"][kept]
        slim[f"{layer}.up.bias"] = state[f"{layer}.up.bias"][kept]
        slim[f"{layer}.down.weight"] = down[:, kept]
        slim[f"{layer}.down.bias"] = state[f"{layer}.down.bias"] + down[:, dropped] @ mean[dropped]
    return slim


def mean_activations(net: FastNet, batches: list[Batch]) -> list[Tensor]:
    """The mean activation of every hidden unit of each layer."""
    sums = [torch.zeros_like(layer.up.bias) for layer in net.layers]

    def count(number: int) -> Callable[[object, object, Tensor], None]:
        def add(_: object, __: object, out: Tensor) -> None:
            sums[number].add_(functional.relu(out).mean(0))

        return add

    hooks = [layer.up.register_forward_hook(count(number)) for number, layer in enumerate(net.layers)]
    for batch in batches:
        net(batch.shown)
    for hook in hooks:
        hook.remove()
    return [total / len(batches) for total in sums]


def batches_of(data: Path, seed: int) -> Iterator[Batch]:
    """Batches without end, as in the second round of training; of some words only the shape is shown."""
    accepted = {name: torch.tensor(table) for name, table in accepted_labels(data).items()}
    features = Features(vocabulary())
    dice = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    for group in stream(documents_of(data, hold_out=True), dice, SECOND.times):
        shown, labels, sources = flat_batch(group, features)
        shown["keep"] = (torch.rand(len(labels)) > FORGET).float()
        words = labels != IGNORE
        table = torch.stack([accepted[s] for s, w in zip(sources, words.tolist(), strict=True) if w])
        yield Batch(shown, words, labels[words], table)


def taught(student: FastNet, teachers: list[FastNet], batches: Iterable[Batch], words: int) -> FastNet:
    """Adam with warm-up and linear decay; returns the running mean of the student."""
    mean = AveragedModel(student, multi_avg_fn=get_ema_multi_avg_fn(MEAN))
    adam = torch.optim.AdamW([p for p in student.parameters() if p.requires_grad], lr=0.0)
    student.train()
    seen, total, step = 0, 0.0, 0
    for batch in batches:
        for settings in adam.param_groups:
            settings["lr"] = RATE * min(1.0, seen / words / WARM) * max(0.01, 1 - seen / words)
        answer = torch.stack([t(batch.shown)[batch.words].log_softmax(-1) for t in teachers]).mean(0).log_softmax(-1)
        scores = student(batch.shown)[batch.words]
        soft = functional.kl_div(scores.log_softmax(-1), answer, reduction="batchmean", log_target=True)
        loss = soft + HARD * loss_of(scores, batch.labels, batch.accepted)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        adam.step()
        mean.update_parameters(student)
        seen, total, step = seen + len(batch.labels), total + soft.item(), step + 1
        if step % 200 == 0:
            print(f"{seen / words:.3f} done, divergence from the teachers {total / 200:.4f}", flush=True)
            total = 0.0
        if seen >= words:
            break
    trained: FastNet = mean.module
    return trained


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--inner", type=int, default=128, help="hidden units of a layer")
    parser.add_argument("--words", type=int, default=3_000_000, help="words that are seen")
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    stored = stored_nets(args.names)
    teachers = [net_of(state) for state in stored]
    batches = batches_of(args.data, args.seed)
    judged = [batch for batch, _ in zip(batches, range(JUDGED_ON), strict=False)]
    student = FastNet(DROPOUT, args.inner)
    student.load_state_dict(cut(stored[0], mean_activations(teachers[0], judged), args.inner))
    for table in TABLES:
        getattr(student, table).requires_grad_(False)
    student = taught(student, teachers, batches, args.words)
    own = {n: t.detach().numpy() for n, t in student.state_dict().items() if n.split(".")[0] not in TABLES}
    np.savez_compressed(args.out, allow_pickle=False, **{n: a.astype(np.float16)[None] for n, a in own.items()})
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
