"""Between the records of Beleg and the rows of SQLite."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.library.library import StoredPassage
from qa.models.embedding import PassageVectors
from qa.types import Article, Filters, Passage, Span

# How `versions` joins `articles` to give what is searched today.
CURRENT = "ON versions.article_id = articles.id AND versions.sha256 = articles.sha256"
ARTICLE_COLUMNS = (
    "versions.article_id, text, versions.sha256, title, source, outlet, author, published, "
    "versions.language, collection, ingested_at"
)
ENTRY_COLUMNS = (
    "versions.article_id, versions.sha256, title, source, outlet, author, published, "
    "versions.language, collection, ingested_at, n_characters"
)
PASSAGE_COLUMNS = (
    'key, article_id, sha256, start, "end", text, language, sentences, vector, sentence_vectors'
)


def version_row(article: Article, sentences: Sequence[Span]) -> tuple[Any, ...]:
    """Lay an article out in the order of the `versions` table."""
    return (
        article.id, article.sha256, article.title, article.source, article.outlet, article.author,
        article.published, article.language, article.collection, article.ingested_at, article.text,
        len(article.text), span_bytes(sentences),
    )


def passage_row(passage: Passage, vectors: PassageVectors) -> tuple[Any, ...]:
    """Lay a passage out in the order of the insert into `passages`."""
    return (
        passage.article_id, passage.article_sha256, passage.span.start, passage.span.end,
        passage.text, passage.language, span_bytes(passage.sentences),
        vectors.passage.astype(np.float32).tobytes(),
        vectors.sentences.astype(np.float16).tobytes(),
    )


def article(row: Sequence[Any]) -> Article:
    """Read the columns ARTICLE_COLUMNS."""
    names = (
        "id", "text", "sha256", "title", "source", "outlet", "author", "published", "language",
        "collection", "ingested_at",
    )
    return Article(**dict(zip(names, row, strict=True)))


def stored_passage(row: Sequence[Any]) -> StoredPassage:
    """Read the columns PASSAGE_COLUMNS."""
    key, article_id, sha256, start, end, text, language, sentences, vector, sentence_vectors = row
    spans_ = spans(sentences)
    passage = Passage(
        article_id=article_id,
        article_sha256=sha256,
        span=Span(start, end),
        text=text,
        sentences=tuple(spans_),
        language=language,
    )
    matrix = np.frombuffer(sentence_vectors, dtype=np.float16).astype(np.float32)
    vectors = PassageVectors(
        np.frombuffer(vector, dtype=np.float32), matrix.reshape(len(spans_), -1)
    )
    return StoredPassage(key, passage, vectors)


def span_bytes(sentences: Sequence[Span]) -> bytes:
    """Write spans as int32: start, end, start, end, ..."""
    return np.array([(s.start, s.end) for s in sentences], dtype=np.int32).tobytes()


def spans(written: bytes) -> list[Span]:
    """Read what `span_bytes` wrote."""
    pairs = np.frombuffer(written, dtype=np.int32).reshape(-1, 2).tolist()
    return [Span(start, end) for start, end in pairs]


def condition(filters: Filters) -> tuple[str, list[Any]]:
    """Return the SQL condition on `articles` and `versions`, and its values.

    Dates compare by day: an article of 2016-08-11T10:00 is inside 2016-08-11.
    """
    parts = ["articles.sha256 IS NOT NULL"]
    values: list[Any] = []
    for column, wanted in (
        ("versions.language", filters.language),
        ("versions.collection", filters.collection),
    ):
        if wanted is not None:
            parts.append(f"{column} = ?")
            values.append(wanted)
    if filters.outlet is not None:
        parts.append("casefold(versions.outlet) = ?")
        values.append(filters.outlet.casefold())
    if filters.published_from is not None:
        parts.append("substr(versions.published, 1, 10) >= ?")
        values.append(filters.published_from[:10])
    if filters.published_to is not None:
        parts.append("substr(versions.published, 1, 10) <= ?")
        values.append(filters.published_to[:10])
    if filters.article_ids is not None:
        parts.append(f"articles.id IN ({', '.join('?' * len(filters.article_ids))})")
        values += filters.article_ids
    return " AND ".join(parts), values
