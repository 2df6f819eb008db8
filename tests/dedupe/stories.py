"""Invented articles with copies of many kinds."""

from __future__ import annotations

import datetime as dt
import random

import pyarrow as pa

START = dt.datetime(2030, 5, 1, tzinfo=dt.UTC)
HEADS = ("bar", "tol", "mir", "sen", "kop", "lau", "fen", "dro")
TAILS = ("en", "ast", "ip", "umo", "ally", "et", "ors", "ine")
VOCABULARY = [head + tail for head in HEADS for tail in TAILS]


def story(seed: int, words: int = 240) -> str:
    """An invented text: sentences of invented words with a few names and numbers of its own."""
    rng = random.Random(seed)  # noqa: S311
    own = [f"{rng.choice(VOCABULARY).title()}{rng.choice(VOCABULARY)}" for _ in range(8)]
    tokens = [rng.choice([*VOCABULARY, *own, str(rng.randint(10, 9_999))]) for _ in range(words)]
    sentences = [" ".join(tokens[at : at + 14]) + "." for at in range(0, words, 14)]
    return "\n\n".join(s[0].upper() + s[1:] for s in sentences)


def row(name: str, text: str, hours: float = 0, host: str | None = None, title: str | None = None) -> dict[str, object]:
    return {
        "article_id": name.ljust(32, "_"),
        "title": name if title is None else title,
        "text": text,
        "published_at": START + dt.timedelta(hours=hours),
        "url": f"https://{host or name}.example/{name}",
    }


def table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows))


def corpus() -> list[dict[str, object]]:
    rows = []
    for seed in range(12):
        full = story(seed, 200 + 20 * seed)
        rows.append(row(f"o{seed}", full, seed))
        rows += [row(f"x{seed}", full, seed + 1.5), row(f"t{seed}", full[: len(full) // 2], seed + 2.5)]
        rows.append(row(f"n{seed}", f"{story(seed + 50, 60)}\n\n{full}", seed + 3.5))
    return rows
