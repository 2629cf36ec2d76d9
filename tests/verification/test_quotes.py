"""What becomes of a cited quote after its article was updated, deleted or forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.library.sqlite import SqliteLibrary
from qa.types import CitationStatus, Filters, sha256_of
from qa.verification.quotes import QuoteChecker
from qa.verification.records import CitationCheck, CitedQuote
from tests.library.building import LONG_AGO, put

TEXT = (
    "Otters returned to the Elbe in 2019. They eat 17 fish a day, says Anna Beck. "
    "Nobody in Dessau minds. The river is clean again."
)
QUOTE = "They eat 17 fish a day, says Anna Beck."
START = TEXT.index(QUOTE)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = SqliteLibrary(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def check(library: SqliteLibrary, quote: str = QUOTE, **cited: object) -> CitationCheck:
    found = check_of(library, quote, **cited)
    if found.now is not None:
        article = library.article(str(found.article_id), found.article_sha256)
        assert article.text[found.start : found.end] == found.now
    assert "".join(s.quote for s in found.difference) == (found.quote if found.difference else "")
    assert "".join(s.now for s in found.difference) == (found.now if found.difference else "")
    return found


def check_of(library: SqliteLibrary, quote: str, **cited: object) -> CitationCheck:
    ids = [entry.id for entry in library.articles(Filters(), limit=10)[0]]
    return QuoteChecker(library, lambda _: ids).check(
        CitedQuote(marker=1, quote=quote, **cited)  # type: ignore[arg-type]
    )





def test_a_quote_that_stands_where_it_is_cited_is_exact(library: SqliteLibrary) -> None:
    article = put(library, TEXT, id="otters")
    found = check(
        library, article_id="otters", article_sha256=article.sha256, start=START,
        end=START + len(QUOTE), quote_sha256=sha256_of(QUOTE),
    )  # fmt: skip
    assert found.status is CitationStatus.EXACT
    assert found.message == "stands letter for letter where it is cited"
    assert (found.start, found.end, found.difference) == (START, START + len(QUOTE), ())
    assert found.url == f"/articles/otters?version={article.sha256}#s{found.start}-{found.end}"


def test_a_quote_at_another_place_is_exact_and_the_place_is_said(library: SqliteLibrary) -> None:
    put(library, TEXT, id="otters")
    found = check(library, article_id="otters", start=3, end=9)
    assert found.status is CitationStatus.EXACT
    assert f"at {START}-{START + len(QUOTE)}, not at 3-9 as cited" in found.message


def test_of_several_places_the_nearest_counts(library: SqliteLibrary) -> None:
    put(library, "It rains. It snows. It rains. It is cold.", id="a")
    assert check(library, "It rains.", article_id="a", start=19, end=28).start == 20
    assert check(library, "It rains.", article_id="a").start == 0


def test_after_an_update_the_sentence_that_stands_there_now_is_shown(
    library: SqliteLibrary,
) -> None:
    old = put(library, TEXT, LONG_AGO, id="otters")
    new = put(library, TEXT.replace("17 fish a day", "up to 12 fish daily"), id="otters")
    found = check(library, article_id="otters", article_sha256=old.sha256)
    assert found.status is CitationStatus.CHANGED
    assert found.now == "They eat up to 12 fish daily, says Anna Beck."
    assert (found.article_sha256, found.stood_in) == (new.sha256, old.sha256)
    assert "stood so in the version of 2020-01-02" in found.message
    assert {s.op for s in found.difference} >= {"equal", "replace"}


def test_a_sentence_written_anew_in_its_place_is_found_by_its_neighbours(
    library: SqliteLibrary,
) -> None:
    put(library, TEXT, LONG_AGO, id="otters")
    put(library, TEXT.replace(QUOTE, "Ms Beck says they eat many fish."), id="otters")
    assert check(library, article_id="otters").now == "Ms Beck says they eat many fish."


def test_a_sentence_that_is_gone_is_missing(library: SqliteLibrary) -> None:
    old = put(library, TEXT, LONG_AGO, id="otters")
    put(library, TEXT.replace(QUOTE + " ", ""), id="otters")
    for cited in ({"article_id": "otters"}, {}):
        found = check(library, **cited)
        assert found.status is CitationStatus.MISSING
        assert "gone" in found.message
        assert (found.now, found.stood_in) == (None, old.sha256)
        assert library.article("otters", found.stood_in).text[found.start : found.end] == QUOTE


def test_a_quote_restored_by_a_later_update_is_exact_again(library: SqliteLibrary) -> None:
    old = put(library, TEXT, LONG_AGO, id="otters")
    put(library, "Otters left.", id="otters")
    put(library, TEXT + " More came.", id="otters")
    found = check(library, article_id="otters", article_sha256=old.sha256)
    assert found.status is CitationStatus.EXACT
    assert "not the current" in found.message


def test_a_deleted_article_keeps_its_proof_until_it_is_forgotten(library: SqliteLibrary) -> None:
    article = put(library, TEXT, id="otters")
    library.delete("otters")
    for cited in ({"article_id": "otters"}, {}):
        found = check(library, **cited)
        assert found.status is CitationStatus.MISSING
        assert "deleted" in found.message
        assert (found.stood_in, found.start) == (article.sha256, START)
    library.delete("otters", forget=True)
    found = check(library, article_id="otters")
    assert (found.status, found.stood_in, found.url) == (CitationStatus.MISSING, None, None)
    assert "no article 'otters'" in found.message


def test_a_quote_that_never_stood_is_missing(library: SqliteLibrary) -> None:
    put(library, TEXT, id="otters")
    for cited in ({"article_id": "otters"}, {}):
        found = check(library, "Whales sing in the Baltic Sea at night.", **cited)
        assert (found.status, found.now) == (CitationStatus.MISSING, None)


def test_a_wrong_word_is_changed_and_shown(library: SqliteLibrary) -> None:
    put(library, TEXT, id="otters")
    for cited in ({"article_id": "otters"}, {}):
        found = check(library, QUOTE.replace("17", "71"), **cited)
        assert (found.status, found.now) == (CitationStatus.CHANGED, QUOTE)
        assert [(s.quote, s.now) for s in found.difference if s.op != "equal"] == [("71", "17")]
        assert "no stored version" in found.message


@pytest.mark.parametrize(
    ("quote", "what"),
    [
        ("They  eat 17\nfish a day, says Anna Beck.", "only white space differs"),
        ("THEY eat 17 fish a day, says anna beck.", "only upper and lower case differs"),
        ("„They eat 17 fish a day“", "only the style of quotation marks or dashes differs"),
        ("Cafe\u0301 society", "only how characters are encoded differs"),
    ],
)
def test_what_differs_in_form_alone_is_told(
    library: SqliteLibrary, quote: str, what: str
) -> None:
    put(library, TEXT + ' "They eat 17 fish a day" was said. Café society.', id="otters")
    found = check(library, quote, article_id="otters")
    assert found.status is CitationStatus.CHANGED
    assert found.message.startswith(what)


def test_an_article_is_found_without_its_id(library: SqliteLibrary) -> None:
    put(library, "Beavers build dams.", id="beavers")
    put(library, TEXT, id="otters")
    assert check(library).article_id == "otters"


def test_a_wrong_article_is_missing_and_the_right_one_named(library: SqliteLibrary) -> None:
    put(library, "Beavers build dams.", id="beavers")
    put(library, TEXT, id="otters")
    for article_id in ("beavers", "unknown"):
        found = check(library, article_id=article_id)
        assert found.status is CitationStatus.MISSING
        assert "'otters' holds the same words" in found.message


def test_claims_that_do_not_fit_are_told(library: SqliteLibrary) -> None:
    old = put(library, TEXT, LONG_AGO, id="otters")
    put(library, "News first. " + TEXT, id="otters")
    found = check(library, article_id="otters", article_sha256="f" * 64, quote_sha256="0" * 64)
    assert "names is not one of the article" in found.message
    assert "quote_sha256 is not that of the quote" in found.message
    found = check(library, article_id="otters", article_sha256=old.sha256, start=0, end=5)
    assert "does not hold the quote at 0-5" in found.message


@given(
    quote=st.text(min_size=1, max_size=80),
    start=st.none() | st.integers(),
    end=st.none() | st.integers(),
    article_id=st.none() | st.sampled_from(["otters", "x", ""]),
)
@settings(max_examples=150, deadline=None)
def test_garbage_is_judged_not_raised(
    tmp_path_factory: pytest.TempPathFactory,
    quote: str,
    start: int | None,
    end: int | None,
    article_id: str | None,
) -> None:
    library = SqliteLibrary(tmp_path_factory.mktemp("library") / "library.sqlite")
    put(library, TEXT, id="otters")
    found = check(library, quote, start=start, end=end, article_id=article_id)
    assert (found.status is CitationStatus.EXACT) == (
        quote in TEXT and article_id in (None, "otters")
    )
    library.close()


@given(cut=st.data())
@settings(max_examples=100, deadline=None)
def test_every_part_of_a_text_is_exact(
    tmp_path_factory: pytest.TempPathFactory, cut: st.DataObject
) -> None:
    library = SqliteLibrary(tmp_path_factory.mktemp("library") / "library.sqlite")
    put(library, TEXT, id="otters")
    start = cut.draw(st.integers(0, len(TEXT) - 1))
    end = cut.draw(st.integers(start + 1, len(TEXT)))
    found = check(library, TEXT[start:end], start=start, end=end)
    assert (found.status, found.start) == (CitationStatus.EXACT, start)
    library.close()
