"""Numbers, dates and negations of a text, written one way in both languages."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.particulars.denials import NEGATIONS
from qa.particulars.moments import GERMAN_DATE, ISO_DATE, MONTH_OF, WEEKDAY_OF, is_month
from qa.particulars.numbers import NUMBER_WORDS, SCALED, SCALES, readings

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_RELATIVE_DAYS = ("yesterday gestern", "tomorrow")
# What a translation may say instead of a negation.
SOFT_NEGATIONS = re.compile(
    r"\b(?:fail\w*|refus\w*|den(?:y|ie[sd])|unable|lack\w*|hardly|barely|avoid\w*|prevent\w*|only"
    r"|un(?!der|til|it|i[oqv]|l[ei])[a-z]{5,}|im(?:poss|prob)\w+|\w{3,}less|rather|few|little|stop\w*"
    r"|weiger\w*|verweiger\w*|kaum|fehl\w*|mangel\w*|scheiter\w*|verhinder\w*|vermeid\w*"
    r"|abgelehnt|lehn\w*|nur|wenig\w*|\w{4,}los(?:e[mnrs]?)?|erst|statt|un(?!te|se|s\b|d)[a-zäöü]{6,})\b",
    re.IGNORECASE,
)
_PREFIXES = sorted((w for w in NUMBER_WORDS if len(w) > 3), key=len, reverse=True)
_DAY_OF = {name: f"weekday {day}" for name, day in WEEKDAY_OF.items()} | {
    name: f"day {names.split()[0]}" for names in _RELATIVE_DAYS for name in names.split()
}
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


@lru_cache(maxsize=5_000)
def facts_of(text: str) -> Facts:
    """Return the facts of a text in English or German."""
    numbers: list[Fact] = []
    dates: list[Fact] = []
    loose: set[str] = set()
    used: set[str] = set()
    rest = text
    for pattern in (ISO_DATE, GERMAN_DATE):
        for found in pattern.finditer(rest):
            if not 1 <= int(found["month"]) <= 12:
                continue
            dates.append(Fact(found[0], frozenset({f"month {int(found['month'])}"})))
            year = found["year"]
            years = {_shown(float(year)), _shown(float(year if len(year) == 4 else f"20{year}"))}
            numbers.append(Fact(found[0], frozenset({_shown(float(found["day"]))})))
            numbers.append(Fact(found[0], frozenset(years)))
            rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    for found in _NUMBER.finditer(rest):
        written = found[0]
        scale = SCALED.match(rest, found.end())
        values = plain = {_shown(value) for value in readings(written)}
        if scale:
            factor = SCALES[scale[1].lower()]
            values = {_shown(value * factor) for value in readings(written)}
            values |= plain if scale[1].lower() == "m" else set()  # or metres
            loose |= plain
            used.add(scale[1].lower())
        numbers.append(Fact(written + (scale[0] if scale else ""), frozenset(values)))
    _read_words(rest, numbers, dates, loose, used)
    return Facts(
        tuple(numbers), tuple(dates), frozenset(loose), frozenset(used),
        len(NEGATIONS.findall(text)), len(SOFT_NEGATIONS.findall(text)),
    )  # fmt: skip


def _read_words(
    text: str, numbers: list[Fact], dates: list[Fact], loose: set[str], used: set[str]
) -> None:
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if word in NUMBER_WORDS:
            scale = SCALED.match(text, found.end())
            factor = SCALES[scale[1].lower()] if scale else 1.0
            value = NUMBER_WORDS[word] * factor
            used.add(word)
            if scale:
                used.add(scale[1].lower())
            if word in ("hundred", "thousand", "hundert", "tausend", "dozen", "dutzend"):
                loose.add(_shown(value))
            else:
                numbers.append(Fact(found[0], frozenset({_shown(value)})))
        elif word in MONTH_OF and is_month(word, text, found.start(), found.end()):
            dates.append(Fact(found[0], frozenset({f"month {MONTH_OF[word]}"})))
            used.add(word)
        elif word in MONTH_OF:
            loose.add(f"month {MONTH_OF[word]}")
        elif word in _DAY_OF:
            dates.append(Fact(found[0], frozenset({_DAY_OF[word]})))
            used.add(word)
        elif word in ("one", "eins", "ein", "eine", "einen", "einem", "einer", "single", "a", "an"):
            loose.add("1")
        elif word.rstrip("nrms") in _ORDINALS or word in _ORDINALS:
            loose.add(_shown(_ORDINALS.get(word, _ORDINALS.get(word.rstrip("nrms"), 0.0))))
        else:
            loose |= {_shown(NUMBER_WORDS[p]) for p in _PREFIXES if word.startswith(p)}


def _shown(value: float) -> str:
    return f"{value:.10g}"


def missing(wanted: tuple[Fact, ...], held: frozenset[str]) -> list[Fact]:
    """Return the facts of which no value is held."""
    return [fact for fact in wanted if not fact.values & held]
