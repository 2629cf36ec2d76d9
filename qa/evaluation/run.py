"""Run an evaluation: ask or take the answers, judge each, and sum them up."""

from collections.abc import Iterator, Sequence
from statistics import fmean
from time import perf_counter

from qa.evaluation.calibration import reliability
from qa.evaluation.dataset import GivenAnswer, GivenCitation, Question
from qa.evaluation.figures import answered_surely, confidences, figures, is_right
from qa.evaluation.judging import HITS_READ, Asked, Judge
from qa.evaluation.places import Places
from qa.evaluation.records import RECALL_RANKS, Case, Outcome, RecallPoint, Report
from qa.evaluation.refusal import risk_coverage
from qa.evaluation.slices import slices
from qa.library.library import Library
from qa.service import Service
from qa.types import Answer, AnswerKind, Filters, sha256_of

PAGE = 500  # articles
ORDER = tuple(Outcome)


def evaluate(
    service: Service,
    library: Library,
    questions: Sequence[Question],
    answers: Sequence[GivenAnswer] | None = None,
    *,
    name: str = "questions",
    system: str | None = None,
) -> Report:
    """Judge the answers, one for each question in order, or the service's own when None.

    Retrieval is always the service's. A question with a gold quote that stands in no article is a
    defect of the set: it is reported and left out of every figure.
    """
    places = Places(library)
    judge = Judge(service, places)
    defects = {q.id: told for q in questions if (told := judge.defect(q)) is not None}
    by_id = None if answers is None else {answer.id: answer for answer in answers}
    cases = [
        judge.judge(_asked(service, question, by_id))
        for question in questions
        if question.id not in defects
    ]
    cases.sort(key=lambda case: ORDER.index(case.outcome))
    hashes = list(_hashes(service))
    sure = [case for case in cases if answered_surely(case)]
    right = [is_right(case) for case in sure]
    return Report(
        name=name,
        system=system or ("Beleg" if answers is None else "answers of another system"),
        corpus=fingerprint(hashes),
        n_articles=len(hashes),
        index=service.index_name,
        figures=figures(cases),
        recall=_recall(cases),
        risk_coverage=risk_coverage(confidences(sure), right, len(cases)),
        reliability=reliability(confidences(sure), right),
        slices=slices(cases),
        defects=tuple(defects.values()),
        cases=tuple(cases),
    )


def fingerprint(hashes: Sequence[str]) -> str:
    """Return the SHA-256 over the articles' hashes, in sorted order, one a line."""
    return sha256_of("\n".join(sorted(hashes)))


def given(answer: Answer, question_id: str, milliseconds: float) -> GivenAnswer:
    """Return an answer of ours as those of other systems are given."""
    return GivenAnswer(
        id=question_id,
        text=answer.text,
        citations=tuple(
            GivenCitation(
                quote=c.quote, article_id=c.article_id, start=c.start, end=c.end, marker=c.marker
            )
            for c in answer.citations
        ),
        kind="none" if answer.kind is AnswerKind.NONE else str(answer.kind),
        confidence=answer.confidence,
        short_answer=_words(answer),
        milliseconds=milliseconds,
    )


def _words(answer: Answer) -> str | None:
    """Return the words of the first quote that answer, where they are known."""
    first = answer.citations[0] if answer.citations else None
    if first is None or first.highlight is None:
        return None
    return first.quote[first.highlight.start - first.start : first.highlight.end - first.start]


def _asked(
    service: Service, question: Question, answers: dict[str, GivenAnswer] | None
) -> Asked:
    """Answer a question, or take the answer that is given; search by the stand-alone question."""
    if answers is None:
        started = perf_counter()
        own = service.ask(question.question, conversation=question.conversation)
        answer = given(own, question.id, 1000 * (perf_counter() - started))
        standalone = own.standalone_question
    else:
        answer = answers[question.id]
        standalone = service.stand_alone(question.question, question.conversation)
    hits = service.search(standalone, limit=HITS_READ)
    return Asked(question, answer, tuple(hits))


def _hashes(service: Service) -> Iterator[str]:
    offset, total = 0, 1
    while offset < total:
        entries, total = service.articles(Filters(), limit=PAGE, offset=offset)
        yield from (entry.sha256 for entry in entries)
        offset += PAGE


def _recall(cases: Sequence[Case]) -> tuple[RecallPoint, ...]:
    found = [case.retrieved.recall for case in cases if case.retrieved is not None]
    if not found:
        return ()
    return tuple(
        RecallPoint(k, fmean(recall[position] for recall in found))
        for position, k in enumerate(RECALL_RANKS)
    )
