"""Numbers, dates and negations of a text, written one way in both languages."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from qa.particulars.moments import Moment, Part, named_in, numeric_dates, spans_of
from qa.particulars.numbers import NUMBER_WORDS, blanked, numbers_in
from qa.types import Span
from qa.verification.negations import n_denials, n_soft_negations

_WORD = re.compile(r"[^\W\d_]+")
_PREFIXES = sorted((w for w in NUMBER_WORDS if len(w) > 3), key=len, reverse=True)
_MINUS = re.compile(r"(?<!\d )\bminus $", re.IGNORECASE)
# A dash before a number is its sign where a unit follows; elsewhere it may join or list.
_DASH = re.compile(r"(?<![\w)])(?<!\d )[-−]$")
_SIGNED_UNIT = re.compile(r"\s?(?:°|degrees?\b|Grad\b|%|per ?cent\b|Prozent\b)", re.IGNORECASE)
# Where an ordinal in words tells which one is meant: the second round is not the first.
_ORDINAL_OF = re.compile(
    r"(?<![\w-])(first|second|third|\w+th|\w+te[nmrs]?) "
    r"(?:round|century|season|floor|edition|quarter|half|Runde|Jahrhunderts?|Saison|Staffel|Auflage"
    r"|Stock|Quartals?|Halbzeit|Halbjahre?s?)\b",
    re.IGNORECASE,
)
_ORDINAL_ENDING = re.compile(r"th|s?te[nmrs]?")
# A score or ratio, which is not the same turned round; 10:30 is a time.
_RATIO = re.compile(r"(?<![\d:.,])(\d{1,3})\s?:\s?(\d{1,3})(?![\d:]|[.,]\d)")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_OTHER_RATIO = re.compile(
    r"(?<![\d:.,])(\d{1,3})(?:\s?[-–]\s?| zu | to | (?:votes|Stimmen) (?:to|zu) )"
    r"(\d{1,3})(?![\d:]|[.,]\d)"
)
_CLOCK_WITH_POINT = re.compile(r"\b([01]?\d|2[0-4])\.([0-5]\d)(?= Uhr\b| ?[ap]\.?m\b)")
# Six in the evening is 18 Uhr.
_EVENING = re.compile(r"\b(\d{1,2})(?::\d\d)? ?p\.?m\b")
_UHR = re.compile(r"\b(1[3-9]|2[0-3])(?::\d\d)? Uhr\b")
_RELATIVE_DAYS = {"yesterday": "yesterday", "gestern": "yesterday", "tomorrow": "tomorrow"}
_ONE = frozenset("one eins ein eine einen einem einer single a an".split())
_ORDINALS = {
    name: float(k)
    for k, names in enumerate(
        ("first erste", "second zweite beide both doppelt double twice zweimal half hälfte",
         "third dritte dreimal", "fourth vierte quarter viertel", "fifth fünfte", "sixth sechste",
         "seventh siebte", "eighth achte", "ninth neunte", "tenth zehnte zehntel"), 1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """A number or date as it stands in a text, and the values it may have."""

    shown: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What must agree between a statement and the quote that supports it."""

    numbers: tuple[Fact, ...]
    dates: tuple[Fact, ...]  # months and days of the week; years are numbers
    loose: frozenset[str]  # values that may be meant: parts of words, ordinals, "one"
    words_used: frozenset[str]  # lower-case words that are numbers or dates
    n_negations: int
    n_soft_negations: int

    @property
    def values(self) -> frozenset[str]:
        """Return every value that the text holds or may hold."""
        return self.loose.union(*(fact.values for fact in (*self.numbers, *self.dates)))


@dataclass(frozen=True, slots=True)
class _Found:
    """What has been read of a text so far."""

    numbers: list[Fact]
    dates: list[Fact]
    loose: set[str]
    used: set[str]


@lru_cache(maxsize=5_000)
def facts_of(text: str, language: str | None = None) -> Facts:
    """Return the facts of a text in English or German.

    Without a language 1,200 is read as both.
    """
    found = _Found([], [], set(), set())
    text = _CLOCK_WITH_POINT.sub(r"\1:\2", text)
    in_digits = numeric_dates(text)
    for moment in in_digits:
        _read_moment(moment, text, found)
    rest = blanked(text, spans_of(in_digits))
    _read_numbers(rest, language, found)
    for moment in named_in(rest):
        _read_moment(moment, rest, found)
    _read_ordinals(rest, found)
    _read_ratios(rest, found)
    found.loose.update(str(int(match[1]) + 12) for match in _EVENING.finditer(rest))
    found.loose.update(str(int(match[1]) - 12) for match in _UHR.finditer(rest))
    _read_words(rest, found)
    return Facts(
        tuple(found.numbers), tuple(found.dates), frozenset(found.loose), frozenset(found.used),
        n_denials(text), n_soft_negations(text),
    )  # fmt: skip


def _read_numbers(text: str, language: str | None, found: _Found) -> None:
    for number in numbers_in(text, language):
        sign = -1 if _is_negative(text, number.span) else 1
        values = _shown({sign * value for value in number.values})
        unscaled = _shown({sign * value for value in number.unscaled})
        is_of_a_name = text[: number.span.start][-1:].isupper()  # the A9, CO2
        if number.is_round or is_of_a_name:
            found.loose.update(values)
        else:
            found.numbers.append(Fact(number.shown, values))
        if values != unscaled and number.shown[0].isdigit():
            found.loose.update(unscaled)
        found.used.update(number.words)


def _read_ordinals(text: str, found: _Found) -> None:
    for match in _ORDINAL_OF.finditer(text):
        value = ordinal(match[1].lower())
        if value is not None:
            found.numbers.append(Fact(match[1], _shown({value})))
            found.used.add(match[1].lower())


def _read_ratios(text: str, found: _Found) -> None:
    """Add 3:1 as what must be held that way round, however the quote writes it.

    3-1 is the same; 1-3 may also be a range, 1 zu 3 may not.
    """
    matches = [m for m in _RATIO.finditer(text) if not _CLOCK.fullmatch(m[0])]
    for match in _OTHER_RATIO.finditer(text):
        if " zu " in match[0] or int(match[1]) >= int(match[2]):
            matches.append(match)
        else:
            found.loose.add(f"{match[1]}:{match[2]}")
    for match in matches:
        found.numbers.append(Fact(match[0], frozenset({f"{match[1]}:{match[2]}"})))


def _is_negative(text: str, number: Span) -> bool:
    """Say whether a number stands with a minus: "minus 5", "-5 °C"."""
    before = text[max(0, number.start - 8) : number.start]
    if _MINUS.search(before):
        return True
    return bool(_DASH.search(before) and _SIGNED_UNIT.match(text, number.end))


def ordinal(word: str) -> float | None:
    """Return the value of a lower-case ordinal in words, if it is one."""
    for form in (word, word.rstrip("nrms")):
        if form in _ORDINALS:
            return _ORDINALS[form]
    word = word.replace("ieth", "yth")
    for name in _PREFIXES:
        if word.startswith(name) and _ORDINAL_ENDING.fullmatch(word[len(name) :]):
            return NUMBER_WORDS[name]
    return None


def _read_moment(moment: Moment, text: str, found: _Found) -> None:
    """Add a part of a date: days and years are numbers, as where they stand alone."""
    shown = moment.span.of(text)
    if moment.part in (Part.DAY, Part.YEAR):
        found.numbers.append(Fact(shown, _shown(moment.values)))
        return
    values = frozenset(f"{moment.part} {value}" for value in moment.values)
    if moment.is_sure:
        found.dates.append(Fact(shown, values))
        found.used.add(shown.lower())
    else:
        found.loose.update(values)


def _read_words(text: str, found: _Found) -> None:
    """Add what is neither number nor date by itself: relative days, ordinals, parts of words."""
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in found.used:
            continue
        if word in _RELATIVE_DAYS:
            found.dates.append(Fact(match[0], frozenset({f"day {_RELATIVE_DAYS[word]}"})))
            found.used.add(word)
        elif word in _ONE:
            found.loose.add("1")
        elif (value := ordinal(word)) is not None:
            found.loose.update(_shown({value}))
        else:
            found.loose.update(_shown({NUMBER_WORDS[p] for p in _PREFIXES if word.startswith(p)}))


def _shown(values: Set[float]) -> frozenset[str]:
    return frozenset(f"{value:.10g}" for value in values)


def missing(wanted: tuple[Fact, ...], held: frozenset[str]) -> list[Fact]:
    """Return the facts of which no value is held."""
    return [fact for fact in wanted if not fact.values & held]
