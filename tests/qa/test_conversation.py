"""Follow-ups take the last question along; other questions stand as they are."""

import pytest

from qa.conversation import standalone_question
from qa.types import Turn

TURNS = [Turn(question="Why did Turkey stop airstrikes?", answer="…")]


@pytest.mark.parametrize(
    "question",
    ["And who shot it down?", "Why?", "What about Russia?", "Und warum?", "Wer hat sie gebeten?"],
)
def test_a_follow_up_takes_the_last_question_along(question: str) -> None:
    assert standalone_question(question, TURNS) == f"Why did Turkey stop airstrikes? {question}"


@pytest.mark.parametrize(
    "question", ["Whom does Moscow support in Syria?", "Wen unterstützt Moskau in Syrien?"]
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone_question(question, TURNS) == question


def test_a_first_question_is_left_as_it_is() -> None:
    assert standalone_question("And who shot it down?", []) == "And who shot it down?"
