"""Passages: every sentence in exactly one, nothing cut, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import ENOUGH, FULL, MAX_WITH_REST, passages
from ingest.sentences import MAX_SENTENCE, sentences
from qa.types import Article, sha256_of

WORDS = st.sampled_from(["Er", "ging", "nach", "Moskau", "am", "3.", "Mai", "und"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=8).map(" ".join)
TEXTS = st.one_of(st.text(), st.lists(PARAGRAPHS, max_size=8).map("\n\n".join))


def _article(text: str, language: str = "de") -> Article:
    return Article(id="a", text=text, sha256=sha256_of(text), title="t", language=language)


@given(TEXTS, st.sampled_from(["en", "de"]))
def test_passages_hold_every_sentence_once_in_order(text: str, language: str) -> None:
    article = _article(text, language)
    found = passages(article)
    held = [sentence for passage in found for sentence in passage.sentences]
    assert held == sentences(text, language)
    for passage in found:
        assert passage.text == passage.span.of(text)
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == passage.sentences[-1].end
        assert (passage.article_id, passage.article_sha256) == ("a", article.sha256)
        assert passage.language == language
        if len(passage.sentences) > 1:
            assert passage.span.end - passage.span.start < MAX_WITH_REST
        else:
            assert passage.span.end - passage.span.start <= MAX_SENTENCE


def _sentence(length: int) -> str:
    return "A" + "b" * (length - 2) + "."


def test_a_passage_takes_sentences_up_to_its_size() -> None:
    text = " ".join([_sentence(299)] * 6)
    assert [len(passage.sentences) for passage in passages(_article(text))] == [3, 3]
    assert len(passages(_article(text))[0].text) == 899 < FULL


def test_a_passage_ends_with_its_paragraph_once_it_has_enough() -> None:
    text = f"{_sentence(ENOUGH)}\n\n{_sentence(300)}"
    assert [len(passage.text) for passage in passages(_article(text))] == [ENOUGH, 300]
    text = f"{_sentence(ENOUGH - 1)}\n\n{_sentence(300)}"
    assert len(passages(_article(text))) == 1


def test_a_short_last_rest_joins_the_passage_before() -> None:
    text = f"{_sentence(899)} {_sentence(199)}"
    assert len(passages(_article(text))) == 1
    text = f"{_sentence(899)} {_sentence(200)}"
    assert len(passages(_article(text))) == 2
    text = f"{_sentence(999)} {_sentence(199)}"
    assert len(passages(_article(text))) == 1
    text = f"{_sentence(1000)} {_sentence(199)}"
    assert len(passages(_article(text))) == 2


def test_a_text_of_white_space_has_no_passage() -> None:
    assert passages(_article(" \n\n ")) == []
