"""Vectors of word pieces: what a net makes of an encoder's embeddings, and what it learns of each piece beside that."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.names.net import WIDTH
from benchmarks.names.pretrained import OWN, PIECES, checkpoint

HIDDEN = 256


def pretrained() -> Tensor:
    """The encoder's embeddings of the pieces, (pieces, its width), of mean 0 and variance 1."""
    from safetensors.torch import load_file

    table = load_file(checkpoint() / "model.safetensors")["embeddings.word_embeddings.weight"][OWN : OWN + PIECES]
    centred = table - table.mean(0)
    return centred / centred.std()


class Pieces(nn.Module):
    """Takes the place of an embedding bag: the mean vector of the pieces of each word.

    A vector is a function of the encoder's embedding, learnt from the pieces that the corpora have, and a part that is
    the piece's own. `told` gives the table that all this comes to.
    """

    def __init__(self, known: Tensor) -> None:
        super().__init__()
        self.register_buffer("known", known, persistent=False)
        self.own = nn.Embedding(len(known), WIDTH)
        self.plain = nn.Linear(known.shape[1], WIDTH)
        self.up, self.down = nn.Linear(known.shape[1], HIDDEN), nn.Linear(HIDDEN, WIDTH)
        nn.init.zeros_(self.own.weight)
        nn.init.zeros_(self.down.weight)
        main = torch.linalg.eigh(known.T @ known).eigenvectors[:, -WIDTH:]
        with torch.no_grad():
            self.plain.weight.copy_(main.T / (known @ main).std())

    def forward(self, pieces: Tensor, offsets: Tensor) -> Tensor:
        distinct, at = pieces.unique(return_inverse=True)
        return functional.embedding_bag(at, self._vectors(distinct), offsets, mode="mean")

    def _vectors(self, numbers: Tensor) -> Tensor:
        known = self.known[numbers]
        vectors: Tensor = self.own(numbers) + self.plain(known) + self.down(functional.gelu(self.up(known)))
        return vectors

    def told(self) -> nn.EmbeddingBag:
        """The table by itself."""
        with torch.no_grad():
            return nn.EmbeddingBag.from_pretrained(self._vectors(torch.arange(len(self.known))), mode="mean")
