"""Which words of a statement a quote holds, itself or in the other language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from qa.library.analysis import STOP_WORDS, content_words, indexed_terms, stem, words
from qa.library.compounds import split
from qa.library.query import QuestionTerm, question_terms
from qa.library.translation import TranslationTable
from qa.verification.acronyms import ACRONYM, acronyms_of, initials_of, spelled_out
from qa.verification.facts import facts_of
from qa.verification.names import (
    SURE,
    begins_alike,
    common_prefix,
    known_apart,
    plain,
    same_name,
    spelt_alike,
)

ALIKE = 0.7  # how well a word that shares most of its letters stands for another
RELATED = 0.1
MEANS_ITSELF = 0.1  # probability that a word is its own translation, for one the table knows
PART = 5  # letters of a name that stands inside a longer word
LONG_WORD = 9  # letters from which an unknown German word is taken for a compound
# Denials and "almost" are judged for themselves; who says it may be told in other words.
_JUDGED_ELSEWHERE = frozenset(
    "neither nobody none nothing almost nearly roughly approximately according"
    " weder niemand niemanden niemandem nichts etwa rund ungefähr knapp laut".split()
)
_CAPITAL = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEFORE_NAME = re.compile(r"[\w,;:)%/&+-]\s*[„“\"‘'(]*$")
# How German names of places end: Mecklenburg is no castle.
_PLACES = ("burg", "berg", "dorf", "stadt", "heim", "hausen", "furt", "feld", "bach", "kirchen")
# How an English word ends that no table knows but that is hardly a name: Linking, Occluded.
_ORDINARY = ("ing", "ed", "tion", "tions", "ness", "ment", "ments", "ly", "ism", "ward", "less")
# Names that are written as stop words are.
_HIDDEN = {"en": re.compile(r"\b(?:US|WHO)\b"), "de": re.compile(r"(?<=\w )Oder\b")}
_NUMBERED = re.compile(r"\b[A-Z]{1,2}\d+\b")


@dataclass(frozen=True, slots=True)
class CoveredWord:
    """A content word of the statement and how well the quote holds it."""

    word: str  # as it stands
    cover: float  # 0..1
    is_name: bool
    has_capital: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """What a quote holds."""

    language: str
    terms: frozenset[str]  # stems, of parts of compounds as well
    plain: frozenset[str]  # words, folded
    acronyms: frozenset[str]  # in capitals, and of names that may be shortened so


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
        held = _Held(
            quote_language, _terms(quote, quote_language), _plain_words(quote), acronyms_of(quote)
        )
        left_out = facts_of(statement, language).words_used | _JUDGED_ELSEWHERE
        found = []
        acronyms = set(ACRONYM.findall(quote))
        spelled = {n for short, names in initials_of(statement) if short in acronyms for n in names}
        numbered = {name.lower() for name in _NUMBERED.findall(statement)}
        for term in question_terms(statement, language, quote_language, self.table):
            if term.weight < 1.0 or not term.word[0].isalpha() or term.word in left_out:
                continue
            shown = capitals.get(term.word)
            if shown is not None and shown.written in held.acronyms | spelled:
                found.append(CoveredWord(shown.written, 1.0, is_name=True, has_capital=True))
                continue
            # What begins a German sentence and is not in a German quote is no other word for it.
            is_german = language == quote_language == "de"
            # The A9 and the G20 are names, too.
            is_name = term.word in numbered or (
                shown is not None
                and self.is_name(shown.written, language, inside=shown.inside or is_german)
            )
            cover = self._cover(
                term, language, held, is_name=is_name, has_capital=shown is not None
            )
            word = term.word if shown is None else shown.written
            found.append(CoveredWord(word, cover, is_name, shown is not None))
        hidden = set() if statement.isupper() else set(_HIDDEN[language].findall(statement))
        for name in sorted(hidden):
            cover = float(name in held.acronyms)
            found.append(CoveredWord(name, cover, is_name=True, has_capital=True))
        return found

    def _cover(
        self, term: QuestionTerm, language: str, held: _Held, *, is_name: bool, has_capital: bool
    ) -> float:
        """Return how well the quote holds a word, 0..1."""
        word = plain(term.word)
        if word in held.plain:
            return 1.0
        best = max((p for a, p in term.alternatives.items() if a in held.terms), default=0.0)
        if is_name and best < SURE:
            # Of a name that means itself the table tells chance; of another also German from
            # Germany.
            itself = _means_itself(word, term.alternatives)
            best = 0.0 if itself or best < RELATED else ALIKE
        if best >= ALIKE:
            return min(best, 1.0)
        if self._is_alike(term, language, held, is_name=is_name, has_capital=has_capital):
            return ALIKE
        return best or _share_of_parts(term.word, language, held)

    def _is_alike(
        self, term: QuestionTerm, language: str, held: _Held, *, is_name: bool, has_capital: bool
    ) -> bool:
        """Say whether a word may be one of the quote's in another form."""
        if language != held.language:
            return is_name and (
                self._is_spelt_otherwise(term, language, held)
                or self._is_part(term, language, held)
            )
        if is_name or (has_capital and not self._is_known(term.word, language)):
            return any(same_name(term.word, other, language, self.table) for other in held.plain)
        return any(begins_alike(plain(term.word), other) for other in held.plain)

    def _is_known(self, word: str, language: str) -> bool:
        other = "de" if language == "en" else "en"
        return bool(self.table.translations(stem(word, language), language, other))

    def _is_spelt_otherwise(self, term: QuestionTerm, language: str, held: _Held) -> bool:
        return any(
            spelt_alike(term.word, language, other, held.language, self.table)
            for other in held.plain
        )

    def _is_part(self, term: QuestionTerm, language: str, held: _Held) -> bool:
        """Say whether a name is in a longer word or the reverse: in Neuengland, Chinatown.

        English in englischsprachig, by its translation.
        """
        name = plain(term.word)
        written = [name, *(t for t, p in term.alternatives.items() if p >= RELATED)]
        return any(
            not known_apart(term.word, language, other, held.language, self.table)
            for other in held.plain
            if any(len(part) >= PART and part in other for part in written)
            or (len(other) >= PART and other in name)
        )

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


def inner_capitals(text: str) -> frozenset[str]:
    """Return in lower case the words with a capital inside sentences, Oder and May as well."""
    return frozenset(
        match[0].lower()
        for match in re.finditer(r"(?<=[\w,;:–-][ (])[^\W\d_]{2,}", text)
        if match[0][0].isupper()
    )


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


def _share_of_parts(word: str, language: str, held: _Held) -> float:
    """Return how far the parts of a German compound are held that the quote says in two words."""
    parts = split(word) if language == held.language == "de" else ()
    return ALIKE * sum(stem(part, "de") in held.terms for part in parts) / max(len(parts), 1)


def _means_itself(word: str, translations: Mapping[str, float]) -> bool:
    """Say whether one of the likely translations is the word itself, or its beginning."""
    written = plain(word)
    return any(
        probability >= MEANS_ITSELF
        and common_prefix(written, term) >= max(2, min(len(written), len(term)) - 1)
        for term, probability in translations.items()
    )


@lru_cache(maxsize=5_000)
def _terms(text: str, language: str) -> frozenset[str]:
    return frozenset(indexed_terms(spelled_out(text), language))


@lru_cache(maxsize=5_000)
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words(spelled_out(text)))


def ordered_terms(text: str, language: str) -> list[str]:
    """Return the stems of a text's content words and numbers, in reading order."""
    return [stem(word, language) for word in content_words(text, language)]
