"""The tables of the SQLite library, and how a file is made or checked to have them."""

import sqlite3
from pathlib import Path

from qa.errors import ConfigurationError

VERSION = 1

TABLES = (
    # "revision" and "embedding".
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    """CREATE TABLE versions (
        number INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL, sha256 TEXT NOT NULL,
        title TEXT NOT NULL, source TEXT, outlet TEXT, author TEXT, published TEXT,
        language TEXT NOT NULL, collection TEXT NOT NULL, ingested_at TEXT NOT NULL,
        outlet_folded TEXT, n_characters INTEGER NOT NULL,
        UNIQUE (article_id, sha256)
    )""",
    # Apart from `versions`, so that lists and filters do not read past the texts.
    """CREATE TABLE texts (
        version INTEGER PRIMARY KEY REFERENCES versions ON DELETE CASCADE,
        text TEXT NOT NULL,
        sentences BLOB NOT NULL  -- int32 start, end, start, end, ...
    )""",
    # `version` is the one that is searched: NULL when the article was deleted. `stored` is the
    # revision at which it came.
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY, version INTEGER REFERENCES versions, stored INTEGER NOT NULL
    ) WITHOUT ROWID""",
    # Of current versions only. AUTOINCREMENT: the vector index knows passages by key, so that a
    # key must never name another passage.
    """CREATE TABLE passages (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL REFERENCES versions,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        sentences BLOB NOT NULL,         -- int32 start, end, start, end, ...
        vector BLOB NOT NULL,            -- float32
        text TEXT NOT NULL,
        sentence_vectors BLOB NOT NULL   -- float16: half the size, cosines differ by under .001
    )""",
    "CREATE INDEX passages_of_version ON passages (version)",
    # What the vector index lacks, and what it must drop. Tables of their own: a mark in `passages`
    # would rewrite the row with its vectors.
    "CREATE TABLE unindexed (key INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE)",
    "CREATE TABLE withdrawn (key INTEGER PRIMARY KEY)",
    # Postings of one term in one version, as (int64 key, int32 count, int32 length) each; the
    # passage's length stands in every entry, so that scoring needs no second table.
    """CREATE TABLE postings (
        language TEXT NOT NULL, term TEXT NOT NULL, first_key INTEGER NOT NULL,
        entries BLOB NOT NULL,
        PRIMARY KEY (language, term, first_key)
    ) WITHOUT ROWID""",
    # Which postings a version has, so that they can be taken out without analysing its text again:
    # a later Beleg may analyse it otherwise.
    """CREATE TABLE segments (
        version INTEGER PRIMARY KEY REFERENCES versions,
        language TEXT NOT NULL, first_key INTEGER NOT NULL,
        n_passages INTEGER NOT NULL, n_terms INTEGER NOT NULL,
        terms TEXT NOT NULL  -- JSON
    )""",
    """CREATE TABLE statistics (
        language TEXT PRIMARY KEY, n_passages INTEGER NOT NULL, n_terms INTEGER NOT NULL
    ) WITHOUT ROWID""",
)


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables in a new file; raise ConfigurationError for one this Beleg cannot read.

    Runs inside the caller's transaction.
    """
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == 0:
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif found != VERSION:
        raise ConfigurationError(
            f"{path} has schema version {found}, and this Beleg reads {VERSION}: install the Beleg "
            "that wrote it, or choose another folder with BELEG_HOME"
        )
