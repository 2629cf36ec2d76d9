"""Support by plain means: the words, names and numbers of a statement are those of its quotes."""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.library.analysis import content_words, indexed_terms, stem, words
from qa.library.translation import TranslationTable
from qa.types import Citation

ALIKE = 0.03  # smallest probability of a translation that counts
DISORDERED = 0.34  # share of neighbours in another order from which a statement says otherwise
_NEGATION = re.compile(
    r"\b(?:not?|cannot|never|without|nobody|none|nothing|neither|nor|nicht|kein(?:e[mnrs]?)?|nie"
    r"|niemals|ohne|niemand(?:e[mn])?|nichts|weder)\b|n['’]t\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")


class WordSupport:
    """The share of a statement's words that its quotes hold; 0 where a name or number is new."""

    threshold = 0.7

    def __init__(self, table: TranslationTable) -> None:
        self._table = table

    def probability(self, statement: str, language: str, quotes: Sequence[Citation]) -> float:
        """Return the share of content words that the quotes hold, 0..1."""
        quoted = " ".join(quote.quote for quote in quotes)
        numbers = {word for word in words(statement) if word[0].isdigit()}
        if not numbers <= set(words(quoted)):
            return 0.0
        if bool(_NEGATION.search(statement)) != bool(_NEGATION.search(quoted)):
            return 0.0
        said = [w for w in content_words(statement, language) if not w[0].isdigit()]
        if not said:
            return 0.0
        places = [self._place(word, language, quotes) for word in said]
        names = {w for name in _NAME.findall(statement) for w in words(name)}
        if language == "en" and any(
            w in names and place is None for w, place in zip(said, places, strict=True)
        ):
            return 0.0
        if all(quote.language == language for quote in quotes) and _is_disordered(places):
            return 0.0
        return sum(place is not None for place in places) / len(places)

    def _place(self, word: str, language: str, quotes: Sequence[Citation]) -> int | None:
        """Return where the quotes hold the word, itself or translated; None where they do not."""
        before = 0
        for quote in quotes:
            held = indexed_terms(quote.quote, quote.language)
            term = stem(word, language)
            meant = {term}
            if quote.language != language:
                found = self._table.translations(term, language, quote.language)
                meant |= {t for t, probability in found.items() if probability >= ALIKE}
            places = [k for k, term in enumerate(held) if term in meant]
            if places:
                return before + places[0]
            before += len(held)
        return None


def _is_disordered(places: Sequence[int | None]) -> bool:
    held = [place for place in places if place is not None]
    turned = sum(later < earlier for earlier, later in pairwise(held))
    return len(held) > 1 and turned / (len(held) - 1) > DISORDERED
