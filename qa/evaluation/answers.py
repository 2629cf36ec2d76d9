"""Short answers: token F1 and exact match, as SQuAD measures them, in English and German.

P. Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016, and
the official evaluate-v1.1.py: lower case, ASCII punctuation and articles dropped, blanks joined.
German references lose German articles instead (and „“‚‘»«…–, which German texts use); for English
the normalisation is the official one to the letter. A reference of one or two words may be in
either language: then that of the answer decides, and where that is not certain either, the articles
of both are dropped.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from qa.language import detect_language, is_written_in

EITHER = "either"  # the language of few words: names have none
FEW_WORDS = 2  # of a reference: not enough to tell its language

_ENGLISH = "a|an|the"
_GERMAN = "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines"
_ARTICLES = {
    "en": re.compile(rf"\b({_ENGLISH})\b"),
    "de": re.compile(rf"\b({_GERMAN})\b"),
    EITHER: re.compile(rf"\b({_ENGLISH}|{_GERMAN})\b"),
}
_GERMAN_PUNCTUATION = frozenset(string.punctuation + "„“”‚‘’»«…–")
_PUNCTUATION = {
    "en": frozenset(string.punctuation),
    "de": _GERMAN_PUNCTUATION,
    EITHER: _GERMAN_PUNCTUATION,
}
_MARKER = re.compile(r"\s*\[\d[\d,;\s–-]*\]")


def without_markers(text: str) -> str:
    """Return the text of an answer without its markers "[1]"."""
    return _MARKER.sub("", text)


def language_of(reference: str, given: str) -> str:
    """Return the language a reference is compared in: "en", "de" or EITHER.

    `given` is the text of the answer.
    """
    if len(reference.split()) > FEW_WORDS:
        return detect_language(reference)
    possible = [language for language in ("en", "de") if is_written_in(given, language)]
    return possible[0] if len(possible) == 1 else EITHER


def normalised(text: str, language: str) -> str:
    """Return `text` as it is compared; `language` is "en", "de" or EITHER."""
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
