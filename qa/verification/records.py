"""What verification is asked and what it finds. Positions are characters, half-open."""

from dataclasses import dataclass
from enum import StrEnum

from qa.types import CitationStatus


class DifferenceOperation(StrEnum):
    """How a stretch of the quote became a stretch of the text that stands there now."""

    EQUAL = "equal"
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedQuote:
    """A quote as somebody cites it. None is what they do not say; nothing of it is trusted."""

    quote: str
    marker: int
    article_id: str | None = None
    article_sha256: str | None = None
    quote_sha256: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the difference: all `quote`s joined are the quote, all `now`s what stands."""

    op: DifferenceOperation
    quote: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationCheck:
    """What became of one cited quote.

    The version, span and `now` are those of the text that stands in the article today; for a quote
    that is missing, those of the newest kept version that holds it, or None.
    """

    marker: int
    status: CitationStatus
    message: str
    quote: str
    article_id: str | None
    article_sha256: str | None
    start: int | None
    end: int | None
    now: str | None  # what stands there today; None when nothing does
    difference: tuple[Segment, ...]  # from quote to `now`; empty when they are equal
    stood_in: str | None  # an older stored version that holds the quote letter for letter
    url: str | None  # the span in Beleg's own viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCheck:
    """Whether one sentence of an answer follows from a quote, and from which."""

    text: str  # the sentence without its markers
    start: int  # of the sentence in the answer's text, markers inside it included
    end: int
    markers: tuple[int, ...]
    supported: bool
    probability: float  # 0..1, calibrated
    quote: str | None  # the one that supports it best
    article_id: str | None
    article_sha256: str | None
    quote_start: int | None
    quote_end: int | None
    url: str | None
    reasons: tuple[str, ...]  # what speaks against it, in plain English


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The checks of an answer's citations and of its sentences, each in the order given."""

    citations: tuple[CitationCheck, ...]
    statements: tuple[StatementCheck, ...]

    @property
    def all_exact(self) -> bool:
        """Say whether every citation stands letter for letter."""
        return all(c.status is CitationStatus.EXACT for c in self.citations)

    @property
    def all_supported(self) -> bool:
        """Say whether every sentence is supported."""
        return all(s.supported for s in self.statements)
