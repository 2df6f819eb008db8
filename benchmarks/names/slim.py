"""Make the net that `fast` asks: python -m benchmarks.names.slim DATA NAMES.npz FAST.npz ANSWERS.npz [ANSWERS.npz ...].

It starts from the first net of NAMES.npz, keeps those hidden units of each layer that move its output most, and learns
what encoders answered, as the full nets do. At the same time it learns which words may leave after the first layer, and
to do without them from there on. The tables of pieces and affixes stay those of the first net, so FAST.npz holds the
layers alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.names.answers import Answered
from benchmarks.names.export import TABLES
from benchmarks.names.net import EXIT_AFTER, FastNet
from benchmarks.names.same import agreement
from benchmarks.names.taught import batches_of, taught_loss
from benchmarks.names.training import trained
from tasks.enrich.fast_tagger import FastTagger

SLIM = (128,) * 5
"""Hidden units of each layer."""
WORDS, RATE, DROPOUT = 20_000_000, 1.5e-3, 0.0
EXIT = 0.2
"""Weight of the exit beside the teachers' answer."""
CHANCE = 0.1
"""A word to which the teachers give less chance of a name is plainly none."""
EARLY = 12.0
"""So much a word that leaves too early weighs beside one that goes on in vain."""
EASE = 1.0
"""Added to the exit once all is learnt: one word of four goes on and not one of five, which costs little."""
JUDGED_ON = 30
"""Batches on which hidden units are weighed."""

State = dict[str, Tensor]


def stored_nets(path: Path) -> list[State]:
    """The weights of each net of a file, tables in bytes multiplied out."""
    with np.load(path, allow_pickle=False) as arrays:
        count = len(arrays["head.bias"])
        names = [name for name in arrays.files if name.endswith((".weight", ".bias"))]
        loaded = {name: arrays[name].astype(np.float32) for name in names}
        for table in TABLES:
            loaded[f"{table}.weight"] *= arrays[f"{table}.step"][:, :, None]
    return [{name: torch.tensor(array[k]) for name, array in loaded.items()} for k in range(count)]


def cut(state: State, weighed: Sequence[Tensor], inner: Sequence[int]) -> State:
    """The net with the hidden units of each layer that move its output most; of the others their mean is kept."""
    slim = dict(state)
    for number, (mean, units) in enumerate(zip(weighed, inner, strict=True)):
        layer = f"layers.{number}"
        down = state[f"{layer}.down.weight"]
        order = (mean * down.norm(dim=0)).argsort(descending=True)
        kept, dropped = order[:units], order[units:]
        slim[f"{layer}.up.weight"] = state[f"{layer}.up.weight"][kept]
        slim[f"{layer}.up.bias"] = state[f"{layer}.up.bias"][kept]
        slim[f"{layer}.down.weight"] = down[:, kept]
        slim[f"{layer}.down.bias"] = state[f"{layer}.down.bias"] + down[:, dropped] @ mean[dropped]
    return slim


def mean_activations(net: FastNet, batches: Sequence[Answered]) -> list[Tensor]:
    """The mean activation of every hidden unit of each layer."""
    sums = [torch.zeros_like(layer.up.bias) for layer in net.layers]

    def count(number: int) -> Callable[[object, object, Tensor], None]:
        def add(_: object, __: object, out: Tensor) -> None:
            sums[number].add_(functional.relu(out).mean(0))

        return add

    hooks = [layer.up.register_forward_hook(count(number)) for number, layer in enumerate(net.layers)]
    with torch.no_grad():
        for batch in batches:
            net(batch.shown)
    for hook in hooks:
        hook.remove()
    return [total / len(batches) for total in sums]


def exit_loss(going: Tensor, answer: Tensor) -> Tensor:
    """Cross entropy of `going` with the words to which the teachers give some chance of a name.

    A word that leaves too early is a name lost, one that goes on costs time: the former weighs more.
    """
    may_be = (answer[:, 0] < 1 - CHANCE).float()
    return functional.binary_cross_entropy_with_logits(going, may_be, pos_weight=going.new_tensor(EARLY))


def slim_net(state: State, inner: Sequence[int], batches: Sequence[Answered]) -> FastNet:
    """A net with fewer hidden units, those of `state` that `batches` move most, and an exit; the tables stay."""
    full = FastNet(inner=[len(bias) for name, bias in state.items() if name.endswith(".up.bias")])
    full.load_state_dict(state)
    net = FastNet(DROPOUT, inner, exits=True)
    net.load_state_dict(cut(state, mean_activations(full.eval(), batches), inner), strict=False)
    for table in TABLES:
        getattr(net, table).requires_grad_(False)
    return net


def losses_of(net: FastNet, batches: Iterable[Answered]) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the net and its exit are of them."""
    for batch in batches:
        scores, going = (told[batch.words] for told in net.scores(batch.shown))
        yield len(batch.answer), taught_loss(scores, batch.answer) + EXIT * exit_loss(going[:, 0], batch.answer)


def saved(net: FastNet, out: Path) -> None:
    """Write the layers of a net, without the tables."""
    own = {n: t.numpy() for n, t in net.state_dict().items() if n.split(".")[0] not in TABLES}
    weights = {name: array.astype(np.float16)[None] for name, array in own.items()}
    np.savez_compressed(out, allow_pickle=False, **weights, exit_after=np.array([EXIT_AFTER], np.int8))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("answers", type=Path, nargs="+")
    parser.add_argument("--inner", type=int, nargs="+", default=SLIM, help="hidden units of each layer")
    parser.add_argument("--words", type=int, default=WORDS, help="words that are seen")
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    batches = batches_of(args.data, args.answers)
    net = slim_net(stored_nets(args.names)[0], args.inner, list(islice(batches, JUDGED_ON)))
    net = trained(net, losses_of(net, batches), args.words, RATE)
    net.state_dict()["exit.bias"].add_(EASE)
    saved(net, args.out)
    said = agreement([net], FastTagger(args.names, args.out))
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB, {said}")


if __name__ == "__main__":
    main()
