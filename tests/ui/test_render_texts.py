"""The page's words: complete in both languages, chosen by the browser's."""

from dataclasses import fields

import pytest

from ui.texts import ENGLISH, GERMAN, Texts, texts_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", GERMAN),
        ("de;q=1", GERMAN),
        ("en-US,en;q=0.9,de;q=0.8", ENGLISH),
        ("fr", ENGLISH),
        ("den", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_language_of_the_browser_decides(header, expected):
    assert texts_of({"accept-language": header}) is expected


@pytest.mark.parametrize("texts", [ENGLISH, GERMAN])
def test_every_text_says_something(texts):
    assert all(getattr(texts, field.name) for field in fields(Texts))


def test_dates_and_numbers_are_written_as_the_language_does():
    assert ENGLISH.day("2016-08-11") == "11 August 2016"
    assert GERMAN.day("2016-03-01T10:00:00+01:00") == "1. März 2016"
    assert ENGLISH.day("last week") == "last week"
    assert (ENGLISH.number(12345), GERMAN.number(12345)) == ("12,345", "12.345")


def test_a_request_without_a_language_is_answered_in_english():
    assert texts_of({}) is ENGLISH
