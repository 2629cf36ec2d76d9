"""Judge one answer by the quotes that prove it: every measure of one question."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.evaluation.alce import CitingStatement, citation_precision, citation_recall
from qa.evaluation.answers import exact_match, language_of, token_f1, without_markers
from qa.evaluation.citations import Unit, Units, precision, recall
from qa.evaluation.dataset import GivenAnswer, GivenCitation, Question
from qa.evaluation.places import Place, Places
from qa.evaluation.proving import prove_together, proves
from qa.evaluation.records import RECALL_RANKS, Case, CitedCase, GoldCase, Outcome, Retrieved
from qa.evaluation.retrieval import ndcg_at, recall_at, reciprocal_rank
from qa.language import detect_language
from qa.library.normalisation import as_stored
from qa.service import Service
from qa.types import Hit
from qa.verification.records import CitedQuote

HITS_READ = max(RECALL_RANKS)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answer to it, and the hits of its search."""

    question: Question
    answer: GivenAnswer
    hits: tuple[Hit, ...]


class Judge:
    """Judges answers against one library, with its support model where ALCE has an NLI model."""

    def __init__(self, service: Service, places: Places) -> None:
        self._service = service
        self._places = places

    def defect(self, question: Question) -> str | None:
        """Say which gold quotes stand in no article, or None when all do."""
        lost = [q for group in question.groups for q in group if not self._places.of(q)]
        if not lost:
            return None
        shown = "; ".join(repr(quote) for quote in lost)
        return (
            f"question {question.id!r}: no article holds {shown}; "
            "copy whole words from the article, letter for letter, or ingest the article"
        )

    def judge(self, asked: Asked) -> Case:
        """Return the case of a question all of whose gold quotes stand in the library."""
        question, answer = asked.question, _as_stored(asked.answer)
        language = question.language or detect_language(question.question)
        gold = [place for group in question.groups for q in group for place in self._places.of(q)]
        citations = () if answer.is_refusal else answer.citations
        cited = [self._places.cited(citation) for citation in citations]
        groups = [list(self._gold(group, cited)) for group in question.groups]
        places = [place for group in groups for place in group]
        right = all(prove_together(cited, group) for group in groups)
        proving = [any(proves(found, group) for group in groups) for found in cited]
        article = gold[0].article if gold else None
        # Where question and article share a language, so do the short answers.
        spoken = language if article is not None and article.language == language else None
        applies = question.answerable and not answer.is_refusal
        n_unknown = sum(not found for found in cited)
        lost = sum(len(c.quote) for c, found in zip(citations, cited, strict=True) if not found)
        characters = _union([_meant(found, places).characters for found in cited if found])
        sentences = _union([_meant(found, places).sentence_units for found in cited if found])
        statements = self._statements(answer) if not answer.is_refusal else ()
        return Case(
            id=question.id,
            question=question.question,
            language_pair=f"{language} → {article.language if article else 'none'}",
            question_word=_question_word(question.question),
            article=article.title if article else "",
            answerable=question.answerable,
            outcome=_outcome(question.answerable, answer.is_refusal, right),
            refused=answer.is_refusal,
            text=answer.text,
            citations=tuple(
                CitedCase(
                    quote=citation.quote,
                    article_id=citation.article_id,
                    title=found[0].article.title
                    if found
                    else self._places.title(citation.article_id),
                    stands=self._places.stands(citation),
                    proves=does_prove,
                )
                for citation, found, does_prove in zip(citations, cited, proving, strict=True)
            ),
            gold=tuple(
                GoldCase(quote=quote, title=place.article.title, passage=place.passage)
                for group in question.groups
                for quote in group
                for place in self._places.of(quote)[:1]
            ),
            confidence=answer.confidence,
            milliseconds=answer.milliseconds,
            right=float(right and not answer.is_refusal) if question.answerable else None,
            first_right=float(any(proving[:1])) if question.answerable else None,
            citation_precision=_known(
                precision(sentences, n_unknown, _union([p.sentence_units for p in places]))
            )
            if applies
            else None,
            citation_recall=recall(sentences, [[p.sentence_units for p in g] for g in groups])
            if question.answerable
            else None,
            character_precision=_known(
                precision(characters, lost, _union([p.characters for p in places]))
            )
            if applies
            else None,
            character_recall=recall(characters, [[p.characters for p in g] for g in groups])
            if question.answerable
            else None,
            support_recall=_known(citation_recall(statements, self._supports)),
            support_precision=_known(citation_precision(statements, self._supports)),
            token_f1=_short(token_f1, question, answer, spoken),
            exact_match=_short(exact_match, question, answer, spoken),
            retrieved=self._retrieved(asked.hits, gold) if question.answerable else None,
        )

    def _gold(self, group: Sequence[str], cited: Sequence[Sequence[Place]]) -> Iterator[Place]:
        """Yield every place of a group's quotes, with those in the articles that are cited.

        A copy of the article that breaks its lines elsewhere proves the same.
        """
        articles = {place.article.id: place.article for found in cited for place in found}
        for quote in group:
            everywhere = self._places.of(quote)
            yield from everywhere
            for article_id in articles.keys() - {place.article.id for place in everywhere}:
                yield from self._places.within(articles[article_id], quote)

    def _retrieved(self, hits: Sequence[Hit], gold: Sequence[Place]) -> Retrieved:
        relevant = {passage for place in gold for passage in self._places.passages(place)}
        found = [hit.passage.id in relevant for hit in hits]
        return Retrieved(
            recall=tuple(recall_at(k, found, len(relevant)) for k in RECALL_RANKS),
            reciprocal_rank=reciprocal_rank(found),
            ndcg_at_10=ndcg_at(10, found, len(relevant)),
        )

    def _statements(self, answer: GivenAnswer) -> tuple[CitingStatement[GivenCitation], ...]:
        """Return the sentences with what they cite; without any marker, each cites all.

        A sentence with a marker that no citation has cites nothing, as in ALCE's eval.py.
        """
        checks = self._service.verify(answer.text).statements
        marked = any(check.markers for check in checks)
        # Nothing forbids a marker to be given twice.
        numbered = [
            (position if citation.marker is None else citation.marker, citation)
            for position, citation in enumerate(answer.citations, 1)
        ]
        known = {marker for marker, _ in numbered}
        return tuple(
            CitingStatement(
                check.text,
                tuple(
                    c
                    for m, c in numbered
                    if not marked or (m in check.markers and known.issuperset(check.markers))
                ),
            )
            for check in checks
        )

    def _supports(self, statement: str, quotes: Sequence[GivenCitation]) -> bool:
        markers = "".join(f"[{k}]" for k in range(1, len(quotes) + 1))
        verification = self._service.verify(
            f"{statement} {markers}",
            [
                CitedQuote(quote=c.quote, marker=k, article_id=c.article_id)
                for k, c in enumerate(quotes, 1)
            ],
        )
        return verification.all_supported


def _as_stored(answer: GivenAnswer) -> GivenAnswer:
    """Return an answer with its quotes in the form in which articles are stored."""
    citations = tuple(replace(c, quote=as_stored(c.quote)) for c in answer.citations)
    return replace(answer, citations=citations)


def _meant(found: Sequence[Place], gold: Sequence[Place]) -> Place:
    """Return the place of a citation that names none: the one with most of the gold quotes."""
    characters = _union([place.characters for place in gold])
    sentences = _union([place.sentence_units for place in gold])
    return max(
        found,
        key=lambda place: (
            len(place.characters & characters),
            len(place.sentence_units & sentences),
        ),
    )


def _outcome(answerable: bool, refused: bool, right: bool) -> Outcome:
    if not answerable:
        return Outcome.RIGHT if refused else Outcome.WRONGLY_ANSWERED
    if refused:
        return Outcome.WRONGLY_REFUSED
    return Outcome.RIGHT if right else Outcome.WRONG_ANSWER


def _short(
    measure: Callable[[str, Sequence[str], str], float],
    question: Question,
    answer: GivenAnswer,
    language: str | None,
) -> float | None:
    """Return a measure of the words that answer, or of the whole text without its markers.

    `language` is that of the references, or None where question and article differ in theirs.
    """
    if not question.answers:
        return None
    text = without_markers(answer.text)
    return max(
        measure(answer.short_answer or text, [reference], language or language_of(reference, text))
        for reference in question.answers
    )


def _question_word(question: str) -> str:
    words = _WORD.findall(question.lower())
    return next((word for word in words if word in QUESTION_WORDS), "other")


QUESTION_WORDS = frozenset(
    "who whom whose what which when where why how "
    "wer wen wem wessen was welche welcher welches welchen welchem wann wo woher wohin warum "
    "weshalb wieso wie wogegen wofür womit".split()
)


def _union(sets: Sequence[frozenset[Unit]]) -> Units:
    return frozenset().union(*sets)


def _known(value: float) -> float | None:
    return None if value != value else value
