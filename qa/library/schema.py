"""The tables of the SQLite library."""

VERSION = 1

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- sha256 is the version that is searched; NULL when the article was deleted.
CREATE TABLE articles (id TEXT PRIMARY KEY, sha256 TEXT, changed INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE versions (
    article_id TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL, source TEXT, outlet TEXT,
    author TEXT, published TEXT, language TEXT NOT NULL, collection TEXT NOT NULL,
    ingested_at TEXT NOT NULL, text TEXT NOT NULL, n_characters INTEGER NOT NULL,
    sentences BLOB NOT NULL,  -- int32 start, end, start, end, ...
    PRIMARY KEY (article_id, sha256)
);

-- AUTOINCREMENT: the vector index knows passages by key, so a key is never used twice.
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, sha256 TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL,
    sentences BLOB NOT NULL, n_terms INTEGER NOT NULL,
    vector BLOB NOT NULL,            -- float32
    sentence_vectors BLOB NOT NULL,  -- float16: half the size, cosines differ by less than .001
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX passages_of_article ON passages (article_id, start);
CREATE INDEX passages_unindexed ON passages (key) WHERE indexed = 0;

CREATE TABLE withdrawn (key INTEGER PRIMARY KEY);

CREATE TABLE terms (
    id INTEGER PRIMARY KEY, language TEXT NOT NULL, term TEXT NOT NULL, UNIQUE (language, term)
);
-- The passage's length stands in every row, so that scoring needs no second table.
CREATE TABLE postings (
    term_id INTEGER NOT NULL, key INTEGER NOT NULL, count INTEGER NOT NULL, length INTEGER NOT NULL,
    PRIMARY KEY (term_id, key)
) WITHOUT ROWID;
CREATE TABLE statistics (
    language TEXT PRIMARY KEY, n_passages INTEGER NOT NULL, n_terms INTEGER NOT NULL
) WITHOUT ROWID;
"""
