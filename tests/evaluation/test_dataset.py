"""Question sets and answers from outside: every fault is named by its line, all at once."""

import json

import pytest

from qa.evaluation.dataset import DatasetError, read_answers, read_questions

GOOD = {"id": "1", "question": "Why?", "answerable": True, "quotes": ["because"]}
HALF = "\ud83d"  # of an emoji


def lines(*objects) -> str:
    return "\n".join(o if isinstance(o, str) else json.dumps(o) for o in objects) + "\n"


def test_a_good_set_is_read():
    [first, second] = read_questions(
        lines(
            GOOD,
            "",
            {"id": "2", "question": "And when?", "answerable": True, "quotes": [],
             "all_quotes": [["a", "b"], ["c"]], "answers": ["then"],
             "conversation": [{"question": "Why?", "answer": "Because."}]},
        ),
        "set",
    )  # fmt: skip
    assert (first.groups, second.groups) == ((("because",),), (("a", "b"), ("c",)))
    assert second.conversation[0].answer == "Because."


def test_all_wrong_lines_are_told_at_once():
    with pytest.raises(DatasetError) as caught:
        read_questions(
            lines(
                "{oops",
                "[]",
                {"id": "3"},
                {"id": "4", "question": "Why?"},
                {**GOOD, "id": "5", "answerable": False},
                {**GOOD, "id": "6", "language": "fr"},
                {**GOOD, "id": "7", "quotes": [" "]},
                {**GOOD, "id": "8", "question": "?!"},
                {**GOOD, "id": "9"},
                {**GOOD, "id": "9"},
            ),
            "set.jsonl",
        )
    told = str(caught.value).split("\n")
    assert told[0].startswith("set.jsonl: line 1: is not JSON")
    for line in (2, 3, 4, 5, 6, 7, 8, 10):
        assert any(t.strip().startswith(f"line {line}:") for t in told), line
    assert not any("line 9:" in t for t in told)
    assert "docs/evaluation.md" in told[-1]


def test_an_empty_set_is_refused():
    with pytest.raises(DatasetError, match="holds no question"):
        read_questions("\n", "set")


def test_answers_come_in_the_order_of_the_questions():
    questions = read_questions(lines(GOOD, {**GOOD, "id": "2"}), "set")
    answers = read_answers(
        lines({"id": "2", "text": "", "citations": []},
              {"id": "1", "text": "Because. [1]", "citations": [{"quote": "because"}]}),
        "theirs", questions,
    )  # fmt: skip
    assert [(a.id, a.is_refusal) for a in answers] == [("1", False), ("2", True)]


def test_wrong_answers_are_told_by_line():
    questions = read_questions(lines(GOOD, {**GOOD, "id": "2"}), "set")
    with pytest.raises(DatasetError) as caught:
        read_answers(lines({"id": "x", "text": ""}, {"id": "1"}), "theirs", questions)
    assert "line 1: no question has the id 'x'" in str(caught.value)
    assert "line 2: text" in str(caught.value)
    with pytest.raises(DatasetError, match="question '2' has no answer"):
        read_answers(lines({"id": "1", "text": ""}), "theirs", questions)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": HALF}, "id"),
        ({"question": f"Why {HALF}?"}, "question"),
        ({"quotes": ["because", HALF]}, "quotes.1"),
        ({"all_quotes": [["because"], [HALF]]}, "all_quotes.1.0"),
        ({"answers": [HALF]}, "answers.0"),
        ({"conversation": [{"question": "Who?", "answer": HALF}]}, "conversation.0.answer"),
        ({"conversation": [{"question": HALF, "answer": "x"}]}, "conversation.0.question"),
    ],
)
def test_half_characters_in_a_set_are_told_by_line(wrong, field):
    with pytest.raises(DatasetError) as caught:
        read_questions(lines({**GOOD, "id": "0"}, {**GOOD, **wrong}), "set")
    told = f"set: line 2: {field}: holds half a character, \\ud83d, at position "
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": HALF}, "text"),
        ({"kind": HALF}, "kind"),
        ({"short_answer": HALF}, "short_answer"),
        ({"citations": [{"quote": HALF}]}, "citations.0.quote"),
        ({"citations": [{"quote": "because", "article_id": HALF}]}, "citations.0.article_id"),
    ],
)
def test_half_characters_in_answers_are_told_by_line(wrong, field):
    questions = read_questions(lines(GOOD), "set")
    with pytest.raises(DatasetError) as caught:
        read_answers(lines({"id": "1", "text": "Because.", **wrong}), "theirs", questions)
    assert str(caught.value).startswith(f"theirs: line 1: {field}: holds half a character")


def test_a_whole_character_written_as_two_halves_is_taken():
    [question] = read_questions(lines({**GOOD, "quotes": ["\U0001f600"]}), "set")
    assert question.quotes == ("😀",)


def test_a_quote_of_which_nothing_is_kept_is_blank():
    with pytest.raises(DatasetError, match="line 1: quotes: expected fragments"):
        read_questions(lines({**GOOD, "quotes": ["\x00\ufeff"]}), "set")
