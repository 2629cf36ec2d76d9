"""What goes out over the wire: the JSON that clients build on."""

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel

from qa.types import (
    Answer,
    AnswerKind,
    Article,
    ArticleEntry,
    Citation,
    Hit,
    IngestReport,
    ItemOutcome,
    ItemReport,
    Models,
    Passage,
    Span,
)


class HitBody(BaseModel):
    """A passage that fits the question, and how well."""

    article_id: str
    article_sha256: str
    title: str
    start: int
    end: int
    text: str
    language: str
    score: float
    dense: float
    lexical: float
    sentences: list[Span]

    @classmethod
    def of(cls, hit: Hit) -> "HitBody":
        """Return the wire form of a hit."""
        passage = hit.passage
        return cls(
            article_id=passage.article_id,
            article_sha256=passage.article_sha256,
            title=hit.title,
            start=passage.span.start,
            end=passage.span.end,
            text=passage.text,
            language=passage.language,
            score=hit.score,
            dense=hit.dense,
            lexical=hit.lexical,
            sentences=list(passage.sentences),
        )

    def hit(self) -> Hit:
        """Return the record again, for a program that talks to another Beleg."""
        passage = Passage(
            article_id=self.article_id,
            article_sha256=self.article_sha256,
            span=Span(self.start, self.end),
            text=self.text,
            sentences=tuple(self.sentences),
            language=self.language,
        )
        return Hit(
            passage=passage,
            title=self.title,
            score=self.score,
            dense=self.dense,
            lexical=self.lexical,
        )


class SearchBody(BaseModel):
    """The passages that fit a question, best first."""

    question: str
    hits: list[HitBody]


class AnswerBody(BaseModel):
    """An answer and the proof of every statement in it."""

    id: str
    question: str
    standalone_question: str
    language: str
    kind: AnswerKind
    text: str
    confidence: float
    citations: list[Citation]
    nearest: list[HitBody]
    models: Models
    index: str
    timings_ms: dict[str, float]
    unsupported: int
    note: str | None

    @classmethod
    def of(cls, answer: Answer) -> "AnswerBody":
        """Return the wire form of an answer."""
        return cls(
            id=answer.id,
            question=answer.question,
            standalone_question=answer.standalone_question,
            language=answer.language,
            kind=answer.kind,
            text=answer.text,
            confidence=answer.confidence,
            citations=list(answer.citations),
            nearest=[HitBody.of(hit) for hit in answer.nearest],
            models=answer.models,
            index=answer.index,
            timings_ms=dict(answer.timings_ms),
            unsupported=answer.unsupported,
            note=answer.note,
        )

    def answer(self) -> Answer:
        """Return the record again, for a program that talks to another Beleg."""
        return Answer(
            id=self.id,
            question=self.question,
            standalone_question=self.standalone_question,
            language=self.language,
            kind=self.kind,
            text=self.text,
            confidence=self.confidence,
            citations=tuple(self.citations),
            nearest=tuple(hit.hit() for hit in self.nearest),
            models=self.models,
            index=self.index,
            timings_ms=self.timings_ms,
            unsupported=self.unsupported,
            note=self.note,
        )


class ReportBody(BaseModel):
    """What an ingest did, item by item, and how many items ended how."""

    items: list[ItemReport]
    added: int
    updated: int
    unchanged: int
    failed: int
    seconds: float

    @classmethod
    def of(cls, report: IngestReport) -> "ReportBody":
        """Return the wire form of an ingest report."""
        return cls(
            items=[_told(item) for item in report.items],
            added=report.count(ItemOutcome.ADDED),
            updated=report.count(ItemOutcome.UPDATED),
            unchanged=report.count(ItemOutcome.UNCHANGED),
            failed=report.count(ItemOutcome.FAILED),
            seconds=report.seconds,
        )

    def report(self) -> IngestReport:
        """Return the record again, for a program that talks to another Beleg."""
        return IngestReport(items=tuple(self.items), seconds=self.seconds)


def _told(item: ItemReport) -> ItemReport:
    """Name the item once; escape bytes of a file's name that are no text: JSON has none."""
    message = (item.message or "").removeprefix(f"{item.item}: ")
    return replace(item, item=_well_formed(item.item), message=_well_formed(message) or None)


def _well_formed(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class ArticlesBody(BaseModel):
    """A page of articles, the newest first, and how many there are in all."""

    articles: list[ArticleEntry]
    total: int


class SpanBody(BaseModel):
    """Characters [start, end) of the article's text."""

    start: int
    end: int


class ArticleBody(BaseModel):
    """One version of an article with its text and the spans of its sentences."""

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
    text: str
    sentences: list[SpanBody]

    @classmethod
    def of(cls, article: Article, sentences: list[Span]) -> "ArticleBody":
        """Return the wire form of an article."""
        return cls(
            id=article.id,
            sha256=article.sha256,
            title=article.title,
            source=article.source,
            outlet=article.outlet,
            author=article.author,
            published=article.published,
            language=article.language,
            collection=article.collection,
            ingested_at=article.ingested_at,
            text=article.text,
            sentences=[SpanBody(start=span.start, end=span.end) for span in sentences],
        )


class HealthBody(BaseModel):
    """Whether questions can be asked, and of how much."""

    status: Literal["ready", "not ready"]
    reason: str | None = None
    articles: int = 0
    passages: int = 0
    index: str | None = None
