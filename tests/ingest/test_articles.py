"""Drafts become articles: text untouched, id stable, metadata checked."""

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles import Draft, make_article
from qa.errors import ArticleError
from qa.types import Article, sha256_of

SEED = Path(__file__).parents[2] / "seeds" / "000_218c36e9481ba9ae.txt"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SENTENCE = "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach "
SENTENCE += "Luftangriffe gegen den IS in Syrien ein."


def _make(text: str = "Some English text.", **fields: str) -> Article:
    return make_article(Draft(text=text, item="the item", **fields), NOW)


def test_the_seed_is_kept_to_the_character() -> None:
    content = SEED.read_bytes().decode("utf-8")
    article = _make(content, source=str(SEED))
    assert article.text == content
    assert article.text[846:961] == SENTENCE
    assert article.language == "de"
    assert article.title.startswith("Nach der Annäherung mit Russland will die Türkei")
    assert article.title.endswith("…")
    assert len(article.title) <= 90
    assert article.ingested_at == "2026-11-23T09:30:00Z"


def test_text_is_normalised_once_and_no_further() -> None:
    article = _make("\ufeffA\r\nB\rC  d\te\u0301\u0000\u000b.fin \n")
    assert article.text == "A\nB\nC  d\té.fin \n"
    assert article.sha256 == sha256_of(article.text)


@given(st.text().filter(lambda text: any(map(str.isalpha, text))))
def test_normalising_again_changes_nothing(text: str) -> None:
    try:
        article = _make(text)
    except ArticleError:
        return  # nothing was left of it
    assert _make(article.text) == article
    assert unicodedata.is_normalized("NFC", article.text)


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "12345 !?", "😀😀"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match=r"the item: the text (is empty|holds no letter)"):
        _make(text)


def test_half_characters_are_refused_wherever_they_stand() -> None:
    with pytest.raises(ArticleError, match=r"the text holds half a character, \\ud800, at .* 3"):
        _make("abc\ud800")
    with pytest.raises(ArticleError, match="the title holds half a character"):
        _make(title="\udfff")


def test_right_to_left_text_and_emoji_are_kept() -> None:
    text = "שלום עולם. \u202bمرحبا\u202c 👩‍👩‍👧 und weiter."
    assert _make(text).text == text


def test_a_megabyte_on_one_line_is_an_article() -> None:
    assert len(_make("wort " * 200_000).text) == 1_000_000


def test_an_id_comes_from_the_source_and_stays() -> None:
    first = _make("Text one.", source="/tmp/Bericht über Ägypten.txt")
    again = _make("Another text.", source="/tmp/Bericht über Ägypten.txt")
    assert first.id == again.id
    assert first.id.startswith("bericht-uber-agypten-")
    assert _make(source="/other/Bericht über Ägypten.txt").id != first.id
    assert _make(source="https://news.example/2016/turkey-stops.html?x=1").id.startswith(
        "turkey-stops-"
    )
    assert _make(source="https://news.example/").id.startswith("news-example-")
    assert _make(source="/data/a.jsonl#17").id.startswith("a-17-")
    assert _make(source="/data/日本.txt").id.startswith("article-")


def test_without_a_source_the_text_names_the_article() -> None:
    assert _make("One text.").id == _make("One text.").id != _make("Another text.").id


@given(st.text(min_size=1).filter(str.strip))
def test_every_derived_id_is_safe_in_a_path(source: str) -> None:
    try:
        article = _make(source=source)
    except ArticleError:
        return
    assert _make(id=article.id).id == article.id


@pytest.mark.parametrize("bad", ["", "a b", "ä", "a/b", "..", ".", "x" * 201, "a\n"])
def test_an_unsafe_id_is_refused(bad: str) -> None:
    with pytest.raises(ArticleError, match=r"the item: the id .* is not allowed; use 1 to 200"):
        _make(id=bad)


@pytest.mark.parametrize("good", ["a", "A.b_c~d-9", "x" * 200])
def test_a_safe_id_is_kept(good: str) -> None:
    assert _make(id=good).id == good


def test_the_title_is_given_or_a_headline_or_the_first_sentence() -> None:
    assert _make(title=" A \n title ").title == "A title"
    assert _make("A headline\nThe text of it.").title == "A headline"
    assert _make("\n\nA headline\n\nThe text of it.").title == "A headline"
    assert _make("It ends here. More follows.").title == "It ends here."
    assert _make("It ends here.\nMore follows.").title == "It ends here."
    assert _make("Only one line").title == "Only one line"
    assert _make("a" * 150 + "\nText.").title == "a" * 89 + "…"
    assert _make("Many words, " * 20).title == "Many words, " * 7 + "Many…"


@pytest.mark.parametrize("name", ["de", "de-AT", "deu", "german", "Deutsch", " DE "])
def test_a_language_is_taken_by_any_of_its_names(name: str) -> None:
    assert _make(language=name).language == "de"


def test_a_language_is_detected_when_none_is_given() -> None:
    assert _make("Der Minister reiste am Montag nach Moskau.").language == "de"
    assert _make("The minister left for Moscow.", language=" ").language == "en"


def test_another_language_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"language 'French' is not supported; give \"en\""):
        _make(language="French")


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2016-08-11", "2016-08-11"),
        ("2016-08-11T10:00:00Z", "2016-08-11T10:00:00Z"),
        ("2016-08-11 10:00", "2016-08-11T10:00:00"),
        ("2016-08-11T10:00:00.123+02:00", "2016-08-11T10:00:00+02:00"),
        ("11. August 2016", "2016-08-11"),
        ("11.08.2016", "2016-08-11"),
        ("August 11, 2016", "2016-08-11"),
        ("3. März 2020", "2020-03-03"),
        ("Thu, 11 Aug 2016 10:00:00 GMT", "2016-08-11T10:00:00Z"),
        (" ", None),
    ],
)
def test_dates_are_normalised(given_date: str, expected: str | None) -> None:
    assert _make(published=given_date).published == expected


@pytest.mark.parametrize(
    "bad", ["gestern", "soon", "2016", "August 2016", "2016-13-01", "31.02.2016", "03/04/2016"]
)
def test_an_unreadable_or_ambiguous_date_is_refused(bad: str) -> None:
    with pytest.raises(ArticleError, match=r"the date '.*' cannot be read; write it as"):
        _make(published=bad)


def test_the_rest_is_one_line_or_nothing() -> None:
    article = _make(outlet=" n-tv\n", author="", collection=" ")
    assert (article.outlet, article.author, article.collection) == ("n-tv", None, "default")
