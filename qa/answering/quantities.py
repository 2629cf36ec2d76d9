"""Quantities as articles give them, and whether two of them are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from qa.particulars.moments import Part, moments_in, spans_of
from qa.particulars.numbers import METRES_OR_MILLIONS, Number, blanked, numbers_in
from qa.types import Span

HEDGED = 0.1  # "more than 1,200" is no other number than 1,234, and 1,400 is
EXACT = 1e-9

_HEDGE = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|some|nearly|almost|more than|over|at least"
    r"|up to|less than|fewer than|under|at most|close to|an estimated|rund|etwa|ungefähr|circa|ca\."
    r"|zirka|knapp|gut|fast|beinahe|nahezu|annähernd|mehr als|über|mindestens|wenigstens"
    r"|höchstens|weniger als|unter|bis zu|schätzungsweise)\s+[€$£]?\s?$",
    re.IGNORECASE,
)
_CENTURIES = ("18", "19", "20")  # by the first digits of their years
_LONGEST_HEDGE = 20  # characters
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
class Quantity:
    """A number with what it counts."""

    span: Span  # of the number
    values: frozenset[float]  # it may have, in the first unit of its dimension
    numbers: frozenset[float]  # as they stand, without the unit
    dimension: str | None  # such as "length"; None for what is counted, such as people
    counted: str | None  # the word after the number, in lower case
    is_hedged: bool
    is_year: bool  # it may be one

    def agrees_with(self, other: "Quantity") -> bool:
        """Say whether the two may be one quantity; one that is hedged need only be near."""
        share = HEDGED if self.is_hedged or other.is_hedged else EXACT
        known = self.dimension is not None and self.dimension == other.dimension
        pairs = (
            product(self.values, other.values) if known else product(self.numbers, other.numbers)
        )
        return any(abs(a - b) <= share * max(abs(a), abs(b)) for a, b in pairs)

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
    before = text[max(0, number.span.start - _LONGEST_HEDGE) : number.span.start]
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
    shown = number.shown
    return Quantity(
        span=number.span,
        values=frozenset(value * size for value in numbers),
        numbers=numbers,
        dimension=dimension,
        counted=counted,
        is_hedged=_HEDGE.search(before) is not None or number.is_round,
        is_year=len(shown) == 4 and shown.isdigit() and shown[:2] in _CENTURIES,
    )
