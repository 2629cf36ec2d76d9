"""What people thought of answers: kept in the home, to become question sets."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from qa.errors import AnswerNotFound
from qa.types import Answer, Turn

ANSWERS_KEPT = 10_000  # the newest; those that were rated stay
BUSY_SECONDS = 30

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, asked_at TEXT NOT NULL,
    conversation TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS ratings (
    answer_id TEXT PRIMARY KEY REFERENCES answers (id), rating INTEGER NOT NULL,
    comment TEXT, rated_at TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer as it was given, and what was thought of it."""

    answer: dict[str, Any]  # the Answer as JSON
    conversation: tuple[Turn, ...]
    rating: int  # 1 or -1
    comment: str | None


class FeedbackStore:
    """Remembers answers, so that they can be rated later, and the ratings.

    Thread-safe; several processes may use one file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Lock()

    def remember(self, answer: Answer, conversation: Sequence[Turn]) -> None:
        """Keep an answer until ANSWERS_KEPT newer ones were given."""
        turns = json.dumps([asdict(turn) for turn in conversation])
        written = json.dumps(asdict(answer))
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO answers (id, asked_at, conversation, answer) VALUES (?, ?, ?, ?)",
                (answer.id, _now(), turns, written),
            )
            connection.execute(
                "DELETE FROM answers WHERE number <= (SELECT max(number) FROM answers) - ? "
                "AND id NOT IN (SELECT answer_id FROM ratings)",
                (ANSWERS_KEPT,),
            )

    def rate(self, answer_id: str, rating: int, comment: str | None = None) -> None:
        """Keep a rating, 1 or -1; a later one of the same answer replaces it.

        Raises AnswerNotFound for an answer that was never given or is forgotten.
        """
        with self._transaction() as connection:
            known = connection.execute("SELECT 1 FROM answers WHERE id = ?", (answer_id,))
            if known.fetchone() is None:
                raise AnswerNotFound(
                    f"no answer with the id {answer_id!r} is remembered; the newest "
                    f"{ANSWERS_KEPT:,} are, so ask again and rate that answer"
                )
            connection.execute(
                "INSERT OR REPLACE INTO ratings VALUES (?, ?, ?, ?)",
                (answer_id, rating, comment, _now()),
            )

    def withdraw(self, answer_id: str) -> None:
        """Forget the rating of an answer, if it has one."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM ratings WHERE answer_id = ?", (answer_id,))

    def rated(self) -> list[RatedAnswer]:
        """Return every rated answer in the order of the ratings."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT answer, conversation, rating, comment FROM answers "
                "JOIN ratings ON answer_id = id ORDER BY ratings.rowid"
            ).fetchall()
        return [
            RatedAnswer(
                json.loads(answer),
                tuple(Turn(**turn) for turn in json.loads(conversation)),
                rating,
                comment,
            )
            for answer, conversation, rating, comment in rows
        ]

    def close(self) -> None:
        """Close the file; nothing can be remembered after."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn, self._connection:
            yield self._connection

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        """Stays open: closing it after every answer would write the disk every time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
        return connection


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
