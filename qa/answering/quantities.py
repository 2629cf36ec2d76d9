"""Quantities as articles give them, and whether two of them are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import inf

from qa.particulars.moments import Part, moments_in, spans_of
from qa.particulars.numbers import METRES_OR_MILLIONS, Number, blanked, numbers_in
from qa.types import Span

INEXACT = 0.1  # "about 1,200" is no other number than 1,234, and 1,400 is
LARGE = 1000  # from here on zeros at the end are often those of a rounded number
FEWEST_SIGNIFICANT = 2  # digits that are taken to be meant however many zeros follow


class Bound(StrEnum):
    """How the words before a number make it inexact."""

    LEAST = "least"
    MOST = "most"
    NEARLY = "nearly"
    ABOUT = "about"


# The one that begins first counts: "no more than" has "more than" in it.
_BOUNDS = {
    Bound.LEAST: r"at least|more than|over|above|no (?:fewer|less) than|not less than"
                 r"|mindestens|wenigstens|zumindest|mehr als|über|nicht weniger als",
    Bound.MOST: r"at most|up to|as many as|less than|fewer than|under|below|(?:no|not) more than"
                r"|höchstens|maximal|bis zu|weniger als|unter|nicht mehr als",
    Bound.NEARLY: r"almost|nearly|close to|just under|fast|beinahe|nahezu|annähernd|knapp",
    Bound.ABOUT: r"about|around|roughly|approximately|approx\.?|some|an estimated"
                 r"|rund|etwa|ungefähr|circa|ca\.|zirka|gut|schätzungsweise",
}  # fmt: skip
_BEFORE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{bound}>{words})' for bound, words in _BOUNDS.items())})"
    r"\s+(?:(?:an?|ein(?:e[mnrs]?)?)\s+)?[€$£]?\s?$",
    re.IGNORECASE,
)
_CENTURIES = ("18", "19", "20")  # by the first digits of their years
_LONGEST_BOUND = 24  # characters
_UNIT = re.compile(r"[ \u00a0\u2009\u202f-]?(%|°|[€$£]|[^\W\d_]+)")
_SIGNS = {"€": "euro", "$": "dollar", "£": "pound", "%": "percent"}
# By dimension: the units' names, and how many of the first unit one of them is.
_UNITS: dict[str, dict[str, float]] = {
    "length": {
        "m meter metre meters metres metern": 1.0,
        "km kilometer kilometre kilometers kilometres kilometern": 1e3,
        "cm centimeter centimetre centimeters centimetres zentimeter zentimetern": 1e-2,
        "mm millimeter millimetre millimeters millimetres millimetern": 1e-3,
        "mile miles meile meilen": 1609.344, "ft foot feet fuß": 0.3048,
    },
    "mass": {
        "kg kilo kilos kilogram kilograms kilogramm": 1.0, "g gram grams gramm": 1e-3,
        "t ton tons tonne tonnes tonnen": 1e3,
    },
    "time": {
        "minute minutes minuten": 1.0, "second seconds sekunde sekunden": 1 / 60,
        "hour hours stunde stunden": 60.0, "day days tag tage tagen": 1440.0,
        "week weeks woche wochen": 10_080.0, "month months monat monate monaten": 43_830.0,
        "year years jahr jahre jahren": 525_960.0,
    },
    "percent": {"percent percentage prozent": 1.0},
    "euro": {"euro euros eur": 1.0},
    "dollar": {"dollar dollars usd": 1.0},
    "pound": {"pound pounds pfund": 1.0},
}  # fmt: skip
_UNIT_OF = {
    name: (dimension, size)
    for dimension, units in _UNITS.items()
    for names, size in units.items()
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may mean: 54 all that is rounded to it, "at least 54" all from it on."""

    least: float
    most: float

    def meets(self, other: "Range") -> bool:
        """Say whether the two have more than an end in common: 54 and 55 have not."""
        return max(self.least, other.least) < min(self.most, other.most) or self == other

    def times(self, size: float) -> "Range":
        """Return the range in a unit of which one here is `size`."""
        return Range(self.least * size, self.most * size)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts."""

    span: Span  # of the number
    values: frozenset[Range]  # one for each way to read it, in the first unit of its dimension
    numbers: frozenset[Range]  # as they stand, without the unit
    dimension: str | None  # such as "length"; None for what is counted, such as people
    counted: str | None  # the word after the number, in lower case
    is_year: bool  # it may be one

    def agrees_with(self, other: "Quantity") -> bool:
        """Say whether both may be true of one thing."""
        known = self.dimension is not None and self.dimension == other.dimension
        pairs = (
            product(self.values, other.values) if known else product(self.numbers, other.numbers)
        )
        return any(a.meets(b) for a, b in pairs)

    def is_comparable_to(self, other: "Quantity") -> bool:
        """Say whether it may be of the same kind: kilometres and hours are not."""
        return self.dimension == other.dimension or None in (self.dimension, other.dimension)


def quantities_in(text: str) -> list[Quantity]:
    """Return the quantities of a text in reading order; days of the month and times are none."""
    moments = [m for m in moments_in(text) if m.part in (Part.DAY, Part.CLOCK)]
    rest = blanked(text, spans_of(moments))
    return [_quantity(rest, number) for number in numbers_in(rest)]


def quantities_differ(first: Sequence[Quantity], second: Sequence[Quantity]) -> bool:
    """Say whether two answers give quantities of one kind, and none of one is the other's."""
    pairs = [(a, b) for a, b in product(first, second) if a.is_comparable_to(b)]
    return bool(pairs) and not any(a.agrees_with(b) for a, b in pairs)


def _quantity(text: str, number: Number) -> Quantity:
    before = text[max(0, number.span.start - _LONGEST_BOUND) : number.span.start]
    after = _UNIT.match(text, number.span.end)
    counted = after[1].lower() if after else None
    sign = _SIGNS.get(before.rstrip()[-1:])
    name = sign or _SIGNS.get(counted or "", counted or "")
    numbers = number.values
    if METRES_OR_MILLIONS in number.words:
        numbers = number.values - number.unscaled
        if name not in _UNIT_OF:  # neither "£5m" nor "5m euros"
            name, numbers = METRES_OR_MILLIONS, number.unscaled
    dimension, size = _UNIT_OF.get(name, (None, 1.0))
    bound = _bound(before, number)
    ranges = frozenset(_range(value, _step(number, value), bound) for value in numbers)
    shown = number.shown
    return Quantity(
        span=number.span,
        values=frozenset(one.times(size) for one in ranges),
        numbers=ranges,
        dimension=dimension,
        counted=counted,
        is_year=len(shown) == 4 and shown.isdigit() and shown[:2] in _CENTURIES,
    )


def _bound(before: str, number: Number) -> Bound | None:
    """Return what the words before a number make of it; "a dozen" is about twelve by itself."""
    found = _BEFORE.search(before)
    if found and found.lastgroup:
        return Bound(found.lastgroup)
    return Bound.ABOUT if number.is_round else None


def _range(value: float, step: float, bound: Bound | None) -> Range:
    """Return what a value may mean whose last digit counts `step`.

    A coarse step is not believed: 2 million is not 2.4 million.
    """
    near = INEXACT * value
    half = min(step / 2, near)
    return {
        Bound.LEAST: Range(value, inf),
        Bound.MOST: Range(-inf, value),
        Bound.NEARLY: Range(value - near, value),
        Bound.ABOUT: Range(value - near, value + near),
        None: Range(value - half, value + half),
    }[bound]


def _step(number: Number, value: float) -> float:
    """Return how much one more in the last digit shown is: 1 of 54, 0.1 million of 1.5 million.

    Of a large number the zeros at the end show nothing: 12,000 may be 12,345.
    """
    digits = re.sub(r"\D", "", number.shown)
    shown = int(digits) if digits else int(max(number.unscaled))
    if shown == value and shown >= LARGE:
        while shown % 10 == 0 and shown >= 10**FEWEST_SIGNIFICANT:
            shown //= 10
    return value / shown if shown else 1.0
