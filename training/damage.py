"""Damage a true statement on purpose, or shorten it without damage. Deterministic by seed."""

import re
from itertools import pairwise
from random import Random

from qa.verification.facts import facts_of

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}
NUMBER_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve twenty thirty fifty",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig fünfzig",
}
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[a-zäöüß,;] )[A-ZÄÖÜ][^\W\d_]{2,}(?: [A-ZÄÖÜ][^\W\d_]{2,})*")
# What stands between two names of a list, which may change places.
_LISTED = re.compile(
    r"(?:,| and| und| or| oder| & |\W)*\s*"
    r"|(?:,| and| und| or| oder) (?:the|der|die|das|den|dem|in) "
)
FINITE = {
    "en": re.compile(
        r"\b(?:is|are|was|were|will|can|could|has|had|have|would|should|may|must|did)\b"
        r"(?! not|n['’])"
    ),
    "de": re.compile(
        r"\b(?:ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|kann|können|"
        r"konnte|soll|sollen|muss|müssen|will|wollen)\b(?! nicht)"
    ),
}
_NEGATION = {
    "en": re.compile(r"(?<=\w)n['’]t\b| not\b|\bnever |\bno (?=[a-z])"),
    "de": re.compile(r"\bnicht |\bnie |\bniemals |\bk(?=eine?[mnrs]?\b)"),
}
_FILLER = {
    "en": "very also already just really even still however currently reportedly".split(),
    "de": "sehr auch bereits schon nur noch sogar jedoch derzeit".split(),
}


def damage_number(text: str, language: str, random: Random) -> str | None:
    """Replace one number that is no year, in digits or in a word, by another."""
    years = {found.start() for found in _YEAR.finditer(text)}
    digits = [found for found in _DIGITS.finditer(text) if found.start() not in years]
    words = NUMBER_WORDS[language].split()
    spelled = [f for f in re.finditer(r"[^\W\d_]+", text) if f[0].lower() in words]
    places = digits + spelled
    if not places:
        return None
    place = random.choice(places)
    held = facts_of(text, language).values
    for _ in range(20):
        if place[0][0].isdigit():
            at = random.randrange(len(place[0]))
            if not place[0][at].isdigit():
                continue
            digit = random.choice("123456789")
            other = place[0][:at] + digit + place[0][at + 1 :]
        else:
            other = random.choice(words)
        new = text[: place.start()] + other + text[place.end() :]
        if other != place[0].lower() and facts_of(new, language).values - held:
            return new
    return None


def damage_date(text: str, language: str, random: Random) -> str | None:
    """Replace a month, a day of the week or a year by another."""
    places: list[tuple[re.Match[str], list[str]]] = []
    for names in (MONTHS[language].split(), WEEKDAYS[language].split()):
        pattern = rf"\b(?:{'|'.join(names)})\b"
        places += [(found, names) for found in re.finditer(pattern, text)]
    for found in _YEAR.finditer(text):
        year = int(found[0])
        places.append((found, [str(year + k) for k in (-7, -3, -2, -1, 1, 2, 3)]))
    if not places:
        return None
    place, names = random.choice(places)
    others = [name for name in names if name not in text]
    if not others:
        return None
    return text[: place.start()] + random.choice(others) + text[place.end() :]


def damage_negation(text: str, language: str, random: Random) -> str | None:
    """Take a negation out, or put one in."""
    taken = list(_NEGATION[language].finditer(text))
    put = list(FINITE[language].finditer(text))
    if taken and (not put or random.random() < 0.5):
        place = random.choice(taken)
        return text[: place.start()] + text[place.end() :]
    if not put:
        return None
    place = put[0]
    return text[: place.end()] + (" not" if language == "en" else " nicht") + text[place.end() :]


def names_in(text: str) -> list[str]:
    """Return runs of capitalised words inside sentences: in English, names."""
    dates = set(f"{MONTHS['en']} {WEEKDAYS['en']}".split())
    return [n for n in _NAME.findall(text) if not dates & set(n.split())]


def damage_name(
    text: str, names: list[str], strangers: list[str], quote: str, random: Random
) -> str | None:
    """Replace one of the names by one of another text."""
    places = [n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)]
    if not places:
        return None
    name = random.choice(places)
    held = quote.lower()
    for _ in range(20):
        other = random.choice(strangers)
        if not any(part.lower()[:5] in held for part in other.split()):
            return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _, other=other: other, text)
    return None


def damage_order(text: str, names: list[str], random: Random) -> str | None:
    """Let two names change places, unless a list joins them."""
    held = sorted({n for n in names if text.count(n) == 1}, key=text.index)
    pairs = [
        (one, two)
        for one, two in pairwise(held)
        if not _LISTED.fullmatch(text[text.index(one) + len(one) : text.index(two)])
        and one not in two and two not in one
    ]
    if not pairs:
        return None
    one, two = random.choice(pairs)
    first, second = text.index(one), text.index(two)
    return text[:first] + two + text[first + len(one) : second] + one + text[second + len(two) :]


def shortened(text: str, language: str, random: Random) -> str | None:
    """Leave out what a careful writer leaves out: an aside, a last or first clause, a filler."""
    ways = []
    for found in re.finditer(r", [^,]{8,80},(?= )| \([^)]{3,60}\)| – [^–]{5,80} –(?= )", text):
        ways.append(text[: found.start()] + text[found.end() :])
    last = re.search(r", [^,]{10,}([.!?])$", text)
    if last and last.start() > 40:
        ways.append(text[: last.start()] + last[1])
    first = re.match(r"[^,]{5,50}, (?=\w)", text)
    if first and language == "en" and len(text) - first.end() > 40:
        rest = text[first.end() :]
        ways.append(rest[0].upper() + rest[1:])
    for word in _FILLER[language]:
        if f" {word} " in text:
            ways.append(text.replace(f" {word} ", " ", 1))
    kept = [way for way in ways if len(way) >= 30]
    return random.choice(kept) if kept else None
