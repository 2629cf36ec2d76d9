"""Numbers as they stand in a text, in digits or in words, read one way in both languages."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from qa.types import Span

# 12 000 is one number, by whichever space, and so is the Swiss 12'000.
_DIGITS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?(?![.,]?\d)|\d+(?:[.,]\d+)*"
)
_GROUPED = re.compile(r"[ \u00a0\u2009\u202f'’]")
_WORD = re.compile(r"[^\W\d_]+")
_SCALED = re.compile(
    r"[ \u00a0\u2009\u202f-]?(hundred|thousand|tausend|tsd|million(?:s|en)?|mio|mn|m|billion(?:s)?"
    r"|bn|milliarden?|mrd|trillion(?:s)?|billionen)\b\.?",
    re.IGNORECASE,
)
# What can only be thousands where a text keeps to its language; 0,125 is none.
_THOUSANDS = {
    "en": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+"), "de": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
}
METRES_OR_MILLIONS = "m"
# "Billion" is a thousand times as much in German; its plural tells the two apart.
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "tausend": 1e3, "tsd": 1e3,
    "million": 1e6, "millions": 1e6, "millionen": 1e6, "mio": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9,
    "trillion": 1e12, "trillions": 1e12, "billionen": 1e12,
}  # fmt: skip

_ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
_ENGLISH_ONES = {word: float(k) for k, word in enumerate(_ONES["en"].split()[1:10], 1)}
_ENGLISH_TENS = frozenset(_TENS["en"].split())
_ENGLISH_ORDINALS = {
    word: float(k)
    for k, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth".split(), 1
    )
}
_AFTER_TENS = re.compile(
    rf"[ -]({'|'.join(_ENGLISH_ONES)})\b|-({'|'.join(_ENGLISH_ORDINALS)})\b", re.IGNORECASE
)
# "A hundred" and "hundred of" are seldom meant exactly.
_ROUND = frozenset("hundred thousand hundert tausend dozen dutzend".split())


def _number_words() -> dict[str, float]:
    words: dict[str, float] = {"dozen": 12, "dutzend": 12, "hundert": 100, "hundred": 100}
    words |= {"tausend": 1000, "thousand": 1000, "zwo": 2, "dreissig": 30}
    for language in ("en", "de"):
        ones = _ONES[language].split()
        words |= {word: float(k) for k, word in enumerate(ones)}
        for ten, word in enumerate(_TENS[language].split(), 2):
            words[word] = 10.0 * ten
            if language == "de":
                parts = ["ein", *ones[2:10]]
                words |= {f"{one}und{word}": 10.0 * ten + k for k, one in enumerate(parts, 1)}
    for hundreds, word in enumerate(["ein", *_ONES["de"].split()[2:10]], 1):
        words[f"{word}hundert"] = 100.0 * hundreds
        words[f"{word}tausend"] = 1000.0 * hundreds
    # "One" is also a pronoun, "acht" also attention; as they stand they prove nothing.
    return {word: value for word, value in words.items() if word not in ("one", "eins", "null")}


NUMBER_WORDS = _number_words()


def spelled_value(word: str) -> float | None:
    """Return the value of a lower-case number word, German compounds included, if it is one."""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    for scale, times in (("tausend", 1e3), ("hundert", 1e2)):
        before, found, after = word.partition(scale)
        if not found:
            continue
        count = 1.0 if before in ("", "ein") else spelled_value(before)
        after = after.removeprefix("und")
        rest = {"": 0.0, "eins": 1.0}[after] if after in ("", "eins") else spelled_value(after)
        return None if count is None or rest is None else count * times + rest
    return None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text with its scale, and the values it may have: 1.234 is two numbers.

    `shown` is the number as it stands; `span` are its characters, scale included.
    """

    span: Span
    shown: str
    values: frozenset[float]
    unscaled: frozenset[float]  # the same without the scale
    words: tuple[str, ...]  # in lower case: those that write it, and the scale
    is_round: bool = False  # a word like "hundred"

    def is_also(self, other: "Number") -> bool:
        """Say whether the two may be one number."""
        return not self.values.isdisjoint(other.values)


@lru_cache(maxsize=5_000)
def numbers_in(text: str, language: str | None = None) -> tuple[Number, ...]:
    """Return the numbers of a text in English or German, in reading order.

    In English 1,200 is 1200, in German 1.200 is; otherwise both have a second reading, 1.2.
    Left out are "one", which is also a pronoun, and ordinals in words but for "twenty-third".
    """
    found = [_written(text, match, language) for match in _DIGITS.finditer(text)]
    rest = blanked(text, {number.span for number in found})
    end = 0
    for match in _WORD.finditer(rest):
        if match.start() >= end and spelled_value(match[0].lower()) is not None:
            found.append(_spelled(rest, match))
            end = found[-1].span.end
    return tuple(sorted(found, key=lambda number: number.span.start))


def _written(text: str, match: re.Match[str], language: str | None) -> Number:
    plain = frozenset(map(rounded, _readings(_GROUPED.sub("", match[0]), language)))
    scale = _SCALED.match(text, match.end())
    if scale is None:
        return Number(Span(match.start(), match.end()), match[0], plain, plain, ())
    word = scale[1].lower()
    values = frozenset(rounded(value * _SCALES[word]) for value in plain)
    if word == METRES_OR_MILLIONS:
        values |= plain
    span = Span(match.start(), scale.end())
    return Number(span, match[0] + scale[0], values, plain, (word,))


def _spelled(text: str, match: re.Match[str]) -> Number:
    words, end = [match[0].lower()], match.end()
    value = spelled_value(words[0]) or 0.0
    if words[0] in _ENGLISH_TENS and (ones := _AFTER_TENS.match(text, end)):
        words.append((ones[1] or ones[2]).lower())
        value += (_ENGLISH_ONES | _ENGLISH_ORDINALS)[words[-1]]
        end = ones.end()
    plain = frozenset({value})
    shown = text[match.start() : end]
    if scale := _SCALED.match(text, end):
        words.append(scale[1].lower())
        value *= _SCALES[words[-1]]
        end = scale.end()
    span = Span(match.start(), end)
    is_round = words[0] in _ROUND
    return Number(span, shown, frozenset({rounded(value)}), plain, tuple(words), is_round)


def _readings(written: str, language: str | None) -> list[float]:
    """Return the values a number may have: 1.234 is read as 1234 and as 1.234."""
    separators = [c for c in written if c in ".,"]
    if not separators:
        return [float(written)]
    if language is not None and _THOUSANDS[language].fullmatch(written):
        return [float(re.sub("[.,]", "", written))]
    digits = re.split("[.,]", written)
    values = []
    if len(set(separators)) == 2 or len(separators) == 1:
        # The last separator is the decimal one: 1,000.5 and 1.000,5 and 3,5.
        values.append(float("".join(digits[:-1]) + "." + digits[-1]))
    if len(set(separators)) == 1 and all(len(part) == 3 for part in digits[1:]):
        values.append(float("".join(digits)))
    return values or [float(part) for part in digits]


def rounded(value: float) -> float:
    """Return the value to ten digits, so that 1.1 million and 1,100,000 are one."""
    return float(f"{value:.10g}")


def blanked(text: str, spans: Set[Span]) -> str:
    """Return the text with spaces where the spans are, so that nothing is read twice."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
