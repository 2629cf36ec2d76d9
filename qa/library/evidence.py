"""What retrieval hands to answering: the question as it was searched, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.library.library import StoredPassage
from qa.library.query import QuestionTerm
from qa.models.embedding import Vector
from qa.types import Hit


@dataclass(frozen=True, slots=True)
class SearchedTerm:
    """A word of the question in one language of passages, with how rare it is there."""

    term: QuestionTerm
    rarity: float  # inverse document frequency as a share of the most: 1 is in no passage


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A hit with the vectors of its sentences."""

    hit: Hit
    stored: StoredPassage


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Candidates for one question, best first."""

    question: str  # as it was searched
    asked: str  # as it is read: of a follow-up the person's own words
    language: str
    vector: Vector
    terms: Mapping[str, tuple[SearchedTerm, ...]]  # by language of passages
    candidates: tuple[Candidate, ...]
    told: tuple[str, ...] = ()  # earlier answers of the conversation

    def has_told(self, quote: str) -> bool:
        """Say whether an earlier answer has these words."""
        return any(quote in answer for answer in self.told)
