"""The records of the API that are no records of Beleg's core."""

from dataclasses import dataclass
from typing import Literal

from qa.types import Article, ArticleEntry, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article to send; what is None the server finds out or leaves open."""

    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # a date, such as "2016-08-11"
    language: str | None = None  # "en" or "de"
    collection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """One version of an article and the spans of its sentences, in reading order."""

    article: Article
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """Some of the articles, the newest first, and how many there are in all."""

    articles: tuple[ArticleEntry, ...]
    total: int
    offset: int = 0  # of the first one here

    @property
    def next_offset(self) -> int | None:
        """Return where the next page begins, or None after the last one."""
        following = self.offset + len(self.articles)
        return following if self.articles and following < self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether questions can be asked, and of how much; `reason` says why not."""

    status: Literal["ready", "not ready"]
    reason: str | None = None
    articles: int = 0
    passages: int = 0
    index: str | None = None

    @property
    def is_ready(self) -> bool:
        """Say whether questions can be asked."""
        return self.status == "ready"
