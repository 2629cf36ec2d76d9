"""What an evaluation finds: a case for each question, figures over all of them."""

from dataclasses import dataclass
from enum import StrEnum

from qa.evaluation.bootstrap import Interval
from qa.evaluation.calibration import ReliabilityBin
from qa.evaluation.refusal import RiskAtCoverage

RECALL_RANKS = (1, 3, 5, 10, 20)


class Outcome(StrEnum):
    """What became of a question; the worst first."""

    WRONG_ANSWER = "wrong answer"
    WRONGLY_REFUSED = "wrongly refused"
    WRONGLY_ANSWERED = "wrongly answered"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedCase:
    """A citation of an answer, judged."""

    quote: str
    article_id: str | None
    title: str | None
    stands: bool  # letter for letter in a stored version
    proves: bool  # holds half of a gold quote, or is a part of one of several sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCase:
    """A gold quote with the sentences it stands in; title and sentences of its first place."""

    quote: str
    title: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """Where the passages that hold a gold quote came in the search."""

    recall: tuple[float, ...]  # at RECALL_RANKS
    reciprocal_rank: float
    ndcg_at_10: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question, what was answered, and every measure of it; None where it does not apply."""

    id: str
    question: str
    language_pair: str  # "en → de": of the question and of the article that answers it
    question_word: str
    article: str  # title of the article that answers it; empty when none does
    answerable: bool
    outcome: Outcome
    refused: bool
    text: str
    citations: tuple[CitedCase, ...]
    gold: tuple[GoldCase, ...]
    confidence: float | None
    milliseconds: float | None
    right: float | None  # 1 when the citations prove each group of quotes; answerable only
    first_right: float | None  # 1 when the first citation proves a group, or is a part of its quote
    citation_precision: float | None  # of sentences
    citation_recall: float | None
    character_precision: float | None
    character_recall: float | None
    support_recall: float | None  # ALCE's, with the support model for NLI
    support_precision: float | None
    token_f1: float | None
    exact_match: float | None
    retrieved: Retrieved | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure over all questions it applies to, and its 95 % interval over questions."""

    name: str
    title: str
    value: float
    interval: Interval | None
    n: int  # questions it is over
    is_share: bool  # 0..1; else milliseconds
    lower_is_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The questions of one kind. A share is None when no question of the kind could have it."""

    kind: str  # "languages", "question word" or "article"
    name: str
    n: int
    right: float | None  # share of the answerable
    refused: float | None  # share of the unanswerable


@dataclass(frozen=True, slots=True)
class RecallPoint:
    """Mean recall of the passages among the first `rank` hits."""

    rank: int
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure in two runs, over the questions both have."""

    name: str
    title: str
    n: int
    before: float
    now: float
    interval: Interval | None  # of now - before
    p_value: float | None  # two-sided; None when it cannot be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs, pair by pair."""

    differences: tuple[Difference, ...]
    mended: tuple[str, ...]  # ids of questions that are right now and were not
    broken: tuple[str, ...]
    same_corpus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An evaluation: figures, plots, slices, and the case of every question, the worst first."""

    name: str
    system: str  # who answered
    corpus: str  # fingerprint of the articles
    n_articles: int
    index: str
    figures: tuple[Figure, ...]
    recall: tuple[RecallPoint, ...]
    risk_coverage: tuple[RiskAtCoverage, ...]
    reliability: tuple[ReliabilityBin, ...]
    slices: tuple[Slice, ...]
    defects: tuple[str, ...]  # questions left out, and what is wrong with them
    cases: tuple[Case, ...]
    comparison: Comparison | None = None

    def figure(self, name: str) -> float | None:
        """Return the value of a figure, or None when it could not be measured."""
        return next((f.value for f in self.figures if f.name == name), None)
