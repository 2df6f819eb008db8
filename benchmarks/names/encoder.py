"""Train a teacher: python -m benchmarks.names.encoder DATA OUT.pt --seed N.

A pretrained encoder (`pretrained.py`) that reads the same rows of words as the nets and gives the same labels. It is
too slow to ship: it answers for what the nets learn. The encoder knows no case, so the shapes of words are added to
its pieces.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from benchmarks.names.batches import DEVICE, Batch, batches_of, held_out_batches, read_there, tensors
from benchmarks.names.documents import Rows
from benchmarks.names.net import same_word_mean
from benchmarks.names.pretrained import PADDING, checkpoint
from benchmarks.names.training import trained
from benchmarks.names.windows import Group, groups_of
from tasks.enrich.tagger import LABELS
from tasks.enrich.tokens import SHAPES

WORDS, RATE, DROPOUT = 5_000_000, 1e-4, 0.1
BATCH_WORDS, JUDGED_AT_ONCE = 3000, 8000
NEVER = -1e4


class Encoder(nn.Module):
    """Windows of pieces, and flat rows of words as `FastNet` reads them, to scores for every label."""

    def __init__(self, labels: int = len(LABELS)) -> None:
        super().__init__()
        self.body = MPNetModel.from_pretrained(checkpoint(), add_pooling_layer=False, hidden_dropout_prob=DROPOUT)
        width = self.body.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        self.pool = nn.Linear(width, width)
        self.pool_norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(DROPOUT)
        self.head = nn.Linear(width, labels)
        nn.init.normal_(self.shapes.weight, std=0.01)

    def forward(self, shown: dict[str, Tensor], windows: Iterable[Group]) -> Tensor:
        """`shown` and `windows` as a `Batch` has them; scores are (rows, labels)."""
        real = shown["real"][:, None].float()
        with torch.autocast(real.device.type, torch.bfloat16):
            x = self._read(real, windows)
        told = self.pool(same_word_mean(x, shown["same"], real))
        return self.head(self.drop(self.pool_norm(x + told)))

    def _read(self, real: Tensor, windows: Iterable[Group]) -> Tensor:
        """What the encoder says of the first piece of every word; zeros for rows that are none."""
        x = real.new_zeros(len(real), self.head.in_features)
        for pieces, shapes, rows, lines, firsts in windows:
            own = self.body.embeddings.word_embeddings(pieces) + self.shapes(shapes)
            told = self.body(inputs_embeds=own, attention_mask=(pieces != PADDING).long()).last_hidden_state
            x = x.index_copy(0, rows, told[lines, firsts].float())
        return x

    def of_rows(self, rows: Rows) -> Tensor:
        """Scores of rows as `flat_rows` makes them, (rows, labels)."""
        scores: Tensor = self(tensors(rows), read_there(groups_of(rows)))
        return scores

    def of_words(self, batch: Batch) -> Tensor:
        """Scores of the words of a batch, (words, labels)."""
        scores: Tensor = self(batch.shown, batch.windows)[batch.words]
        return scores


def encoder_of(path: Path) -> Encoder:
    """An encoder that is asked and not trained."""
    net = Encoder()
    net.load_state_dict(torch.load(path, map_location="cpu"))
    net.eval().requires_grad_(False)
    net.to(DEVICE)
    return net


def loss_of(scores: Tensor, batch: Batch) -> Tensor:
    """Negative log of the probability that the accepted labels have together, mean over words.

    `scores` is (words, labels); `batch.allowed` says which answers stand for the label of each word in its source.
    """
    accepted = scores.masked_fill(~batch.allowed, NEVER)
    return (torch.logsumexp(scores, -1) - torch.logsumexp(accepted, -1)).mean()


def judged(net: Encoder, batches: Sequence[Batch]) -> float:
    """Mean `loss_of` on documents that were held out."""
    with torch.no_grad():
        losses = [(loss_of(net.of_words(batch), batch).item(), len(batch.labels)) for batch in batches]
    return float(sum(loss * count for loss, count in losses) / sum(count for _, count in losses))


def losses_of(net: Encoder, batches: Iterable[Batch]) -> Iterator[tuple[int, Tensor]]:
    """The words of each batch, and how wrong the encoder is of them."""
    for batch in batches:
        yield len(batch.labels), loss_of(net.of_words(batch), batch)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--without", help="a source that is left out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    net = Encoder().to(DEVICE)
    losses = losses_of(net, batches_of(args.data, args.seed, BATCH_WORDS, args.without))
    net = trained(net, losses, args.words, RATE)
    print(f"held out: {judged(net, held_out_batches(args.data, JUDGED_AT_ONCE)):.4f}")
    torch.save(net.state_dict(), args.out)


if __name__ == "__main__":
    main()
