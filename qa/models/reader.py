"""What answering asks of a reader: which words of a passage answer, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.models.embedding import PassageText
from qa.types import Span


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The words of one sentence that would answer best."""

    score: float  # log-odds against "this passage does not answer"; higher is better
    words: Span  # in the passage's own text, from 0
    certainty: float  # 0..1: their share among all words of the sentence that might answer


class Reader(Protocol):
    """Reads a question together with passages; slower and surer than comparing vectors."""

    @property
    def fingerprint(self) -> str:
        """Names the exact weights."""

    def read(
        self, question: str, passages: Sequence[PassageText]
    ) -> list[tuple[SentenceReading, ...]]:
        """Return a reading for each sentence of each passage, in the order given."""
