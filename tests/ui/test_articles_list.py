"""The pages of the list of articles."""

from collections.abc import Iterator

import pytest

from ingest.articles import Draft
from qa.settings import Settings
from qa.types import Filters
from ui.articles_view import PAGE, list_page
from ui.home import Home, open_home
from ui.selection import Selection, filters_of
from ui.texts import ENGLISH, GERMAN

EVERYTHING = Selection()


@pytest.fixture
def home(tmp_path) -> Iterator[Home]:
    with open_home(Settings(home=tmp_path)) as opened:
        yield opened


def fill(home: Home, n_articles: int) -> None:
    home.pipeline.ingest(
        Draft(
            text=f"The heron number {n} stood still.",
            item=f"{n}",
            id=f"{n:03}",
            title=f"Heron {n:03}",
            language="en",
            outlet="Marsh" if n % 2 else "Moor",
        )
        for n in range(n_articles)
    )


def test_an_empty_list_says_how_to_add_and_an_empty_choice_what_to_take_away(home):
    assert "Add some under" in list_page(home.service, EVERYTHING, 0, ENGLISH).table
    fill(home, 1)
    for selection in (Selection(named="stork"), Selection(filters=Filters(outlet="Marsh"))):
        page = list_page(home.service, selection, 0, GERMAN)
        assert "Kein Artikel ist so" in page.table
        assert (page.where, page.has_previous, page.has_next) == ("", False, False)
    assert "Heron 000" in list_page(home.service, EVERYTHING, 0, ENGLISH).table


def test_pages_follow_each_other_and_one_beyond_the_last_is_the_last(home):
    fill(home, 2 * PAGE)
    first = list_page(home.service, EVERYTHING, 0, ENGLISH)
    assert (first.where, first.has_previous, first.has_next) == ("1 to 25 of 50", False, True)
    last = list_page(home.service, EVERYTHING, PAGE, ENGLISH)
    assert (last.where, last.has_previous, last.has_next) == ("26 to 50 of 50", True, False)
    assert list_page(home.service, EVERYTHING, 2 * PAGE, ENGLISH) == last
    of_marsh = list_page(home.service, Selection("heron marsh"), 0, ENGLISH)
    assert (of_marsh.where, of_marsh.has_next) == ("1 to 25 of 25", False)


def test_filters_of_a_selection_admit_the_very_articles_that_are_listed(home):
    fill(home, 30)
    assert filters_of(EVERYTHING, home.service).are_empty
    by_filter = Selection(filters=Filters(outlet="Moor"))
    assert filters_of(by_filter, home.service) == by_filter.filters
    found = filters_of(Selection("01", Filters(outlet="Moor")), home.service)
    assert found.outlet == "Moor"
    assert sorted(found.article_ids or ()) == ["010", "012", "014", "016", "018"]
    assert filters_of(Selection("stork"), home.service).article_ids == ()
