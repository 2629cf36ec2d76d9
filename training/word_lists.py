"""Which words are names, counted in parallel text: English shows it by capitals."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from qa.library.analysis import stem
from qa.library.translation import TranslationTable
from training.data import parallel_pairs

# An English word is a name when it has a capital nearly wherever it stands inside a sentence.
FEWEST_CAPITALS = 3
CAPITAL_SHARE = 0.75
LIKELY_NAME = 0.3  # probability of a translation


@dataclass(frozen=True, slots=True)
class Capitals:
    """How English words are written inside sentences, by stem."""

    capital: Counter[str]
    plain: Counter[str]

    def is_name(self, word: str) -> bool:
        """Say whether a stem has a capital nearly wherever it stands."""
        n = self.capital[word]
        return n > 0 and n >= CAPITAL_SHARE * (n + self.plain[word])


def capitals(data: Path) -> Capitals:
    """Count capitals in all English text of the parallel data."""
    counted = Capitals(Counter(), Counter())
    for pair in parallel_pairs(data):
        found = re.findall(r"(?<=[a-z,;] )[^\W\d_]{2,}", pair.english)
        if 2 * sum(word[0].isupper() for word in found) > len(found) + 1:
            continue  # a headline
        for word in found:
            counts = counted.capital if word[0].isupper() else counted.plain
            counts[stem(word.lower(), "en")] += 1
    return counted


def word_lists(data: Path, counted: Capitals, table: TranslationTable) -> dict[str, str]:
    """Return the names that German has otherwise, and the ordinary words it has as well."""
    names: set[str] = set()
    shared: set[str] = set()
    words = {
        word
        for pair in parallel_pairs(data)
        for word in re.findall(r"[A-ZÄÖÜ][^\W\d_]+", pair.german)
    }
    for word in words:
        term = stem(word.lower(), "de")
        translations = table.translations(term, "de", "en")
        if not translations:
            continue
        best = max(translations, key=lambda found: translations[found])
        if counted.is_name(best) and best != term:
            if counted.capital[best] >= FEWEST_CAPITALS and translations[best] >= LIKELY_NAME:
                names.add(best)
        elif not counted.is_name(best) and counted.plain[best] >= 2 and best[:3] == term[:3]:
            shared.add(best)
    return {"names": " ".join(sorted(names)), "shared words": " ".join(sorted(shared))}
