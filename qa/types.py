"""The records that flow through Beleg. Standard library only; nothing here imports ours."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


def sha256_of(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


UNPROVED_MARK = "[?]"  # in an answer's text, after a sentence that no quote proves


class AnswerKind(StrEnum):
    """Who wrote the answer's words: the articles, a chat model, or nobody."""

    EXTRACTIVE = "extractive"
    GENERATED = "generated"
    NONE = "none"


class CitationStatus(StrEnum):
    """Where a quote stands today: as cited, elsewhere or otherwise, or nowhere."""

    EXACT = "exact"
    CHANGED = "changed"
    MISSING = "missing"


class ItemOutcome(StrEnum):
    """What an ingest did with one item."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of an article's text, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse spans that no text can have."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"expected 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the characters of `text` inside the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one source text. `text` was normalised once and never changes after."""

    id: str
    text: str
    sha256: str  # of `text`: names the version
    title: str
    source: str | None = None  # where it came from: a path or a URL
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # ISO 8601 date or date and time
    language: str = "en"  # "en" or "de"
    collection: str = "default"
    ingested_at: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article without its text, as lists show it."""

    id: str
    sha256: str
    title: str
    source: str | None
    outlet: str | None
    author: str | None
    published: str | None
    language: str
    collection: str
    ingested_at: str
    n_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Consecutive sentences of one article version; the unit that is embedded.

    The spans of the sentences are positions in the article's text, rising and not overlapping.
    """

    article_id: str
    article_sha256: str
    span: Span
    text: str  # the article's characters inside `span`
    sentences: tuple[Span, ...]
    language: str

    @property
    def id(self) -> str:
        """Name the passage: equal content at the same place has the same id."""
        return f"{self.article_id}:{self.article_sha256[:12]}:{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a question is asked of; None admits all. Dates are ISO 8601, inclusive."""

    language: str | None = None
    outlet: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    article_ids: tuple[str, ...] | None = None
    collection: str | None = None

    @property
    def are_empty(self) -> bool:
        """Say whether every article is admitted."""
        return self == Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage, how well it fits the question, and which side found it."""

    passage: Passage
    title: str
    score: float  # fused; higher is better; comparable inside one search only
    dense: float  # cosine of question and passage
    lexical: float  # BM25, translated where the languages differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The record that proves a quote: which article version, where, and the very characters."""

    marker: int
    article_id: str
    title: str
    source: str | None
    outlet: str | None
    published: str | None
    language: str
    article_sha256: str
    start: int
    end: int
    quote: str
    quote_sha256: str
    before: str  # the sentence before the quote, or empty
    after: str
    url: str  # the sentence in Beleg's own viewer
    text_fragment_url: str | None
    status: CitationStatus
    support: float  # 0..1
    highlight: Span | None = None  # of the article, inside the quote: the words that answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models that made an answer; None where none was used."""

    embedding: str
    reader: str | None = None
    chat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a question, with the proof of every statement."""

    id: str
    question: str
    standalone_question: str
    language: str
    kind: AnswerKind
    text: str  # with markers "[1]"
    confidence: float  # 0..1: how probable it is that the articles answer it with this
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()  # up to three, only when kind is NONE
    models: Models
    index: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    unsupported: int = 0  # sentences of the chat model that no quote proves: removed or marked
    note: str | None = None  # what the reader should know of how the answer was made


@dataclass(frozen=True, slots=True)
class Delta:
    """The next characters of an answer's text."""

    text: str


AnswerEvent = Delta | Citation | Answer  # all deltas joined are the text; the answer comes last


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier question of a conversation and the text of its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """What happened to one item of an ingest, named by its path, URL or list index."""

    item: str
    outcome: ItemOutcome
    article_id: str | None = None
    title: str | None = None
    message: str | None = None  # what was wrong and what to do next, when it failed


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did, item by item, in the order they were given."""

    items: tuple[ItemReport, ...]
    seconds: float

    def count(self, outcome: ItemOutcome) -> int:
        """Return how many items ended with `outcome`."""
        return sum(item.outcome is outcome for item in self.items)
