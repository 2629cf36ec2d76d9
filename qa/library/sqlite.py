"""The library in one SQLite file: articles with versions, passages with vectors, postings."""

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import ArticleNotFound, IndexMismatch
from qa.library import lexical_index, rows, versions
from qa.library.conditions import condition
from qa.library.database import Database
from qa.library.library import FilterChoices, LexicalStatistics, Postings, StoredPassage
from qa.models.embedding import PassageVectors
from qa.types import Article, ArticleEntry, Filters, Passage, Span

CURRENT = "articles JOIN versions ON versions.number = articles.version"


class SqliteLibrary:
    """Implements `Library` in the file `path`, which is made when there is none.

    Raises ConfigurationError for a file that this Beleg cannot read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = Database(path)

    def close(self) -> None:
        """Close the file; no call may be under way."""
        self._database.close()

    def bind_embedding(self, fingerprint: str) -> None:
        """Remember the embedding model at first use; raise IndexMismatch for another one later."""
        bound = self._fact("embedding")
        if bound is None:
            with self._database.writing() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO facts VALUES ('embedding', ?)", (fingerprint,)
                )
            bound = self._fact("embedding")
        if bound != fingerprint:
            raise IndexMismatch(
                f"{self._path.parent} was filled with the embedding model {bound!r}, and the "
                f"settings name {fingerprint!r}, whose vectors do not compare: set BELEG_EMBEDDING "
                "to the first, or choose another folder with BELEG_HOME and ingest again"
            )

    def current_sha256(self, article_id: str) -> str | None:
        """Return the version that is searched, or None when there is no such article."""
        found = self._all(f"SELECT sha256 FROM {CURRENT} WHERE articles.id = ?", [article_id])
        return found[0][0] if found else None

    def store(self, article: Article, passages: Sequence[tuple[Passage, PassageVectors]]) -> None:
        """Make this the article's current version, in one transaction; older versions stay."""
        sentences = [sentence for passage, _ in passages for sentence in passage.sentences]
        with self._database.writing() as connection:
            versions.withdraw(connection, article.id)
            version = versions.put(connection, article, sentences)
            versions.make_current(connection, article, version, passages)

    def update_metadata(self, article: Article) -> None:
        """Change title, source, outlet, author, date, language or collection; the text stays.

        Raises ArticleNotFound when the version is not the article's current one.
        """
        with self._database.writing() as connection:
            row = connection.execute(
                f"SELECT number FROM {CURRENT} WHERE articles.id = ? AND sha256 = ?",
                (article.id, article.sha256),
            ).fetchone()
            if row is None:
                raise ArticleNotFound(
                    f"{article.sha256!r} is not the current version of article {article.id!r}: "
                    "ingest the article again"
                )
            versions.update(connection, article, row[0])

    def article(self, article_id: str, sha256: str | None = None) -> Article:
        """Return the current or the named version; raise ArticleNotFound."""
        return rows.article(self._version(article_id, sha256, rows.ARTICLE_COLUMNS))

    def sentences(self, article_id: str, sha256: str | None = None) -> list[Span]:
        """Return the sentence spans of the current or named version, in reading order."""
        return rows.spans(self._version(article_id, sha256, "sentences")[0])

    def articles(
        self, filters: Filters, *, named: str = "", limit: int, offset: int = 0
    ) -> tuple[list[ArticleEntry], int]:
        """Return a page of current articles, the last stored first, and how many there are.

        Title and outlet together hold every word of `named`, or a word that has it as a part.
        """
        where, values = condition(filters)
        for word in named.casefold().split():
            where += " AND instr(casefold(title || ' ' || coalesce(outlet, '')), ?)"
            values.append(word)
        source = f"FROM {CURRENT} WHERE {where}"
        ((total,),) = self._all(f"SELECT count(*) {source}", values)
        page = self._all(
            f"SELECT {rows.ENTRY_COLUMNS} {source} ORDER BY stored DESC LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
        return [ArticleEntry(*row) for row in page], total

    def choices(self) -> FilterChoices:
        """Return what the filters can be set to so that current articles are admitted."""
        outlets = self._all(
            f"SELECT min(outlet) FROM {CURRENT} WHERE outlet IS NOT NULL "
            "GROUP BY outlet_folded ORDER BY outlet_folded"
        )
        return FilterChoices(
            languages=self._distinct("language"),
            outlets=tuple(outlet for (outlet,) in outlets),
            collections=self._distinct("collection"),
        )

    def delete(self, article_id: str, *, forget: bool = False) -> None:
        """Stop searching an article; with `forget`, drop its versions too. ArticleNotFound."""
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT version FROM articles WHERE id = ?", (article_id,)
            ).fetchone()
            if row is None or (row[0] is None and not forget):
                raise _not_found(article_id)
            versions.withdraw(connection, article_id)
            if forget:
                connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
                connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))

    def n_passages(self) -> int:
        """Return how many passages are searched."""
        return int(self._all("SELECT coalesce(sum(n_passages), 0) FROM statistics")[0][0])

    def keys(self, filters: Filters) -> NDArray[np.int64]:
        """Return the keys of the passages that the filters admit, sorted."""
        where, values = condition(filters)
        found = self._all(
            f"SELECT key FROM {CURRENT} JOIN passages ON passages.version = versions.number "
            f"WHERE {where} ORDER BY key",
            values,
        )
        return np.fromiter((key for (key,) in found), dtype=np.int64, count=len(found))

    def passages(self, keys: Iterable[int]) -> dict[int, StoredPassage]:
        """Return the passages that still exist, by key."""
        found = self._all(
            f"SELECT {rows.PASSAGE_COLUMNS} FROM passages JOIN versions ON number = version "
            "WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps([int(key) for key in keys])],
        )
        return {row[0]: rows.stored_passage(row) for row in found}

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the current passages of an article, in reading order."""
        found = self._all(
            f"SELECT {rows.PASSAGE_COLUMNS} FROM {CURRENT} JOIN passages "
            "ON passages.version = versions.number WHERE articles.id = ? ORDER BY key",
            [article_id],
        )
        return [rows.stored_passage(row) for row in found]

    def titles(self, article_ids: Collection[str]) -> dict[str, str]:
        """Return the current title of each article that exists."""
        return dict(
            self._all(
                f"SELECT articles.id, title FROM {CURRENT} "
                "WHERE articles.id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
        )

    def postings(self, terms: Collection[str], language: str) -> dict[str, Postings]:
        """Return the postings of each term that occurs in passages of the language."""
        with self._database.reading() as connection:
            return lexical_index.read(connection, terms, language)

    def lexical_statistics(self, language: str) -> LexicalStatistics:
        """Return the counts BM25 needs."""
        with self._database.reading() as connection:
            return lexical_index.statistics(connection, language)

    def versions(self, article_id: str) -> list[ArticleEntry]:
        """Return every stored version of an article, the last stored first; empty when unknown."""
        found = self._all(
            f"SELECT {rows.ENTRY_COLUMNS} FROM versions WHERE article_id = ? "
            "ORDER BY ingested_at DESC, number DESC",
            [article_id],
        )
        return [ArticleEntry(*row) for row in found]

    def holding(self, quote: str, limit: int) -> list[ArticleEntry]:
        """Return versions whose text holds the quote letter for letter, current ones first."""
        found = self._all(
            f"SELECT {rows.ENTRY_COLUMNS} FROM versions JOIN texts ON texts.version = number "
            "LEFT JOIN articles ON articles.version = number WHERE instr(text, ?) "
            "ORDER BY articles.id IS NULL, ingested_at DESC, number DESC LIMIT ?",
            [quote, limit],
        )
        return [ArticleEntry(*row) for row in found]

    def revision(self) -> int:
        """Return a number that rises with every change: names the state an answer was made from."""
        return int(self._fact("revision") or 0)

    def unindexed(self, limit: int) -> list[tuple[int, NDArray[np.float32]]]:
        """Return keys and vectors of passages that the vector index does not hold yet."""
        found = self._all(
            "SELECT key, vector FROM unindexed JOIN passages USING (key) ORDER BY key LIMIT ?",
            [limit],
        )
        return [(key, rows.vector_of(vector)) for key, vector in found]

    def withdrawn(self, limit: int) -> list[int]:
        """Return keys that the vector index must drop."""
        return [key for (key,) in self._all("SELECT key FROM withdrawn LIMIT ?", [limit])]

    def mark_indexed(self, keys: Sequence[int]) -> None:
        """Note that the vector index holds these."""
        with self._database.writing() as connection:
            connection.executemany("DELETE FROM unindexed WHERE key = ?", [(k,) for k in keys])

    def mark_dropped(self, keys: Sequence[int]) -> None:
        """Note that the vector index no longer holds these."""
        with self._database.writing() as connection:
            connection.executemany("DELETE FROM withdrawn WHERE key = ?", [(k,) for k in keys])

    def reset_indexed(self) -> None:
        """Note that the vector index is empty, so that all of it is written again."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM withdrawn")
            connection.execute("INSERT OR IGNORE INTO unindexed SELECT key FROM passages")

    def _version(self, article_id: str, sha256: str | None, columns: str) -> tuple[Any, ...]:
        source = f"SELECT {columns} FROM {{}} JOIN texts ON texts.version = versions.number"
        if sha256 is None:
            found = self._all(source.format(CURRENT) + " WHERE articles.id = ?", [article_id])
        else:
            found = self._all(
                source.format("versions") + " WHERE article_id = ? AND sha256 = ?",
                [article_id, sha256],
            )
        if not found:
            raise _not_found(article_id, sha256)
        return found[0]

    def _fact(self, name: str) -> str | int | None:
        found = self._all("SELECT value FROM facts WHERE name = ?", [name])
        return found[0][0] if found else None

    def _distinct(self, column: str) -> tuple[str, ...]:
        found = self._all(f"SELECT DISTINCT {column} FROM {CURRENT} ORDER BY {column}")
        return tuple(value for (value,) in found)

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._database.reading() as connection:
            return connection.execute(statement, values).fetchall()


def _not_found(article_id: str, sha256: str | None = None) -> ArticleNotFound:
    version = "" if sha256 is None else f" in the version {sha256!r}"
    return ArticleNotFound(
        f"there is no article {article_id!r}{version}; `beleg articles list` shows what there is"
    )
