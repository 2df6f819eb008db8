"""Which batches Great Expectations gets together."""

from __future__ import annotations

import pytest

from flows import validation
from warehouse.ref import TableRef
from warehouse.staging import Staged


def part(size: int) -> dict[str, Staged]:
    """A batch that has staged so many bytes in two tables."""
    refs = {name: TableRef(f"{name}.parquet", "0" * 64, 1, size // 2) for name in ("articles", "documents")}
    return {"clean": Staged(refs)}


@pytest.mark.parametrize(
    ("sizes", "labels"),
    [
        ([], []),
        ([10], ["1"]),
        ([10, 20, 30], ["1-3"]),
        ([100, 10], ["1", "2"]),
        ([60, 60, 10, 10], ["1-2", "3-4"]),
        ([10, 300, 10], ["1-2", "3"]),
    ],
)
def test_batches_go_together_up_to_a_size(monkeypatch: pytest.MonkeyPatch, sizes: list[int], labels: list[str]) -> None:
    monkeypatch.setattr(validation, "GROUP_BYTES", 100)
    parts = [part(size) for size in sizes]
    groups = list(validation.grouped_parts(parts))
    assert [label for label, _ in groups] == labels
    assert [one for _, group in groups for one in group] == parts
