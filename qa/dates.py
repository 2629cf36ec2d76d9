"""Dates in words."""

from datetime import date

from babel.dates import format_date

LOCALES = {"en": "en_GB", "de": "de_DE"}


def in_words(published: str, language: str) -> str:
    """Return the day of an ISO 8601 date in words; what is no whole date, as it is."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return format_date(day, "long", LOCALES[language])
