"""The gate: every citation is built here, from the stored article, by position."""

from collections.abc import Sequence
from urllib.parse import quote as url_quote
from urllib.parse import urlsplit

from qa.types import Article, Citation, CitationStatus, Span, sha256_of

CONTEXT_CHARACTERS = 300  # of the sentence before and after; longer ones are cut at the far end
FRAGMENT_CHARACTERS = 300  # longer quotes are named by their first and last words
FRAGMENT_WORDS = 5

Position = tuple[str, str, int, int]  # article, version, span


def cite(
    article: Article,
    span: Span,
    sentences: Sequence[Span],
    *,
    marker: int,
    support: float,
    highlight: Span | None = None,
) -> Citation:
    """Return the record that proves the characters of `span` stand in `article`.

    `sentences` are the article's, in order: those beside the quote become its context. Raises
    ValueError when the span leaves the text, or the words to highlight leave the span: a quote that
    cannot be placed is not a citation.
    """
    if span.end > len(article.text):
        raise ValueError(f"{span} leaves the {len(article.text)} characters of {article.id!r}")
    if highlight is not None and not span.start <= highlight.start < highlight.end <= span.end:
        raise ValueError(f"the words to highlight, {highlight}, leave the quote {span}")
    quote = span.of(article.text)
    before = [s for s in sentences if s.end <= span.start][-1:]
    after = [s for s in sentences if s.start >= span.end][:1]
    return Citation(
        marker=marker,
        article_id=article.id,
        title=article.title,
        source=article.source,
        outlet=article.outlet,
        published=article.published,
        language=article.language,
        article_sha256=article.sha256,
        start=span.start,
        end=span.end,
        quote=quote,
        quote_sha256=sha256_of(quote),
        before=before[0].of(article.text)[-CONTEXT_CHARACTERS:] if before else "",
        after=after[0].of(article.text)[:CONTEXT_CHARACTERS] if after else "",
        url=viewer_url(article.id, article.sha256, span),
        text_fragment_url=text_fragment_url(article.source, quote),
        status=CitationStatus.EXACT,
        support=support,
        highlight=highlight,
    )


def position_of(citation: Citation) -> Position:
    """Return where the quote of a citation stands."""
    return citation.article_id, citation.article_sha256, citation.start, citation.end


def viewer_url(article_id: str, sha256: str, span: Span) -> str:
    """Return the path of a quote in Beleg's own viewer."""
    return f"/articles/{url_quote(article_id, safe='')}?version={sha256}#s{span.start}-{span.end}"


def text_fragment_url(source: str | None, quote: str) -> str | None:
    """Return a link that opens a web page at the quote, or None when the source is no web page.

    URL Fragment Text Directives, WICG draft: `#:~:text=first words,last words`.
    """
    if source is None or urlsplit(source).scheme not in ("http", "https"):
        return None
    if len(quote) <= FRAGMENT_CHARACTERS:
        directive = _fragment(quote)
    else:
        words = quote.split()
        first, last = words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]
        directive = f"{_fragment(' '.join(first))},{_fragment(' '.join(last))}"
    return f"{source.split('#')[0]}#:~:text={directive}"


def _fragment(text: str) -> str:
    # A hyphen and a comma have a meaning in the directive itself.
    return url_quote(text, safe="").replace("-", "%2D")
