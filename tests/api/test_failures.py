"""What goes wrong inside is answered like everything else; who guesses keys has to wait."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient

from qa.api.access import Access
from qa.api.app import create_app
from qa.api.guard import HEADERS
from qa.api.keys import KeyRing, keys_of_setting
from qa.types import Answer
from tests.api.running import QUESTION
from tests.api.test_ask import events_of
from tests.evaluation.gates import filled_home, seed_drafts
from ui.home import Home
from ui.server import PipelineIngestor

SITE = "https://news.example"
KEY = "a-key-of-the-settings"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with filled_home(tmp_path, seed_drafts()) as opened:
        yield opened


def client_of(home: Home, ring: KeyRing) -> TestClient:
    app = create_app(
        home.service,
        PipelineIngestor(home.pipeline),
        home.library,
        home.feedback,
        access=Access(ring, cors_origins=(SITE,)),
    )
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


def test_a_failure_is_answered_with_all_headers(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_answer: Answer) -> None:
        raise RuntimeError("the secret of the house")

    home.service.observe(broken)
    client = client_of(home, KeyRing())
    with caplog.at_level(logging.ERROR):
        answered = client.post("/v1/ask", json={"question": QUESTION}, headers={"Origin": SITE})
    assert answered.status_code == 500
    assert "secret" not in answered.text
    assert "the secret of the house" in caplog.text
    assert answered.json()["request_id"] == answered.headers["X-Request-ID"]
    assert answered.headers["access-control-allow-origin"] == SITE
    for name, value in HEADERS.items():
        assert answered.headers[name] == value


def test_a_stream_that_fails_tells_it_as_its_last_event(home: Home) -> None:
    def broken(_answer: Answer) -> None:
        raise RuntimeError("the secret of the house")

    home.service.observe(broken)
    client = client_of(home, KeyRing())
    events = events_of(client.post("/v1/ask", json={"question": QUESTION, "stream": True}).text)
    name, problem = events[-1]
    assert (name, problem["status"]) == ("error", 500)
    assert "secret" not in problem["detail"]
    messages = [{"role": "user", "content": QUESTION}]
    chunks = client.post("/v1/chat/completions", json={"messages": messages, "stream": True}).text
    last = json.loads(chunks.split("data: ")[-1])
    assert last["error"]["type"] == "server_error"


def test_a_client_that_leaves_is_no_failure(
    home: Home, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: object) -> None:
        raise ClientDisconnect

    monkeypatch.setattr("starlette.requests.Request.stream", gone)
    client_of(home, KeyRing()).post("/login", data={"key": KEY})
    assert "a request failed" not in caplog.text


def test_who_guesses_keys_has_to_wait(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    client = client_of(home, KeyRing(keys_of_setting(f"reader:{KEY}")))
    for _ in range(10):
        assert client.post("/login", data={"key": "wrong"}).status_code == 401
    refused = client.post("/login", data={"key": KEY})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "set-cookie" not in refused.headers
    assert "Too many wrong keys" in refused.text
    failures = [record for record in caplog.records if record.message == "a login failed"]
    assert [record.facts for record in failures] == [{"client": "testclient"}] * 10
    assert "wrong" not in caplog.text
