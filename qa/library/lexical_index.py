"""Postings and their statistics in SQLite: written in the transaction that writes the passage."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

import numpy as np

from qa.library.analysis import indexed_terms
from qa.library.library import LexicalStatistics, Postings


def add(connection: sqlite3.Connection, key: int, text: str, language: str) -> int:
    """Write the postings of a passage and return how many terms it has."""
    counts = Counter(indexed_terms(text, language))
    length = counts.total()
    ids = _term_ids(connection, counts, language)
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?)",
        sorted((ids[term], key, count, length) for term, count in counts.items()),
    )
    connection.execute(
        "INSERT INTO statistics VALUES (?, 1, ?) ON CONFLICT (language) DO UPDATE SET "
        "n_passages = n_passages + 1, n_terms = n_terms + excluded.n_terms",
        (language, length),
    )
    return length


def remove(connection: sqlite3.Connection, key: int, text: str, language: str) -> None:
    """Remove the postings of a passage that was added with this text."""
    counts = Counter(indexed_terms(text, language))
    ids = _term_ids(connection, counts, language)
    connection.executemany(
        "DELETE FROM postings WHERE term_id = ? AND key = ?", [(ids[term], key) for term in counts]
    )
    connection.execute(
        "UPDATE statistics SET n_passages = n_passages - 1, n_terms = n_terms - ? "
        "WHERE language = ?",
        (counts.total(), language),
    )


def read(
    connection: sqlite3.Connection, terms: Collection[str], language: str
) -> dict[str, Postings]:
    """Return the postings of each term that occurs in passages of the language."""
    found = {}
    for term in terms:
        cursor = connection.execute(
            "SELECT key, count, length FROM postings WHERE term_id = "
            "(SELECT id FROM terms WHERE language = ? AND term = ?) ORDER BY key",
            (language, term),
        )
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 3)
        if len(rows):
            found[term] = Postings(
                rows[:, 0], rows[:, 1].astype(np.int32), rows[:, 2].astype(np.int32)
            )
    return found


def statistics(connection: sqlite3.Connection, language: str) -> LexicalStatistics:
    """Return the counts BM25 needs."""
    row = connection.execute(
        "SELECT n_passages, n_terms FROM statistics WHERE language = ?", (language,)
    ).fetchone()
    if row is None or row[0] == 0:
        return LexicalStatistics(0, 0.0)
    return LexicalStatistics(row[0], row[1] / row[0])


def _term_ids(
    connection: sqlite3.Connection, terms: Iterable[str], language: str
) -> dict[str, int]:
    """Return the id of each term, giving new terms one."""
    ids = {}
    for term in terms:
        row = connection.execute(
            "SELECT id FROM terms WHERE language = ? AND term = ?", (language, term)
        ).fetchone()
        if row is None:
            cursor = connection.execute(
                "INSERT INTO terms (language, term) VALUES (?, ?)", (language, term)
            )
            row = (cursor.lastrowid,)
        ids[term] = row[0]
    return ids
