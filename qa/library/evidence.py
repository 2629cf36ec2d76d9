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

    question: str
    language: str
    vector: Vector
    terms: Mapping[str, tuple[SearchedTerm, ...]]  # by language of passages
    candidates: tuple[Candidate, ...]
