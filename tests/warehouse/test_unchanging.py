"""Reading what lies on an object store: what is known of a file that never changes is not asked."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq
import pytest
from s3fs import S3FileSystem

from expectations.errors import WarehouseError
from tests.conftest import article, articles_table
from tests.warehouse.test_object_store import published
from warehouse import generations
from warehouse.duck import connect
from warehouse.durable import written
from warehouse.layout import Layout
from warehouse.location import located, on_store
from warehouse.lookups import broken_references, known
from warehouse.ref import TableRef
from warehouse.staging import read


@pytest.fixture
def layout(bucket: str) -> Layout:
    return Layout(located(f"{bucket}/warehouse"))


def test_a_store_is_not_asked_what_the_manifest_says(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is read and nothing else; what the views cost does not grow with the files."""
    asked = requests(monkeypatch)
    costs = []
    for key, number in (("aaaa", 1), ("bbbb", 2), ("cccc", 3)):
        published(layout, key, number)
        asked.clear()
        reader = connect(layout)
        costs.append(len(asked))
        assert reader.execute("select count(*) from raw.articles").fetchall() == [(number,)]
    assert set(asked) == {"get_object"}
    assert costs[2] <= costs[1] <= costs[0]


def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests that are made to the store from now on."""
    made: list[str] = []
    call = S3FileSystem._call_s3

    async def noted(store: S3FileSystem, method: str, *args: Any, **options: Any) -> Any:
        made.append(method)
        return await call(store, method, *args, **options)

    monkeypatch.setattr(S3FileSystem, "_call_s3", noted)
    return made


def test_a_file_that_is_gone_is_an_error_that_says_so(layout: Layout) -> None:
    published(layout, "aaaa", 1)
    [file] = generations.current_files(layout, "articles")
    on_store(layout.root).fs.rm(file)
    with pytest.raises(WarehouseError, match=r"cannot be read: FileNotFoundError: .*not exist"):
        known([file], ["article_id"], articles_table(article(1)).select(["article_id"]))


def test_a_staged_file_may_be_made_again(layout: Layout) -> None:
    """Its bytes change, and whoever reads it by its reference finds the new ones."""
    place = located(f"{layout.root}/staged.parquet")
    for number in (1, 2, 30):
        copy = article(number, duplicate_of=article(9)["article_id"])
        with written(place) as local:
            pq.write_table(articles_table(copy), local)
            ref = TableRef(str(place), "", 1, local.stat().st_size)
        assert read(ref)["title"].to_pylist() == [copy["title"]]
        [found] = broken_references(["duplicate_of_is_canonical"], {"articles": [str(ref.place)]}, []).to_pylist()
        assert found["example"] == copy["article_id"]
