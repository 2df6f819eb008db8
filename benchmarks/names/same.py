"""Check that numpy computes what torch trained: python -m benchmarks.names.same NET.pt [NET.pt ...] NAMES.npz.

NAMES.npz holds these nets in this order. Bytes and float16 move a probability by about a hundredth.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.names.corpora import Document
from benchmarks.names.documents import IGNORE, Features, flat_batch
from benchmarks.names.net import FastNet
from benchmarks.names.pretrained import vocabulary
from tasks.enrich.fast_tagger import FastTagger
from tasks.enrich.tagger import LABELS, Words

TEXTS = (
    "Peruvian President Rosa Quispe met Daniel Otieno of the Tuna Board in Nairobi on Monday. Quispe said so.",
    "LIMA (Il Vespro) - The Board’s chair, J. R. van der Berg, left for Paris, Texas.",
)


def asked(nets: Sequence[FastNet]) -> np.ndarray:
    """Probabilities of the words of TEXTS, the mean log-probability of the nets; shape (words, labels)."""
    rows, labels, _ = flat_batch([Document(t, (), "") for t in TEXTS], Features(vocabulary()))
    batch = {name: torch.from_numpy(array) for name, array in rows.items()}
    told = torch.zeros(len(labels), len(LABELS))
    with torch.no_grad():
        for net in nets:
            told += net.eval()(batch).log_softmax(-1) / len(nets)
    return np.asarray(told.softmax(-1).numpy()[np.array(labels) != IGNORE])


def agreement(nets: Sequence[FastNet], tagger: FastTagger) -> str:
    """The share of words with the same best label, and the largest difference of a probability."""
    here, shipped = asked(nets), np.concatenate(tagger.probabilities([Words.of(t) for t in TEXTS]))
    agree = float((here.argmax(-1) == shipped.argmax(-1)).mean())
    return f"same label for {agree:.1%} of words, largest difference {np.abs(here - shipped).max():.4f}"


def trained(path: str) -> FastNet:
    """A net as it was saved."""
    net = FastNet()
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net


def main() -> None:
    """The command line."""
    *nets, model = sys.argv[1:]
    print(agreement([trained(path) for path in nets], FastTagger(Path(model))))


if __name__ == "__main__":
    main()
