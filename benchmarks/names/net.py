"""The net, as it is trained: convolutions over words, and what the article says of the same word elsewhere.

`tasks/enrich/fast_net.py` computes the same with numpy; `benchmarks/names/same.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.names.pretrained import PIECES
from tasks.enrich.features import AFFIXES
from tasks.enrich.tagger import LABELS
from tasks.enrich.tokens import SHAPES

WIDTH = 128
INNER = (256,) * 5
POOL_AFTER = 2
"""After so many layers every word hears the mean of all its occurrences in the article."""
EXIT_AFTER = 1
"""After so many layers words that are plainly no names leave, where a net has an exit."""


class Convolution(nn.Module):
    """A word and its two neighbours through one hidden layer, with a residual and a norm after it."""

    def __init__(self, dropout: float, inner: int) -> None:
        super().__init__()
        self.up = nn.Linear(3 * WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        beside = torch.cat([x.roll(1, 0), x, x.roll(-1, 0)], 1)
        return self.norm(x + self.drop(self.down(functional.relu(self.up(beside))))) * real


class FastNet(nn.Module):
    """Flat rows of words, texts parted by rows that are not `real`, to scores for every label."""

    def __init__(
        self, dropout: float = 0.0, inner: Sequence[int] = INNER, exits: bool = False, pieces: nn.Module | None = None
    ) -> None:
        """`inner`: the hidden units of each layer; `exits`: words that are plainly no names leave early.

        `pieces` gives the vectors of word pieces, where it is not a table.
        """
        super().__init__()
        self.pieces = pieces or nn.EmbeddingBag(PIECES, WIDTH, mode="mean")
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.beginnings = nn.Embedding(AFFIXES, WIDTH)
        self.endings = nn.Embedding(AFFIXES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Convolution(dropout, units) for units in inner)
        self.pool = nn.Linear(WIDTH, WIDTH)
        self.pool_norm = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(WIDTH, len(LABELS))
        self.exit = nn.Linear(WIDTH, 1) if exits else None
        for table in (self.shapes, self.beginnings, self.endings):
            nn.init.normal_(table.weight, std=0.3)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """`batch` as `flat_batch` makes it; scores are (rows, labels)."""
        return self.scores(batch)[0]

    def scores(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Scores of every label, shape (rows, labels), and of each row whether it goes on behind the exit: above 0.

        A word that leaves keeps the vector it has: its neighbours see that, and it is what the head reads. In the mean
        of a word's occurrences only those count that have gone on.
        """
        real = batch["real"][:, None].float()
        keep = batch.get("keep")
        pieces = self.pieces(batch["pieces"], batch["offsets"])
        affixes = self.beginnings(batch["beginnings"]) + self.endings(batch["endings"])
        hidden = pieces + affixes if keep is None else (pieces + affixes) * keep[:, None]
        x = self.drop(self.norm(hidden + self.shapes(batch["shapes"]))) * real
        going = torch.ones_like(real)
        for number, layer in enumerate(self.layers, 1):
            x = torch.where(going > 0, layer(x, real), x)
            if number == EXIT_AFTER and self.exit:
                going = self.exit(x)
            if number == POOL_AFTER:
                told = self.pool(same_word_mean(x, batch["same"], (going > 0).float()))
                x = torch.where(going > 0, self.pool_norm(x + self.drop(told)) * real, x)
        return self.head(x), going


def same_word_mean(x: Tensor, same: Tensor, counts: Tensor) -> Tensor:
    """The mean row of each group of rows with the same number, given back to every row of the group.

    Rows whose `counts` is 0 do not count; a group without others gets zeros.
    """
    groups = int(same.max()) + 1
    total = x.new_zeros(groups, x.shape[1]).index_add_(0, same, x * counts)
    count = x.new_zeros(groups).index_add_(0, same, counts[:, 0])
    return (total / count.clamp(min=1)[:, None])[same]
