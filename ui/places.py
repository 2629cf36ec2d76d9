"""Places in articles as addresses of Beleg's own viewer, written and read."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from qa.errors import ArticleNotFound
from qa.types import Citation, Span

_SPAN = re.compile(r"(\d{1,12})-(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address points: an article, perhaps a version, a span, and words inside it."""

    article_id: str
    sha256: str | None = None
    span: Span | None = None
    words: Span | None = None


def citation_url(citation: Citation) -> str:
    """Return the address of a quote, and of the words in it that answer."""
    span = Span(citation.start, citation.end)
    return sentence_url(
        citation.article_id, citation.article_sha256, span, words=citation.highlight
    )


def sentence_url(article_id: str, sha256: str, span: Span, *, words: Span | None = None) -> str:
    """Return the address of a span in a version of an article, and of words in that version."""
    marked = f"&words={words.start}-{words.end}" if words else ""
    return f"{version_url(article_id, sha256)}{marked}#s{span.start}-{span.end}"


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
    query = parse_qs(parts.query)
    return Place(
        article_id=unquote(name),
        sha256=query.get("version", [None])[0],
        span=_span(parts.fragment.removeprefix("s")) if parts.fragment.startswith("s") else None,
        words=_span(query.get("words", [""])[0]),
    )


def _span(written: str) -> Span | None:
    found = _SPAN.fullmatch(written)
    if found and int(found[1]) < int(found[2]):
        return Span(int(found[1]), int(found[2]))
    return None
