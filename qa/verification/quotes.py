"""The status of a citation: exact, changed or missing, against every stored version."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.answering.citations import viewer_url
from qa.errors import ArticleNotFound
from qa.library.library import Library
from qa.types import Article, ArticleEntry, CitationStatus, Span, sha256_of
from qa.verification.difference import difference
from qa.verification.form import find_folded
from qa.verification.places import (
    IN_ITS_PLACE,
    NEARLY,
    common_words,
    exact_place,
    likeness,
    nearest_place,
    successor,
)
from qa.verification.records import CitationCheck, CitedQuote

MOST_HOLDING = 5  # versions that are looked at when a quote comes without its article
MOST_NEAR = 4  # articles searched for a sentence like it

Candidates = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class _Stood:
    """A stored version that holds the quote letter for letter, and where."""

    article: Article
    span: Span


class QuoteChecker:
    """Looks quotes up in the current version of their article, then in the older ones."""

    def __init__(self, library: Library, candidates: Candidates) -> None:
        """Take the library, and how to find the ids of articles that may hold a text."""
        self._library = library
        self._candidates = candidates

    def check(self, cited: CitedQuote) -> CitationCheck:
        """Return what became of a cited quote; whatever is cited, nothing is raised."""
        if cited.article_id is None:
            return self._anywhere(cited)
        current = self._article(cited.article_id, None)
        if current is None:
            return self._not_searched(cited, cited.article_id)
        return self._in_article(cited, current) or self._gone(cited, current)

    def _anywhere(self, cited: CitedQuote) -> CitationCheck:
        """Look in all articles: those that retrieval finds, then every text."""
        articles = [
            article
            for article_id in self._candidates(cited.quote)
            if (article := self._article(article_id, None)) is not None
        ]
        for article in articles:
            if cited.quote in article.text:
                return self._exact(cited, article)
        holding = self._library.holding(cited.quote, MOST_HOLDING)
        for entry in holding:
            article_now = self._article(entry.id, None)
            if article_now is None:
                continue
            found = self._in_article(cited, article_now)
            if found is not None:
                return found
        near = [
            found
            for article in articles[:MOST_NEAR]
            if (found := self._nearly(cited, article)) is not None
        ]
        if near:
            return max(near, key=lambda found: likeness(cited.quote, found.now or ""))
        if holding:
            return self._kept_alone(cited, holding[0])
        return _missing(cited, "no article holds it, nor a sentence that is nearly the same")

    def _in_article(self, cited: CitedQuote, article: Article) -> CitationCheck | None:
        """Return the check of a quote that stands, or nearly stands, in an article now."""
        if cited.quote in article.text:
            return self._exact(cited, article)
        stood = self._stood(cited, article.id)
        if stood is not None:
            span = successor(
                stood.article.text,
                self._library.sentences(article.id, stood.article.sha256),
                stood.span,
                article.text,
                self._library.sentences(article.id),
            )
            if span and common_words(cited.quote, span.of(article.text)) >= IN_ITS_PLACE:
                return self._changed(cited, article, span, "the article has changed there", stood)
        return self._nearly(cited, article, stood)

    def _exact(self, cited: CitedQuote, article: Article) -> CitationCheck:
        claimed = _claimed_span(cited)
        if claimed is not None and claimed.of(article.text) == cited.quote:
            span, message = claimed, "stands letter for letter where it is cited"
        else:
            found = exact_place(cited.quote, article.text, cited.start)
            if found is None:
                raise ValueError(f"the quote does not stand in {article.id!r}")
            span, message = found, f"stands letter for letter at {found.start}-{found.end}"
            if cited.start is not None or cited.end is not None:
                message += f", not at {_shown_place(cited)} as cited"
        return _check(
            cited,
            CitationStatus.EXACT,
            message + self._about_claims(cited, article),
            article,
            span,
            now=cited.quote,
        )

    def _nearly(
        self, cited: CitedQuote, article: Article, stood: _Stood | None = None
    ) -> CitationCheck | None:
        folded = find_folded(cited.quote, article.text)
        if folded is not None:
            start, end, what = folded
            return self._changed(
                cited, article, Span(start, end), f"only {what} differs", stood
            )
        near = nearest_place(cited.quote, article.text, self._library.sentences(article.id))
        if near is None or near.likeness < NEARLY:
            return None
        return self._changed(cited, article, near.span, "a sentence nearly the same stands", stood)

    def _changed(
        self, cited: CitedQuote, article: Article, span: Span, what: str, stood: _Stood | None
    ) -> CitationCheck:
        message = f"{what} at {span.start}-{span.end}"
        if stood is not None:
            message += f"; it stood so in the version of {_day(stood.article)}"
        else:
            message += "; no stored version holds it letter for letter"
        now = span.of(article.text)
        message += self._about_claims(cited, article)
        return _check(cited, CitationStatus.CHANGED, message, article, span, now=now, stood=stood)

    def _gone(self, cited: CitedQuote, article: Article) -> CitationCheck:
        """Return the check of a quote that nothing in its article resembles any more."""
        stood = self._stood(cited, article.id)
        if stood is None:
            message = f"article {article.id!r} holds it in no version"
            message += self._elsewhere(cited, article.id) + self._about_claims(cited, article)
            return _missing(cited, message)
        message = (
            f"the sentence is gone from article {article.id!r}; it stood in the version of "
            f"{_day(stood.article)}"
        )
        message += self._elsewhere(cited, article.id) + self._about_claims(cited, article)
        return _check(
            cited, CitationStatus.MISSING, message, stood.article, stood.span, now=None, stood=stood
        )

    def _not_searched(self, cited: CitedQuote, article_id: str) -> CitationCheck:
        """Return the check of a quote whose article was deleted, or was never there."""
        versions = self._library.versions(article_id)
        if not versions:
            message = f"there is no article {article_id!r}, nor a stored version of one"
            return _missing(cited, message + self._elsewhere(cited, article_id))
        stood = self._stood(cited, article_id)
        if stood is None:
            message = f"article {article_id!r} was deleted, and no stored version holds the quote"
            return _missing(cited, message + self._elsewhere(cited, article_id))
        message = (
            f"article {article_id!r} was deleted; the quote stood in its version of "
            f"{_day(stood.article)}"
        )
        message += self._elsewhere(cited, article_id)
        return _check(
            cited, CitationStatus.MISSING, message, stood.article, stood.span, now=None, stood=stood
        )

    def _kept_alone(self, cited: CitedQuote, entry: ArticleEntry) -> CitationCheck:
        """Return the check of a quote that only a version no longer searched holds."""
        current = self._article(entry.id, None)
        if current is not None:
            return self._gone(cited, current)
        return self._not_searched(cited, entry.id)

    def _stood(self, cited: CitedQuote, article_id: str) -> _Stood | None:
        """Return the version that holds the quote: the cited one, or the last stored."""
        versions = [entry.sha256 for entry in self._library.versions(article_id)]
        versions.sort(key=lambda sha256: sha256 != cited.article_sha256)
        for sha256 in versions:
            article = self._article(article_id, sha256)
            if article is None:
                continue
            span = exact_place(cited.quote, article.text, cited.start)
            if span is not None:
                return _Stood(article, span)
        return None

    def _elsewhere(self, cited: CitedQuote, article_id: str) -> str:
        """Say which other article holds the quote now."""
        for entry in self._library.holding(cited.quote, MOST_HOLDING):
            if entry.id != article_id and self._library.current_sha256(entry.id) == entry.sha256:
                return f"; article {entry.id!r} holds the same words"
        return ""

    def _about_claims(self, cited: CitedQuote, article: Article) -> str:
        """Say which claims of the citation do not fit what is stored."""
        told = ""
        sha256 = cited.article_sha256
        if sha256 is not None and sha256 != article.sha256:
            cited_version = self._article(article.id, sha256)
            if cited_version is None:
                told += "; the version it names is not one of the article"
            else:
                told += f"; it names the version of {_day(cited_version)}, which is not the current"
                if _misplaced(cited, cited_version):
                    told += f" and does not hold the quote at {_shown_place(cited)}"
        if cited.quote_sha256 is not None and cited.quote_sha256 != sha256_of(cited.quote):
            told += "; its quote_sha256 is not that of the quote"
        return told

    def _article(self, article_id: str, sha256: str | None) -> Article | None:
        try:
            return self._library.article(article_id, sha256)
        except ArticleNotFound:
            return None


def _check(
    cited: CitedQuote,
    status: CitationStatus,
    message: str,
    article: Article,
    span: Span,
    *,
    now: str | None,
    stood: _Stood | None = None,
) -> CitationCheck:
    return CitationCheck(
        marker=cited.marker,
        status=status,
        message=message,
        quote=cited.quote,
        article_id=article.id,
        article_sha256=article.sha256,
        start=span.start,
        end=span.end,
        now=now,
        difference=difference(cited.quote, now) if now not in (None, cited.quote) else (),
        stood_in=stood.article.sha256 if stood is not None else None,
        url=viewer_url(article.id, article.sha256, span),
    )


def _missing(cited: CitedQuote, message: str) -> CitationCheck:
    return CitationCheck(
        marker=cited.marker,
        status=CitationStatus.MISSING,
        message=message,
        quote=cited.quote,
        article_id=cited.article_id,
        article_sha256=None,
        start=None,
        end=None,
        now=None,
        difference=(),
        stood_in=None,
        url=None,
    )


def _claimed_span(cited: CitedQuote) -> Span | None:
    if cited.start is None or cited.end is None or not 0 <= cited.start < cited.end:
        return None
    return Span(cited.start, cited.end)


def _misplaced(cited: CitedQuote, article: Article) -> bool:
    if cited.start is None and cited.end is None:
        return False
    claimed = _claimed_span(cited)
    return claimed is None or claimed.of(article.text) != cited.quote


def _shown_place(cited: CitedQuote) -> str:
    start, end = ("?" if place is None else str(place) for place in (cited.start, cited.end))
    return f"{start}-{end}"


def _day(article: Article) -> str:
    """Name a version by the day it was taken in, and by its hash."""
    return f"{article.ingested_at[:10]} ({article.sha256[:12]})"
