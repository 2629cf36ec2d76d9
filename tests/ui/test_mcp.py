"""`beleg mcp`: the official client over stdio, on a home alone and beside a server."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from mcp import Client, StdioServerParameters

from qa.api.requests import AskRequest
from qa.feedback import FeedbackStore
from qa.index.ownership import Ownership, owner_of
from qa.settings import Settings
from tests.api.mcp_calls import MODES, call, given, lasting, talk, text_of
from tests.api.running import (
    PATIENCE,
    QUESTION,
    QUOTE,
    ROOT,
    SEED,
    SEEDS,
    RunningServer,
    beleg,
    environment_for,
    running_server,
)
from tests.api.test_mcp import GERMAN, TOOLS
from ui.desk import SharingDesk
from ui.home import FEEDBACK_FILE


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    assert beleg("ingest", SEED, home=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("served"), "--seeds", SEEDS) as running:
        yield running


def spawned(home: Path, **environment: str) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli", "mcp", "--home", str(home)],
        env=environment_for(home / "other", **environment),
        cwd=ROOT,
    )


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_answers_from_a_home_that_nobody_serves(home: Path, mode: str) -> None:
    async def every(client: Client) -> list:
        tools = (await client.list_tools()).tools
        asked = await client.call_tool("ask", {"question": QUESTION})
        german = await client.call_tool("ask", {"question": GERMAN})
        turns = [{"question": QUESTION, "answer": f"{QUOTE} [1]"}]
        follow_up = {"question": "And what had it shot down?", "conversation": turns}
        followed = await client.call_tool("ask", follow_up)
        found = await client.call_tool("search", {"question": QUESTION, "limit": 1})
        citation = given(asked)["citations"][0]
        read = await client.call_tool("read_article", {"article_id": citation["article_id"]})
        checked = await client.call_tool("verify", {"citations": [citation]})
        return [tools, asked, german, followed, found, read, checked]

    tools, asked, german, followed, found, read, checked = talk(spawned(home), every, mode=mode)
    assert [tool.name for tool in tools] == TOOLS
    printed = json.loads(beleg("ask", QUESTION, "--json", home=home).stdout)
    assert lasting(given(asked)) == lasting(printed)
    assert f"[1] “{QUOTE}”" in text_of(asked)
    assert str(SEED) in text_of(asked)  # no server shows the article: its file is told
    assert QUOTE in [citation["quote"] for citation in given(german)["citations"]]
    assert "Kampfbomber abgeschossen" in given(followed)["citations"][0]["quote"]
    assert QUOTE in given(found)["hits"][0]["text"]
    assert QUOTE in given(read)["text"]
    assert given(checked)["all_exact"]
    with closing(FeedbackStore(home / FEEDBACK_FILE)) as feedback:
        feedback.rate(given(asked)["id"], 1)  # it is remembered


def test_beside_a_server_the_server_is_asked(server: RunningServer) -> None:
    turns = [{"question": QUESTION, "answer": f"{QUOTE} [1]"}]
    for arguments in (
        {"question": QUESTION},
        {"question": GERMAN, "filters": {"language": "de"}, "answer_language": "en"},
        {"question": "And what had it shot down?", "conversation": turns},
    ):
        called = call(spawned(server.home), "ask", arguments)
        plain = server.client.post("/v1/ask", json=arguments).json()
        assert lasting(given(called)) == lasting(plain)
        assert f"{server.address}{plain['citations'][0]['url']}" in text_of(called)
    rated = {"answer_id": given(called)["id"], "rating": 1}
    assert server.client.post("/v1/feedback", json=rated).status_code == 204


def test_mistakes_are_told_alike_with_and_without_a_server(
    home: Path, server: RunningServer
) -> None:
    mistakes = {
        "ask": ({"question": ""}, "'' is not a question"),
        "read_article": ({"article_id": "nowhere"}, "there is no article 'nowhere'"),
        "verify": ({}, "expected `answer`"),
    }

    async def every(client: Client) -> None:
        for tool, (arguments, told) in mistakes.items():
            called = await client.call_tool(tool, arguments)
            assert called.is_error
            assert told in text_of(called)

    for folder in (home, server.home):
        talk(spawned(folder), every)


def test_a_home_in_use_is_told(home: Path) -> None:
    with Ownership.take(home):
        called = call(spawned(home), "ask", {"question": QUESTION})
    assert called.is_error
    assert "in use by the process" in text_of(called)
    assert "beleg serve" in text_of(called)


@contextmanager
def raw(home: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "mcp"],
        cwd=ROOT,
        env=environment_for(home, **environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield process


def exchanged(process: subprocess.Popen[str], method: str, **params: object) -> dict:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    sent = {"jsonrpc": "2.0", "id": method, "method": method, "params": {"_meta": meta, **params}}
    process.stdin.write(json.dumps(sent) + "\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    assert told["id"] == method
    return told["result"]


def test_only_the_protocol_is_on_standard_output(home: Path) -> None:
    with raw(home, BELEG_LOG_LEVEL="debug", BELEG_LOG_QUESTIONS="true") as process:
        assert exchanged(process, "tools/list")["tools"]
        told = exchanged(process, "tools/call", name="ask", arguments={"question": QUESTION})
        rest, log = process.communicate(timeout=PATIENCE)
    assert told["structuredContent"]["citations"][0]["quote"] == QUOTE
    assert rest == ""
    assert QUESTION in log  # the log is on standard error
    assert "Traceback" not in log
    assert process.returncode == 0


def test_an_interrupt_ends_it(home: Path) -> None:
    with raw(home) as process:
        assert exchanged(process, "tools/list")["tools"]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == -signal.SIGINT
        assert process.stderr.read() == ""


def test_the_home_is_given_back_when_no_calls_come(home: Path) -> None:
    request = AskRequest(question=QUESTION)
    desk = SharingDesk(Settings(home=home), idle_seconds=0.2)
    try:
        for _ in range(2):  # it can be taken again
            assert desk.answer(request).citations[0].quote == QUOTE
            deadline = monotonic() + PATIENCE
            while owner_of(home) is not None and monotonic() < deadline:
                sleep(0.05)
            assert owner_of(home) is None
    finally:
        desk.close()


def test_a_server_may_come_and_go_between_calls(home: Path) -> None:
    request = AskRequest(question=QUESTION)
    desk = SharingDesk(Settings(home=home), idle_seconds=PATIENCE)
    try:
        alone = desk.answer(request)
        assert owner_of(home) is not None  # held, for the next call
        assert desk.address is None
        desk.close()
        with running_server(home) as running:
            assert desk.address == running.address
            served = desk.answer(request)
            rated = {"answer_id": served.id, "rating": 1}
            assert httpx.post(f"{running.address}/v1/feedback", json=rated).status_code == 204
        assert desk.answer(request).text == served.text == alone.text
    finally:
        desk.close()
