"""The SQLite file itself: it outlives the process, and a file we cannot read is an error."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qa.errors import ConfigurationError
from qa.library.sqlite import SqliteLibrary
from qa.types import Filters
from tests.library.building import check_lexical_side, held, long_text, put


def test_what_was_stored_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "library.sqlite"
    with closing(SqliteLibrary(path)) as library:
        library.bind_embedding("hash-64")
        put(library, long_text("apples"), id="a", published="2016-08-11")
        before, revision = held(library), library.revision()
    assert [file.name for file in path.parent.iterdir()] == ["library.sqlite"]
    with closing(SqliteLibrary(path)) as library:
        assert held(library) == before
        assert library.revision() == revision
        library.bind_embedding("hash-64")
        check_lexical_side(library)


def test_a_file_of_a_newer_beleg_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(SqliteLibrary(path)) as library:
        put(library, "A text.", id="a")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(ConfigurationError, match=r"library\.sqlite has schema version 7.*reads 1"):
        SqliteLibrary(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with closing(SqliteLibrary(path)) as library:
        assert library.articles(Filters(), limit=1)[1] == 1


def test_a_file_that_is_no_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"no database at all, but long enough to look at" * 50)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match=r"library\.sqlite.*BELEG_HOME"):
        SqliteLibrary(path)
    assert path.read_bytes() == before


def test_references_inside_the_file_hold(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(SqliteLibrary(path)) as library:
        for turn in range(3):
            for name in "abc":
                put(library, long_text(f"{name}{turn}"), id=name)
        library.delete("a")
        library.delete("b", forget=True)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        assert journal == "wal"
        for table, expected in {"versions": 6, "texts": 6, "segments": 1, "articles": 2}.items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (expected,)
        left = connection.execute(
            "SELECT count(*) FROM postings WHERE first_key NOT IN (SELECT first_key FROM segments)"
        ).fetchone()
        assert left == (0,)
