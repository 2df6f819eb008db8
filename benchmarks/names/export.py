"""Write nets as plain arrays: python -m benchmarks.names.export NET.pt [NET.pt ...] tasks/enrich/models/names.npz.

Every array of weights has the nets along its first axis. Tables of pieces and affixes are stored in bytes (one step
for a whole table), everything else as float16. The file also holds the vocabulary; numpy reads it without pickle.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.names.net import POOL_AFTER
from benchmarks.names.pretrained import vocabulary_text

TABLES = ("pieces", "beginnings", "endings")


def stacked(nets: Sequence[dict[str, np.ndarray]], vocabulary: str) -> dict[str, np.ndarray]:
    """The arrays of the file, by name, from those of each net."""
    arrays = {name: np.stack([net[name] for net in nets]) for name in nets[0]}
    arrays["pool_after"] = np.array([POOL_AFTER], np.int8)
    arrays["vocabulary"] = np.frombuffer(vocabulary.encode(), np.uint8)
    return arrays


def arrays_of(state: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """The arrays of one net, by name."""
    tables = {f"{name}.weight" for name in TABLES}
    arrays = {name: tensor.numpy().astype(np.float16) for name, tensor in state.items() if name not in tables}
    for name in TABLES:
        arrays[f"{name}.weight"], arrays[f"{name}.step"] = in_bytes(state[f"{name}.weight"].numpy())
    return arrays


def in_bytes(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A table as bytes, and the step of one unit.

    Six standard deviations are kept: the few larger values are cut, all others have the finer step.
    """
    step = min(float(np.abs(table).max()), 6 * float(table.std())) / 127
    return np.clip(np.rint(table / step), -127, 127).astype(np.int8), np.array([step], np.float32)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nets", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    nets = [arrays_of(torch.load(net, map_location="cpu")) for net in args.nets]
    np.savez(args.out, allow_pickle=False, **stacked(nets, vocabulary_text()))
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
