"""What makes another of the same word: the second-longest, the vice-president, two thirds."""

import re

from qa.library.analysis import stem, words
from qa.verification.facts import ordinal

# What makes another of the word that follows it: a vice-president, the second-longest.
_RANKED = re.compile(
    r"\b(?P<prefix>(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|2nd|3rd)"
    r"(?=[- ](?:\w*(?:larg|long|short|high|low|small|bigg|old|young|fast|slow|deep|tall|wid|rich"
    r"|poor|heavi|busi|great|strong|hott|cold)est|best|worst|most|least)\b)"
    r"|(?:zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt)-?(?!zig|zehn|und)"
    r"(?=\w+[sß]te[nrsm]?\b)"
    r"|(?:semi|quarter)(?=[- ]?finals?\b)|(?:halb|viertel|achtel)(?=finale)|vice(?=[- ])|vize"
    r"|minister(?=präsident))[- ]?(?P<word>(?:(?:most|least) )?\w{4,})",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\b(?:one of|among|some of|eine[rs]? der|zu den|unter den)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"(?:est|best|worst|[sß]te[nrsm]?)$")
_LAST = -1.0
_ORDINAL_WORD = re.compile(
    r"(?<![\w-])((?!both )[^\W\d_]+(?:th|st|nd|rd|te[nmrs]?)) (?=([^\W\d_]{3,}))", re.IGNORECASE
)
_FRACTION = re.compile(
    r"\b(?:(?P<one>one|a(?=[ -]\w+ of)|eine[ms]?|ein)|(?P<two>two|zwei|beide)|(?P<three>three|drei)"
    r"|(?P<four>four|vier))[ -](?:(?P<thirds>thirds?|drittel[ns]?)|(?P<quarters>quarters?"
    r"|viertel[ns]?)|(?P<fifths>fifths?|fünftel[ns]?)|(?P<tenths>tenths?|zehntel[ns]?))\b",
    re.IGNORECASE,
)


def other_rank(statement: str, quote: str, language: str) -> str | None:
    """Return "second-longest" of the quote where the statement has "longest" or "third-longest"."""
    if _ONE_OF.search(statement) or _ONE_OF.search(quote):
        return None
    said = {_ranked(found, language) for found in _RANKED.finditer(statement)}
    bare = [
        {_same(word, language) for word in words(_RANKED.sub(" ", text))}
        for text in (statement, quote)
    ]
    for found in _RANKED.finditer(quote):
        prefix, word = _ranked(found, language)
        is_bare = word in bare[0] - bare[1]
        is_other = any(other == word for _, other in said)
        if (prefix, word) not in said and (is_bare or is_other):
            return found[0]
    return None


def _ranked(found: re.Match[str], language: str) -> tuple[str, tuple[str, bool]]:
    """Return what stands before a word, and the word."""
    return found["prefix"].lower(), _same(found["word"].lower().split()[-1], language)


def _same(word: str, language: str) -> tuple[str, bool]:
    """Return a word's stem, and whether it is a superlative: "höchste" is not "hoch"."""
    return stem(word, language), _SUPERLATIVE.search(word) is not None


def other_ordinal(statement: str, quote: str, language: str) -> str | None:
    """Return "first woman" of the quote where the statement has "second woman"."""
    said, held = _ordinals(statement, language), _ordinals(quote, language)
    for noun, values in said.items():
        if noun in held and values.keys().isdisjoint(held[noun]):
            return next(iter(held[noun].values()))
    return None


def _ordinals(text: str, language: str) -> dict[str, dict[float, str]]:
    """Return the stem of each word behind an ordinal, the ordinals, and how both stand there."""
    found: dict[str, dict[float, str]] = {}
    for match in _ORDINAL_WORD.finditer(text):
        word = match[1].lower()
        value = _LAST if re.fullmatch("last|letzte[nmrs]?", word) else ordinal(word)
        if value is not None:
            found.setdefault(stem(match[2].lower(), language), {})[value] = match[0] + match[2]
    return found


def other_fraction(statement: str, quote: str) -> str | None:
    """Return a fraction of the quote's where the statement has one that the quote has not."""
    said, held = _fractions(statement), _fractions(quote)
    return next(iter(held.values())) if held and said.keys() - held.keys() else None


def _fractions(text: str) -> dict[frozenset[str], str]:
    """Return "zwei Drittel" as it stands, by the names of what it counts."""
    return {
        frozenset(name for name, part in found.groupdict().items() if part): found[0]
        for found in _FRACTION.finditer(text)
    }


