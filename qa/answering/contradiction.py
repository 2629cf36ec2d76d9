"""Articles that answer one question differently: another number, or yes against no."""

import re
from collections.abc import Sequence

from qa.answering.clauses import clauses_of
from qa.answering.features import coverage, held_terms, names_among
from qa.answering.quantities import Quantity, quantities_differ, quantities_in
from qa.answering.question_kind import QuestionKind, is_yes_or_no, kind_of
from qa.answering.ranking import RankedSentence
from qa.answering.whereabouts import are_elsewhere, places_beside
from qa.library.evidence import Evidence
from qa.particulars.denials import DENYING
from qa.particulars.moments import Moment, Part, moments_differ, moments_in
from qa.types import Span

MOST_SHOWN = 3  # answers that differ from each other
# Of the odds of the first sentence: less probable answers do not contradict it.
SMALLEST_SHARE_LOG = -2.5
ALIKE = 0.6  # cosine of two sentences that speak of the same thing
# Asked for a yes or no, the reader prefers one of the two, and by far the one in the question's
# language. Chosen on 283 questions in both languages to pairs of invented sentences that contradict
# each other or only seem to: what is alike enough may then be much less probable.
SMALLEST_SHARE_LOG_OF_YES = -3.5
SMALLEST_SHARE_LOG_ACROSS = -8.0
ALIKE_ACROSS = 0.71
SURE = 0.5  # certainty of the reader from which its words are taken for the answer
NEWS_YEARS = range(1900, 2100)  # other numbers of four digits beside an answer are no years
MOST_WORDS = 4  # of an answer that is a number: "more than 6,900 people"

# "Without" and "none" deny something beside what the sentence says.
_DENIES = re.compile(
    rf"\b(?:not(?! only\b)|cannot|(?<!with )no(?! doubt\b)|never|nobody|neither"
    rf"|nicht(?! nur\b)|nichts (?:da)?von|nie|niemals|niemand"
    rf"|kein(?:e[mnrs]?)?|weder|{DENYING})\b|n[’']t\b",
    re.IGNORECASE,
)
# What is said or denied stands behind a comma, but belongs to the verb before it.
_INNER_COMMA = re.compile(rf"\b({DENYING}),|,(?= (?:that|dass|daß)\b)", re.IGNORECASE)
# A relative clause stands inside another one: "The minister, who was ill, did not resign."
_INSERTED = re.compile(
    r",( (?:who|whose|whom|which|der|die|das|dem|den|deren|dessen)\b[^,;]*),([^,;]*)", re.IGNORECASE
)


def contradicting(ranked: list[RankedSentence], evidence: Evidence) -> list[RankedSentence]:
    """Return the sentences, best first, that answer otherwise than the first one and each other.

    Each is of another article; they are two at most.
    """
    shown = ranked[:1]
    for other in ranked[1:]:
        if len(shown) < MOST_SHOWN and all(_contradict(one, other, evidence) for one in shown):
            shown.append(other)
    return shown[1:]


def _contradict(one: RankedSentence, other: RankedSentence, evidence: Evidence) -> bool:
    """Say whether a sentence of another article, ranked behind, answers otherwise than one."""
    return (
        other.passage.article_id != one.passage.article_id
        and _may_contradict(one, other, evidence)
        and differ(one, other, evidence)
    )


def _may_contradict(one: RankedSentence, other: RankedSentence, evidence: Evidence) -> bool:
    """Say whether the second answers probably enough, and both speak of the same thing."""
    alike = float(one.vector @ other.vector)
    smallest = SMALLEST_SHARE_LOG
    if is_yes_or_no(evidence.question, evidence.language):
        if one.passage.language == other.passage.language:
            smallest = SMALLEST_SHARE_LOG_OF_YES
        elif alike >= ALIKE_ACROSS:
            smallest = SMALLEST_SHARE_LOG_ACROSS
    return alike >= ALIKE and other.score - one.score >= smallest


def differ(one: RankedSentence, other: RankedSentence, evidence: Evidence) -> bool:
    """Say whether two answers name other numbers or times, or one says yes and one no."""
    kind = kind_of(evidence.question, evidence.language)
    if kind is QuestionKind.TIME:
        return moments_differ(moments(one), moments(other))
    if kind is QuestionKind.QUANTITY:
        return _numbers_differ(one, other)
    if is_yes_or_no(evidence.question, evidence.language) and (
        denies(one, evidence) != denies(other, evidence)
    ):
        return True
    return _are_like_numbers(one, other) and _numbers_differ(one, other)


def _numbers_differ(one: RankedSentence, other: RankedSentence) -> bool:
    """Say whether two answers have other numbers.

    Those of other years or other places may both be true.
    """
    first, second = quantities(one), quantities(other)
    years, other_years = _years_beside(one, first), _years_beside(other, second)
    if years and other_years and years.isdisjoint(other_years):
        return False
    if _are_elsewhere(one, first, other, second):
        return False
    return quantities_differ(first, second)


def _are_elsewhere(
    one: RankedSentence,
    first: Sequence[Quantity],
    other: RankedSentence,
    second: Sequence[Quantity],
) -> bool:
    """Say whether the numbers are of different places."""
    places, other_places = (
        places_beside(sentence.passage, sentence.span, [number.span for number in numbers])
        for sentence, numbers in ((one, first), (other, second))
    )
    return are_elsewhere(places, other_places)


def _are_like_numbers(one: RankedSentence, other: RankedSentence) -> bool:
    """Say whether both answers surely are a number, of the same unit and no year."""
    counted = []
    for sentence in (one, other):
        found = quantities(sentence)
        n_words = len(_words(sentence).of(sentence.passage.text).split())
        if sentence.certainty < SURE or n_words > MOST_WORDS or len(found) != 1:
            return False
        if found[0].is_year:
            return False
        counted.append(_unit(sentence, found[0]))
    return counted[0] == counted[1]


def _unit(sentence: RankedSentence, quantity: Quantity) -> str | None:
    """Return what the answer counts: a dimension, or the word behind the number inside it."""
    answer = _words(sentence)
    is_inside = quantity.counted is not None and (
        quantity.span.end + len(quantity.counted) <= answer.end
    )
    return quantity.dimension or (quantity.counted if is_inside else None)


def quantities(sentence: RankedSentence) -> list[Quantity]:
    """Return the quantities among the words that answer; a year only where there is no other."""
    answer = _words(sentence)
    found = [q for q in quantities_in(sentence.passage.text) if _overlap(q.span, answer)]
    return [q for q in found if not q.is_year] or found


def moments(sentence: RankedSentence) -> list[Moment]:
    """Return the dates and times among the words that answer."""
    answer = _words(sentence)
    return [m for m in moments_in(sentence.passage.text) if _overlap(m.span, answer)]


def _years_beside(sentence: RankedSentence, answer: list[Quantity]) -> set[int]:
    """Return the years that the sentence names beside its answer."""
    start = sentence.passage.span.start
    whole = Span(sentence.span.start - start, sentence.span.end - start)
    taken = {quantity.span for quantity in answer}
    return {
        year
        for moment in moments_in(sentence.passage.text)
        if moment.part is Part.YEAR and _overlap(moment.span, whole) and moment.span not in taken
        for year in moment.values
        if year in NEWS_YEARS
    }


def _words(sentence: RankedSentence) -> Span:
    """Return the words that answer as characters of the passage."""
    start = sentence.passage.span.start
    return Span(sentence.words.start - start, sentence.words.end - start)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def denies(sentence: RankedSentence, evidence: Evidence) -> bool:
    """Say whether the sentence denies what was asked, and not only something beside it."""
    clause = _clause_asked_for(sentence, evidence)
    return len(_DENIES.findall(clause)) % 2 == 1  # who does not deny it does not say no


def _clause_asked_for(sentence: RankedSentence, evidence: Evidence) -> str:
    """Return the clause that has most of the question's words; of its names where all else fails.

    A name may stand in any clause, the verb that was asked for stands in the one that answers.
    """
    language = sentence.passage.language
    terms = evidence.terms[language]
    is_name = names_among(evidence.question, evidence.language, terms)
    others = [term for term, named in zip(terms, is_name, strict=True) if not named]

    def share_held(clause: str) -> tuple[float, float]:
        held, held_of_all = (held_terms(clause, language, found) for found in (others, terms))
        return coverage(others, held), coverage(terms, held_of_all)

    joined = _INSERTED.sub(r"\2,\1", _INNER_COMMA.sub(r"\1", sentence.text))
    return max(clauses_of(joined), key=share_held)
