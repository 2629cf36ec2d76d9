"""Numbers, dates and negations of a text, written one way in both languages."""

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_GERMAN_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)\b")
_WORD = re.compile(r"[^\W\d_]+")
_SCALED = re.compile(
    r"[ \u00a0-]?(hundred|thousand|tausend|tsd|million(?:s|en)?|mio|mn|m|billion(?:s)?|bn|milliarde"
    r"n?|mrd|trillion(?:s)?|billionen)\b\.?",
    re.IGNORECASE,
)
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
_RELATIVE_DAYS = ("yesterday gestern", "tomorrow")
# Words that are also something else: they are months only beside a number.
_DOUBTFUL_MONTHS = frozenset("may mar jan jun sep aug apr dec dez nov oct okt".split())

NEGATIONS = re.compile(
    r"\b(?:not|cannot|no|never|without|nobody|none|nothing|neither|nor|nowhere|non"
    r"|nicht|nicht(?!sdesto)[a-zäöü]{5,}|kein(?:e[mnrs]?)?|nie|niemals|ohne|niemand(?:e[mn])?|nichts|weder|nirgend\w*"
    r"|keines\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
# What a translation may say instead of a negation.
SOFT_NEGATIONS = re.compile(
    r"\b(?:fail\w*|refus\w*|den(?:y|ie[sd])|unable|lack\w*|hardly|barely|avoid\w*|prevent\w*|only"
    r"|un(?!der|til|it|i[oqv]|l[ei])[a-z]{5,}|im(?:poss|prob)\w+|\w{3,}less|rather|few|little|stop\w*"
    r"|weiger\w*|verweiger\w*|kaum|fehl\w*|mangel\w*|scheiter\w*|verhinder\w*|vermeid\w*"
    r"|abgelehnt|lehn\w*|nur|wenig\w*|\w{4,}los(?:e[mnrs]?)?|erst|statt|un(?!te|se|s\b|d)[a-zäöü]{6,})\b",
    re.IGNORECASE,
)


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


_NUMBER_WORDS = _number_words()
_PREFIXES = sorted((w for w in _NUMBER_WORDS if len(w) > 3), key=len, reverse=True)
_MONTH_OF = {name: k for k, names in enumerate(_MONTHS, 1) for name in names.split()}
_DAY_OF = {
    name: label
    for label, names in [
        *((f"weekday {k}", names) for k, names in enumerate(_WEEKDAYS, 1)),
        *((f"day {names.split()[0]}", names) for names in _RELATIVE_DAYS),
    ]
    for name in names.split()
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
    for pattern, (year, month, day) in ((_ISO_DATE, (1, 2, 3)), (_GERMAN_DATE, (3, 2, 1))):
        for found in pattern.finditer(rest):
            if not 1 <= int(found[month]) <= 12:
                continue
            dates.append(Fact(found[0], frozenset({f"month {int(found[month])}"})))
            written = found[year] if len(found[year]) == 4 else f"20{found[year]}"
            years = {_shown(float(found[year])), _shown(float(written))}
            numbers.append(Fact(found[0], frozenset({_shown(float(found[day]))})))
            numbers.append(Fact(found[0], frozenset(years)))
            rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    for found in _NUMBER.finditer(rest):
        written = found[0]
        scale = _SCALED.match(rest, found.end())
        values = plain = {_shown(value) for value in _readings(written)}
        if scale:
            factor = _SCALES[scale[1].lower()]
            values = {_shown(value * factor) for value in _readings(written)}
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
        if word in _NUMBER_WORDS:
            scale = _SCALED.match(text, found.end())
            factor = _SCALES[scale[1].lower()] if scale else 1.0
            value = _NUMBER_WORDS[word] * factor
            used.add(word)
            if scale:
                used.add(scale[1].lower())
            if word in ("hundred", "thousand", "hundert", "tausend", "dozen", "dutzend"):
                loose.add(_shown(value))
            else:
                numbers.append(Fact(found[0], frozenset({_shown(value)})))
        elif word in _MONTH_OF and _is_month(word, text, found.start(), found.end()):
            dates.append(Fact(found[0], frozenset({f"month {_MONTH_OF[word]}"})))
            used.add(word)
        elif word in _MONTH_OF:
            loose.add(f"month {_MONTH_OF[word]}")
        elif word in _DAY_OF:
            dates.append(Fact(found[0], frozenset({_DAY_OF[word]})))
            used.add(word)
        elif word in ("one", "eins", "ein", "eine", "einen", "einem", "einer", "single", "a", "an"):
            loose.add("1")
        elif word.rstrip("nrms") in _ORDINALS or word in _ORDINALS:
            loose.add(_shown(_ORDINALS.get(word, _ORDINALS.get(word.rstrip("nrms"), 0.0))))
        else:
            loose |= {_shown(_NUMBER_WORDS[p]) for p in _PREFIXES if word.startswith(p)}


def _is_month(word: str, text: str, start: int, end: int) -> bool:
    if not text[start].isupper():
        return False
    if word not in _DOUBTFUL_MONTHS:
        return True
    beside = text[max(0, start - 6) : start] + " " + text[end : end + 7]
    return any(map(str.isdigit, beside)) or re.search(
        r"\b(?:in|of|since|until|im|ende|anfang|mitte|seit)\s+$", text[:start].lower()[-10:]
    ) is not None


def _readings(written: str) -> list[float]:
    """Return the values a number may have: 1.234 is read as 1234 and as 1.234."""
    separators = [c for c in written if c in ".,"]
    if not separators:
        return [float(written)]
    digits = re.split("[.,]", written)
    values = []
    if len(set(separators)) == 2 or len(separators) == 1:
        # The last separator is the decimal one: 1,000.5 and 1.000,5 and 3,5.
        values.append(float("".join(digits[:-1]) + "." + digits[-1]))
    if len(set(separators)) == 1 and all(len(part) == 3 for part in digits[1:]):
        values.append(float("".join(digits)))
    return values or [float(part) for part in digits]


def _shown(value: float) -> str:
    return f"{value:.10g}"


def missing(wanted: tuple[Fact, ...], held: frozenset[str]) -> list[Fact]:
    """Return the facts of which no value is held."""
    return [fact for fact in wanted if not fact.values & held]
