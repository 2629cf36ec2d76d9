"""Small articles with passages and vectors, and what a library holds as one comparable value."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ingest.articles import Draft, make_article
from ingest.passages import passages
from qa.library.analysis import indexed_terms
from qa.library.library import Library
from qa.models.embedding import PassageVectors, passage_text
from qa.types import Article, Filters, Passage
from tests.fakes import HashEmbedding

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
EMBEDDING = HashEmbedding()

Embedded = Sequence[tuple[Passage, PassageVectors]]


def made(text: str, now: datetime = NOW, **fields: str) -> tuple[Article, Embedded]:
    """Return an article with its embedded passages."""
    article = make_article(Draft(text=text, item="the item", **fields), now)
    found = passages(article)
    return article, list(
        zip(found, EMBEDDING.embed_passages([passage_text(p) for p in found]), strict=True)
    )


def put(library: Library, text: str, now: datetime = NOW, **fields: str) -> Article:
    """Store an article and return it."""
    article, embedded = made(text, now, **fields)
    library.store(article, embedded)
    return article


def long_text(word: str, n_sentences: int = 40) -> str:
    """Return a text of several passages."""
    return " ".join(
        f"Sentence number {k} speaks of {word} and of topic{k}." for k in range(n_sentences)
    )


def held(library: Library) -> dict[str, Any]:
    """Return all that is searched, without keys and revision: what two ingests must agree on."""
    entries, total = library.articles(Filters(), limit=1_000_000)
    assert len(entries) == total
    return {
        entry.id: (
            entry,
            library.article(entry.id),
            library.sentences(entry.id),
            [
                (s.passage, s.vectors.passage.tobytes(), s.vectors.sentences.tobytes())
                for s in library.passages_of(entry.id)
            ],
        )
        for entry in entries
    }


def check_lexical_side(library: Library) -> None:
    """Assert that postings and statistics are what a count over all passages gives."""
    for language in ("en", "de"):
        stored = library.passages(library.keys(Filters(language=language)).tolist())
        counts = {
            key: Counter(indexed_terms(s.passage.text, language)) for key, s in stored.items()
        }
        expected: dict[str, list[tuple[int, int, int]]] = {}
        for key in sorted(counts):
            for term, count in counts[key].items():
                expected.setdefault(term, []).append((key, count, counts[key].total()))
        found = {
            term: list(zip(p.keys.tolist(), p.counts.tolist(), p.lengths.tolist(), strict=True))
            for term, p in library.postings([*expected, "nowhere"], language).items()
        }
        assert found == expected
        statistics = library.lexical_statistics(language)
        total = sum(count.total() for count in counts.values())
        assert statistics.n_passages == len(stored)
        assert statistics.mean_length == (total / len(stored) if stored else 0.0)
    assert library.n_passages() == len(library.keys(Filters()))
