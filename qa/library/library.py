"""What the rest of Beleg asks of a library, whatever database it lives in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.models.embedding import PassageVectors
from qa.types import Article, ArticleEntry, Filters, Passage, Span


@dataclass(frozen=True, slots=True, eq=False)
class StoredPassage:
    """A passage with its vectors; `key` is the library's number for it, stable while it lives."""

    key: int
    passage: Passage
    vectors: PassageVectors


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where one term occurs: parallel arrays, sorted by key."""

    keys: NDArray[np.int64]  # (n,) passage keys
    counts: NDArray[np.int32]  # (n,) occurrences of the term in the passage
    lengths: NDArray[np.int32]  # (n,) terms in the whole passage


@dataclass(frozen=True, slots=True)
class LexicalStatistics:
    """Of all passages in one language: what BM25 needs to know."""

    n_passages: int
    mean_length: float  # terms a passage; 0.0 when there is none


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The languages, outlets and collections of the current articles, each sorted."""

    languages: tuple[str, ...]
    outlets: tuple[str, ...]  # one of several spellings that differ by upper and lower case
    collections: tuple[str, ...]


class Library(Protocol):
    """Articles, their versions, passages with vectors, and postings. Thread-safe."""

    def bind_embedding(self, fingerprint: str) -> None:
        """Remember the embedding model at first use; raise IndexMismatch for another one later."""

    def current_sha256(self, article_id: str) -> str | None:
        """Return the version that is searched, or None when there is no such article."""

    def store(
        self, article: Article, passages: Sequence[tuple[Passage, PassageVectors]]
    ) -> None:
        """Make this the article's current version, in one transaction; older versions stay."""

    def update_metadata(self, article: Article) -> None:
        """Change title, source, outlet, author, date, language or collection; the text stays."""

    def article(self, article_id: str, sha256: str | None = None) -> Article:
        """Return the current or the named version; raise ArticleNotFound."""

    def articles(
        self, filters: Filters, *, named: str = "", limit: int, offset: int = 0
    ) -> tuple[list[ArticleEntry], int]:
        """Return a page of current articles, the newest first, and how many there are in all.

        Title and outlet together hold every word of `named`, or a word that has it as a part.
        """

    def choices(self) -> FilterChoices:
        """Return what the filters can be set to so that current articles are admitted."""

    def delete(self, article_id: str, *, forget: bool = False) -> None:
        """Stop searching an article; with `forget`, drop its versions too. ArticleNotFound."""

    def n_passages(self) -> int:
        """Return how many passages are searched."""

    def keys(self, filters: Filters) -> NDArray[np.int64]:
        """Return the keys of the passages that the filters admit, sorted."""

    def passages(self, keys: Iterable[int]) -> dict[int, StoredPassage]:
        """Return the passages that still exist, by key."""

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the current passages of an article, in reading order."""

    def sentences(self, article_id: str, sha256: str | None = None) -> list[Span]:
        """Return the sentence spans of the current or named version, in reading order."""

    def titles(self, article_ids: Collection[str]) -> dict[str, str]:
        """Return the current title of each article that exists."""

    def postings(self, terms: Collection[str], language: str) -> dict[str, Postings]:
        """Return the postings of each term that occurs in passages of the language."""

    def lexical_statistics(self, language: str) -> LexicalStatistics:
        """Return the counts BM25 needs."""

    def versions(self, article_id: str) -> list[ArticleEntry]:
        """Return every stored version of an article, the last stored first; empty when unknown."""

    def holding(self, quote: str, limit: int) -> list[ArticleEntry]:
        """Return versions whose text holds the quote letter for letter, current ones first."""

    def revision(self) -> int:
        """Return a number that rises with every change: names the state an answer was made from."""

    def unindexed(self, limit: int) -> list[tuple[int, NDArray[np.float32]]]:
        """Return keys and vectors of passages that the vector index does not hold yet."""

    def withdrawn(self, limit: int) -> list[int]:
        """Return keys that the vector index must drop."""

    def mark_indexed(self, keys: Sequence[int]) -> None:
        """Note that the vector index holds these."""

    def mark_dropped(self, keys: Sequence[int]) -> None:
        """Note that the vector index no longer holds these."""

    def reset_indexed(self) -> None:
        """Note that the vector index is empty, so that all of it is written again."""
