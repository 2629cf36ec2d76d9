"""What a number is said of: "by" or "to" before it, and its unit, where the quote has it, too."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from qa.particulars.numbers import METRES_OR_MILLIONS, Number, numbers_in

_ABOUT = (
    r"(?: (?:about|almost|around|nearly|over|roughly|some|more than|etwa|rund|fast|knapp|über"
    r"|mehr als))?"
)
_BEFORE = {"by": r"by|um", "to": r"to|auf"}
_BEFORE_SPACE = 24  # characters
# "By 2030" is a date, "um 8 Uhr" a time.
_TIME = re.compile(r"(?:1[5-9]|20)\d\d(?![\w,.]*\d)|.*?(?: Uhr|[ap]\.?m\b)")
_PER_HOUR = r"(?: ?/ ?h| per hour| pro Stunde| an hour)"
# One family is one question; a number may answer several.
_UNITS: tuple[dict[str, str], ...] = (
    {
        "kilometres": rf"(?:km|kilomet(?:er|re)[ns]?)(?!{_PER_HOUR})",
        "metres": r"m|met(?:er|re)[ns]?",
        "centimetres": r"cm|[cz]entimet(?:er|re)[ns]?",
        "millimetres": r"mm|millimet(?:er|re)[ns]?",
        "miles": r"mi|(?:miles?|meilen?)(?! per hour| an hour| pro stunde)",
        "feet": r"ft|feet|foot|fuß",
        "inches": r"inch(?:es)?|zoll",
    },
    {
        "km/h": rf"(?:km|kilomet(?:er|re)[ns]?){_PER_HOUR}|kmh|kph|stundenkilometern?",
        "mph": r"mph|(?:miles|meilen) (?:per|an|pro) (?:hour|stunde)",
    },
    {
        "square kilometres": r"km[²2]|sq\.? ?km|square kilomet(?:er|re)s?|quadratkilometern?",
        "square metres": r"m[²2]|square met(?:er|re)s?|quadratmetern?",
        "square miles": r"sq\.? ?mi|square miles|quadratmeilen",
        "hectares": r"ha|hectares?|hektar",
        "acres": r"acres?|morgen",
    },
    {
        "kilograms": r"kg|kilos?|kilogramm?e?s?",
        "grams": r"g|gramm?e?s?",
        "tonnes": r"t|tons?|tonnen?|tonnes",
        "pounds": r"lbs?|pounds?|pfund",
    },
    {
        "°C": r"°\s?C|(?:degrees?|grad) (?:celsius|centigrade)",
        "°F": r"°\s?F|(?:degrees?|grad) fahrenheit",
    },
    {
        "seconds": r"seconds?|sekunden?",
        "minutes": r"minutes?|minuten?",
        "hours": r"hours?|stunden?",
        "days": r"days?|tagen?|tage",
        "weeks": r"weeks?|wochen?",
        "months": r"months?|monaten?|monate",
        "years": r"years?|jahren?|jahre",
    },
)


def said_otherwise(
    statement: str, language: str, quote: str, quote_language: str
) -> Iterator[str]:
    """Yield, in plain English, what the statement says of a number and the quote does not."""
    said, held = _senses(statement, language), _senses(quote, quote_language)
    for number, families in said:
        for family, sense in families.items():
            quoted = {
                other[family] for same, other in held if family in other and same.is_also(number)
            }
            if quoted and sense not in quoted:
                yield f"the quote says {min(quoted)!r}, not {sense!r}"


@lru_cache(maxsize=5_000)
def _senses(text: str, language: str) -> list[tuple[Number, dict[int, str]]]:
    """Return each number with what is said of it, by the number of the family."""
    found = []
    for number in numbers_in(text, language):
        before = text[max(0, number.span.start - _BEFORE_SPACE) : number.span.start]
        end = number.span.end - (number.words == (METRES_OR_MILLIONS,))
        families = {
            k: sense
            for k, family in enumerate(_UNITS)
            if (sense := _sense(family, r"[ \u00a0-]?(?:{})(?!\w)", text[end:]))
        }
        if not _TIME.match(number.shown + text[end : end + 5]) and (
            sense := _sense(_BEFORE, rf".*(?<!\w)(?:{{}}){_ABOUT} [€$£]?$", before)
        ):
            families[len(_UNITS)] = sense
        found.append((number, families))
    return found


def _sense(family: Mapping[str, str], frame: str, text: str) -> str | None:
    return next((s for s, words in family.items() if _compiled(frame, words).match(text)), None)


@cache
def _compiled(frame: str, words: str) -> re.Pattern[str]:
    return re.compile(frame.replace("{}", words), re.IGNORECASE)
