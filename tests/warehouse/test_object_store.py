"""A warehouse on an object store: all tables in one moment, nothing lost by a crash or by two writers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.articles import ARTICLES
from expectations.errors import UsageError, WarehouseError
from expectations.published import PUBLISHED
from tests.conftest import article, articles_table
from tests.warehouse.test_generations import crash_before_switch, stamp
from warehouse import generations, lock, pointer
from warehouse.conditional import look
from warehouse.duck import connect
from warehouse.generations import Draft
from warehouse.layout import Layout
from warehouse.location import located, on_store
from warehouse.lookups import known
from warehouse.object_store import ObjectStore
from warehouse.ref import file_sha256
from warehouse.staging import read, stage, staged
from warehouse.store import store_of

HOLD = """
import json, sys, time
from warehouse import lease, lock
from warehouse.layout import Layout
from warehouse.location import located, use_storage
use_storage(json.loads(sys.argv[2]))
lease.LIFE_SECONDS = 2.0
with lock.writing(Layout(located(sys.argv[1])), "elder", 5):
    print("held", flush=True)
    time.sleep(60)
"""

KILLED = """
import json, os, signal, sys
from warehouse import lease, lock
from warehouse.location import use_storage
from tests.warehouse.test_object_store import *
use_storage(json.loads(sys.argv[2]))
lease.LIFE_SECONDS = 2.0
layout = Layout(located(sys.argv[1]))
with lock.writing(layout, "bbbb", 5):
    draft = Draft(layout, stamp("bbbb"))
    draft.add(ARTICLES, [articles_table(article(2))])
    draft.publish(before_switch=lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture
def layout(bucket: str) -> Layout:
    return Layout(located(f"{bucket}/warehouse"))


def published(layout: Layout, key: str, *numbers: int) -> None:
    with lock.writing(layout, key, 0):
        generations.recover(layout, key)
        draft = Draft(layout, stamp(key))
        draft.add(ARTICLES, [articles_table(*(article(n) for n in numbers))])
        draft.complete(PUBLISHED.values())
        draft.publish()


def titles(layout: Layout, generation: int | None = None) -> list[str]:
    query = "select title from raw.articles order by title"
    return [row[0] for row in connect(layout, generation).execute(query).fetchall()]


def objects(layout: Layout) -> set[str]:
    root = layout.root
    assert not isinstance(root, Path)
    return {path.removeprefix(f"{root.path}/") for path in root.fs.find(root.path)}


def test_generations_are_read_by_number_and_share_their_files(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    before = {name for name in objects(layout) if name.startswith("data/")}
    published(layout, "bbbb", 2)
    assert titles(layout) == ["Ferry sails 1 times", "Ferry sails 2 times"]
    assert titles(layout, 1) == ["Ferry sails 1 times"]
    assert before < objects(layout)
    [one] = [name for name in objects(layout) - before if name.startswith("data/")]
    assert "/articles/ingested_on=2026-06-01/bbbb-0000.parquet" in one


def test_a_reader_without_newsmill_needs_the_pointer_and_a_manifest(layout: Layout) -> None:
    published(layout, "aaaa", 1, 2)
    root = on_store(layout.root)
    now = json.loads((root / "CURRENT").read_bytes())
    manifest = json.loads((root / now["manifest"]).read_bytes())
    files = [f"{root}/data/{path}" for path in manifest["tables"]["articles"]]
    connection = duckdb.connect()
    connection.register_filesystem(root.fs)
    rows = connection.execute("select title, ingested_on from read_parquet($files)", {"files": files}).fetchall()
    assert [(title, str(day)) for title, day in rows] == [
        ("Ferry sails 1 times", "2026-06-01"),
        ("Ferry sails 2 times", "2026-06-01"),
    ]
    for file in generations.generation(layout).files:
        assert file_sha256(root / "data" / file.path) == file.sha256


def test_a_publish_killed_before_the_switch_changes_nothing_and_is_finished_by_the_next(
    layout: Layout, s3_options: dict[str, Any]
) -> None:
    published(layout, "aaaa", 1)
    killed = start(KILLED, layout, s3_options)
    assert killed.wait(120) == -signal.SIGKILL
    assert titles(layout) == ["Ferry sails 1 times"]
    with lock.writing(layout, "bbbb", 60):  # once the lease of the dead one has run out
        assert generations.recover(layout, "bbbb") is not None
    assert titles(layout) == ["Ferry sails 1 times", "Ferry sails 2 times"]


def test_another_run_sweeps_what_a_crashed_publish_left(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    clean = objects(layout)
    with lock.writing(layout, "bbbb", 0):
        Draft(layout, stamp("bbbb")).add(ARTICLES, [articles_table(article(2))])  # dies before its manifest
    with lock.writing(layout, "cccc", 0):
        crash_before_switch(layout, "cccc", 3)
    assert len(objects(layout)) > len(clean)
    with lock.writing(layout, "dddd", 0):
        assert generations.recover(layout, "dddd") is None
    assert objects(layout) == clean


def test_two_writers_take_turns_and_lose_no_row(layout: Layout, s3_options: dict[str, Any]) -> None:
    code = (
        "import json, sys\n"
        "from warehouse.layout import Layout\n"
        "from warehouse.location import located, use_storage\n"
        "from tests.warehouse import test_object_store as t\n"
        "use_storage(json.loads(sys.argv[2]))\n"
        "layout = Layout(located(sys.argv[1]))\n"
        "for n in range(2):\n"
        "    t.published_waiting(layout, f'{sys.argv[3]}{n}', int(sys.argv[3]) + n)\n"
    )
    writers = [start(code, layout, s3_options, number) for number in ("10", "20")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    assert generations.generation(layout).generation == 4
    assert titles(layout) == [f"Ferry sails {n} times" for n in (10, 11, 20, 21)]


def published_waiting(layout: Layout, key: str, number: int) -> None:
    with lock.writing(layout, key, 60):
        draft = Draft(layout, stamp(key))
        draft.add(ARTICLES, [articles_table(article(number))])
        draft.publish()


def start(code: str, layout: Layout, options: dict[str, Any], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, str(layout.root), json.dumps(options), *arguments]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)  # noqa: S603


def test_a_second_writer_is_told_who_holds_the_lease_and_takes_that_of_a_dead_one(
    layout: Layout, s3_options: dict[str, Any]
) -> None:
    holder = start(HOLD, layout, s3_options)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waited = 3.0  # longer than a life: the holder lives, so it renews
    with pytest.raises(WarehouseError, match=f"run elder on .*, process {holder.pid}"):
        lock.writing(layout, "younger", waited).__enter__()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with lock.writing(layout, "younger", 30):
        assert json.loads((layout.root / "write.lock").read_bytes())["run"] == "younger"


def test_a_writer_that_lost_its_lease_cannot_publish(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    root = layout.root
    assert not isinstance(root, Path)
    with lock.writing(layout, "bbbb", 0):
        draft = Draft(layout, stamp("bbbb"))
        draft.add(ARTICLES, [articles_table(article(2))])
        pointer.take(root, "token of another run")  # what a run does that finds the lease expired
        with pytest.raises(WarehouseError, match="lost the write lock"):
            draft.publish()
    assert titles(layout) == ["Ferry sails 1 times"]
    published(layout, "cccc", 3)
    assert titles(layout) == ["Ferry sails 1 times", "Ferry sails 3 times"]


def test_nobody_publishes_without_the_lock(layout: Layout) -> None:
    with pytest.raises(WarehouseError, match="is not held"):
        Draft(layout, stamp("aaaa"))


def test_the_lock_is_free_after_a_failure(layout: Layout) -> None:
    with pytest.raises(RuntimeError), lock.writing(layout, "aaaa", 0):
        raise RuntimeError
    published(layout, "bbbb", 1)
    seen = look(on_store(layout.root / "write.lock"))
    assert seen is not None
    assert seen.content == b"{}"


def test_staging_is_found_again_by_its_key_and_proved_by_its_hash(layout: Layout) -> None:
    folder = layout.staging_of("aaaa") / "clean"
    made = stage(folder, "k1", {"articles": articles_table(article(1))}, {"pages": 1})
    assert staged(folder, "k1") == made
    assert read(made.tables["articles"], ["title"]).to_pylist() == [{"title": "Ferry sails 1 times"}]
    located(made.tables["articles"].path).write_bytes(b"torn")
    assert staged(folder, "k1") is None
    assert staged(folder, "k2") is None


def test_staging_of_dead_runs_is_swept_and_that_of_living_ones_is_not(layout: Layout) -> None:
    with lock.staging(layout, "living", 0):
        for key in ("dead", "living", "own"):
            stage(layout.staging_of(key), "k", {}, {})
        with lock.staging(layout, "own", 0):
            left = ("living/k.json", "own/k.json", "living.lock", "own.lock")
            assert objects(layout) == {f"_staging/{name}" for name in left}
            with pytest.raises(WarehouseError, match="run own is already being done"):
                lock.staging(layout, "own", 0).__enter__()
        assert objects(layout) == {f"_staging/{name}" for name in ("living/k.json", "own/k.json", "living.lock")}


def test_look_ups_in_history_read_the_store(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    published(layout, "bbbb", 2)
    wanted = articles_table(article(2), article(7)).select(["article_id"])
    found = known(generations.current_files(layout, "articles"), ["article_id"], wanted)
    assert found.to_pylist() == [{"article_id": article(2)["article_id"]}]


def test_a_generation_that_is_dropped_takes_only_its_own_files(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    published(layout, "bbbb", 2)
    with lock.writing(layout, "maintain", 0):
        store = store_of(layout)
        store.remove(store.published()[1])
    assert titles(layout) == ["Ferry sails 1 times", "Ferry sails 2 times"]
    with pytest.raises(WarehouseError, match="no generation 1 \\(there: 2\\)"):
        connect(layout, 1)


def test_a_store_that_ignores_conditions_is_refused(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.object_store.write_if", lambda *_: "tag")
    with pytest.raises(WarehouseError, match="ignores If-None-Match"):
        generations.require_writable(layout)


def test_a_missing_bucket_is_named(s3_options: dict[str, Any]) -> None:  # noqa: ARG001
    with pytest.raises(WarehouseError, match="s3://nowhere-at-all/x cannot be written"):
        generations.require_writable(Layout(located("s3://nowhere-at-all/x")))


@pytest.mark.parametrize("url", ["gs://bucket/x", "memory://x", "http://example.org/x"])
def test_stores_without_conditional_writes_are_refused(url: str) -> None:
    with pytest.raises(UsageError, match="conditional writes"):
        located(url)


def test_a_store_is_no_folder(layout: Layout) -> None:
    assert isinstance(store_of(layout), ObjectStore)
    assert layout.signature_index is None
