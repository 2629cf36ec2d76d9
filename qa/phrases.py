"""Find the names and numbers of a question, and in German its nouns, by how they are written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from qa.library.analysis import STOP_WORDS, words
from qa.library.compounds import split

CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĘĚĞĢİĶĹĽŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ]"
# "Germany's": the name ends before the apostrophe; "St. Petersburg": it goes on after the dot.
_NAME_WORD = (
    rf"(?!I\b)(?:{CAPITAL}\w{{0,2}}\.(?= {CAPITAL})|{CAPITAL}(?:[\w-]|[’'](?!s\b))*)"
)
_PARTICLES = "da|de|del|di|du|la|le|van|van de[nr]|von der|von de[nm]|bin|ibn|al|el"
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_DATE = rf"\d{{1,2}}\.? (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{4}}"
_NUMBER = rf"{_DATE}|\d+(?:[.,:]\d+)*"
_DATED = re.compile(rf"(?<!\d)[12]\d{{3}}$|\b(?:{_MONTHS})\b")
_PREPOSITIONS = (
    "in the year|im Jahre?|in|im|ins|at|on|am|an|of|von|vom|by|for|für|from|aus|bei|beim|to|nach|"
    "zu|zum|zur|since|seit|until|bis|with|mit|after|before|vor"
)
_ARTICLES = "the|an?|die|der|das|den|dem|des|eine?[nrms]?"
_QUANTIFIERS = (
    "viele[nr]?|viel|mehr|wenige[nr]?|einige[nr]?|alle[nr]?|welche[nrms]?|keine?[nrms]?|"
    "seine?[nrms]?|ihre?[nrms]?|diese[nrms]?"
)
# Prepositions that hold an article or more, as they are without it.
IN_FULL = {
    "im": "in", "ins": "in", "im jahr": "in", "im jahre": "in", "in the year": "in", "am": "an",
    "vom": "von", "beim": "bei", "zum": "zu", "zur": "zu",
}  # fmt: skip
_ROLES = {"en": re.compile(" of "), "de": re.compile(" (?:von|vom|der|des) ")}
_ABSTRACT = re.compile("(?:ung|heit|keit|schaft|tion|tät|ismus)(?:en)?$")
_NO_NAMES = frozenset(
    """else exactly sonst genau heute gestern morgen today yesterday tomorrow many much long often
    viele lange oft""".split()
).union(*STOP_WORDS.values())
_IMPERATIVES = frozenset("describe explain give list name say show tell".split())


def _pattern(language: str, particles: str) -> re.Pattern[str]:
    name = rf"{_NAME_WORD}(?: (?:(?:{particles}) )?{_NAME_WORD}| \d+\b)*"
    adjectives = r"(?:[a-zäöüß-]+e[nrms]? ){0,2}" if language == "de" else ""
    return re.compile(
        rf"(?:(?<![\w-])(?P<preposition>(?i:{_PREPOSITIONS})) )?"
        rf"(?:(?<![\w-])(?P<determiner>(?i:{_ARTICLES}|{_QUANTIFIERS})) {adjectives})?"
        # What follows a question mark begins another sentence.
        rf"(?<![\w-])(?<![?!] )(?:(?P<number>{_NUMBER})|(?P<name>{name}))(?![\w-])"
    )


_PATTERNS = {language: _pattern(language, _PARTICLES) for language in ("en", "de")}
# "University of Cologne" is one name.
_LONG_PATTERNS = {"en": _pattern("en", f"of the|of|{_PARTICLES}"), "de": _PATTERNS["de"]}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name, a noun or a number of a question, with the little words before it.

    Positions are characters of the question.
    """

    name: str
    determiner: str  # in lower case: an article or "viele"; "" for none
    preposition: str  # in lower case and in full: "in" of "im"; "" for none
    outset: int  # where the preposition begins
    start: int  # where what follows the preposition begins: the determiner, or the name
    end: int
    is_number: bool
    is_common: bool  # a noun that names nobody: "Einwohner", "die Brücke"

    @property
    def is_territory(self) -> bool:
        """Say whether it is the name of a country, in English or German."""
        return self.name.lower() in _territories()

    @property
    def is_date(self) -> bool:
        """Say whether it is a year, or a day or a month with its name."""
        return _DATED.search(self.name) is not None


def phrases(question: str, language: str, *, is_long: bool = False) -> list[Phrase]:
    """Return the names and numbers of a question, in German its nouns too, in reading order.

    A whole run of capitalised words is one name; with `is_long`, "University of Cologne" is, too.
    """
    pattern = (_LONG_PATTERNS if is_long else _PATTERNS)[language]
    found = pattern.finditer(question, _beginning(question, language))
    # Within a question "IS" and "US" are names.
    return [
        _read(one, question, language)
        for one in found
        if not _is_no_name(one) or (one["name"] or "").isupper()
    ]


def only_phrase(text: str, language: str) -> Phrase | None:
    """Return the phrase that a text is as a whole ("the Kurds", "im Jahr 2018"), or None.

    A question word, a pronoun or the like is no name, even with a capital.
    """
    found = _LONG_PATTERNS[language].fullmatch(text)
    if found is None or _is_no_name(found):
        return None
    if not re.fullmatch(_ARTICLES, found["determiner"] or "the", re.IGNORECASE):
        return None
    return _read(found, text, language)


def _is_no_name(found: re.Match[str]) -> bool:
    name = found["name"] or found["number"]
    return _NO_NAMES.issuperset(words(name)) and not (found["determiner"] and name.isupper())


def _beginning(question: str, language: str) -> int:
    """Return where to look from: the first word has a capital whatever it is."""
    first = re.match(r"\S+ ?", question)
    if first is None:
        return 0
    word = first.group().strip().lower()
    is_little = re.fullmatch(f"{_PREPOSITIONS}|{_ARTICLES}|{_QUANTIFIERS}", word) is not None
    is_known = (_NO_NAMES | _IMPERATIVES).issuperset(words(word))
    # In German it may be a verb: "Stellte Russland die Luftangriffe ein?"
    is_name = language == "en" and not is_known and question[first.end() :][:1].isupper()
    return 0 if is_little or is_name else first.end()


def _read(found: re.Match[str], question: str, language: str) -> Phrase:
    kind = "number" if found["number"] else "name"
    preposition = (found["preposition"] or "").lower()
    determiner = (found["determiner"] or "").lower()
    return Phrase(
        name=found[kind],
        determiner=determiner,
        preposition=IN_FULL.get(preposition, preposition),
        outset=found.start(),
        start=found.start("determiner" if determiner else kind),
        end=found.end(),
        is_number=kind == "number",
        is_common=_is_common(found[kind], determiner, question[found.end() :], language),
    )


def _is_common(name: str, determiner: str, after: str, language: str) -> bool:
    """Say whether a capitalised word is a noun, or an adjective, rather than a name."""
    if _ROLES[language].match(after):
        return True
    if language == "en":
        return name.lower() in _nationalities() and re.match(" [a-z]", after) is not None
    if " " in name or name.isupper() or name.lower() in _territories():
        return False
    return bool(determiner or split(name.lower()) or _ABSTRACT.search(name))


@cache
def _territories() -> frozenset[str]:
    """Countries in lower case; CLDR has Türkiye and the United Kingdom."""
    named = (name for locale in _locales() for name in _lower(locale.territories))
    return frozenset(named) | {"turkey", "england"}


@cache
def _nationalities() -> frozenset[str]:
    """English words for a language, and some for people who have none of their own."""
    return frozenset(_lower(Locale("en").languages)) | {"american", "british", "european"}


def _locales() -> Iterator[Locale]:
    return map(Locale, ("en", "de"))


def _lower(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the names in lower case, not those of parts of the world, whose codes are digits."""
    return (name.lower() for code, name in names.items() if not code[0].isdigit())
