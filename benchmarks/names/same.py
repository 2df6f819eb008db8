"""Check that numpy computes what torch trained: python -m benchmarks.names.same NET.pt tasks/enrich/models/fast.npz.

Prints the share of words with the same best label and the largest difference of a probability (bytes and float16
move it by about a hundredth).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from benchmarks.names.corpora import Document
from benchmarks.names.documents import IGNORE, Features, flat_batch
from benchmarks.names.net import FastNet
from benchmarks.names.pretrained import vocabulary
from tasks.enrich.fast_tagger import FastTagger
from tasks.enrich.tagger import Words

TEXTS = (
    "Peruvian President Rosa Quispe met Daniel Otieno of the Tuna Board in Nairobi on Monday. Quispe said so.",
    "LIMA (Il Vespro) - The Board’s chair, J. R. van der Berg, left for Paris, Texas.",
)


def main() -> None:
    """The command line."""
    net = FastNet()
    net.load_state_dict(torch.load(sys.argv[1], map_location="cpu"))
    net.eval()
    batch, labels, _ = flat_batch([Document(t, (), "") for t in TEXTS], Features(vocabulary()))
    with torch.no_grad():
        trained = net(batch).softmax(-1).numpy()[(labels != IGNORE).numpy()]
    shipped = np.concatenate(FastTagger(Path(sys.argv[2])).probabilities([Words.of(t) for t in TEXTS]))
    agree = float((trained.argmax(-1) == shipped.argmax(-1)).mean())
    print(f"same label for {agree:.1%} of words, largest difference {np.abs(trained - shipped).max():.4f}")


if __name__ == "__main__":
    main()
