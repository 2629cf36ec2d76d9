"""Between the records of Beleg and the rows of SQLite."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.library.library import StoredPassage
from qa.models.embedding import PassageVectors
from qa.types import Article, Passage, Span

VERSION_COLUMNS = (
    "article_id, sha256, title, source, outlet, author, published, language, collection, "
    "ingested_at, outlet_folded, n_characters"
)
ARTICLE_COLUMNS = (
    "article_id, text, sha256, title, source, outlet, author, published, language, collection, "
    "ingested_at"
)
ENTRY_COLUMNS = (
    "article_id, sha256, title, source, outlet, author, published, language, collection, "
    "ingested_at, n_characters"
)
PASSAGE_COLUMNS = (
    'passages.key, article_id, sha256, language, start, "end", passages.text, '
    "passages.sentences, vector, sentence_vectors"
)


def version_row(article: Article) -> tuple[Any, ...]:
    """Lay an article out as VERSION_COLUMNS."""
    return (
        article.id,
        article.sha256,
        article.title,
        article.source,
        article.outlet,
        article.author,
        article.published,
        article.language,
        article.collection,
        article.ingested_at,
        None if article.outlet is None else article.outlet.casefold(),
        len(article.text),
    )


def passage_row(version: int, passage: Passage, vectors: PassageVectors) -> tuple[Any, ...]:
    """Lay a passage out in the order of the table, without its key."""
    return (
        version,
        passage.span.start,
        passage.span.end,
        span_bytes(passage.sentences),
        vectors.passage.astype("<f4").tobytes(),
        passage.text,
        vectors.sentences.astype("<f2").tobytes(),
    )


def article(row: Sequence[Any]) -> Article:
    """Read the columns ARTICLE_COLUMNS."""
    (
        article_id, text, sha256, title, source, outlet, author, published, language, collection,
        ingested_at,
    ) = row  # fmt: skip
    return Article(
        id=article_id,
        text=text,
        sha256=sha256,
        title=title,
        source=source,
        outlet=outlet,
        author=author,
        published=published,
        language=language,
        collection=collection,
        ingested_at=ingested_at,
    )


def stored_passage(row: Sequence[Any]) -> StoredPassage:
    """Read the columns PASSAGE_COLUMNS."""
    key, article_id, sha256, language, start, end, text, sentences, vector, matrix = row
    passage = Passage(
        article_id=article_id,
        article_sha256=sha256,
        span=Span(start, end),
        text=text,
        sentences=tuple(spans(sentences)),
        language=language,
    )
    rows = np.frombuffer(matrix, dtype="<f2").astype(np.float32)
    vectors = PassageVectors(vector_of(vector), rows.reshape(len(passage.sentences), -1))
    return StoredPassage(key, passage, vectors)


def vector_of(written: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Read a vector that `passage_row` wrote."""
    return np.frombuffer(written, dtype="<f4").astype(np.float32, copy=False)


def span_bytes(sentences: Sequence[Span]) -> bytes:
    """Write spans as int32: start, end, start, end, ..."""
    return np.array([(s.start, s.end) for s in sentences], dtype="<i4").tobytes()


def spans(written: bytes) -> list[Span]:
    """Read what `span_bytes` wrote."""
    pairs = np.frombuffer(written, dtype="<i4").reshape(-1, 2).tolist()
    return [Span(start, end) for start, end in pairs]
