"""Question sets and answers to them, as JSON lines. Every wrong line is told at once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import StrictBool, TypeAdapter, ValidationError

from qa.errors import BelegError, QuestionError
from qa.json_numbers import Whole
from qa.service import checked
from qa.types import Turn

MOST_TOLD = 50  # faults in one message
QUESTION_SHAPE = (
    'a question is {"id", "question", "answerable", "quotes": ["..."]}, '
    "one JSON object a line; docs/evaluation.md shows each field"
)
ANSWER_SHAPE = (
    'an answer is {"id", "text", "citations": [{"quote", "article_id"?, "start"?, "end"?}]}, '
    "one JSON object a line; docs/evaluation.md shows each field"
)


class DatasetError(BelegError):
    """A question set or a file of answers that cannot be used: names each wrong line."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what proves its answer: one quote of each group, copied from the articles."""

    id: str
    question: str
    language: str | None = None
    answerable: StrictBool = True
    quotes: tuple[str, ...] = ()  # any of these proves it
    all_quotes: tuple[tuple[str, ...], ...] = ()  # one of each group is needed
    answers: tuple[str, ...] = ()  # short answers, each right
    conversation: tuple[Turn, ...] = ()

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of quotes of which one each is needed."""
        return (*((self.quotes,) if self.quotes else ()), *self.all_quotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCitation:
    """What an answer cites; None is what its system does not say."""

    quote: str
    article_id: str | None = None
    start: Whole | None = None
    end: Whole | None = None
    marker: Whole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer of any system to the question of the same id."""

    id: str
    text: str
    citations: tuple[GivenCitation, ...] = ()
    kind: str | None = None  # "none" is a refusal
    confidence: float | None = None  # 0..1
    short_answer: str | None = None  # the words that answer, where the system names them
    milliseconds: float | None = None

    @property
    def is_refusal(self) -> bool:
        """Say whether nothing was answered: it says so, or it neither says so nor cites."""
        if self.kind is not None:
            return self.kind == "none"
        return not self.citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluable:
    """A question set and, when not our own are to be judged, the answers to it."""

    questions: tuple[Question, ...]
    answers: tuple[GivenAnswer, ...] | None = None
    name: str = "questions"


_question = TypeAdapter(Question)
_answer = TypeAdapter(GivenAnswer)


def read_questions(lines: str, name: str) -> tuple[Question, ...]:
    """Return the questions in JSON lines; raise DatasetError, which names `name` and each line."""
    return questions_from(list(_objects(lines, "line")), name)


def read_answers(lines: str, name: str, questions: Sequence[Question]) -> tuple[GivenAnswer, ...]:
    """Return an answer to each question, in their order; raise DatasetError."""
    return answers_from(list(_objects(lines, "line")), name, questions)


def questions_from(objects: Sequence[tuple[str, Any]], name: str) -> tuple[Question, ...]:
    """Return the questions in (place, object) pairs; raise DatasetError."""
    faults: list[str] = []
    questions: dict[str, Question] = {}
    for place, item in objects:
        question = _validated(_question, item, place, faults)
        if question is None:
            continue
        wrong = _wrong_question(question)
        if question.id in questions:
            wrong = f"the id {question.id!r} was there before; give each question its own"
        if wrong:
            faults.append(f"{place}: {wrong}")
        questions[question.id] = question
    if not objects:
        faults.append("holds no question")
    _raise(faults, name, QUESTION_SHAPE)
    return tuple(questions.values())


def answers_from(
    objects: Sequence[tuple[str, Any]], name: str, questions: Sequence[Question]
) -> tuple[GivenAnswer, ...]:
    """Return an answer to each question, in their order, from (place, object) pairs."""
    faults: list[str] = []
    wanted = {question.id for question in questions}
    answers: dict[str, GivenAnswer] = {}
    for place, item in objects:
        answer = _validated(_answer, item, place, faults)
        if answer is None:
            continue
        if answer.id not in wanted:
            faults.append(f"{place}: no question has the id {answer.id!r}; correct or remove it")
        elif answer.id in answers:
            faults.append(f"{place}: question {answer.id!r} is answered twice; keep one")
        wrong = _wrong_answer(answer)
        if wrong:
            faults.append(f"{place}: {wrong}")
        answers[answer.id] = answer
    if not faults:
        faults += [
            f"question {question.id!r} has no answer; "
            'for a refusal give {"id", "text": "", "citations": []}'
            for question in questions
            if question.id not in answers
        ]
    _raise(faults, name, ANSWER_SHAPE)
    return tuple(answers[question.id] for question in questions)


def _wrong_question(question: Question) -> str | None:
    try:
        checked(question.question)
    except QuestionError as error:
        return str(error)
    if not question.id.strip():
        return "expected an id, got only blanks"
    if question.language not in (None, "en", "de"):
        return f'language: expected "en" or "de", got {question.language!r}'
    if any(not group for group in question.all_quotes):
        return "all_quotes: expected at least one quote in each group, got an empty group"
    if any(not quote.strip() for group in question.groups for quote in group):
        return "quotes: expected fragments copied from an article, got only blanks"
    if question.answerable and not question.groups:
        return "an answerable question needs a quote that proves it in `quotes` or `all_quotes`"
    if not question.answerable and question.groups:
        return "has quotes but is not answerable; drop the quotes, or set answerable to true"
    return None


def _wrong_answer(answer: GivenAnswer) -> str | None:
    if any(not citation.quote.strip() for citation in answer.citations):
        return "citations: expected the words that are quoted, got only blanks"
    if answer.confidence is not None and not 0 <= answer.confidence <= 1:
        return f"confidence: expected 0 to 1, got {answer.confidence}"
    return None


def _objects(lines: str, unit: str) -> Iterator[tuple[str, Any]]:
    """Yield each line's place and value; a line that is no JSON yields its error."""
    # Not splitlines(): JSON strings may hold U+2028, which ends no line of a file.
    for number, line in enumerate(lines.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            try:
                yield f"{unit} {number}", json.loads(line)
            except (ValueError, RecursionError) as error:
                yield f"{unit} {number}", error


def _validated(
    adapter: TypeAdapter[T], item: object, place: str, faults: list[str]
) -> T | None:
    if isinstance(item, Exception):
        faults.append(f"{place}: is not JSON: {item}")
    elif not isinstance(item, dict):
        faults.append(f"{place}: expected a JSON object, got {type(item).__name__}")
    else:
        try:
            return adapter.validate_python(item)
        except ValidationError as error:
            faults += [
                f"{place}: {'.'.join(map(str, found['loc']))}: {found['msg']}"
                for found in error.errors()
            ]
    return None


def _raise(faults: Sequence[str], name: str, shape: str) -> None:
    if not faults:
        return
    told = list(faults[:MOST_TOLD])
    if len(faults) > MOST_TOLD:
        told.append(f"and {len(faults) - MOST_TOLD} more")
    raise DatasetError(f"{name}: " + "\n  ".join([*told, shape]))
