"""Support by plain means: the words, names and numbers of a statement are those of its quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.library.analysis import content_words, indexed_terms, stem, words
from qa.library.translation import TranslationTable

ENOUGH = 0.7  # share of the words
ALIKE = 0.03  # smallest probability of a translation that counts
DISORDERED = 0.34  # share of neighbours in another order from which a statement says otherwise
_NEGATION = re.compile(
    r"\b(?:not?|cannot|never|without|nobody|none|nothing|neither|nor|nicht|kein(?:e[mnrs]?)?|nie"
    r"|niemals|ohne|niemand(?:e[mn])?|nichts|weder)\b|n['’]t\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a statement's words that a quote holds."""

    probability: float  # 0..1

    @property
    def is_enough(self) -> bool:
        """Whether the statement counts as supported."""
        return self.probability >= ENOUGH


class WordSupport:
    """The share of a statement's words that its quote holds; 0 where a name or number is new."""

    def __init__(self, table: TranslationTable) -> None:
        self._table = table

    def support(self, statement: str, language: str, quote: str, quote_language: str) -> Share:
        """Return how much of the statement the quote holds."""
        numbers = {word for word in words(statement) if word[0].isdigit()}
        said = [w for w in content_words(statement, language) if not w[0].isdigit()]
        denies = [bool(_NEGATION.search(text)) for text in (statement, quote)]
        if not said or not numbers <= set(words(quote)) or denies[0] != denies[1]:
            return Share(0.0)
        held = indexed_terms(quote, quote_language)
        places = [self._place(word, language, held, quote_language) for word in said]
        names = {w for name in _NAME.findall(statement) for w in words(name)}
        if language == "en" and any(
            w in names and place is None for w, place in zip(said, places, strict=True)
        ):
            return Share(0.0)
        if language == quote_language and _is_disordered(places):
            return Share(0.0)
        return Share(sum(place is not None for place in places) / len(places))

    def _place(
        self, word: str, language: str, held: Sequence[str], held_language: str
    ) -> int | None:
        """Return where the word stands, itself or translated; None where it does not."""
        term = stem(word, language)
        meant = {term}
        if held_language != language:
            found = self._table.translations(term, language, held_language)
            meant |= {t for t, probability in found.items() if probability >= ALIKE}
        return next((k for k, term in enumerate(held) if term in meant), None)


def _is_disordered(places: Sequence[int | None]) -> bool:
    held = [place for place in places if place is not None]
    turned = sum(later < earlier for earlier, later in pairwise(held))
    return len(held) > 1 and turned / (len(held) - 1) > DISORDERED
