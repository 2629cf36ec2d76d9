"""Which reader reads an item: by its suffix, else by what it looks like."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from ingest.articles import Draft
from ingest.formats import html, jsonl, markdown, text
from ingest.formats.decoding import looks_like_html
from qa.types import ItemReport

Reader = Callable[[bytes, str], Iterable[Draft | ItemReport]]

_READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": jsonl.read_json,
}


def reader_for(name: str, content: bytes) -> Reader:
    """Return the reader for a file's name or a URL; content of unknown suffix is looked at."""
    path = re.split("[?#]", name)[0] if "://" in name else name
    known = _READERS.get(PurePosixPath(path).suffix.lower())
    if known:
        return known
    if looks_like_html(content):
        return html.read
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b"[{")):
        return jsonl.read_json
    return text.read
