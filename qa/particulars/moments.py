"""Points in time as far as a text states them: years, months, days, times of day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa.particulars.numbers import blanked
from qa.types import Span


class Part(StrEnum):
    """What of a point in time is stated."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Moment:
    """One part of a date or time, the values it may have, and the characters that state it.

    Months and weekdays count from 1; times are minutes after midnight.
    """

    part: Part
    values: frozenset[int]
    span: Span
    is_sure: bool = True  # "may" and "dec" are also something else


_ISO_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_GERMAN_DATE = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)\b")
_YEAR = re.compile(r"(?<![\w.,:])(?:1\d|2[01])\d\d(?![\w:]|[.,]\d)")  # the 1990s are none
_CLOCK = re.compile(
    r"\b(?P<hour>2[0-4]|[01]?\d)(?:(?P<point>[:.])(?P<minute>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|\s(?P<word>Uhr|o['’]clock)\b)?",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? $")
_DAY_AFTER = re.compile(r" (\d{1,2})(?:st|nd|rd|th)?\b(?![.,]?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = (
    "january jan januar jänner", "february feb februar", "march mar märz mär", "april apr",
    "may mai", "june jun juni", "july jul juli", "august aug", "september sept sep",
    "october oct oktober okt", "november nov", "december dec dezember dez",
)  # fmt: skip
_WEEKDAYS = (
    "monday montag montagabend montagmorgen montags mondays",
    "tuesday dienstag dienstagabend dienstags tuesdays",
    "wednesday mittwoch mittwochabend mittwochs wednesdays",
    "thursday donnerstag donnerstagabend donnerstags thursdays",
    "friday freitag freitagabend freitags fridays",
    "saturday samstag sonnabend samstagabend samstags saturdays",
    "sunday sonntag sonntagabend sonntags sundays",
)
_MONTH_OF = {name: k for k, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAY_OF = {name: k for k, names in enumerate(_WEEKDAYS, 1) for name in names.split()}
# Words that are also something else: they are months only beside a number.
_DOUBTFUL_MONTHS = frozenset("may mar jan jun sep aug apr dec dez nov oct okt".split())
_HALF_DAY = 12 * 60  # minutes


def moments_in(text: str) -> list[Moment]:
    """Return every part of a date or time that the text states, sure ones only."""
    dates = numeric_dates(text)
    rest = blanked(text, spans_of(dates))
    clocks = list(_clocks(rest))
    rest = blanked(rest, spans_of(clocks))
    named = [moment for moment in named_in(rest) if moment.is_sure]
    days = [day for moment in named if (day := _day_beside(rest, moment))]
    years = [
        Moment(Part.YEAR, frozenset({int(found[0])}), Span(*found.span()))
        for found in _YEAR.finditer(rest)
    ]
    return [*dates, *clocks, *named, *days, *years]


def numeric_dates(text: str) -> list[Moment]:
    """Return year, month and day of each 2016-08-11 and 11.08.16; each spans the whole date."""
    return [
        moment
        for pattern in (_ISO_DATE, _GERMAN_DATE)
        for found in pattern.finditer(text)
        if 1 <= int(found["month"]) <= 12
        for moment in _parts(found)
    ]


def _parts(found: re.Match[str]) -> Iterator[Moment]:
    span = Span(*found.span())
    year = int(found["year"])
    years = {year} if len(found["year"]) == 4 else {year, 2000 + year}
    yield Moment(Part.MONTH, frozenset({int(found["month"])}), span)
    yield Moment(Part.DAY, frozenset({int(found["day"])}), span)
    yield Moment(Part.YEAR, frozenset(years), span)


def named_in(text: str) -> Iterator[Moment]:
    """Yield the months and days of the week that are written as words."""
    for found in _WORD.finditer(text):
        word, span = found[0].lower(), Span(*found.span())
        if word in _WEEKDAY_OF:
            yield Moment(Part.WEEKDAY, frozenset({_WEEKDAY_OF[word]}), span)
        elif word in _MONTH_OF:
            is_sure = _is_month(word, text, found.start(), found.end())
            yield Moment(Part.MONTH, frozenset({_MONTH_OF[word]}), span, is_sure)


def _is_month(word: str, text: str, start: int, end: int) -> bool:
    if not text[start].isupper():
        return False
    if word not in _DOUBTFUL_MONTHS:
        return True
    beside = text[max(0, start - 6) : start] + " " + text[end : end + 7]
    return any(map(str.isdigit, beside)) or re.search(
        r"\b(?:in|of|since|until|im|ende|anfang|mitte|seit)\s+$", text[:start].lower()[-10:]
    ) is not None


def _day_beside(text: str, month: Moment) -> Moment | None:
    """Return the day of "11 August" and "August 11"."""
    if month.part is not Part.MONTH:
        return None
    start = max(0, month.span.start - 10)
    before = _DAY_BEFORE.search(text[start : month.span.start])
    if before:
        span = Span(start + before.start(1), start + before.end(1))
        return Moment(Part.DAY, frozenset({int(before[1])}), span)
    after = _DAY_AFTER.match(text, month.span.end)
    return Moment(Part.DAY, frozenset({int(after[1])}), Span(*after.span(1))) if after else None


def _clocks(text: str) -> Iterator[Moment]:
    for found in _CLOCK.finditer(text):
        if not (found["half"] or found["word"] or found["point"] == ":"):
            continue  # 8 and 8.30 are more often a number
        minutes = 60 * int(found["hour"]) + int(found["minute"] or 0)
        if found["half"]:
            is_afternoon = found["half"].lower() == "p"
            values = {minutes % _HALF_DAY + _HALF_DAY * is_afternoon}
        elif minutes <= _HALF_DAY:
            values = {minutes, minutes + _HALF_DAY}  # 8 o'clock may be in the evening
        else:
            values = {minutes}
        yield Moment(Part.CLOCK, frozenset(values), Span(*found.span()))


def spans_of(moments: list[Moment]) -> set[Span]:
    """Return where the moments stand."""
    return {moment.span for moment in moments}


def moments_differ(first: list[Moment], second: list[Moment]) -> bool:
    """Say whether a part that both state has no value in common: 5 March is not against 2021."""
    for part in Part:
        values = [_values(part, moments) for moments in (first, second)]
        if all(values) and values[0].isdisjoint(values[1]):
            return True
    return False


def _values(part: Part, moments: list[Moment]) -> set[int]:
    return {value for moment in moments if moment.part is part for value in moment.values}
