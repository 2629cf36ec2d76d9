"""What a text denies, in English or German."""

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.library.analysis import words
from qa.particulars.denials import NEGATIONS

# Words that deny what they are said of: "rejected" is "did not accept".
REJECTIONS = re.compile(
    r"reject\w*|refus\w*|declin\w+|den(?:y|ies|ied)|fail(?:s|ed|ing)?|unable|lack\w*"
    r"|lehn\w*|ablehn\w*|abgelehnt|verweiger\w*|weiger\w*|geweigert|bestr(?:eite|itt)\w*|dementier\w*"
    r"|zurückgewiesen|scheiter\w*|gescheitert"
)
# What a translation may say instead of a negation.
SOFT_NEGATIONS = re.compile(
    rf"{REJECTIONS.pattern}|hardly|barely|avoid\w*|prevent\w*|only"
    r"|un(?!der|til|it|i[oqv]|l[ei])[a-z]{5,}|im(?:poss|prob)\w+|\w{3,}less|rather|few|little|stop\w*"
    r"|kaum|fehl\w*|mangel\w*|verhinder\w*|vermeid\w*"
    r"|nur|wenig\w*|\w{4,}los(?:e[mnrs]?)?|erst|statt|un(?!te|se|s\b|d)[a-zäöü]{6,}"
)
PAIR = 12  # words between neither and nor, at most
LIST = 6  # words between "no house" and "and no garden", at most
_JOINING = frozenset("and or und oder".split())
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)


@lru_cache(maxsize=5_000)
def words_with_not(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case; "didn't" is written out."""
    return tuple(words(_CONTRACTED.sub(" not", text)))


def denials(found: Sequence[str]) -> frozenset[int]:
    """Return the places of the words that deny, one for "neither ... nor" and "no ... and no"."""
    places: list[int] = []
    for k, word in enumerate(found):
        if NEGATIONS.fullmatch(word) is None:
            continue
        before = places[-1] if places else None
        if before is None or not _continues(found, before, k):
            places.append(k)
    return frozenset(places)


def rejections(found: Sequence[str]) -> frozenset[int]:
    """Return the places of verbs that deny."""
    return frozenset(k for k, word in enumerate(found) if REJECTIONS.fullmatch(word) is not None)


def n_denials(text: str) -> int:
    """Return how often a text denies."""
    return len(denials(words_with_not(text)))


def n_soft_negations(text: str) -> int:
    """Return how many words may stand for a negation."""
    return sum(SOFT_NEGATIONS.fullmatch(word) is not None for word in words_with_not(text))


def _continues(found: Sequence[str], before: int, k: int) -> bool:
    if found[k] == "nor":
        return k - before <= PAIR
    is_same = found[before][:4] == found[k][:4]
    return is_same and found[k - 1] in _JOINING and k - before <= LIST
