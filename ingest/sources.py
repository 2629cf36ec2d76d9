"""Collect items from files, folders and URLs, and read the drafts in them."""

import json
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.articles import Draft, failure
from ingest.formats.jsonl import metadata_from
from ingest.formats.registry import reader_for
from qa.errors import ArticleError
from qa.types import ItemReport

SIDECAR = ".meta.json"
NO_ARTICLES = (SIDECAR, ".questions.jsonl", ".floors.json")  # what lies beside articles
TIMEOUT = 20.0  # seconds for a connection, and for each piece of a page
MAX_REDIRECTS = 5

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_OF_ONE_ARTICLE = ("id", "title", "source")


@dataclass(frozen=True, slots=True)
class SourceItem:
    """The bytes of one file, page or upload, and where they came from."""

    name: str  # as the caller named it; its suffix chooses the reader
    content: bytes
    source: str | None  # absolute path or URL
    sidecar: bytes | None = None  # content of the NAME.meta.json beside the file


def items(paths_or_urls: Sequence[str], max_bytes: int) -> Iterator[SourceItem | ItemReport]:
    """Yield each file, page, and file in a folder, or the report of why it could not be had.

    Folders are read to their depth, in the order of names; hidden files, hidden folders,
    sidecars (`*.meta.json`), question sets (`*.questions.jsonl`) and their floors
    (`*.floors.json`) are no items. Nothing above `max_bytes` bytes is read.
    """
    for given in paths_or_urls:
        url = _URL.match(given)
        if url is None:
            yield from _items_at(given, max_bytes)
            continue
        try:
            yield _page(given, url.group(1).lower(), max_bytes)
        except ArticleError as error:
            yield failure(given, error)


def drafts(item: SourceItem) -> Iterator[Draft | ItemReport]:
    """Yield the drafts in an item, completed from its sidecar, or the reports of what is wrong.

    A draft's source is its own, else the item's; in a JSONL file or a JSON list, the item's with
    "#" and the line or index. There, a second draft of the same id or source is reported, for it
    would replace the first.
    """
    taken: dict[str, str] = {}
    try:
        metadata = metadata_from(_sidecar(item), f"{item.name}: its {SIDECAR}")
        for draft in reader_for(item.name, item.content)(item.content, item.name):
            if isinstance(draft, ItemReport):
                yield draft
                continue
            completed = _completed(draft, item, metadata)
            key = completed.id or completed.source or ""
            first = taken.setdefault(key, draft.item)
            if first == draft.item:
                yield completed
            else:
                what = "id" if completed.id else "source"
                message = (
                    f"{draft.item}: has the {what} {key!r} of {first}; give it an id of its own"
                )
                yield failure(draft.item, ArticleError(message))
    except ArticleError as error:
        yield failure(item.name, error)


def _completed(draft: Draft, item: SourceItem, metadata: dict[str, str]) -> Draft:
    """Fill in what the sidecar says and where the draft came from."""
    if draft.item == item.name:  # the whole item is one article: its sidecar knows better
        completed = replace(draft, **metadata)
        return replace(completed, source=completed.source or item.source)
    wrong = [name for name in _OF_ONE_ARTICLE if name in metadata]
    if wrong:
        raise ArticleError(
            f"{item.name}: its {SIDECAR} gives one {wrong[0]} to many articles; "
            "give it in each object instead"
        )
    missing = {name: value for name, value in metadata.items() if getattr(draft, name) is None}
    place = draft.item.removeprefix(item.name)  # "#17"
    own_source = draft.source or (item.source and item.source + place)
    return replace(draft, **missing, source=own_source)


def _sidecar(item: SourceItem) -> object:
    if item.sidecar is None:
        return {}
    try:
        return json.loads(item.sidecar)
    except (ValueError, RecursionError) as error:
        raise ArticleError(
            f"{item.name}: its {SIDECAR} is not JSON: {error}; correct it"
        ) from error


def _items_at(given: str, max_bytes: int) -> Iterator[SourceItem | ItemReport]:
    path = Path(given)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        yield failure(given, _unreadable(given, error))
        return
    if not is_folder:
        if not given.endswith(SIDECAR):
            yield _file(path, max_bytes)
        return
    is_empty = True
    for item in _items_in(path, max_bytes, set()):
        is_empty = False
        yield item
    if is_empty:
        message = f"{given}: the folder holds no file to read; name one with articles in it"
        yield failure(given, ArticleError(message))


def _items_in(
    folder: Path, max_bytes: int, entered: set[Path]
) -> Iterator[SourceItem | ItemReport]:
    real = folder.resolve()
    if real in entered:  # a link leads back
        return
    entered.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield failure(str(folder), _unreadable(str(folder), error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(NO_ARTICLES):
            continue
        if entry.is_dir():
            yield from _items_in(entry, max_bytes, entered)
        else:
            yield _file(entry, max_bytes)


def _file(path: Path, max_bytes: int) -> SourceItem | ItemReport:
    name = str(path)
    try:
        content = _content(path, max_bytes)
        sidecar = next(
            (_content(beside, max_bytes) for beside in _sidecar_paths(path) if beside.is_file()),
            None,
        )
        source = str(path.parent.resolve() / path.name)
    except ArticleError as error:
        return failure(name, error)
    except (OSError, ValueError) as error:
        return failure(name, _unreadable(name, error))
    return SourceItem(name=name, content=content, source=source, sidecar=sidecar)


def _sidecar_paths(path: Path) -> list[Path]:
    """Return where the sidecar of "a.txt" may be: "a.txt.meta.json", else "a.meta.json"."""
    return [path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)]


def _content(path: Path, max_bytes: int) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(f"{path}: is not a regular file; give a file with text")
    if status.st_size > max_bytes:
        raise _too_large(str(path), status.st_size, max_bytes)
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise _too_large(str(path), len(content), max_bytes)
    return content


def _too_large(name: str, n_bytes: int, max_bytes: int) -> ArticleError:
    return ArticleError(
        f"{name}: has {n_bytes / 1e6:.1f} MB or more, {max_bytes / 1e6:.1f} MB are read; "
        "split it, or raise BELEG_MAX_UPLOAD_MB"
    )


def _unreadable(name: str, error: OSError | ValueError) -> ArticleError:
    if isinstance(error, FileNotFoundError):
        return ArticleError(f"{name}: there is no such file or folder; check the path")
    if isinstance(error, PermissionError):
        return ArticleError(f"{name}: may not be read; give this user the permission (chmod u+r)")
    reason = error.strerror if isinstance(error, OSError) else error
    return ArticleError(f"{name}: cannot be read: {reason}")


def _page(url: str, scheme: str, max_bytes: int) -> SourceItem:
    if scheme not in ("http", "https"):
        raise ArticleError(f"{url}: {scheme} addresses are not read; give an http or https one")
    import httpx

    try:
        with (
            httpx.Client(
                timeout=TIMEOUT, follow_redirects=True, max_redirects=MAX_REDIRECTS
            ) as client,
            client.stream("GET", url, headers={"User-Agent": "Beleg"}) as page,
        ):
            page.raise_for_status()
            content = bytearray()
            for piece in page.iter_bytes():
                content += piece
                if len(content) > max_bytes:
                    raise _too_large(url, len(content), max_bytes)
            return SourceItem(url, _in_utf_8(bytes(content), page.charset_encoding), url)
    except httpx.HTTPStatusError as error:
        status = error.response
        raise ArticleError(
            f"{url}: the server says {status.status_code} {status.reason_phrase}; check the address"
        ) from error
    except httpx.TimeoutException as error:
        raise ArticleError(
            f"{url}: no answer within {TIMEOUT:.0f} s; try again later, or save the page as a file"
        ) from error
    except httpx.ConnectError as error:
        raise ArticleError(
            f"{url}: cannot be reached ({error}); is there a network? "
            "Without one, save the page as a file elsewhere and ingest the file"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ArticleError(f"{url}: cannot be fetched: {error}; check the address") from error


def _in_utf_8(content: bytes, charset: str | None) -> bytes:
    """Return a page's bytes in UTF-8 where only the server, not the page, knows its charset."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode(charset or "utf-8").encode("utf-8")
        except (UnicodeError, LookupError):
            return content  # the reader names the fault
    return content
