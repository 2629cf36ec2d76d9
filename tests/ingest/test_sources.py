"""Files, folders, pages and sidecars become drafts; what cannot be had is named."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ingest.articles import Draft
from ingest.sources import SourceItem, drafts, items
from qa.types import ItemOutcome, ItemReport

LIMIT = 50_000_000


def _drafts(*paths: str | Path, limit: int = LIMIT) -> list[Draft]:
    found = [draft for item in _items(*paths, limit=limit) for draft in drafts(item)]
    assert all(isinstance(draft, Draft) for draft in found), found
    return [draft for draft in found if isinstance(draft, Draft)]


def _items(*paths: str | Path, limit: int = LIMIT) -> list[SourceItem]:
    found = list(items([str(path) for path in paths], limit))
    assert all(isinstance(item, SourceItem) for item in found), found
    return [item for item in found if isinstance(item, SourceItem)]


def _message(path: str | Path, limit: int = LIMIT) -> str:
    (report,) = items([str(path)], limit)
    assert isinstance(report, ItemReport)
    assert report.outcome is ItemOutcome.FAILED
    assert report.item == str(path)
    assert report.message is not None
    assert report.message.startswith(f"{path}: ")
    return report.message


def test_a_file_gives_its_bytes_and_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_bytes(b"Text.")
    monkeypatch.chdir(tmp_path / "sub")
    (draft,) = _drafts("../a.txt")
    assert draft.item == "../a.txt"
    assert draft.source == str(tmp_path.resolve() / "a.txt")


def test_a_folder_is_read_to_its_depth_in_order(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.md", "a/c.unknown", ".hidden.txt", ".git/x.txt", "b.meta.json"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}" if name.endswith("json") else "Text.")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    names = [Path(item.name).relative_to(tmp_path).as_posix() for item in _items(tmp_path)]
    assert names == ["a/c.unknown", "a/z.md", "b.txt"]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert "the folder holds no file to read" in _message(tmp_path)


def test_what_is_missing_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    missing = tmp_path / "no.txt"
    first, second = items([str(missing), str(tmp_path / "a.txt")], LIMIT)
    assert isinstance(first, ItemReport)
    assert "there is no such file or folder; check the path" in (first.message or "")
    assert isinstance(second, SourceItem)
    assert "cannot be read" in _message("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "a.txt").chmod(0)
    assert "may not be read; give this user the permission" in _message(tmp_path / "a.txt")


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert "has 60.0 MB or more, 50.0 MB are read; split it, or raise" in _message(path)


def test_a_pipe_or_device_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a regular file" in _message(tmp_path / "pipe")
    assert "is not a regular file" in _message("/dev/zero")


@pytest.mark.parametrize("sidecar", ["a.meta.json", "a.txt.meta.json"])
def test_a_sidecar_completes_its_file(tmp_path: Path, sidecar: str) -> None:
    fields = {"title": "T", "outlet": "O", "author": "A", "published": "2016-08-11", "id": "i"}
    fields |= {"language": "de", "collection": "c", "source": "https://example.com/a"}
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / sidecar).write_text(json.dumps({**fields, "licence": "CC0"}))
    assert _drafts(tmp_path) == [Draft(text="Text.", item=str(tmp_path / "a.txt"), **fields)]
    assert list(items([str(tmp_path / sidecar)], LIMIT)) == []


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"title": 5}', b"\xff"])
def test_a_broken_sidecar_costs_its_file(content: bytes) -> None:
    (report,) = drafts(SourceItem("a.txt", b"Text.", "/a.txt", content))
    assert isinstance(report, ItemReport)
    assert (report.message or "").startswith("a.txt: its .meta.json")


def test_lines_of_jsonl_have_their_own_source_or_the_line() -> None:
    content = b'{"text": "One"}\n\n{"text": "Two", "source": "https://a.example", "outlet": "own"}'
    item = SourceItem("a.jsonl", content, "/data/a.jsonl", b'{"outlet": "all", "language": "en"}')
    one, two = drafts(item)
    assert isinstance(one, Draft)
    assert isinstance(two, Draft)
    assert (one.item, one.source, one.outlet) == ("a.jsonl#1", "/data/a.jsonl#1", "all")
    assert (two.item, two.source, two.outlet) == ("a.jsonl#3", "https://a.example", "own")


def test_one_id_for_many_articles_is_refused() -> None:
    (report,) = drafts(SourceItem("a.jsonl", b'{"text": "One"}', "/a.jsonl", b'{"id": "x"}'))
    assert isinstance(report, ItemReport)
    assert "gives one id to many articles" in (report.message or "")


def test_a_line_that_would_replace_another_is_reported() -> None:
    content = b'{"text": "One", "source": "dpa"}\n{"text": "Two", "source": "dpa"}\n{"text": "3"}'
    one, two, three = drafts(SourceItem("a.jsonl", content, "/a.jsonl"))
    assert isinstance(one, Draft)
    assert isinstance(two, ItemReport)
    assert two.message == ("a.jsonl#2: has the source 'dpa' of a.jsonl#1; give it an id of its own")
    assert isinstance(three, Draft)


@pytest.mark.parametrize("name", ["empty.txt", "x.pdf.txt", "latin.txt", "nul.txt"])
def test_a_broken_item_is_a_report(name: str) -> None:
    contents = {"x.pdf.txt": b"%PDF-1", "latin.txt": b"Gr\xf6\xdfe", "nul.txt": b"a\0"}
    found = list(drafts(SourceItem(name, contents.get(name, b""), None)))
    if name == "empty.txt":
        assert found == [Draft(text="", item=name)]  # refused when it is made an article
        return
    (report,) = found
    assert isinstance(report, ItemReport)
    assert (report.message or "").startswith(f"{name}: ")


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {
            "/page": (
                "text/html; charset=iso-8859-1",
                "<html><p>Größe</p></html>".encode("latin-1"),
            ),
            "/large": ("text/plain", b"x" * 2000),
            "/a.txt": ("text/plain", b"Plain."),
        }
        if self.path in ("/moved", "/loop", "/away"):
            goals = {"/moved": "/a.txt", "/loop": "/loop", "/away": "file:///etc/passwd"}
            self.send_response(302)
            self.send_header("Location", goals[self.path])
            self.end_headers()
        elif self.path in pages:
            kind, content = pages[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)
        else:
            self.send_error(404)

    def log_message(self, *arguments: object) -> None:
        del arguments


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with _served() as address:
        yield address


@contextmanager
def _served() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_pages_are_fetched(site: str) -> None:
    page, plain, moved = _drafts(f"{site}/page", f"{site}/a.txt", f"{site}/moved")
    assert (page.text, page.source) == ("Größe", f"{site}/page")
    assert (plain.text, moved.text) == ("Plain.", "Plain.")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/none", "the server says 404 Not Found; check the address"),
        ("/loop", "cannot be fetched: Exceeded maximum allowed redirects"),
        ("/away", "cannot be fetched: Request URL has an unsupported protocol"),
        ("/large", "or more, 0.0 MB are read"),
    ],
)
def test_a_page_that_cannot_be_had_says_why(site: str, path: str, message: str) -> None:
    assert message in _message(site + path, limit=1000)


def test_without_a_network_it_says_so(site: str) -> None:
    del site
    assert "is there a network? Without one, save the page" in _message("http://127.0.0.1:9/x")
    assert "is there a network?" in _message("https://no-such-host.invalid/x")


def test_other_addresses_are_not_read() -> None:
    assert "ftp addresses are not read; give an http or https one" in _message("ftp://a.example/x")
    assert "file addresses are not read" in _message("file:///etc/passwd")
