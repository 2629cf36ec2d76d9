"""Follow-ups on the seed articles: asked in their conversation, and alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa.evaluation.dataset import Question, read_questions
from qa.service import Service
from ui.home import Home

FILE = Path(__file__).parent / "conversations.questions.jsonl"
FIRST_RIGHT = 0.92  # share of follow-ups whose first citation is right
GAIN = 0.2  # over the same questions without their conversation


@pytest.fixture(scope="module")
def follow_ups() -> tuple[Question, ...]:
    return read_questions(FILE.read_text(encoding="utf-8"), FILE.name)


def first_right(service: Service, questions: list[Question]) -> float:
    right = 0
    for question in questions:
        citations = service.ask(question.question, conversation=question.conversation).citations
        right += bool(citations) and question.quotes[0] in citations[0].quote
    return right / len(questions)


def test_a_conversation_helps_its_follow_ups(
    home: Home, follow_ups: tuple[Question, ...]
) -> None:
    within = first_right(home.service, list(follow_ups))
    alone = first_right(home.service, [replace(q, conversation=()) for q in follow_ups])
    assert within >= FIRST_RIGHT
    assert within >= alone + GAIN
