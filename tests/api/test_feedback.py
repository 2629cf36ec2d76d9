"""POST /v1/feedback, and the drafts of a question set that come of it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.evaluation.dataset import DatasetError, read_questions
from qa.feedback import FeedbackStore
from qa.types import Answer, AnswerKind, Models
from tests.api.running import QUESTION, QUOTE, RunningServer
from ui.home import FEEDBACK_FILE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FeedbackStore]:
    with closing(FeedbackStore(tmp_path / FEEDBACK_FILE)) as opened:
        yield opened


def rate(server: RunningServer, answer_id: str, rating: int, comment: str | None = None) -> int:
    body = {"answer_id": answer_id, "rating": rating, "comment": comment}
    return server.client.post("/v1/feedback", json=body).status_code


def asked(server: RunningServer, question: str, **more: object) -> str:
    answer = server.client.post("/v1/ask", json={"question": question, **more})
    return str(answer.json()["id"])


def drafts(server: RunningServer, folder: Path) -> dict[str, dict]:
    file = folder / "drafts.jsonl"
    done = server.beleg("evaluate", "--from-feedback", file)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {line["question"]: line for line in lines}


def test_a_liked_answer_becomes_a_question_with_its_quote(
    server: RunningServer, tmp_path: Path
) -> None:
    assert rate(server, asked(server, QUESTION), 1) == 204
    draft = drafts(server, tmp_path)[QUESTION]
    assert draft["quotes"] == [QUOTE]
    (question,) = read_questions(json.dumps(draft), "drafts")
    assert (question.answerable, question.language) == (True, "en")


def test_a_disliked_answer_waits_for_a_person(server: RunningServer, tmp_path: Path) -> None:
    question = "Wen unterstützt Moskau in Syrien?"
    turns = [{"question": QUESTION, "answer": f"{QUOTE} [1]"}]
    assert rate(server, asked(server, question, conversation=turns), -1, "not this one") == 204
    draft = drafts(server, tmp_path)[question]
    assert draft["quotes"] == []
    assert draft["conversation"] == turns
    assert draft["comment"] == "not this one"
    assert "disliked" in draft["note"]
    with pytest.raises(DatasetError, match="needs a quote"):
        read_questions(json.dumps(draft), "drafts")


def test_a_second_rating_replaces_the_first(server: RunningServer, tmp_path: Path) -> None:
    question = "Who wants Assad to fall?"
    answer = asked(server, question)
    assert (rate(server, answer, 1), rate(server, answer, -1)) == (204, 204)
    assert drafts(server, tmp_path)[question]["quotes"] == []


def test_drafts_that_a_person_went_on_with_are_kept(
    server: RunningServer, tmp_path: Path
) -> None:
    question = "Why did Turkey stop the airstrikes in Syria?"
    assert rate(server, asked(server, question), -1) == 204
    first = drafts(server, tmp_path)
    first[question]["quotes"] = [QUOTE]
    file = tmp_path / "drafts.jsonl"
    # As an editor leaves it, without a line end.
    file.write_text("\n".join(map(json.dumps, first.values())), encoding="utf-8")
    assert rate(server, asked(server, "Wen will Assad bekämpfen?"), -1) == 204
    second = drafts(server, tmp_path)
    assert second[question]["quotes"] == [QUOTE]
    assert set(second) == {*first, "Wen will Assad bekämpfen?"}
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(second)


def test_drafts_are_not_written_over_a_broken_file(server: RunningServer, tmp_path: Path) -> None:
    file = tmp_path / "drafts.jsonl"
    file.write_text("a note of mine\n", encoding="utf-8")
    done = server.beleg("evaluate", "--from-feedback", file)
    assert done.returncode == 1
    assert "line 1 is no JSON" in done.stderr
    assert file.read_text(encoding="utf-8") == "a note of mine\n"


def test_true_is_no_rating(server: RunningServer) -> None:
    assert rate(server, asked(server, QUESTION), True) == 422


def test_a_streamed_answer_can_be_rated(server: RunningServer) -> None:
    streamed = server.client.post("/v1/ask", json={"question": QUESTION, "stream": True}).text
    data = streamed.split("event: answer")[1].split("data: ")[1].splitlines()[0]
    assert rate(server, json.loads(data)["id"], 1) == 204


def test_an_answer_nobody_gave_is_not_found(server: RunningServer) -> None:
    answered = server.client.post("/v1/feedback", json={"answer_id": "nobody", "rating": 1})
    assert answered.status_code == 404
    assert "'nobody'" in answered.json()["detail"]


@pytest.mark.parametrize("rating", [0, 2, "good", None])
def test_a_rating_is_1_or_minus_1(server: RunningServer, rating: object) -> None:
    body = {"answer_id": "x", "rating": rating}
    assert server.client.post("/v1/feedback", json=body).status_code == 422


def test_only_rated_answers_are_kept_beyond_the_bound(
    store: FeedbackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.feedback.ANSWERS_KEPT", 3)
    store.remember(answer_to("first"), ())
    store.rate("first", 1)
    for name in "abcde":
        store.remember(answer_to(name), ())
    kept = sqlite3.connect(tmp_path / FEEDBACK_FILE).execute("SELECT id FROM answers").fetchall()
    assert {name for (name,) in kept} == {"first", "c", "d", "e"}
    assert [rated.answer["id"] for rated in store.rated()] == ["first"]


def test_the_latest_rating_of_a_question_counts_and_can_be_withdrawn(store: FeedbackStore) -> None:
    for name in ("early", "late"):
        store.remember(answer_to(name), ())
    store.rate("late", 1)
    store.rate("early", -1)
    assert [rated.answer["id"] for rated in store.rated()] == ["late", "early"]
    store.rate("late", 1)
    assert [rated.answer["id"] for rated in store.rated()] == ["early", "late"]
    store.withdraw("early")
    assert [rated.answer["id"] for rated in store.rated()] == ["late"]


def answer_to(name: str) -> Answer:
    return Answer(
        id=name, question="Why?", standalone_question="Why?", language="en", kind=AnswerKind.NONE,
        text="…", confidence=0.1, models=Models(embedding="none"), index="0",
    )
