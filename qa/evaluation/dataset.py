"""Question sets and answers to them, as JSON lines. Every wrong line is told at once."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from pydantic import StrictBool, TypeAdapter, ValidationError

from qa.errors import BelegError, QuestionError
from qa.evaluation.answers import without_markers
from qa.evaluation.refusing import says_it_cannot_answer
from qa.json_numbers import Whole
from qa.library.normalisation import as_stored
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
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class DatasetError(BelegError):
    """A question set or a file of answers that cannot be used: names each wrong line."""


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
        """Say whether nothing was answered: by its kind or, where it has none, by its text.

        Without a kind, a refusal is no text and no citation, or a text that says nothing but that
        it cannot answer, whatever is cited with it.
        """
        if self.kind is not None:
            return self.kind == "none"
        if not self.text.strip():
            return not self.citations
        return says_it_cannot_answer(without_markers(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluable:
    """A question set and, when not our own are to be judged, the answers to it."""

    questions: tuple[Question, ...]
    answers: tuple[GivenAnswer, ...] | None = None
    name: str = "questions"


T = TypeVar("T", Question, GivenAnswer)

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


def checked_name(name: str) -> str:
    """Return the name of a set; raise DatasetError for one that cannot be written as UTF-8."""
    _raise(list(_half_characters(name, "name")), "the set", QUESTION_SHAPE)
    return name


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
    if any(_is_blank(quote) for group in question.groups for quote in group):
        return "quotes: expected fragments copied from an article, got only blanks"
    if question.answerable and not question.groups:
        return "an answerable question needs a quote that proves it in `quotes` or `all_quotes`"
    if not question.answerable and question.groups:
        return "has quotes but is not answerable; drop the quotes, or set answerable to true"
    return None


def _wrong_answer(answer: GivenAnswer) -> str | None:
    if any(_is_blank(citation.quote) for citation in answer.citations):
        return "citations: expected the words that are quoted, got only blanks"
    if answer.confidence is not None and not 0 <= answer.confidence <= 1:
        return f"confidence: expected 0 to 1, got {answer.confidence}"
    if answer.milliseconds is not None and not 0 <= answer.milliseconds < float("inf"):
        return f"milliseconds: expected a number from 0, got {answer.milliseconds}"
    return None


def _is_blank(quote: str) -> bool:
    return not as_stored(quote).strip()


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
            record = adapter.validate_python(item)
        except ValidationError as error:
            faults += [
                f"{place}: {'.'.join(map(str, found['loc']))}: {found['msg']}"
                for found in error.errors()
            ]
            return None
        halves = [f"{place}: {told}" for told in _half_characters(asdict(record))]
        faults += halves
        return None if halves else record
    return None


def _half_characters(value: object, field: str = "") -> Iterator[str]:
    """Say which strings hold a lone surrogate: JSON can write one, no UTF-8 text can hold it."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, str):
        found = _HALF_CHARACTER.search(value)
        if found:
            yield (
                f"{field}: holds half a character, \\u{ord(found.group()):04x}, at position "
                f"{found.start()}; write the whole character, or remove it"
            )
    elif isinstance(value, Mapping):
        inside = list(value.items())
    elif isinstance(value, list | tuple):
        inside = list(enumerate(value))
    for name, part in inside:
        yield from _half_characters(part, f"{field}.{name}" if field else str(name))


def _raise(faults: Sequence[str], name: str, shape: str) -> None:
    if not faults:
        return
    told = list(faults[:MOST_TOLD])
    if len(faults) > MOST_TOLD:
        told.append(f"and {len(faults) - MOST_TOLD} more")
    raise DatasetError(f"{name}: " + "\n  ".join([*told, shape]))
