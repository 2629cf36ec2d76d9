"""Postings and their statistics in SQLite: written in the transaction that writes the passages."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from struct import Struct

import numpy as np

from qa.library.analysis import indexed_terms
from qa.library.library import LexicalStatistics, Postings

_ENTRY = np.dtype([("key", "<i8"), ("count", "<i4"), ("length", "<i4")])
_PACKED = Struct("<qii")  # one _ENTRY


def add(
    connection: sqlite3.Connection,
    version: int,
    language: str,
    passages: Sequence[tuple[int, str]],
) -> None:
    """Write the postings of a version's passages, given as keys, rising, and texts."""
    if not passages:
        return
    first_key = passages[0][0]
    n_terms = 0
    entries: dict[str, bytes] = {}
    for key, text in passages:
        counts = Counter(indexed_terms(text, language))
        length = counts.total()
        n_terms += length
        for term, count in counts.items():
            entries[term] = entries.get(term, b"") + _PACKED.pack(key, count, length)
    terms = sorted(entries)
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?)",
        [(language, term, first_key, entries[term]) for term in terms],
    )
    connection.execute(
        "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?)",
        (version, language, first_key, len(passages), n_terms, json.dumps(terms)),
    )
    _count(connection, language, len(passages), n_terms)


def remove(connection: sqlite3.Connection, version: int) -> None:
    """Take out the postings of a version, if it has any."""
    row = connection.execute(
        "DELETE FROM segments WHERE version = ? "
        "RETURNING language, first_key, n_passages, n_terms, terms",
        (version,),
    ).fetchone()
    if row is None:
        return
    language, first_key, n_passages, n_terms, terms = row
    connection.execute(
        "DELETE FROM postings WHERE language = ? AND first_key = ? "
        "AND term IN (SELECT value FROM json_each(?))",
        (language, first_key, terms),
    )
    _count(connection, language, -n_passages, -n_terms)


def read(
    connection: sqlite3.Connection, terms: Collection[str], language: str
) -> dict[str, Postings]:
    """Return the postings of each term that occurs in passages of the language."""
    found = {}
    for term in terms:
        # SQLite joins the blobs three times as fast as Python; it takes them for text in its own
        # encoding and hands the bytes on as they are.
        (joined,) = connection.execute(
            "SELECT CAST(group_concat(entries, '') AS BLOB) FROM ("
            "SELECT entries FROM postings WHERE language = ? AND term = ? ORDER BY first_key)",
            (language, term),
        ).fetchone()
        if joined is not None:
            entries = np.frombuffer(joined, dtype=_ENTRY)
            found[term] = Postings(
                entries["key"].astype(np.int64),
                entries["count"].astype(np.int32),
                entries["length"].astype(np.int32),
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


def _count(connection: sqlite3.Connection, language: str, n_passages: int, n_terms: int) -> None:
    connection.execute(
        "INSERT INTO statistics VALUES (?, ?, ?) ON CONFLICT (language) DO UPDATE SET "
        "n_passages = n_passages + excluded.n_passages, n_terms = n_terms + excluded.n_terms",
        (language, n_passages, n_terms),
    )
