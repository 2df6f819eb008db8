"""Takedown and maintenance on an object store: the same code over the other back end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.publish import pages
from tests.publish.grep import holding
from tests.publish.small_mill import grind
from tests.publish.test_forget import MEANS, NEEDLES, NOW, forget, rows
from warehouse import maintenance
from warehouse.layout import Layout
from warehouse.location import Location, located
from warehouse.options import MaintainOptions
from warehouse.store import store_of

TITLES = "select title from articles order by all"


def fetched(place: Location, folder: Path) -> Path:
    """Everything below a prefix, copied to a folder."""
    assert not isinstance(place, Path)
    place.fs.get(place.path, str(folder), recursive=True)
    return folder


def test_a_takedown_leaves_no_word_and_maintenance_joins_files(bucket: str, tmp_path: Path) -> None:
    warehouse = located(f"{bucket}/warehouse")
    inbox = pages.write_inbox(tmp_path / "inbox")
    grind(warehouse, inbox)
    (inbox / "later.html").write_text(pages.page("https://gull.example/later", "Gulls return to the quay", (
        "Gulls have returned to the quay of Vestness in large numbers, the harbour master Pål Lie said on Friday.",
    ), 9))  # fmt: skip
    grind(warehouse, inbox)
    layout = Layout(warehouse)
    (layout.root / "reports" / "old.html").write_text(f"<p>{pages.TITLE}</p>")
    before = rows(layout, TITLES)
    assert {needle for _, needle in holding(fetched(warehouse, tmp_path / "before"), NEEDLES)} == set(NEEDLES)

    done = forget(layout, copies=True, url=pages.URL)
    assert done.generation == 3
    assert list(store_of(layout).published()) == [3]
    assert list(holding(fetched(warehouse, tmp_path / "after"), NEEDLES)) == []
    left = rows(layout, TITLES)
    assert set(left) < set(before)
    assert grind(warehouse, inbox) is None

    options = MaintainOptions(keep_generations=1, keep_days=0)
    kept = maintenance.maintain(layout, options, NOW + timedelta(days=1), MEANS.code_version, 5)
    assert kept.after["lineage"].files < kept.before["lineage"].files
    assert kept.disk_after < kept.disk_before
    assert rows(layout, TITLES) == left
    assert list(store_of(layout).published()) == [4]
    again = maintenance.plan(layout, options, NOW + timedelta(days=1))
    assert (again.groups, again.generations, again.paths) == ([], [], [])
