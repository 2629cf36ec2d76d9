"""Write versions and their passages in SQLite, inside the caller's transaction."""

import sqlite3
from collections.abc import Sequence

from qa.library import lexical_index, rows
from qa.models.embedding import PassageVectors
from qa.types import Article, Passage, Span


def put(connection: sqlite3.Connection, article: Article, sentences: Sequence[Span]) -> int:
    """Write a version, or what is new about a known one, and return its number."""
    row = rows.version_row(article)
    updates = ", ".join(f"{name} = excluded.{name}" for name in rows.VERSION_COLUMNS.split(", "))
    (version,) = connection.execute(
        f"INSERT INTO versions ({rows.VERSION_COLUMNS}) VALUES ({', '.join('?' * len(row))}) "
        f"ON CONFLICT (article_id, sha256) DO UPDATE SET {updates} RETURNING number",
        row,
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)",
        (version, article.text, rows.span_bytes(sentences)),
    )
    return int(version)


def make_current(
    connection: sqlite3.Connection,
    article: Article,
    version: int,
    passages: Sequence[tuple[Passage, PassageVectors]],
) -> None:
    """Search the article by these passages of a version; none of another may be left."""
    connection.execute(
        "INSERT INTO articles SELECT ?, ?, value FROM facts WHERE name = 'revision' "
        "ON CONFLICT (id) DO UPDATE SET version = excluded.version, stored = excluded.stored",
        (article.id, version),
    )
    keyed = []
    for passage, vectors in passages:
        cursor = connection.execute(
            'INSERT INTO passages (version, start, "end", sentences, vector, text, '
            "sentence_vectors) VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows.passage_row(version, passage, vectors),
        )
        keyed.append((int(cursor.lastrowid or 0), passage.text))
    connection.executemany("INSERT INTO unindexed VALUES (?)", [(key,) for key, _ in keyed])
    lexical_index.add(connection, version, article.language, keyed)


def update(connection: sqlite3.Connection, article: Article, version: int) -> None:
    """Change all that is said of a version but when it came; analyse it anew in a new language."""
    (language,) = connection.execute(
        "SELECT language FROM versions WHERE number = ?", (version,)
    ).fetchone()
    columns = {
        name: value
        for name, value in zip(
            rows.VERSION_COLUMNS.split(", "), rows.version_row(article), strict=True
        )
        if name != "ingested_at"
    }
    connection.execute(
        f"UPDATE versions SET {', '.join(f'{name} = ?' for name in columns)} WHERE number = ?",
        (*columns.values(), version),
    )
    if language != article.language:
        lexical_index.remove(connection, version)
        keyed = connection.execute(
            "SELECT key, text FROM passages WHERE version = ? ORDER BY key", (version,)
        ).fetchall()
        lexical_index.add(connection, version, article.language, keyed)


def withdraw(connection: sqlite3.Connection, article_id: str) -> None:
    """Stop searching an article's passages, and note that the vector index must drop them."""
    row = connection.execute("SELECT version FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None or row[0] is None:
        return
    lexical_index.remove(connection, row[0])
    connection.execute(
        "INSERT INTO withdrawn SELECT key FROM passages WHERE version = ?", (row[0],)
    )
    connection.execute("DELETE FROM passages WHERE version = ?", (row[0],))
    connection.execute("UPDATE articles SET version = NULL WHERE id = ?", (article_id,))
