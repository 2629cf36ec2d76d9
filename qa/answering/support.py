"""What generated answers ask of the one who judges whether a quote bears a statement out."""

from typing import Protocol


class Judgement(Protocol):
    """Whether a quote supports a statement."""

    @property
    def probability(self) -> float:
        """How probable it is, 0..1."""

    @property
    def is_enough(self) -> bool:
        """Whether the statement counts as supported."""


class Supports(Protocol):
    """Judges support; the quote may be in the other language."""

    def support(
        self, statement: str, language: str, quote: str, quote_language: str
    ) -> Judgement:
        """Return how well `quote` supports `statement`."""
