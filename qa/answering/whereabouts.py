"""Where something is said to be: the places that stand beside a number, and whether they differ."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale

from qa.answering.clauses import clause_around
from qa.answering.features import text_of
from qa.particulars.moments import named_in
from qa.types import Passage, Span

_NAME = r"[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+){0,2}"
_PLACE = {
    "en": re.compile(rf"\b(?:[Ii]n|[Nn]ear|[Oo]utside)(?: the)? ({_NAME})"),
    "de": re.compile(r"\b(?:[Ii]n|[Nn]ahe) ([A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?)"),
}
# Nouns that German puts behind "in" without an article, as it does names.
_NO_PLACE = re.compile(
    r"\w*(?:ung|ungen|heit|keit|schaft|haft|gefahr|häusern?|kliniken|lagern|heimen|zelten|künften?"
    r"|städten|ländern|orten|gemeinden|schulen|fabriken|werken|arbeit|zeit|fällen)"
    r"|gewahrsam|quarantäne|not|armut|kraft|betrieb|zukunft|panik|brand|flammen|höhe|rente|form"
    r"|folge|summe|frühling|frühjahr|sommer|herbst|winter|spring|summer|autumn",
    re.IGNORECASE,
)
# The place is named before; "there were" names none.
_THERE = re.compile(
    r"\b(?:dort|there(?! (?:is|are|was|were|has|have|had|will|would|may|might|must|can|could)\b)"
    r")\b",
    re.IGNORECASE,
)
_SAME_SOUND = str.maketrans("cvzjöäü", "kwsioau")  # Köln and Cologne, Wien and Vienna
# "In Kiel, Varo employs": the comma ends no clause.
_IN_FRONT = re.compile(r"^(\W*In [^,]{1,40}),")


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places in lower case, as texts of a language have them."""

    names: frozenset[str]
    language: str

    @property
    def words(self) -> frozenset[str]:
        """Return the words of the names: Bad Aibling is also Aibling."""
        return frozenset(" ".join(self.names).split())

    @property
    def sounds(self) -> frozenset[str]:
        """Return what the words begin with, in the spelling of either language."""
        return frozenset(word[0].translate(_SAME_SOUND) for word in self.words)


def places_beside(passage: Passage, sentence: Span, numbers: Iterable[Span]) -> Places:
    """Return the places in the clauses of a sentence that hold the numbers.

    Where such a clause says "there", they are those of the nearest sentence before that names one.
    The numbers' spans are characters of the passage, the sentence's of the article.
    """
    text = _IN_FRONT.sub(r"\1 ", text_of(passage.text, passage.span, sentence))
    start = sentence.start - passage.span.start
    clauses = [clause_around(text, number.start - start) for number in numbers]
    places = _places_of(clauses, passage.language)
    if places.names or not any(map(_THERE.search, clauses)):
        return places
    before = [span for span in passage.sentences if span.end <= sentence.start]
    named = (
        _places_of([text_of(passage.text, passage.span, span)], passage.language)
        for span in reversed(before)
    )
    return next((earlier for earlier in named if earlier.names), places)


def are_elsewhere(one: Places, other: Places) -> bool:
    """Say whether both are known, and surely not the same places.

    A town may lie in the country that the other one is. Of Köln and Cologne, Athen and Athens a
    sound at the beginning is the same; Deutschland and Germany have nothing in common.
    """
    if not one.names or not other.names:
        return False
    countries, other_countries = (
        not places.names.isdisjoint(_territories(places.language)) for places in (one, other)
    )
    if one.language == other.language:
        return countries == other_countries and one.words.isdisjoint(other.words)
    return not (countries or other_countries) and one.sounds.isdisjoint(other.sounds)


def _places_of(texts: Iterable[str], language: str) -> Places:
    names = frozenset(
        found[1].lower()
        for text in texts
        for found in _PLACE[language].finditer(text)
        if not _NO_PLACE.fullmatch(found[1]) and not any(named_in(found[1]))
    )
    return Places(names, language)


@cache
def _territories(language: str) -> frozenset[str]:
    """Return the countries and continents that CLDR knows, in lower case."""
    return frozenset(name.lower() for name in Locale(language).territories.values())
