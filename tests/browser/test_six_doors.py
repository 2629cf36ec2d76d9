"""One question, the same citations by every way in: page, REST, stream, OpenAI, MCP, command."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from openai import OpenAI

from tests.api.mcp_calls import call, given
from tests.api.running import PATIENCE, QUESTION, SEEDS, RunningServer, running_server
from tests.api.test_ask import events_of

QUESTIONS = [
    QUESTION,
    "Wer ist der türkische Außenminister?",
    "Wen unterstützt Moskau in Syrien?",
    "How many moons does the planet Jupiter have?",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("doors"), "--seeds", SEEDS) as running:
        yield running


@pytest.fixture(scope="module")
def address(server: RunningServer) -> str:
    return server.address


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_door_gives_the_same_citations(visit, server: RunningServer, question: str) -> None:
    rest = server.client.post("/v1/ask", json={"question": question}).json()
    assert by_stream(server, question) == rest["citations"]
    assert by_openai(server, question) == rest["citations"]
    assert by_mcp(server, question) == rest["citations"]
    assert by_command(server, question) == rest["citations"]
    page = visit()
    page.ask(question)
    answer = page.page.locator("#conversation .answer")
    quotes = [citation["quote"] for citation in rest["citations"]]
    assert answer.locator(".said .quote").all_inner_texts() == quotes
    markers = [f"[{c['marker']}]" for c in rest["citations"]]
    assert answer.locator("a.marker").all_inner_texts() == markers


def by_stream(server: RunningServer, question: str) -> list[dict[str, Any]]:
    """Return the citations as they came one by one; those of the last event are the same."""
    streamed = server.client.post("/v1/ask", json={"question": question, "stream": True})
    events = events_of(streamed.text)
    citations = [data for name, data in events if name == "citation"]
    assert events[-1][1]["citations"] == citations
    return citations


def by_openai(server: RunningServer, question: str) -> list[dict[str, Any]]:
    with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
        client = OpenAI(base_url=f"{server.address}/v1", api_key="none", http_client=http)
        completion = client.chat.completions.create(
            model="beleg", messages=[{"role": "user", "content": question}]
        )
    return completion.beleg["citations"]


def by_mcp(server: RunningServer, question: str) -> list[dict[str, Any]]:
    # In a thread of its own: the browser has an event loop in this one.
    with ThreadPoolExecutor(1) as threads:
        called = threads.submit(call, f"{server.address}/mcp", "ask", {"question": question})
        return given(called.result())["citations"]


def by_command(server: RunningServer, question: str) -> list[dict[str, Any]]:
    done = server.beleg("ask", question, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["citations"]
