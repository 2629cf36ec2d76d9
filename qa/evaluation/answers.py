"""Short answers: token F1 and exact match, as SQuAD measures them, in English and German.

P. Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016, and
the official evaluate-v1.1.py: lower case, ASCII punctuation and articles dropped, blanks joined.
German references lose German articles instead (and „“‚‘»«…–, which German texts use); for English
the normalisation is the official one to the letter.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = {
    "en": re.compile(r"\b(a|an|the)\b"),
    "de": re.compile(r"\b(der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines)\b"),
}
_PUNCTUATION = {
    "en": frozenset(string.punctuation),
    "de": frozenset(string.punctuation + "„“”‚‘’»«…–"),
}


def normalised(text: str, language: str) -> str:
    """Return `text` as it is compared; `language` is "en" or "de"."""
    kept = "".join(c for c in text.lower() if c not in _PUNCTUATION[language])
    return " ".join(_ARTICLES[language].sub(" ", kept).split())


def exact_match(given: str, references: Sequence[str], language: str) -> float:
    """Return 1 when the normalised answer is one of the normalised references, else 0."""
    found = normalised(given, language)
    return float(any(found == normalised(reference, language) for reference in references))


def token_f1(given: str, references: Sequence[str], language: str) -> float:
    """Return the best F1 = 2PR / (P + R) over the references.

    P = |common| / |given tokens|, R = |common| / |reference tokens|, where `common` is the
    multiset intersection. Two empty texts have F1 1, one empty text 0 (as in SQuAD 2.0).
    """
    return max(_f1(given, reference, language) for reference in references)


def _f1(given: str, reference: str, language: str) -> float:
    found = normalised(given, language).split()
    wanted = normalised(reference, language).split()
    if not found or not wanted:
        return float(found == wanted)
    common = (Counter(found) & Counter(wanted)).total()
    return 2 * common / (len(found) + len(wanted))
