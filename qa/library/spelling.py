"""How a word that the translation table does not know may be spelt in the other language.

Words of science and names from other alphabets differ by rules: Kassiterit is cassiterite, Lawrow
Lavrov. After Pirkola, Toivonen, Keskustalo, Visala and Järvelin (SIGIR 2003), "Fuzzy translation
of cross-lingual spelling variants"; the rules here are written by hand.
"""

import re
from functools import lru_cache

# Of a lower-case word, in this order: what stands there, what the other language writes. It is
# written in capitals, so that no later rule rewrites it.
_RULES = {
    "de": tuple(
        (re.compile(written), other)
        for written, other in (
            ("tsch", "CH"), ("sch", "SH"), ("ch", "KH"), ("z(?=[eiyäö])", "C"), ("z", "TS"),
            ("k", "C"), ("f", "PH"), ("w", "V"), ("j", "Y"), ("ä", "E"), ("ö", "OE"),
            ("isch(?:e[mnrs]?)?$", "IC"), ("ität(?:en)?$", "ITY"), ("ien?$", "Y"),
        )
    ),
    "en": tuple(
        (re.compile(written), other)
        for written, other in (
            ("kh", "CH"), ("ch", "TSCH"), ("sh", "SCH"), ("c(?=[eiy])", "Z"), ("ts(?=.)", "Z"),
            ("c", "K"), ("ph", "F"), ("v", "W"), ("y(?=[aeou])", "J"), ("ae", "Ä"), ("oe", "Ö"),
            ("ic$", "ISCH"), ("(?:ity|ities)$", "ITÄT"), ("(?:y|ies)$", "IE"),
        )
    ),
}  # fmt: skip
MOST_RULES = 5  # that are tried on one word: each doubles the spellings
SHORTEST = 4  # letters: shorter words are soon another word


@lru_cache(maxsize=20_000)
def spellings(word: str, language: str) -> frozenset[str]:
    """Return how the other language may spell a lower-case word of this one, the word left out."""
    if len(word) < SHORTEST or not word.isalpha():
        return frozenset()
    found = {word}
    applied = 0
    for written, other in _RULES[language]:
        changed = {written.sub(other, spelling) for spelling in found} - found
        if changed and applied < MOST_RULES:
            found |= changed
            applied += 1
    return frozenset(spelling.lower() for spelling in found) - {word}
