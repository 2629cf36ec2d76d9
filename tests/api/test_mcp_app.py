"""MCP in the application of this process: without a server's start, when something breaks."""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import anyio
import pytest
from fastapi import FastAPI
from mcp import Client
from starlette.testclient import TestClient

from qa.api.access import Access
from qa.api.app import create_app
from qa.api.keys import KeyRing
from qa.api.mcp import mcp_server
from qa.api.mcp_desk import ServiceDesk
from qa.types import Answer
from tests.api.mcp_calls import given
from tests.api.running import PATIENCE, QUESTION
from tests.api.test_mcp import JSON, LISTING, TOOLS
from tests.asynchronous import run
from tests.evaluation.gates import filled_home, seed_drafts
from ui.home import Home
from ui.server import PipelineIngestor

CALL = {
    **LISTING,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": QUESTION}},
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with filled_home(tmp_path, seed_drafts()) as opened:
        yield opened


def app_of(home: Home) -> FastAPI:
    return create_app(
        home.service,
        PipelineIngestor(home.pipeline),
        home.library,
        home.feedback,
        access=Access(KeyRing()),
    )


def listed(client: TestClient) -> list[str]:
    answered = client.post("/mcp", json=LISTING, headers=JSON)
    assert answered.status_code == 200, answered.text
    return [tool["name"] for tool in answered.json()["result"]["tools"]]


def test_it_answers_with_and_without_a_lifespan_and_again(home: Home) -> None:
    app = app_of(home)
    client = TestClient(app, base_url="http://localhost")
    assert listed(client) == TOOLS
    for _ in range(2):
        with client:
            assert listed(client) == TOOLS


def test_what_is_not_ours_is_logged_and_not_told(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_answer: Answer) -> None:
        raise RuntimeError("the secret of the house")

    home.service.observe(broken)
    client = TestClient(app_of(home), base_url="http://localhost")
    with caplog.at_level(logging.ERROR):
        called = client.post("/mcp", json=CALL, headers=JSON).json()["result"]
    assert called["isError"]
    [content] = called["content"]
    assert content["text"] == "Beleg failed on this request; its log says where"
    assert "the secret of the house" in caplog.text


def test_a_slow_question_keeps_nobody_waiting(home: Home) -> None:
    asked, may_end = Event(), Event()

    def slow(_answer: Answer) -> None:
        asked.set()
        assert may_end.wait(PATIENCE)

    home.service.observe(slow)
    server = mcp_server(ServiceDesk(home.service, home.feedback), "1")

    async def talk() -> None:
        async with Client(server) as client, anyio.create_task_group() as group:

            async def ask() -> None:
                called = await client.call_tool("ask", {"question": QUESTION})
                assert given(called)["citations"]

            group.start_soon(ask)
            assert await anyio.to_thread.run_sync(asked.wait, PATIENCE)
            found = await client.call_tool("search", {"question": QUESTION})
            assert given(found)["hits"]
            may_end.set()

    run(talk)
