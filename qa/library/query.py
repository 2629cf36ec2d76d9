"""A question as lexical search asks it: its words, and what each may be called in the passages."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.library.analysis import content_words, stem
from qa.library.compounds import split
from qa.library.spelling import spellings
from qa.library.translation import TranslationTable

COMPOUND_PART_WEIGHT = 0.5  # of a part of a German compound in the question, beside the whole word
# Chosen on the development questions, docs/retrieval.md table 2.
AS_IT_STANDS = 0.3  # least probability that a word means itself in the other language
SPELT_OTHERWISE = 0.8  # that a word nobody translates means what is only spelt by other rules
SHARPNESS = 0.6  # exponent of the translation probabilities: below 1 evens them out


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """One word of the question."""

    word: str  # lower case, as asked
    alternatives: Mapping[str, float]  # term of the passages' language -> how well it stands for it
    weight: float


def question_terms(
    question: str, source: str, target: str, table: TranslationTable
) -> list[QuestionTerm]:
    """Return the question's content words as passages in language `target` may write them."""
    weights = dict.fromkeys(content_words(question, source), 1.0)
    if source == "de":
        for word in list(weights):
            for part in split(word):
                weights.setdefault(part, COMPOUND_PART_WEIGHT)
    return [
        QuestionTerm(word, _alternatives(word, source, target, table), weight)
        for word, weight in weights.items()
    ]


def _alternatives(
    word: str, source: str, target: str, table: TranslationTable
) -> Mapping[str, float]:
    if source == target:
        return {stem(word, source): 1.0}
    found = table.translations(stem(word, source), source, target)
    as_it_stands = stem(word, target)
    if not found:
        spelt = {stem(spelling, target): SPELT_OTHERWISE for spelling in spellings(word, source)}
        return spelt | {as_it_stands: 1.0}
    alternatives = {term: probability**SHARPNESS for term, probability in found.items()}
    alternatives[as_it_stands] = max(alternatives.get(as_it_stands, 0.0), AS_IT_STANDS**SHARPNESS)
    return alternatives
