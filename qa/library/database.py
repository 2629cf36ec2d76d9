"""One SQLite file, open in many threads: readers never wait, writers take turns."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from qa.errors import ConfigurationError
from qa.library import schema

BUSY_SECONDS = 30  # for other programs that look into the file, such as a backup
# An article's postings touch some 300 pages. With SQLite's own 1,000 pages between two checkpoints,
# storing takes a third longer.
CHECKPOINT_PAGES = 8_000  # 32 MB


class Database:
    """Hands out connections. A write is one transaction and raises the revision by one."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raise ConfigurationError for one this Beleg cannot read."""
        self._path = path
        self._idle: list[sqlite3.Connection] = []  # append and pop are atomic
        self._write_lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = self._connect()
        try:
            with self._transaction():
                schema.prepare(self._writer, path)
        except BaseException:
            self._writer.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees every write that is done."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the one connection that writes: all that is done with it is kept, or nothing."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO facts VALUES ('revision', 1) "
                "ON CONFLICT (name) DO UPDATE SET value = value + 1"
            )
            yield connection

    def close(self) -> None:
        """Close all connections; none may be lent."""
        with self._write_lock:
            self._writer.close()
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._write_lock:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        # Autocommit: transactions are opened by name. A connection wanders between threads, but
        # one thread has it at a time.
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing; a power cut may undo the last writes, whole.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            connection.execute("PRAGMA foreign_keys = ON")
            # SQLite's own lower() leaves what is not ASCII.
            connection.create_function("casefold", 1, str.casefold, deterministic=True)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ConfigurationError(
                f"{self._path} cannot be read as a library ({error}): restore it from a backup, or "
                "choose another folder with BELEG_HOME"
            ) from error
        return connection
