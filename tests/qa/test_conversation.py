"""Follow-ups take the last question along; other questions stand as they are."""

import pytest

from qa.conversation import standalone_question
from qa.types import Turn

TURNS = [Turn(question="Why did Turkey stop airstrikes?", answer="…")]


@pytest.mark.parametrize("question", ["Why?", "Und warum?", "And when?"])
def test_no_word_of_its_own_takes_the_last_question_along(question: str) -> None:
    assert standalone_question(question, TURNS) == f"Why did Turkey stop airstrikes? {question}"


@pytest.mark.parametrize(
    "question", ["And who shot it down?", "Was it afraid of revenge?", "Wer hat sie abgeschossen?"]
)
def test_what_points_back_takes_the_names_along(question: str) -> None:
    assert standalone_question(question, TURNS) == f"{question} (Turkey)"


@pytest.mark.parametrize(
    "question", ["Whom does Moscow support in Syria?", "Wen unterstützt Moskau in Syrien?"]
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone_question(question, TURNS) == question


def test_a_first_question_is_left_as_it_is() -> None:
    assert standalone_question("And who shot it down?", []) == "And who shot it down?"
