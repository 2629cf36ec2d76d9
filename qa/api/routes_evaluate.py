"""The route that measures answers, ours and anybody's, on a question set."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.exceptions import RequestValidationError
from pydantic import WithJsonSchema

from qa.api.native import TheLibrary, TheService
from qa.api.problems import RESPONSES
from qa.evaluation.dataset import (
    DatasetError,
    GivenAnswer,
    Question,
    answers_from,
    checked_name,
    questions_from,
    read_questions,
)
from qa.evaluation.records import Report
from qa.evaluation.run import evaluate

MOST_QUESTIONS = 5_000
EVALUABLE = WithJsonSchema(
    {
        "anyOf": [
            {"type": "array", "items": {"type": "object"}},
            {
                "type": "object",
                "description": "One question.",
                "required": ["id", "question"],
                "properties": {"id": {"type": "string"}, "question": {"type": "string"}},
            },
            {
                "type": "object",
                "required": ["questions"],
                "properties": {
                    "questions": {"type": "array", "items": {"type": "object"}},
                    "answers": {"type": "array", "items": {"type": "object"}},
                    "name": {"type": "string"},
                },
            },
        ]
    }
)

evaluating = APIRouter(prefix="/v1", responses=RESPONSES)


@evaluating.post("/evaluate")
def evaluate_set(
    sent: Annotated[Any, Body(), EVALUABLE],  # noqa: ANN401 - a list, an object or JSON lines
    service: TheService,
    library: TheLibrary,
) -> Report:
    """Ask a question set, or judge the answers sent with it; JSON lines are taken too.

    An object with `question` is a set of one question, and its `answers` are that question's.
    """
    questions, answers, name = _read(sent)
    if len(questions) > MOST_QUESTIONS:
        raise _wrong(f"{len(questions)} questions, at most {MOST_QUESTIONS} are taken; split them")
    return evaluate(service, library, questions, answers, name=name)


def _read(sent: object) -> tuple[tuple[Question, ...], tuple[GivenAnswer, ...] | None, str]:
    try:
        if isinstance(sent, bytes):
            return _read_lines(sent), None, "questions"
        whole = sent if isinstance(sent, dict) else {"questions": sent}
        if "question" in whole:
            # One line of JSON lines: "answers" are the question's, as all of its fields.
            return questions_from(_numbered([whole]), "questions"), None, "questions"
        listed = whole.get("questions")
        if not isinstance(listed, list):
            raise _wrong('expected a list of questions, or {"questions": [...], "answers"?: [...]}')
        questions = questions_from(_numbered(listed), "questions")
        answers = whole.get("answers")
        name = checked_name(str(whole.get("name", "questions")))
        if answers is None:
            return questions, None, name
        if not isinstance(answers, list):
            raise _wrong("answers: expected a list")
        return questions, answers_from(_numbered(answers), "answers", questions), name
    except DatasetError as error:
        raise _wrong(str(error)) from error


def _read_lines(sent: bytes) -> tuple[Question, ...]:
    try:
        return read_questions(sent.decode("utf-8"), "questions")
    except UnicodeDecodeError as error:
        raise _wrong(f"the body is not UTF-8 text (byte {error.start})") from error


def _numbered(items: list[Any]) -> list[tuple[str, Any]]:
    return [(f"item {number}", item) for number, item in enumerate(items, 1)]


def _wrong(message: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body",), "msg": message}])
