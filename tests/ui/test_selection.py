"""Which articles are chosen, and how that is worded."""

import pytest

from qa.types import Filters
from ui.selection import NoDate, Selection, in_words, selection_of
from ui.texts import ENGLISH, GERMAN

EMPTY = ("", "", "", "", "", "")


def test_empty_fields_choose_everything():
    selection = selection_of(*EMPTY, ENGLISH)
    assert selection == Selection()
    assert selection.is_everything
    assert in_words(selection, ENGLISH) == ""


def test_each_field_chooses():
    fields = (" peace ", "de", "Der Bote", "news", " 2016-08 ", "2017-01-31")
    selection = selection_of(*fields, ENGLISH)
    assert selection == Selection(
        "peace",
        Filters(
            language="de",
            outlet="Der Bote",
            collection="news",
            published_from="2016-08",
            published_to="2017-01-31",
        ),
    )
    assert in_words(selection, ENGLISH) == (
        "“peace” · German · Der Bote · news · from 2016-08 · until 31 January 2017"
    )
    assert in_words(selection, GERMAN).endswith("ab 2016-08 · bis 31. Januar 2017")
    for position, written in enumerate(fields):
        alone = [*EMPTY[:position], written, *EMPTY[position + 1 :]]
        assert not selection_of(*alone, ENGLISH).is_everything


@pytest.mark.parametrize("written", ["yesterday", "16-08-11", "2016-13", "2016-08-32", "20161"])
def test_what_is_no_date_is_told_with_what_is_expected(written):
    with pytest.raises(NoDate, match=rf"“{written}” is no date: write 2016, 2016-08 or"):
        selection_of("", "", "", "", written, "", ENGLISH)
    with pytest.raises(NoDate, match="ist kein Datum"):
        selection_of("", "", "", "", "", written, GERMAN)
