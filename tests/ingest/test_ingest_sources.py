"""Sources become files: folders, globs, links and names of any kind."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from expectations.errors import UsageError
from tasks.ingest.local import path_shown_as
from tasks.ingest.stage import IngestOptions, discover, read


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("inbox/b.txt", "inbox/a/z.html", "inbox/a/y.html", "inbox/.hidden", "inbox/.git/config", "other.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}")
    return tmp_path / "inbox"


@pytest.mark.usefixtures("inbox")
def test_a_folder_is_read_recursively_in_order_without_hidden_files() -> None:
    files = discover(["inbox"], None)
    assert [f.uri for f in files] == ["inbox/a/y.html", "inbox/a/z.html", "inbox/b.txt"]
    assert {f.source for f in files} == {"inbox"}
    assert files[2].sha256 == hashlib.sha256(b"text of inbox/b.txt").hexdigest()
    assert files[2].size == 19


@pytest.mark.usefixtures("inbox")
def test_hidden_files_on_request() -> None:
    uris = [f.uri for f in discover(["inbox"], None, IngestOptions(hidden_files=True))]
    assert "inbox/.hidden" in uris
    assert "inbox/.git/config" in uris


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("given", ["inbox/", "./inbox", "inbox/../inbox"])
def test_uris_begin_as_the_user_wrote_them(given: str) -> None:
    assert discover([given], None)[-1].uri == os.path.join(given, "b.txt")  # noqa: PTH118


@pytest.mark.usefixtures("inbox")
def test_a_file_is_its_own_source_and_a_given_name_wins() -> None:
    assert discover(["inbox/b.txt"], None)[0].source == "b.txt"
    assert discover(["inbox/b.txt", "inbox"], "Daily Lantern")[1].source == "Daily Lantern"


@pytest.mark.usefixtures("inbox")
def test_globs_and_repeated_names() -> None:
    files = discover(["inbox/**/*.html", "inbox/a/z.html"], None)
    assert [f.uri for f in files] == ["inbox/a/y.html", "inbox/a/z.html"]


@pytest.mark.usefixtures("inbox")
def test_a_glob_of_folders_is_what_lies_in_them() -> None:
    assert [(f.uri, f.source) for f in discover(["in[b]*/[a]"], None)] == [
        ("inbox/a/y.html", "a"),
        ("inbox/a/z.html", "a"),
    ]
    assert [f.uri for f in discover(["inbox/*"], None)] == ["inbox/b.txt"]  # where files match, these are meant


def test_file_urls(inbox: Path) -> None:
    assert discover([f"file://{inbox}/b.txt"], None)[0].uri == f"{inbox}/b.txt"


def test_links_that_lead_outside_are_passed_over(inbox: Path) -> None:
    (inbox / "out.txt").symlink_to("../other.txt")
    (inbox / "in.txt").symlink_to("b.txt")
    (inbox / "loop").symlink_to(".")
    (inbox / "dangling").symlink_to("nowhere")
    uris = [f.uri for f in discover(["inbox"], None)]
    assert "inbox/out.txt" not in uris
    assert "inbox/in.txt" in uris
    assert not any("loop" in uri for uri in uris)


def test_a_link_named_by_the_user_is_read(inbox: Path) -> None:
    (inbox / "out.txt").symlink_to("../other.txt")
    assert len(discover(["inbox/out.txt"], None)) == 1


def test_pipes_are_passed_over_in_a_folder_and_refused_when_named(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe")
    assert "inbox/pipe" not in [f.uri for f in discover(["inbox"], None)]
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        discover(["inbox/pipe"], None)


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("source", ["missing", "inbox/*.pdf", "gopher://x"])
def test_what_cannot_be_found_is_named(source: str) -> None:
    with pytest.raises(UsageError) as error:
        discover([source], None)
    assert source in error.value.reason
    assert "a folder or a glob" in error.value.instruction


def test_a_file_that_vanishes_is_refused(inbox: Path) -> None:
    files = discover(["inbox"], None)
    (inbox / "b.txt").unlink()
    outcomes = list(read(files))
    assert outcomes[0].quarantined.column("rule").to_pylist() == ["unreadable"]
    assert "inbox/b.txt" in outcomes[0].quarantined.column("reason")[0].as_py()
    assert outcomes[0].counts["files"] == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(inbox: Path) -> None:
    (inbox / "b.txt").chmod(0)
    files = discover(["inbox/b.txt"], None)
    assert files[0].sha256 == ""
    assert next(read(files)).quarantined.column("rule").to_pylist() == ["unreadable"]


@pytest.mark.usefixtures("inbox")
def test_names_that_are_no_text_are_read_and_printed() -> None:
    Path(os.fsdecode(b"inbox/caf\xe9.txt")).write_text("The harbour reopened.")
    pages = next(read(discover(["inbox"], None))).tables["pages"]
    assert any("caf" in uri for uri in pages.column("source_uri").to_pylist())


@pytest.mark.usefixtures("inbox")
def test_options_and_files_can_be_sent_to_other_processes() -> None:
    files = discover(["inbox"], None)
    assert pickle.loads(pickle.dumps((files, IngestOptions()))) == (files, IngestOptions())  # noqa: S301


def test_names_that_cannot_be_printed_are_read_under_one_that_can(inbox: Path) -> None:
    (inbox / "two\nlines.txt").write_text("The harbour reopened.")
    [file] = [f for f in discover(["inbox"], None) if "two" in f.uri]
    assert file.uri == "inbox/two\\nlines.txt"
    assert next(read([file])).tables["pages"].column("source_uri").to_pylist() == [file.uri]


@pytest.mark.parametrize("name", ["a\nb.html", "bad\udcff.html", "plain.html"])
def test_a_file_is_found_again_by_the_name_that_is_shown(name: str, inbox: Path) -> None:
    (inbox / name).write_text("text")
    shown = next(file.uri for file in discover(["inbox"]) if file.location.endswith(name))
    assert shown.isprintable()
    assert path_shown_as(shown) == f"inbox/{name}"
    assert [file.uri for file in discover([path_shown_as(shown)])] == [shown]


def test_a_file_that_is_gone_keeps_the_name_that_is_shown() -> None:
    assert path_shown_as("no/such\\nfile.html") == "no/such\\nfile.html"
