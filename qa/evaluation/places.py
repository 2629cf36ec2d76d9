"""Where quotes stand in the library: characters and sentences of its articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from qa.errors import ArticleNotFound
from qa.evaluation.citations import Unit
from qa.evaluation.dataset import GivenCitation
from qa.library.library import Library
from qa.types import Article, Passage, Span

MOST_HOLDING = 50  # versions of articles in which one quote is looked for


@dataclass(frozen=True)
class Place:
    """A quote at one place of an article's current version."""

    article: Article
    sentences: tuple[Span, ...]  # those it overlaps
    span: Span

    @cached_property
    def characters(self) -> frozenset[Unit]:
        """Return its characters."""
        return frozenset((self.article.id, k) for k in range(self.span.start, self.span.end))

    @cached_property
    def sentence_units(self) -> frozenset[Unit]:
        """Return its sentences, each by its start."""
        return frozenset((self.article.id, sentence.start) for sentence in self.sentences)

    @property
    def passage(self) -> str:
        """Return the whole sentences it lies in."""
        if not self.sentences:
            return self.span.of(self.article.text)
        return self.article.text[self.sentences[0].start : self.sentences[-1].end]


class Places:
    """Finds quotes in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._of_quote = cache(self._everywhere)
        self._current = cache(self._current_article)
        self._sentences = cache(library.sentences)
        self._passages = cache(self._passages_of)

    def of(self, quote: str) -> tuple[Place, ...]:
        """Return every place where the quote stands letter for letter today."""
        return self._of_quote(quote)

    def cited(self, citation: GivenCitation) -> tuple[Place, ...]:
        """Return the place that is cited, or every place that may be meant; none if it is nowhere.

        A span that holds the quote is believed; else the quote is looked up in the named article,
        or in all when none is named.
        """
        if citation.article_id is None:
            return self.of(citation.quote)
        article = self._current(citation.article_id)
        if article is None:
            return ()
        start = citation.start
        if start is not None and start >= 0 and article.text.startswith(citation.quote, start):
            return (self._place(article, start, citation.quote),)
        return tuple(self._in(article, citation.quote))[:1]

    def stands(self, citation: GivenCitation) -> bool:
        """Say whether the quote stands in a stored version of the named article, or of any."""
        if citation.article_id is None:
            return bool(self._library.holding(citation.quote, 1))
        return any(
            citation.quote in self._library.article(entry.id, entry.sha256).text
            for entry in self._library.versions(citation.article_id)
        )

    def passages(self, article_id: str) -> tuple[Passage, ...]:
        """Return the passages of an article."""
        return self._passages(article_id)

    def title(self, article_id: str | None) -> str | None:
        """Return the title of an article that is searched."""
        article = None if article_id is None else self._current(article_id)
        return None if article is None else article.title

    def _everywhere(self, quote: str) -> tuple[Place, ...]:
        holding = self._library.holding(quote, MOST_HOLDING)
        found = {
            entry.id: article
            for entry in holding
            if (article := self._current(entry.id)) is not None
        }
        return tuple(place for article in found.values() for place in self._in(article, quote))

    def _in(self, article: Article, quote: str) -> Iterator[Place]:
        start = article.text.find(quote)
        while start >= 0:
            yield self._place(article, start, quote)
            start = article.text.find(quote, start + 1)

    def _place(self, article: Article, start: int, quote: str) -> Place:
        span = Span(start, start + len(quote))
        sentences = self._sentences(article.id)
        overlapping = (s for s in sentences if s.start < span.end and span.start < s.end)
        return Place(article, tuple(overlapping), span)

    def _current_article(self, article_id: str) -> Article | None:
        try:
            return self._library.article(article_id)
        except ArticleNotFound:
            return None

    def _passages_of(self, article_id: str) -> tuple[Passage, ...]:
        return tuple(stored.passage for stored in self._library.passages_of(article_id))
