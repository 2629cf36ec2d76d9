"""Two articles that answer one question differently: another number, or yes against no."""

import re

from qa.answering.question_kind import QuestionKind, kind_of
from qa.answering.ranking import RankedSentence
from qa.library.analysis import words
from qa.library.evidence import Evidence

# Of the odds of the first sentence: less probable answers do not contradict it.
SMALLEST_SHARE_LOG = -2.5
ALIKE = 0.6  # cosine of two sentences that speak of the same thing

_YES_OR_NO = {
    "en": re.compile(
        r"^(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|"
        r"shall|should|may|might|must)(?:n't|n’t)?\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:und |aber |also )?(?:ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|"
        r"hatten|kann|können|konnte|konnten|darf|dürfen|durfte|muss|müssen|musste|soll|sollen|"
        r"sollte|sollten|will|wollen|wollte|wollten|gibt|gab|\w+te|\w+ten)\b",
        re.IGNORECASE,
    ),
}
_DENIES = {
    "en": re.compile(
        r"\b(?:not|no|never|nobody|none|neither|nor|without|den(?:y|ies|ied))\b|n[’']t\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:nicht|nie|niemals|niemand|kein(?:e[mnrs]?)?|weder|ohne|dementier\w+|bestritt\w*|"
        r"bestreite[nt])\b",
        re.IGNORECASE,
    ),
}


def contradicting(ranked: list[RankedSentence], evidence: Evidence) -> RankedSentence | None:
    """Return the best sentence of another article that answers otherwise than the first one."""
    first = ranked[0]
    for other in ranked[1:]:
        if other.score - first.score < SMALLEST_SHARE_LOG:
            return None
        is_elsewhere = other.passage.article_id != first.passage.article_id
        if is_elsewhere and first.vector @ other.vector >= ALIKE and differ(first, other, evidence):
            return other
    return None


def differ(one: RankedSentence, other: RankedSentence, evidence: Evidence) -> bool:
    """Say whether two answers to the question name other numbers, or one says yes and one no."""
    kind = kind_of(evidence.question, evidence.language)
    if kind in (QuestionKind.QUANTITY, QuestionKind.TIME):
        first, second = numbers(one), numbers(other)
        return bool(first) and bool(second) and first.isdisjoint(second)
    if _YES_OR_NO[evidence.language].search(evidence.question):
        return denies(one) != denies(other)
    return False


def numbers(sentence: RankedSentence) -> set[str]:
    """Return the numbers among the words that answer, written one way."""
    start = sentence.passage.span.start
    said = sentence.passage.text[sentence.words.start - start : sentence.words.end - start]
    return {word for word in words(said) if word[0].isdigit()}


def denies(sentence: RankedSentence) -> bool:
    """Say whether the sentence has a word of denial."""
    return _DENIES[sentence.passage.language].search(sentence.text) is not None
