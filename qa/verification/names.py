"""Whether two words are one name: inflected, as the adjective of a place, or spelt otherwise.

Within a language only inflection and adjectives count, since Austria and Australia differ by less
than Kyoto and Kioto do. Across languages the spelling may differ, too, unless the table knows the
two as different names.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from qa.library.analysis import fold, stem
from qa.library.translation import TranslationTable

SURE = 0.3  # of a name's translation
LIKE_PREFIX = 4  # letters
LIKE_RATIO = 0.8  # of letters in common, in order
SHORTEST_BASE = 3  # letters that a place and its adjective share
# Letters from which a place and its adjective need no translation as proof. First names that end
# alike are shorter: Julia and Julian, Maria and Marian.
LONG_BASE = 6
# Letters that the two languages write otherwise in names: Kyoto and Kioto, Chekhov and Tschechow.
_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "c"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ou", "u"), ("c", "k"), ("y", "i"),
    ("j", "i"), ("w", "v"), ("z", "s"),
)  # fmt: skip
# Endings that a name takes, with the two letters before; n alone only after -e, -el and -er.
_INFLECTIONS = {
    "en": re.compile(r"\w\we?s"),
    "de": re.compile(r"\w\w(?:e?s|ens?)|\wens?|e[lr]n"),
}
# Of folded words: "isch" is also the stem of "ische", "er" of "erin".
_ADJECTIVE = {
    "en": ("ish", "ian", "ean", "ese", "es", "an", "n", "i"),
    "de": ("isch", "esisch", "anisch", "aisch", "ner", "er"),
}
_PLACE = {
    "en": ("", "a", "ia", "e", "y", "ey", "en", "and", "land", "ain", "um", "o"),
    "de": ("", "a", "e", "n", "en", "ien", "ei", "land", "enland", "reich"),
}
_IRREGULAR = frozenset(  # folded
    frozenset(pair.split())
    for pair in (
        "spain spanish", "france french", "denmark danish", "greece greek", "ireland irish",
        "norway norwegian", "scotland scottish", "finland finnish", "switzerland swiss",
        "netherlands dutch", "wales welsh", "afghanistan afghan", "germany german",
        "frankreich franzosisch", "danemark danisch", "irland irisch", "polen polnisch",
        "afghanistan afghanisch",
    )
)  # fmt: skip
_ADJECTIVE_ENDING = re.compile(r"(?<=isch)e[mnrs]?$")

_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})


def plain(word: str) -> str:
    """Drop accents and strokes of a lower-case word: Łódź and Lodz are one name."""
    return fold(word.translate(_STROKES))


def same_name(one: str, other: str, language: str, table: TranslationTable) -> bool:
    """Say whether two lower-case words of one language are forms of one name."""
    one, other = plain(one), plain(other)
    if one[0] != other[0]:
        return {one, other} in _IRREGULAR
    if stem(one, language) == stem(other, language):
        return True
    return (
        _is_inflected(one, other, language)
        or _is_one_place(one, other, language, table)
        or _is_adjective_of(one, other, language, table)
        or _is_adjective_of(other, one, language, table)
    )


def spelt_alike(
    word: str, language: str, other: str, other_language: str, table: TranslationTable
) -> bool:
    """Say whether two lower-case words of two languages may be one name, by their letters."""
    one, two = plain(word), plain(other)
    if min(len(one), len(two)) < LIKE_PREFIX:
        return False
    alike = begins_alike(one, two) or _sounds_alike(one, two)
    return alike and not known_apart(word, language, other, other_language, table)


def begins_alike(one: str, other: str) -> bool:
    """Say whether most of two words is the same beginning: Turkei and Turkish."""
    common = common_prefix(one, other)
    return common >= LIKE_PREFIX and common >= 0.6 * max(len(one), len(other))


def known_apart(
    word: str, language: str, other: str, other_language: str, table: TranslationTable
) -> bool:
    """Say whether the table knows two words of two languages as different names."""
    if not _sure(word, language, other_language, table):
        return False
    known = _sure(other, other_language, language, table)
    return bool(known) and not any(same_name(word, name, language, table) for name in known)


def common_prefix(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common


def _is_inflected(one: str, other: str, language: str) -> bool:
    short, long = sorted((one, other), key=len)
    found = _INFLECTIONS[language].fullmatch(long[len(short) - 2 :])
    return long.startswith(short) and found is not None


def _is_one_place(one: str, other: str, language: str, table: TranslationTable) -> bool:
    """Say whether the two share a sure translation: Austria and Austrian."""
    across = _other(language)
    return bool(_sure(one, language, across, table) & _sure(other, language, across, table))


def _is_adjective_of(
    adjective: str, place: str, language: str, table: TranslationTable
) -> bool:
    """Say whether a folded word is the adjective of a place: Russian of Russia."""
    adjective = _ADJECTIVE_ENDING.sub("", adjective)
    if {adjective, place} in _IRREGULAR:
        return True
    shared = _bases(adjective, _ADJECTIVE[language]) & _bases(place, _PLACE[language])
    if not shared:
        return False
    # Julian is no adjective of Julia: the table knows it as its own translation.
    known = _sure(adjective, language, _other(language), table)
    is_translated = bool(known) and adjective not in known
    is_german = language == "de" and adjective.endswith("isch")
    return is_translated or is_german or max(map(len, shared)) >= LONG_BASE


def _bases(word: str, endings: tuple[str, ...]) -> set[str]:
    """Return what is left of a folded word without each of the endings that it has."""
    left = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return {base for base in left if len(base) >= SHORTEST_BASE}


def _sure(word: str, language: str, into: str, table: TranslationTable) -> set[str]:
    found = table.translations(stem(word, language), language, into)
    return {term for term, probability in found.items() if probability >= SURE}


def _other(language: str) -> str:
    return "de" if language == "en" else "en"


@lru_cache(maxsize=20_000)
def _sounds_alike(one: str, other: str) -> bool:
    left, right = _sound(one), _sound(other)
    if left == right:
        return True
    if left[0] != right[0] or min(len(left), len(right)) < LIKE_PREFIX:
        return False
    return SequenceMatcher(a=left, b=right, autojunk=False).ratio() >= LIKE_RATIO


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", word)
