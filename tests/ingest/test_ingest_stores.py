"""Object stores by fsspec: `memory://` stands for them all, with an identity where a test gives it one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from expectations.errors import BadInputError, UsageError
from tasks.ingest import stores
from tasks.ingest.inputs import InputFile
from tasks.ingest.stage import IngestOptions, discover, read
from tasks.ingest.stores import StoreError, require_store
from tests.ingest.made_files import warc_of

PAGE = b"<html><body><p>The harbour reopened on Monday.</p></body></html>"


@pytest.fixture
def bucket() -> Iterator[str]:
    """A prefix with three pages and a hidden object."""
    store = fsspec.filesystem("memory")
    for name in ("b.html", "a/z.html", "a/y.html", ".hidden"):
        store.pipe_file(f"/bucket/{name}", PAGE + name.encode())
    yield "memory://bucket"
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.fixture
def stated(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """ETags by name, as an object store states them."""
    etags: dict[str, str] = {}
    info = MemoryFileSystem.info
    find = MemoryFileSystem.find

    def with_etag(self: Any, path: str, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = info(self, path, **options)
        return found | {"ETag": etags.get(found["name"])}

    def found_with_etag(self: Any, path: str, **options: Any) -> dict[str, Any]:
        return {name: with_etag(self, name) for name in find(self, path, **options)}

    monkeypatch.setattr(MemoryFileSystem, "find", found_with_etag)
    return etags


def test_a_prefix_is_read_recursively_in_order_without_hidden_objects(bucket: str) -> None:
    files = discover([bucket])
    assert [f.uri for f in files] == [f"memory:///bucket/{n}" for n in ("a/y.html", "a/z.html", "b.html")]
    assert {f.source for f in files} == {"bucket"}
    assert files[2].sha256 == hashlib.sha256(PAGE + b"b.html").hexdigest()
    assert len(discover([bucket], None, IngestOptions(hidden_files=True))) == 4


def test_keys_and_globs(bucket: str) -> None:
    assert [f.source for f in discover([f"{bucket}/b.html"])] == ["b.html"]
    assert [f.uri for f in discover([f"{bucket}/**/*.html"], "Wire")] == [f.uri for f in discover([f"{bucket}"])]


def test_a_glob_of_prefixes_is_what_lies_below_them(bucket: str) -> None:
    assert [f.uri for f in discover([f"{bucket}/[a]*"])] == [f"memory:///bucket/a/{n}.html" for n in "yz"]


def test_objects_are_streamed_into_pages(bucket: str) -> None:
    pages = next(read(discover([bucket]))).tables["pages"]
    assert pages.column("source_uri").to_pylist() == [f.uri for f in discover([bucket])]


def test_what_the_store_states_is_taken_for_the_content_and_nothing_is_read(
    bucket: str, stated: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stated["/bucket/b.html"] = "one"
    monkeypatch.setattr(stores, "sha256_of", lambda _: pytest.fail("the object was read"))
    [before] = discover([f"{bucket}/b.html"])
    assert discover([f"{bucket}/b.html"]) == [before]
    stated["/bucket/b.html"] = "two"
    [after] = discover([f"{bucket}/b.html"])
    assert after.sha256 != before.sha256
    assert len(after.sha256) == 64


def test_a_packed_archive_is_streamed_and_not_held_in_memory(bucket: str) -> None:
    archive = warc_of(("https://wire.example/1", PAGE, ""), ("https://wire.example/2", PAGE, ""))
    fsspec.filesystem("memory").pipe_file("/bucket/news.warc.gz", archive)
    [outcome] = read(discover([f"{bucket}/news.warc.gz"]))
    assert outcome.tables["pages"].column("url").to_pylist() == ["https://wire.example/1", "https://wire.example/2"]


class _Failing(io.RawIOBase):
    """A connection that breaks after the first bytes, as the libraries of stores report it."""

    sent = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002
        if self.sent:
            raise RuntimeError("connection reset")
        self.sent = True
        return PAGE


def test_a_store_that_fails_is_not_the_objects_fault(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = discover([f"{bucket}/b.html"])
    monkeypatch.setattr(MemoryFileSystem, "_open", lambda *_, **__: _Failing())
    with pytest.raises(StoreError, match=r"b.html cannot be read on \(RuntimeError: connection reset"):
        list(read(files))


def test_an_object_that_vanished_is_refused(bucket: str) -> None:
    files = discover([f"{bucket}/b.html"])
    fsspec.filesystem("memory").rm("/bucket/b.html")
    assert next(read(files)).quarantined.column("rule").to_pylist() == ["unreadable"]


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="nothing at memory://nowhere"):
        discover(["memory://nowhere"])


def test_a_store_that_cannot_be_listed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError("no such key id")

    monkeypatch.setattr(MemoryFileSystem, "find", denied)
    with pytest.raises(BadInputError, match=r"cannot be listed \(PermissionError: no such key id\)") as error:
        discover(["memory://b"])
    assert "credentials" in error.value.instruction


def test_a_missing_driver_is_named_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(protocol: str) -> None:
        raise ImportError(f"no driver of {protocol}")

    monkeypatch.setattr(fsspec, "get_filesystem_class", missing)
    with pytest.raises(UsageError) as error:
        require_store("s3://bucket/pages/")
    assert error.value.instruction == "Install it: pip install 'newsmill[s3]'."
    with pytest.raises(UsageError, match="gs://bucket: the driver"):
        require_store("gs://bucket")


def test_passwords_in_addresses_are_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as error:
        require_store("sftp://harbour:s3cret@example.org/pages")
    assert "s3cret" not in str(error.value)


def test_names_that_cannot_be_printed_are_read_under_one_that_can(bucket: str) -> None:
    fsspec.filesystem("memory").pipe_file("/bucket/two\nlines.html", PAGE)
    files = [f for f in discover([bucket]) if "two" in f.uri]
    assert [f.uri for f in files] == ["memory:///bucket/two\\nlines.html"]
    assert isinstance(files[0], InputFile)
    assert next(read(files)).tables["pages"].column("source_uri").to_pylist() == [files[0].uri]
