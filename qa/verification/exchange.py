"""Find two names or numbers of a statement that have changed places beside its quote.

A clause, a date or who speaks may stand elsewhere in a true statement. What turns it round is that
one name stands where the other did: put back, both have again the neighbours that the quote gives
them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from qa.library.analysis import stem, words

LONGEST_UNIT = 5  # words of a name: Bank of England
FEWEST_GAINED = 2  # neighbours that both have again
_EDGE = "."  # of a text, so that the last word has a neighbour, too
_ARTICLES = {
    "en": frozenset("a an the".split()),
    "de": frozenset("der die das den dem des ein eine einen einem einer eines".split()),
}
# In names.
_LINKS = frozenset("of the de la du del di da von van der den für bin al s and und".split())
_GENITIVES = frozenset(("der", "des"))  # after a noun
_JOINING = (("and",), ("or",), ("und",), ("oder",))
# An article that tells who does it and to whom; after a preposition it tells nothing.
_CASES = frozenset("der den dem einen einem einer".split())
_PREPOSITIONS = frozenset(
    "about after against among at before between by during for from in into near of on over since"
    " through to under until with without"
    " am an ans auf aus bei beim durch für gegen hinter im ins mit nach neben ohne seit über um"
    " unter vom von vor während wegen zu zum zur zwischen".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    term: str
    written: str  # lower case
    case: str | None  # the German article before it, where that tells its case
    preposition: str | None  # before it, or before its article


@dataclass(frozen=True, slots=True)
class Names:
    """Which words of two texts are names or numbers, in lower case."""

    likely: frozenset[str]  # numbers and all that has a capital: in German every noun
    sure: frozenset[str]


_Terms = tuple[str, ...]
_Unit = tuple[int, int]  # [first, end) in the words


def has_exchanged(statement: str, quote: str, language: str, names: Names) -> bool:
    """Say whether two names or numbers stand in each other's place."""
    said, held = (_sequence(text, language, names.likely) for text in (statement, quote))
    here, there = tuple(word.term for word in said), tuple(word.term for word in held)
    neighbours = frozenset(zip((_EDGE, *there), (*there, _EDGE), strict=True))
    cases = {word.term: word.case for word in held}
    governed = frozenset((word.term, word.preposition) for word in held)
    units = [
        unit
        for unit in _units(said, names.likely)
        if _holds(there, here[slice(*unit)]) and not _keeps_its_case(said[unit[0]], cases)
    ]
    sure = frozenset(word.term for word in said if word.written in names.sure)
    return any(
        _is_number(said[one[0]]) == _is_number(said[other[0]])
        and _may_change_places(here, one, other, sure, language)
        and (said[other[0]].term, said[one[0]].preposition) in governed
        and (said[one[0]].term, said[other[0]].preposition) in governed
        and _is_better_exchanged(here, one, other, neighbours)
        for one, other in combinations(units, 2)
    )


def _may_change_places(
    here: _Terms, one: _Unit, other: _Unit, sure: frozenset[str], language: str
) -> bool:
    """Say whether two stretches stand apart; German names side by side are two parts, too.

    "Gestern beschuldigte Russland die Türkei", but not "Kanzlerin Merkel" or "the EU and the US".
    """
    if one[1] < other[0]:
        return here[one[1] : other[0]] not in _JOINING
    both = here[one[0] : other[1]]
    return language == "de" and one[1] == other[0] and sure.issuperset(both)


def _is_better_exchanged(
    here: _Terms, one: _Unit, other: _Unit, neighbours: frozenset[tuple[str, str]]
) -> bool:
    """Say whether both, put in each other's place, stand beside more of the quote's words.

    None of the four places at their edges may lose a neighbour that the quote has.
    """
    left, right = here[slice(*one)], here[slice(*other)]
    between = here[one[1] : other[0]]
    before = here[one[0] - 1] if one[0] else _EDGE
    after = here[other[1]] if other[1] < len(here) else _EDGE

    def sides(first: _Terms, second: _Terms) -> tuple[bool, ...]:
        """Return which neighbours, left and right of each, the quote has as well."""
        right_of_first = (between or second)[0]
        left_of_second = (between or first)[-1]
        pairs = (
            (before, first[0]), (first[-1], right_of_first), (left_of_second, second[0]),
            (second[-1], after),
        )  # fmt: skip
        return tuple(pair in neighbours for pair in pairs)

    was, now = sides(left, right), sides(right, left)
    # What stood first stands second now: its sides are the last two.
    changes = [after_ - before_ for before_, after_ in zip(was, now[2:] + now[:2], strict=True)]
    # What is said between the two tells an exchange from "Merkel, der Kanzlerin" for "Kanzlerin
    # Merkel": it stands left of the first and right of the second once they are put back.
    return min(changes) >= 0 and sum(changes) >= FEWEST_GAINED and max(changes[0], changes[3]) > 0


def _units(said: tuple[_Word, ...], names: frozenset[str]) -> Iterator[_Unit]:
    """Yield every stretch that may be one name or number."""
    anchors = [
        k
        for k, word in enumerate(said)
        if (word.written in names or _is_number(word)) and word.written not in _PREPOSITIONS
    ]
    for first in anchors:
        for last in anchors:
            inner = said[first : last + 1]
            if first <= last < first + LONGEST_UNIT and all(
                word.written in names or word.written in _LINKS for word in inner[1:-1]
            ):
                yield first, last + 1


def _is_number(word: _Word) -> bool:
    return any(map(str.isdigit, word.written))


def _holds(terms: _Terms, part: _Terms) -> bool:
    return any(terms[k : k + len(part)] == part for k in range(len(terms) - len(part) + 1))


def _keeps_its_case(word: _Word, cases: dict[str, str | None]) -> bool:
    return word.case is not None and cases.get(word.term) == word.case


@lru_cache(maxsize=5_000)
def _sequence(text: str, language: str, names: frozenset[str]) -> tuple[_Word, ...]:
    """Return a text's words without articles, but for those of a genitive."""
    found = words(text)
    sequence = []
    for k, word in enumerate(found):
        is_genitive = k > 0 and word in _GENITIVES and found[k - 1] in names
        if word in _ARTICLES[language] and not is_genitive:
            continue
        article = found[k - 1] if k and found[k - 1] in _ARTICLES[language] else None
        before = found[k - 1 - (article is not None)] if k > (article is not None) else None
        preposition = before if before in _PREPOSITIONS else None
        tells = language == "de" and article in _CASES and preposition is None
        sequence.append(
            _Word(stem(word, language), word, article if tells else None, preposition)
        )
    return tuple(sequence)
