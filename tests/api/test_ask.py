"""POST /v1/ask and /v1/search over a real server with the seed article."""

import hashlib
import json

import pytest

from qa.types import Citation
from tests.api.running import QUESTION, QUOTE, RunningServer

CITATION_FIELDS = {
    "marker", "article_id", "title", "source", "outlet", "published", "language",
    "article_sha256", "start", "end", "quote", "quote_sha256", "before", "after", "url",
    "text_fragment_url", "status", "support", "highlight",
}  # fmt: skip
ANSWER_FIELDS = {
    "id", "question", "standalone_question", "language", "kind", "text", "confidence",
    "citations", "nearest", "models", "index", "timings_ms", "unsupported", "note",
}  # fmt: skip


def ask(server: RunningServer, **request: object) -> dict:
    answered = server.client.post("/v1/ask", json=request)
    assert answered.status_code == 200, answered.text
    return answered.json()


def events_of(text: str) -> list[tuple[str, dict]]:
    events = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def test_an_answer_has_exactly_the_fields_of_the_contract(server: RunningServer) -> None:
    answer = ask(server, question=QUESTION)
    assert set(answer) == ANSWER_FIELDS
    assert set(answer["citations"][0]) == CITATION_FIELDS
    assert set(answer["models"]) == {"embedding", "reader", "chat"}
    assert answer["kind"] == "extractive"
    assert answer["question"] == QUESTION
    assert answer["timings_ms"]["total"] > 0


def test_the_first_citation_is_the_sentence_and_stands_in_the_article(
    server: RunningServer,
) -> None:
    answer = ask(server, question=QUESTION)
    citation = Citation(**answer["citations"][0])
    assert citation.quote == QUOTE
    assert citation.marker == 1
    assert "[1]" in answer["text"]
    assert citation.language == "de"
    assert citation.status == "exact"
    article = server.client.get(
        f"/v1/articles/{citation.article_id}", params={"version": citation.article_sha256}
    ).json()
    assert article["text"][citation.start : citation.end] == QUOTE
    assert hashlib.sha256(QUOTE.encode()).hexdigest() == citation.quote_sha256
    assert hashlib.sha256(article["text"].encode()).hexdigest() == citation.article_sha256


def test_a_question_nothing_answers_gets_none_and_the_nearest(server: RunningServer) -> None:
    answer = ask(server, question="Who won the chess championship of 1972?")
    assert answer["kind"] == "none"
    assert answer["citations"] == []
    assert 1 <= len(answer["nearest"]) <= 3
    assert {"article_id", "title", "start", "end", "text", "score"} <= set(answer["nearest"][0])


def test_filters_choose_the_articles(server: RunningServer) -> None:
    kept = server.add(
        text="The Zorblatt bridge was closed because its cables had rusted.",
        id="filters-kept", outlet="Kept", published="2020-02-02", collection="filters",
    )  # fmt: skip
    server.add(
        text="The Zorblatt bridge was closed because a ship had hit it.",
        id="filters-dropped", outlet="Dropped", published="2021-02-02", collection="filters",
    )  # fmt: skip
    for filters in (
        {"outlet": "Kept"},
        {"collection": "filters", "published_to": "2020-12-31"},
        {"article_ids": [kept]},
        {"collection": "filters", "published_from": "2020-02-02", "published_to": "2020-02-02"},
    ):
        question = "Why was the Zorblatt bridge closed?"
        found = server.client.post(
            "/v1/search", json={"question": question, "filters": filters}
        ).json()
        assert {hit["article_id"] for hit in found["hits"]} == {kept}, filters
        answer = ask(server, question=question, filters=filters)
        assert {citation["article_id"] for citation in answer["citations"]} == {kept}, filters
    found = server.client.post(
        "/v1/search", json={"question": "Zorblatt bridge", "filters": {"language": "de"}}
    ).json()
    assert all(hit["language"] == "de" for hit in found["hits"])


def test_search_gives_hits_best_first_up_to_the_limit(server: RunningServer) -> None:
    found = server.client.post("/v1/search", json={"question": QUESTION, "limit": 2}).json()
    assert set(found) == {"question", "hits"}
    assert found["question"] == QUESTION
    assert 1 <= len(found["hits"]) <= 2
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    hit = found["hits"][0]
    assert QUOTE in hit["text"]
    article = server.client.get(f"/v1/articles/{hit['article_id']}").json()
    assert article["text"][hit["start"] : hit["end"]] == hit["text"]


def test_the_conversation_is_taken(server: RunningServer) -> None:
    turns = [{"question": "Who shot down the bomber?", "answer": "Die türkische Luftwaffe. [1]"}]
    answer = ask(server, question=QUESTION, conversation=turns)
    assert QUOTE in [citation["quote"] for citation in answer["citations"]]


def test_a_part_that_is_not_answered_is_said(server: RunningServer) -> None:
    answer = ask(server, question=f"{QUESTION} And who won the chess championship of 1972?")
    assert answer["kind"] == "extractive"
    assert answer["citations"][0]["quote"] == QUOTE
    *_, line = answer["text"].split("\n\n")
    assert line == 'Not answered by the articles: "who won the chess championship of 1972?"'
    verified = server.client.post("/v1/verify", json=answer).json()
    assert line not in [statement["text"] for statement in verified["statements"]]
    assert len(verified["statements"]) == len(answer["citations"])


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "Who won the chess championship of 1972?",
        f"{QUESTION} And who won the chess championship of 1972?",
    ],
)
def test_the_stream_says_the_same_as_the_plain_answer(server: RunningServer, question: str) -> None:
    plain = ask(server, question=question)
    streamed = server.client.post("/v1/ask", json={"question": question, "stream": True})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    events = events_of(streamed.text)
    assert {name for name, _ in events} <= {"delta", "citation", "answer"}
    assert events[-1][0] == "answer"
    whole = events[-1][1]
    changing = {"id", "timings_ms"}
    assert {k: v for k, v in whole.items() if k not in changing} == {
        k: v for k, v in plain.items() if k not in changing
    }
    assert "".join(data["text"] for name, data in events if name == "delta") == plain["text"]
    assert [data for name, data in events if name == "citation"] == plain["citations"]


def test_what_is_no_question_is_refused_before_the_stream_begins(server: RunningServer) -> None:
    streamed = server.client.post("/v1/ask", json={"question": "?!", "stream": True})
    assert streamed.status_code == 422
    assert streamed.headers["content-type"] == "application/problem+json"
    assert "?!" in streamed.json()["detail"]
