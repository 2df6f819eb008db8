"""Mutated pages through the readers and the cleaner: no crash, no hang, and every input accounted for.

`make fuzz` makes ten thousand of them. A failure names the mutants; the same seed makes the same ones again.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest

from tasks.clean.options import CleanOptions
from tasks.clean.stage import clean
from tasks.ingest.stage import IngestOptions, discover, read
from tasks.outcome import Outcome
from tasks.pool import isolated, worker_processes
from tests.fuzz.mutants import mutants as mutate

SEED = 20260601
AT_A_TIME = 50
SECONDS_PER_PAGE = 20.0
"""What clean allows a page by default; no page may need more, whatever it holds."""
UNFORESEEN = re.compile(r"(?:cannot be read on|could not be read) \(.*", re.DOTALL)
"""In the reason of a refusal when an exception was caught that no reader foresaw: a fault of newsmill."""

Answer = tuple[Counter[str], float]
"""Pages that became articles, or the rule that refused them; seconds of the slowest page."""


def milled(folder: str) -> Answer:
    """Read and clean every file of a folder, and balance the books."""
    inputs = discover([folder])
    accounted: set[str] = set()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for part in read(inputs, IngestOptions()):
        accounted |= uris(part.quarantined)
        outcomes.update(refused(part))
        pages = part.tables["pages"]
        accounted |= uris(pages)
        for number in range(pages.num_rows):
            started = time.perf_counter()
            outcomes.update(cleaned(pages.slice(number, 1)))
            slowest = max(slowest, time.perf_counter() - started)
    assert {uri.partition("#")[0] for uri in accounted} == {item.uri for item in inputs}
    return outcomes, slowest


def cleaned(page: pa.Table) -> list[str]:
    """What became of a page: `document`, or the rule that refused it; never nothing, never both."""
    outcome = clean(page, CleanOptions(max_seconds=SECONDS_PER_PAGE))
    documents, articles = outcome.tables["documents"], outcome.tables["articles"]
    assert documents.num_rows + outcome.quarantined.num_rows == 1
    assert bool(articles.num_rows) == bool(documents.num_rows)
    for row in documents.to_pylist():
        covered = "".join(row["text"][block["start"] : block["end"]] for block in row["blocks"])
        assert visible(covered) == visible(row["text"])
    return ["document"] * documents.num_rows + refused(outcome)


def visible(text: str) -> str:
    """A text without white space and marks that nobody sees (byte order marks, joiners, directions)."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def refused(outcome: Outcome) -> list[str]:
    """The rule of each refusal, or the whole reason where nobody foresaw it."""
    rows = outcome.quarantined.select(["rule", "reason"]).to_pylist()
    return [row["reason"] if UNFORESEEN.search(row["reason"]) else row["rule"] for row in rows]


def uris(table: pa.Table) -> set[str]:
    return set(table.column("source_uri").to_pylist())


def folders(count: int, root: Path) -> Iterator[Path]:
    """Folders of at most AT_A_TIME mutants."""
    made = mutate(count, SEED)
    while part := list(islice(made, AT_A_TIME)):
        folder = root / part[0][0].partition(".")[0]
        folder.mkdir()
        for name, content in part:
            (folder / name).write_bytes(content)
        yield folder


def test_mutants(mutants: int, tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with worker_processes(1):
        isolated(os.getpid, 120)  # so that starting the worker is not counted
        for folder in folders(mutants, tmp_path):
            counted, seconds = isolated(milled, AT_A_TIME * SECONDS_PER_PAGE, str(folder))
            outcomes += counted
            slowest = max(slowest, seconds)
    print(f"{mutants} mutants, slowest page {slowest:.1f} s: {dict(outcomes.most_common())}")  # noqa: T201
    assert not [reason for reason in outcomes if UNFORESEEN.search(reason)]
    assert slowest < SECONDS_PER_PAGE + 1  # the limit is looked at between two steps
    assert outcomes["document"] > mutants / 10, "mutants must be pages still"


def test_mutants_are_the_same_again() -> None:
    assert list(mutate(20, 3)) == list(mutate(20, 3)) != list(mutate(20, 4))


@pytest.mark.parametrize("seed", [1])
def test_mutants_differ_from_their_parents(seed: int) -> None:
    from tests.fuzz.mutants import parents

    originals = {path.read_bytes() for path in parents()}
    assert sum(content in originals for _, content in mutate(200, seed)) < 20
