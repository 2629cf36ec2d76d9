"""Addresses of the viewer, read back to the place they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ArticleNotFound
from qa.types import Span
from ui.places import Place, article_url, place_of, sentence_url


@given(st.text(min_size=1), st.integers(0, 10**9), st.integers(1, 10**6))
def test_an_address_names_the_place_it_was_made_of(article_id, start, length):
    span = Span(start, start + length)
    assert place_of(sentence_url(article_id, "ab12", span)) == Place(article_id, "ab12", span)
    assert place_of(article_url(article_id)) == Place(article_id)


@pytest.mark.parametrize("fragment", ["", "#", "#s5-5", "#s9-3", "#s-1-3", "#x", "#s1-2-3"])
def test_an_address_without_a_span_names_the_article(fragment):
    assert place_of(f"/articles/a{fragment}") == Place("a")


@pytest.mark.parametrize("url", ["", "/", "/articles/", "/v1/articles/a", "javascript:alert(1)"])
def test_any_other_address_is_refused(url):
    with pytest.raises(ArticleNotFound, match="expected /articles/ID"):
        place_of(url)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_words_that_answer_are_part_of_the_place(start, length):
    span, words = Span(0, 10**11), Span(start, start + length)
    assert place_of(sentence_url("a", "ab", span, words=words)) == Place("a", "ab", span, words)


@pytest.mark.parametrize("words", ["", "5-5", "9-3", "s1-3", "1-2-3", "-1-2", "x"])
def test_words_that_are_no_span_are_passed_by(words):
    assert place_of(f"/articles/a?words={words}#s1-2") == Place("a", None, Span(1, 2))


def test_address_of_a_sentence_is_safe_whatever_the_article_is_called():
    url = sentence_url("../x?#ä", "ab", Span(1, 2))
    assert url == "/articles/..%2Fx%3F%23%C3%A4?version=ab#s1-2"
