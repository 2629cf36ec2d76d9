"""Where quotes stand in the library: characters and sentences of its articles."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from qa.errors import ArticleNotFound
from qa.evaluation.citations import Unit
from qa.evaluation.dataset import GivenCitation
from qa.library.library import Library
from qa.library.normalisation import as_stored
from qa.types import Article, Passage, Span

MOST_HOLDING = 50  # versions of articles in which one quote is looked for
MOST_PLACES = 500  # of one quote in one article: "the" may be quoted of a whole book

Find = Callable[[str, str], Iterator[Span]]  # the spans of a quote in a text

# The borders of words, and of numbers such as 2.5, around a quote.
_BEFORE = r"(?:(?!\w)|(?<!\w)(?!(?<=\d[.,])\d))"
_AFTER = r"(?:(?<!\w)|(?!\w)(?!(?<=\d)[.,]\d))"


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

    def lies_in(self, other: "Place") -> bool:
        """Say whether all of it lies in another place."""
        return self.article.id == other.article.id and _contains(other.span, self.span)

    def meets(self, other: "Place") -> bool:
        """Say whether it has a character in common with another place."""
        return self.article.id == other.article.id and _overlap(self.span, other.span)


class Places:
    """Finds quotes in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._everywhere = cache(self._look_everywhere)
        self._current = cache(self._current_article)
        self._sentences = cache(library.sentences)
        self._passages = cache(self._passages_of)

    def of(self, gold: str) -> tuple[Place, ...]:
        """Return every place of a gold quote in the articles that hold it letter for letter today.

        It is looked for in the form in which articles are stored, so that what was copied from the
        file of an article is found, and in whole words: "5 people" does not stand in "25 people".
        """
        return self._everywhere(as_stored(gold).strip(), _whole_words)

    def within(self, article: Article, gold: str) -> tuple[Place, ...]:
        """Return every place of a gold quote in one article, where other blanks do too."""
        return tuple(self._in(article, as_stored(gold), _whole_words))

    def cited(self, citation: GivenCitation) -> tuple[Place, ...]:
        """Return the place that is cited, or every place that may be meant; none if it is nowhere.

        A span that holds the quote is believed; else the quote is looked up in the named article,
        or in all when none is named. The quote must have the form in which articles are stored.
        """
        quote = citation.quote
        if not quote:
            return ()
        if citation.article_id is None:
            return self._everywhere(quote, _letter_for_letter)
        article = self._current(citation.article_id)
        if article is None:
            return ()
        start = citation.start
        if start is not None and start >= 0 and article.text.startswith(quote, start):
            return (self._place(article, Span(start, start + len(quote))),)
        return tuple(self._in(article, quote, _letter_for_letter))

    def stands(self, citation: GivenCitation) -> bool:
        """Say whether the quote stands in a stored version of the named article, or of any.

        The quote must have the form in which articles are stored.
        """
        quote = citation.quote
        if citation.article_id is None:
            return bool(self._library.holding(quote, 1))
        return any(
            quote in self._library.article(entry.id, entry.sha256).text
            for entry in self._library.versions(citation.article_id)
        )

    def passages(self, place: Place) -> frozenset[str]:
        """Return the ids of the passages that hold a place, or of all it runs over when none does.

        A quote over the border of two passages is found with either of them.
        """
        passages = self._passages(place.article.id)
        holding = frozenset(p.id for p in passages if _contains(p.span, place.span))
        return holding or frozenset(p.id for p in passages if _overlap(p.span, place.span))

    def title(self, article_id: str | None) -> str | None:
        """Return the title of an article that is searched."""
        article = None if article_id is None else self._current(article_id)
        return None if article is None else article.title

    def _look_everywhere(self, quote: str, find: Find) -> tuple[Place, ...]:
        holding = self._library.holding(quote, MOST_HOLDING)
        found = {
            entry.id: article
            for entry in holding
            if (article := self._current(entry.id)) is not None
        }
        return tuple(
            place for article in found.values() for place in self._in(article, quote, find)
        )

    def _in(self, article: Article, quote: str, find: Find) -> Iterator[Place]:
        for span in islice(find(quote, article.text), MOST_PLACES):
            yield self._place(article, span)

    def _place(self, article: Article, span: Span) -> Place:
        sentences = self._sentences(article.id)
        return Place(article, tuple(s for s in sentences if _overlap(s, span)), span)

    def _current_article(self, article_id: str) -> Article | None:
        try:
            return self._library.article(article_id)
        except ArticleNotFound:
            return None

    def _passages_of(self, article_id: str) -> tuple[Passage, ...]:
        return tuple(stored.passage for stored in self._library.passages_of(article_id))


def _letter_for_letter(quote: str, text: str) -> Iterator[Span]:
    start = text.find(quote)
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + 1)


def _whole_words(quote: str, text: str) -> Iterator[Span]:
    """Yield where a quote stands, blanks aside, without cutting a word or a number."""
    words = quote.split()
    if not words:
        return
    # Only a letter or digit needs a border: a quote may begin with a quotation mark.
    pattern = _BEFORE + r"\s+".join(map(re.escape, words)) + _AFTER
    for found in re.finditer(pattern, text):
        yield Span(*found.span())


def _contains(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _overlap(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end
