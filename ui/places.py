"""Places in articles as addresses of Beleg's own viewer, written and read."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from qa.errors import ArticleNotFound
from qa.types import Span

_SPAN = re.compile(r"s(\d{1,12})-(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address points: an article, perhaps a version of it, perhaps a span."""

    article_id: str
    sha256: str | None = None
    span: Span | None = None


def sentence_url(article_id: str, sha256: str, span: Span) -> str:
    """Return the address of a span in a version of an article."""
    return f"{version_url(article_id, sha256)}#s{span.start}-{span.end}"


def version_url(article_id: str, sha256: str) -> str:
    """Return the address of a version of an article."""
    return f"{article_url(article_id)}?version={sha256}"


def article_url(article_id: str) -> str:
    """Return the address of an article's current version."""
    return f"/articles/{quote(article_id, safe='')}"


def place_of(url: str) -> Place:
    """Read an address of the viewer; raise ArticleNotFound for any other."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    if folder != "/articles" or not name:
        raise ArticleNotFound(f"{url!r} is not the address of an article; expected /articles/ID")
    version = parse_qs(parts.query).get("version", [None])[0]
    found = _SPAN.fullmatch(parts.fragment)
    span = None
    if found and int(found[1]) < int(found[2]):
        span = Span(int(found[1]), int(found[2]))
    return Place(unquote(name), version, span)
