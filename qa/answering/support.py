"""What generated answers ask of the one who judges whether quotes bear a statement out."""

from collections.abc import Sequence
from typing import Protocol

from qa.types import Citation


class Supports(Protocol):
    """How probable it is that quotes support a statement."""

    @property
    def threshold(self) -> float:
        """The probability from which a statement counts as supported."""

    def probability(self, statement: str, language: str, quotes: Sequence[Citation]) -> float:
        """Return how probable it is, 0..1, that the quotes together support the statement.

        `language` is the statement's; each quote has its own.
        """
