"""Sources on an S3 emulator, and what was fetched from the web kept in a warehouse there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from expectations.errors import WarehouseError
from tasks.ingest import stores
from tasks.ingest.batch import fetch_sources
from tasks.ingest.stage import discover, read
from tasks.ingest.web.crawl import Fetch, WebSource
from tasks.ingest.web.options import FetchOptions
from tests.ingest.made_files import warc_of, zip_of
from tests.site import HTML, Reply, rss, running_site, story
from warehouse import lock
from warehouse.layout import Layout
from warehouse.location import located


@pytest.fixture
def objects(bucket: str) -> Any:
    """Three objects below a prefix, a hidden one, and the empty object that a console keeps for a folder."""
    store = located(bucket)
    assert not isinstance(store, Path)
    pages = [(f"https://wire.example/{n}", story(n), "") for n in (1, 2)]
    for name, data in {
        "in/page.html": story(3),
        "in/deep/news.warc.gz": warc_of(*pages),
        "in/pages.zip": zip_of({"a.html": story(4)}),
        "in/.hidden": b"x",
        "in/folder/": b"",
        "other.html": story(5),
    }.items():
        store.fs.pipe_file(f"{bucket}/{name}", data)
    return store


def test_a_prefix_is_known_by_what_the_store_states_and_streamed(
    bucket: str, objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "sha256_of", lambda _: pytest.fail("an object was read to know it"))
    files = discover([f"{bucket}/in/"])
    assert [f.uri.removeprefix(f"{bucket}/in/") for f in files] == ["deep/news.warc.gz", "page.html", "pages.zip"]
    assert len(next(read(files)).tables["pages"]) == 4
    assert discover([f"{bucket}/in/"]) == files
    objects.fs.pipe_file(f"{bucket}/in/page.html", story(6))
    changed = [f.uri for f, before in zip(discover([f"{bucket}/in/"]), files, strict=True) if f != before]
    assert changed == [f"{bucket}/in/page.html"]


@pytest.mark.usefixtures("objects")
def test_globs_and_keys(bucket: str) -> None:
    assert [f.uri for f in discover([f"{bucket}/**/*.html"])] == [f"{bucket}/in/page.html", f"{bucket}/other.html"]
    assert [f.source for f in discover([f"{bucket}/other.html"])] == ["other.html"]
    assert discover([f"{bucket}/i*"]) == discover([f"{bucket}/in/"])


def test_pages_are_fetched_into_a_warehouse_on_the_store(bucket: str) -> None:
    layout = Layout(located(f"{bucket}/warehouse"))
    options = FetchOptions(allow_private=True, host_seconds=0.0)

    def run() -> Fetch:
        return fetch_sources([WebSource("Harbour Times", (f"{site.url}/feed",), 10)], layout, [], options, 1.0)

    with running_site() as site:
        site.pages["/feed"] = Reply(rss(site, 1), etag='"f"')
        site.pages["/story/1"] = Reply(story(1), headers=HTML)
        fetch = run()
        assert run().inputs == fetch.inputs
        assert site.asked == [("/feed", 200), ("/story/1", 200), ("/feed", 304)]
    assert next(read(fetch.inputs)).tables["pages"].column("url").to_pylist() == [f"{site.url}/story/1"]
    with lock.fetching(layout, 1.0), pytest.raises(WarehouseError, match="another run is fetching"):
        run()
