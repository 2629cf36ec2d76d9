"""The library in one SQLite file: articles with versions, passages with vectors, postings."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local

import numpy as np
from numpy.typing import NDArray

from qa.errors import ArticleNotFound, BelegError, IndexMismatch
from qa.library import lexical_index, rows, schema
from qa.library.library import ArticleEntry, LexicalStatistics, Postings, StoredPassage
from qa.models.embedding import PassageVectors
from qa.types import Article, Filters, Passage, Span

BUSY_SECONDS = 30
KEYS_A_QUERY = 500  # SQLite admits 32,766 parameters; more than this is no faster


class SqliteLibrary:
    """Implements `Library`. Each thread reads through its own connection; writers take turns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = local()
        self._open: list[sqlite3.Connection] = []
        self._write_lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._write() as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                for statement in schema.TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
            elif found != schema.VERSION:
                raise BelegError(
                    f"{path} has schema version {found}, this Beleg reads {schema.VERSION}: use "
                    "the Beleg that wrote it, or another --home"
                )

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = local()

    def bind_embedding(self, fingerprint: str) -> None:
        """Remember the embedding model at first use; raise IndexMismatch for another one later."""
        with self._write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO facts VALUES ('embedding', ?)", (fingerprint,)
            )
            bound = connection.execute(
                "SELECT value FROM facts WHERE name = 'embedding'"
            ).fetchone()[0]
        if bound != fingerprint:
            raise IndexMismatch(
                f"{self._path.parent} was filled with the embedding model {bound!r}, the settings "
                f"name {fingerprint!r}, and their vectors do not compare: set BELEG_EMBEDDING to "
                "the first, or ingest the articles into another --home"
            )

    def current_sha256(self, article_id: str) -> str | None:
        """Return the version that is searched, or None when there is no such article."""
        row = self._one("SELECT sha256 FROM articles WHERE id = ?", (article_id,))
        return None if row is None else row[0]

    def store(
        self, article: Article, passages: Sequence[tuple[Passage, PassageVectors]]
    ) -> None:
        """Make this the article's current version, in one transaction; older versions stay."""
        with self._write() as connection:
            self._withdraw(connection, article.id)
            sentences = [s for passage, _ in passages for s in passage.sentences]
            connection.execute(
                f"INSERT OR REPLACE INTO versions VALUES ({', '.join('?' * 13)})",
                rows.version_row(article, sentences),
            )
            self._set_current(connection, article.id, article.sha256)
            for passage, vectors in passages:
                cursor = connection.execute(
                    'INSERT INTO passages (article_id, sha256, start, "end", text, language, '
                    "sentences, n_terms, vector, sentence_vectors) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                    rows.passage_row(passage, vectors),
                )
                key = int(cursor.lastrowid or 0)
                n_terms = lexical_index.add(connection, key, passage.text, passage.language)
                connection.execute(
                    "UPDATE passages SET n_terms = ? WHERE key = ?", (n_terms, key)
                )

    def update_metadata(self, article: Article) -> None:
        """Change title, source, outlet, author, date or collection; the text stays."""
        with self._write() as connection:
            connection.execute(
                "UPDATE versions SET title = ?, source = ?, outlet = ?, author = ?, published = ?, "
                "collection = ? WHERE article_id = ? AND sha256 = ?",
                (
                    article.title, article.source, article.outlet, article.author,
                    article.published, article.collection, article.id, article.sha256,
                ),
            )
            self._set_current(connection, article.id, article.sha256)

    def article(self, article_id: str, sha256: str | None = None) -> Article:
        """Return the current or the named version; raise ArticleNotFound."""
        row = self._version(article_id, sha256, rows.ARTICLE_COLUMNS)
        return rows.article(row)

    def sentences(self, article_id: str, sha256: str | None = None) -> list[Span]:
        """Return the sentence spans of the current or named version, in reading order."""
        return rows.spans(self._version(article_id, sha256, "versions.sentences")[0])

    def articles(
        self, filters: Filters, *, limit: int, offset: int = 0
    ) -> tuple[list[ArticleEntry], int]:
        """Return a page of current articles, the newest first, and how many there are in all."""
        condition, values = rows.condition(filters)
        source = f"FROM articles JOIN versions {rows.CURRENT} WHERE {condition}"
        total = self._one(f"SELECT COUNT(*) {source}", values)
        found = self._all(
            f"SELECT {rows.ENTRY_COLUMNS} {source} ORDER BY articles.changed DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return [ArticleEntry(*row) for row in found], total[0] if total else 0

    def delete(self, article_id: str, *, forget: bool = False) -> None:
        """Stop searching an article; with `forget`, drop its versions too. ArticleNotFound."""
        with self._write() as connection:
            known = connection.execute(
                "SELECT sha256 FROM articles WHERE id = ?", (article_id,)
            ).fetchone()
            if known is None or (known[0] is None and not forget):
                raise ArticleNotFound(f"there is no article {article_id!r} to delete")
            self._withdraw(connection, article_id)
            if forget:
                connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
                connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
                self._changed(connection)
            else:
                self._set_current(connection, article_id, None)

    def n_passages(self) -> int:
        """Return how many passages are searched."""
        row = self._one("SELECT COALESCE(SUM(n_passages), 0) FROM statistics", ())
        return row[0] if row else 0

    def keys(self, filters: Filters) -> NDArray[np.int64]:
        """Return the keys of the passages that the filters admit, sorted."""
        condition, values = rows.condition(filters)
        found = self._all(
            "SELECT passages.key FROM passages JOIN articles ON articles.id = passages.article_id "
            f"JOIN versions {rows.CURRENT} WHERE {condition} ORDER BY passages.key",
            values,
        )
        return np.array([row[0] for row in found], dtype=np.int64)

    def passages(self, keys: Iterable[int]) -> dict[int, StoredPassage]:
        """Return the passages that still exist, by key."""
        wanted = list(keys)
        found = {}
        for first in range(0, len(wanted), KEYS_A_QUERY):
            part = wanted[first : first + KEYS_A_QUERY]
            marks = ", ".join("?" * len(part))
            for row in self._all(
                f"SELECT {rows.PASSAGE_COLUMNS} FROM passages WHERE key IN ({marks})", part
            ):
                found[row[0]] = rows.stored_passage(row)
        return found

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the current passages of an article, in reading order."""
        found = self._all(
            f"SELECT {rows.PASSAGE_COLUMNS} FROM passages WHERE article_id = ? ORDER BY start",
            (article_id,),
        )
        return [rows.stored_passage(row) for row in found]

    def titles(self, article_ids: Collection[str]) -> dict[str, str]:
        """Return the current title of each article that exists."""
        marks = ", ".join("?" * len(article_ids))
        return dict(
            self._all(
                f"SELECT articles.id, versions.title FROM articles JOIN versions {rows.CURRENT} "
                f"WHERE articles.id IN ({marks})",
                list(article_ids),
            )
        )

    def postings(self, terms: Collection[str], language: str) -> dict[str, Postings]:
        """Return the postings of each term that occurs in passages of the language."""
        return lexical_index.read(self._connection(), terms, language)

    def lexical_statistics(self, language: str) -> LexicalStatistics:
        """Return the counts BM25 needs."""
        return lexical_index.statistics(self._connection(), language)

    def revision(self) -> int:
        """Return a number that rises with every change."""
        row = self._one("SELECT value FROM facts WHERE name = 'revision'", ())
        return int(row[0]) if row else 0

    def unindexed(self, limit: int) -> list[tuple[int, NDArray[np.float32]]]:
        """Return keys and vectors of passages that the vector index does not hold yet."""
        found = self._all(
            "SELECT key, vector FROM passages WHERE indexed = 0 ORDER BY key LIMIT ?", (limit,)
        )
        return [(key, np.frombuffer(vector, dtype=np.float32)) for key, vector in found]

    def withdrawn(self, limit: int) -> list[int]:
        """Return keys that the vector index must drop."""
        found = self._all("SELECT key FROM withdrawn ORDER BY key LIMIT ?", (limit,))
        return [row[0] for row in found]

    def mark_indexed(self, keys: Sequence[int]) -> None:
        """Note that the vector index holds these."""
        with self._write() as connection:
            connection.executemany(
                "UPDATE passages SET indexed = 1 WHERE key = ?", [(key,) for key in keys]
            )

    def mark_dropped(self, keys: Sequence[int]) -> None:
        """Note that the vector index no longer holds these."""
        with self._write() as connection:
            connection.executemany("DELETE FROM withdrawn WHERE key = ?", [(key,) for key in keys])

    def reset_indexed(self) -> None:
        """Note that the vector index is empty, so that all of it is written again."""
        with self._write() as connection:
            connection.execute("UPDATE passages SET indexed = 0")
            connection.execute("DELETE FROM withdrawn")

    def _withdraw(self, connection: sqlite3.Connection, article_id: str) -> None:
        """Remove an article's passages and postings, and note what the vector index must drop."""
        for key, text, language in connection.execute(
            "SELECT key, text, language FROM passages WHERE article_id = ?", (article_id,)
        ).fetchall():
            lexical_index.remove(connection, key, text, language)
            connection.execute("INSERT INTO withdrawn VALUES (?)", (key,))
        connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))

    def _set_current(
        self, connection: sqlite3.Connection, article_id: str, sha256: str | None
    ) -> None:
        changed = self._changed(connection)
        connection.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (article_id, sha256, changed)
        )

    def _changed(self, connection: sqlite3.Connection) -> int:
        connection.execute(
            "INSERT INTO facts VALUES ('revision', '1') ON CONFLICT (name) DO UPDATE SET "
            "value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
        )
        row = connection.execute("SELECT value FROM facts WHERE name = 'revision'").fetchone()
        return int(row[0])

    def _version(self, article_id: str, sha256: str | None, columns: str) -> tuple[object, ...]:
        if sha256 is None:
            row = self._one(
                f"SELECT {columns} FROM articles JOIN versions {rows.CURRENT} "
                "WHERE articles.id = ?",
                (article_id,),
            )
            missing = f"there is no article {article_id!r}"
        else:
            row = self._one(
                f"SELECT {columns} FROM versions WHERE article_id = ? AND sha256 = ?",
                (article_id, sha256),
            )
            missing = f"article {article_id!r} has no version {sha256!r}"
        if row is None:
            raise ArticleNotFound(f"{missing}; `beleg articles list` shows what there is")
        return row

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.create_function(
                "casefold", 1, lambda text: text and text.casefold(), deterministic=True
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
            self._open.append(connection)
        return connection

    def _one(self, statement: str, values: Sequence[object]) -> tuple[object, ...] | None:
        row: tuple[object, ...] | None = self._connection().execute(statement, values).fetchone()
        return row

    def _all(self, statement: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        return self._connection().execute(statement, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """Hold the one write transaction: all of it is kept, or nothing."""
        connection = self._connection()
        with self._write_lock:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
