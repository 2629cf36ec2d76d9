"""Which words of a statement a quote holds, itself or in the other language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.library.analysis import STOP_WORDS, content_words, fold, indexed_terms, stem, words
from qa.library.compounds import split
from qa.library.query import QuestionTerm, question_terms
from qa.library.translation import TranslationTable
from qa.verification.facts import facts_of

ALIKE = 0.7  # how well a word that shares most of its letters stands for another
SURE = 0.3  # of a name's translation
RELATED = 0.1
MEANS_ITSELF = 0.1  # probability that a word is its own translation, for one the table knows
LIKE_PREFIX = 4  # letters
LIKE_RATIO = 0.8  # of letters in common, in order
PART = 5  # letters of a name that stands inside a longer word
LONG_WORD = 9  # letters from which an unknown German word is taken for a compound
_CAPITAL = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEFORE_NAME = re.compile(r"[\w,;:)%/&+-]\s*[„“\"‘'(]*$")
# How German names of places end: Mecklenburg is no castle.
_PLACES = ("burg", "berg", "dorf", "stadt", "heim", "hausen", "furt", "feld", "bach", "kirchen")
# How an English word ends that no table knows but that is hardly a name: Linking, Occluded.
_ORDINARY = ("ing", "ed", "tion", "tions", "ness", "ment", "ments", "ly", "ism", "ward", "less")
# Letters that the two languages write otherwise in names: Kyoto and Kioto, Chekhov and Tschechow.
_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "c"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ou", "u"), ("c", "k"), ("y", "i"),
    ("j", "i"), ("w", "v"), ("z", "s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoveredWord:
    """A content word of the statement and how well the quote holds it."""

    word: str  # as it stands
    cover: float  # 0..1
    is_name: bool
    has_capital: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words: their translations, and which are names."""

    table: TranslationTable
    names: frozenset[str]  # English stems with a capital whose German name is another: germani
    shared: frozenset[str]  # English stems that German has as an ordinary word, too: film

    def covered(
        self, statement: str, language: str, quote: str, quote_language: str
    ) -> list[CoveredWord]:
        """Return the statement's content words in reading order, numbers and dates left out."""
        capitals = capitals_of(statement, language)
        held = _terms(quote, quote_language)
        plain = _plain_words(quote)
        used = facts_of(statement).words_used
        found = []
        for term in question_terms(statement, language, quote_language, self.table):
            if term.weight < 1.0 or not term.word[0].isalpha() or term.word in used:
                continue
            shown = capitals.get(term.word)
            is_name = shown is not None and self.is_name(
                shown.written, language, inside=shown.inside
            )
            cover = _cover(term, held, plain, is_name, language, quote_language)
            word = term.word if shown is None else shown.written
            found.append(CoveredWord(word, cover, is_name, shown is not None))
        return found

    def is_name(self, written: str, language: str, *, inside: bool) -> bool:
        """Say whether a word with a capital is a name; `inside` is inside a sentence.

        One that means itself in the other language is, unless both have it as an ordinary word; one
        that means something else is when that is a name. Of those the table does not know, German
        compounds are none.
        """
        word = written.lower()
        if written.isupper() or written[1:] != written[1:].lower():
            return True
        term = stem(word, language)
        if language == "en" and term in self.names:
            return True
        other = "de" if language == "en" else "en"
        translations = self.table.translations(term, language, other)
        if not translations:
            if language == "en":
                return inside or not word.endswith(_ORDINARY)
            return inside and not split(word) and not self._is_compound(word)
        best = max(translations, key=lambda found: translations[found])
        if language == "de" and best in self.names:
            return True
        if _means_itself(word, translations):
            return not self.shared & {term, stem(word, "en"), best}
        return False

    def _is_compound(self, word: str) -> bool:
        return len(word) >= LONG_WORD and not word.endswith(_PLACES) and any(
            self.table.translations(stem(word[k:], "de"), "de", "en")
            for k in range(3, len(word) - 2)
        )


@dataclass(frozen=True, slots=True)
class _Capital:
    written: str
    inside: bool


def capitals_of(text: str, language: str) -> dict[str, _Capital]:
    """Return the words written with a capital, by their lower case; stop words left out."""
    found: dict[str, _Capital] = {}
    for match in _CAPITAL.finditer(text):
        inside = _BEFORE_NAME.search(text[max(0, match.start() - 8) : match.start()]) is not None
        for part in re.split("[-'’]", match[0]):
            lower = part.lower()
            if len(part) < 2 or not part[0].isupper() or lower in STOP_WORDS[language]:
                continue
            if lower not in found or inside:
                found[lower] = _Capital(part, inside)
    return found


def _cover(
    term: QuestionTerm,
    held: frozenset[str],
    plain: frozenset[str],
    is_name: bool,
    language: str,
    quote_language: str,
) -> float:
    word = fold(term.word)
    if word in plain:
        return 1.0
    best = max((p for a, p in term.alternatives.items() if a in held), default=0.0)
    if is_name and best < SURE:
        # Of a name that means itself the table tells chance; of another also German from Germany.
        itself = _means_itself(word, term.alternatives)
        best = 0.0 if itself or best < RELATED else ALIKE
    if best < ALIKE and (is_name or language == quote_language) and _is_alike(word, plain, is_name):
        return ALIKE
    if is_name and best < ALIKE and _is_part(word, term.alternatives, plain):
        return ALIKE
    if best == 0.0 and language == quote_language == "de" and split(term.word):
        # A compound that the quote says in two words is held as far as its parts are.
        parts = [stem(part, "de") for part in split(term.word)]
        return ALIKE * sum(part in held for part in parts) / len(parts)
    return min(best, 1.0)


def _is_alike(word: str, plain: frozenset[str], is_name: bool) -> bool:
    """Say whether a word is nearly one of the quote's: Turkey and türkisch, Kyoto and Kioto."""
    if len(word) < LIKE_PREFIX:
        return False
    for other in plain:
        if len(other) < LIKE_PREFIX:
            continue
        common = _common_prefix(word, other)
        if common >= LIKE_PREFIX and common >= 0.6 * max(len(word), len(other)):
            return True
        if is_name and _sounds_alike(word, other):
            return True
    return False


def _is_part(
    name: str, translations: Mapping[str, float], plain: frozenset[str]
) -> bool:
    """Say whether a name is inside a longer word or the other way round: in Neuengland, Chinatown.

    English in englischsprachig, by its translation.
    """
    written = [name, *(t for t, p in translations.items() if p >= RELATED)]
    return any(
        len(part) >= PART and part in word
        for part in written
        for word in plain
    ) or any(len(word) >= PART and word in name for word in plain)


def _means_itself(word: str, translations: Mapping[str, float]) -> bool:
    """Say whether one of the likely translations is the word itself, or its beginning."""
    plain = fold(word)
    return any(
        probability >= MEANS_ITSELF
        and _common_prefix(plain, term) >= max(2, min(len(plain), len(term)) - 1)
        for term, probability in translations.items()
    )


def _common_prefix(one: str, other: str) -> int:
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common


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


@lru_cache(maxsize=5_000)
def _terms(text: str, language: str) -> frozenset[str]:
    return frozenset(indexed_terms(text, language))


@lru_cache(maxsize=5_000)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words(text))


def ordered_terms(text: str, language: str) -> list[str]:
    """Return the stems of a text's content words and numbers, in reading order."""
    return [stem(word, language) for word in content_words(text, language)]
