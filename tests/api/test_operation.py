"""What who runs a server sees: request ids, logs, numbers, spans."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from qa.settings import TraceExport, trace_export
from tests.api.running import QUESTION, SEEDS, RunningServer, running_server

UNANSWERED = "How many moons does Jupiter have?"
PARENT = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(
        tmp_path_factory.mktemp("watched"), "--seeds", SEEDS, BELEG_LOG_LEVEL="info"
    ) as running:
        yield running


def numbers(server: RunningServer) -> dict[tuple[str, tuple[str, ...]], float]:
    answered = server.client.get("/metrics")
    assert answered.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answered.text)
        for sample in family.samples
    }


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_the_callers_id_comes_back_and_is_logged(watched: RunningServer) -> None:
    sent = {"X-Request-ID": "bot-7/42"}
    wrong = watched.client.post("/v1/ask", json={}, headers=sent)
    assert wrong.headers["x-request-id"] == "bot-7/42"
    assert wrong.json()["request_id"] == "bot-7/42"
    [line] = [line for line in lines(watched.log) if line.get("request_id") == "bot-7/42"]
    assert (line["method"], line["path"], line["status"]) == ("POST", "/v1/ask", 422)
    assert line["level"] == "info"
    assert line["milliseconds"] > 0


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, '"}', "é"])
def test_an_unusable_id_is_replaced(watched: RunningServer, sent: str) -> None:
    answered = watched.client.get("/healthz", headers={"X-Request-ID": sent.encode()})
    assert len(answered.headers["x-request-id"]) == 32


def test_two_requests_have_two_ids(watched: RunningServer) -> None:
    ids = {watched.client.get("/healthz").headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2


def test_the_numbers_count_requests_answers_and_articles(watched: RunningServer) -> None:
    before = numbers(watched)
    for question in (QUESTION, UNANSWERED):
        watched.client.post("/v1/ask", json={"question": question})
    watched.client.post("/v1/ask", json={"question": QUESTION, "stream": True})
    watched.client.get("/v1/articles/nothing")
    watched.client.request("BREW", "/v1/ask")
    after = numbers(watched)

    def grown(name: str, *labels: str) -> float:
        return after.get((name, labels), 0) - before.get((name, labels), 0)

    assert grown("beleg_answers_total", "extractive") == 2
    assert grown("beleg_answers_total", "none") == 1
    assert grown("beleg_answer_stage_seconds_count", "retrieve") == 3
    assert grown("beleg_answer_stage_seconds_count", "read") == 3
    assert grown("beleg_http_requests_total", "POST", "/v1/ask", "200") == 3
    assert grown("beleg_http_request_seconds_count", "/v1/ask") == 3
    assert grown("beleg_http_requests_total", "GET", "/v1/articles/{article_id}", "404") == 1
    assert not [labels for _, labels in after if "BREW" in labels]
    assert after["beleg_articles", ()] == 1
    watched.add(id="heron", text="A heron stood in the reeds.")
    assert numbers(watched)["beleg_articles", ()] == 2


def test_no_question_is_in_the_numbers_or_the_log(watched: RunningServer) -> None:
    watched.client.post("/v1/ask", json={"question": QUESTION})
    watched.client.post("/v1/search", json={"question": QUESTION})
    assert "airstrikes" not in watched.client.get("/metrics").text
    assert "airstrikes" not in watched.log.read_text()


def test_questions_are_logged_where_asked_for(tmp_path: Path) -> None:
    with running_server(
        tmp_path / "home", BELEG_LOG_LEVEL="info", BELEG_LOG_QUESTIONS="true"
    ) as server:
        answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    [line] = [line for line in lines(server.log) if line["message"] == "question"]
    assert line["question"] == QUESTION
    assert line["answer_id"] == answer["id"]
    assert line["request_id"]


def test_without_asking_nothing_is_logged(tmp_path: Path) -> None:
    with running_server(tmp_path / "home") as server:
        server.client.post("/v1/ask", json={"question": QUESTION})
    assert lines(server.log) == []


def test_spans_tell_the_stages_and_join_the_callers_trace(tmp_path: Path) -> None:
    with running_server(
        tmp_path / "home", "--seeds", SEEDS, OTEL_TRACES_EXPORTER="console"
    ) as server:
        parent = {"traceparent": f"00-{PARENT}-00f067aa0ba902b7-01"}
        server.client.post("/v1/ask", json={"question": QUESTION}, headers=parent)
        server.client.post("/v1/search", json={"question": QUESTION})
    told = server.log.read_text()
    spans = {span["name"]: span for span in objects(told) if "context" in span}
    assert {"POST /v1/ask", "beleg.ask", "beleg.search", "beleg.ingest"} <= set(spans)
    for name in ("POST /v1/ask", "beleg.ask", "beleg.retrieve", "beleg.read"):
        assert spans[name]["context"]["trace_id"] == f"0x{PARENT}"
    for stage in ("beleg.retrieve", "beleg.read"):
        assert spans[stage]["parent_id"] == spans["beleg.ask"]["context"]["span_id"]
    assert spans["beleg.ask"]["attributes"]["beleg.answer.kind"] == "extractive"
    assert spans["beleg.ask"]["resource"]["attributes"]["service.name"] == "beleg"
    assert "airstrikes" not in told


def objects(told: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects among the lines of a log."""
    position = told.find("{")
    while position >= 0:
        found, end = json.JSONDecoder().raw_decode(told, position)
        yield found
        position = told.find("{", end)


def test_an_exporter_that_is_not_there_is_named(tmp_path: Path) -> None:
    from tests.api.running import beleg

    done = beleg("serve", home=tmp_path, OTEL_TRACES_EXPORTER="zipkin")
    assert done.returncode == 1
    assert "zipkin" in done.stderr
    assert "beleg[tracing]" in done.stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"OTEL_SERVICE_NAME": "news"}, None),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c"}, None),
        ({"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "console"}, None),
        ({"OTEL_TRACES_EXPORTER": "console"}, TraceExport("console", False)),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c"}, TraceExport("otlp_proto_grpc", False)),
        (
            {
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_SERVICE_NAME": "news",
            },
            TraceExport("otlp_proto_http", True),
        ),
    ],
)
def test_traces_are_sent_only_when_asked_for(
    environment: dict[str, str], expected: TraceExport | None
) -> None:
    assert trace_export(environment) == expected
