"""The gate: what is cited stands in the article, to the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences
from qa.answering.citations import cite, text_fragment_url
from qa.types import Article, CitationStatus, Span, sha256_of

TEXT = "Der erste Satz. Er führt zu diesem. Und danach kommt noch einer 🙂."


def article_of(text: str, source: str | None = None) -> Article:
    return Article(id="a", text=text, sha256=sha256_of(text), title="T", source=source)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(texts, st.data())
def test_the_quote_is_the_text_of_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = cite(
        article_of(text), Span(start, end), sentences(text, "de"), marker=1, support=0.5
    )
    assert text[citation.start : citation.end] == citation.quote
    assert citation.quote_sha256 == sha256_of(citation.quote)
    assert citation.article_sha256 == sha256_of(text)
    assert citation.status is CitationStatus.EXACT


def test_a_span_that_leaves_the_text_is_no_citation() -> None:
    with pytest.raises(ValueError, match="leaves the"):
        cite(article_of(TEXT), Span(0, len(TEXT) + 1), [], marker=1, support=1.0)


def test_the_sentences_around_come_along() -> None:
    spans = sentences(TEXT, "de")
    citation = cite(article_of(TEXT), spans[1], spans, marker=2, support=0.9)
    assert citation.before == "Der erste Satz."
    assert citation.quote == "Er führt zu diesem."
    assert citation.after == "Und danach kommt noch einer 🙂."
    assert citation.url == f"/articles/a?version={sha256_of(TEXT)}#s16-35"


def test_a_web_page_opens_at_the_quote() -> None:
    url = text_fragment_url("https://example.org/a#top", "Ein Zitat, mit Binde-Strich & mehr")
    assert url == (
        "https://example.org/a#:~:text=Ein%20Zitat%2C%20mit%20Binde%2DStrich%20%26%20mehr"
    )


def test_a_long_quote_is_named_by_its_ends() -> None:
    words = [f"w{k}" for k in range(200)]
    url = text_fragment_url("https://example.org/a", " ".join(words))
    assert url == (
        "https://example.org/a#:~:text=w0%20w1%20w2%20w3%20w4,w195%20w196%20w197%20w198%20w199"
    )


def test_a_file_has_no_such_link() -> None:
    assert text_fragment_url("/home/me/a.txt", "quote") is None
    assert text_fragment_url(None, "quote") is None
