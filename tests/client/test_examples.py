"""The examples run as they are against a real server, and so does what docs/bots.md shows."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa.client import Client
from tests.api.running import PATIENCE, QUESTION, QUOTE, ROOT, RunningServer, free_port
from tests.api.test_ask import events_of

BOTS = (ROOT / "docs" / "bots.md").read_text(encoding="utf-8")
LOCAL = "http://127.0.0.1:7860"
RUN = (
    "With curl", "With the client", "With OpenAI's clients", "Errors and retries",
    "In Slack, Discord, Telegram",
)  # fmt: skip
SHOT_DOWN = "russischen Kampfbomber abgeschossen"


def run(*command: str | Path, given: str = "", **environment: str) -> str:
    """Run a command in the root of the repository with this Python first and return its output."""
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": paths, **environment},
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def curl(step: str, server: RunningServer) -> str:
    return run("examples/curl.sh", step, SERVER=server.address)


def test_curl_asks_searches_and_verifies(server: RunningServer) -> None:
    assert json.loads(curl("ask", server))["citations"][0]["quote"] == QUOTE
    assert QUOTE in json.loads(curl("search", server))["hits"][0]["text"]
    checked = json.loads(curl("verify", server))
    assert checked["all_exact"]
    assert checked["citations"][0]["quote"] == QUOTE


def test_curl_speaks_openai(server: RunningServer) -> None:
    completion = json.loads(curl("chat", server))
    assert QUOTE in completion["choices"][0]["message"]["content"]


def test_curl_streams(server: RunningServer) -> None:
    events = events_of(curl("stream", server))
    assert events[-1][0] == "answer"
    assert events[-1][1]["citations"][0]["quote"] == QUOTE


def test_the_bot_talks_and_knows_the_conversation(server: RunningServer) -> None:
    given = f"{QUESTION}\n\nAnd what had it shot down?\n?!\nWho won the chess championship?\n"
    told = run(sys.executable, "examples/bot.py", "--server", server.address, given=given)
    first, _, follow_up, wrong, none, _ = told.split("> ")[1:]
    assert f"  [1] “{QUOTE}”" in first
    link = re.findall(r"^      .*: (http\S+)$", first, flags=re.MULTILINE)[0]
    assert link.startswith(server.address)
    assert server.client.get(link).status_code == 200
    assert SHOT_DOWN in follow_up
    assert "?!" in wrong
    assert "nearest: " in none


def test_the_bot_says_that_no_server_is_there() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    told = run(sys.executable, "examples/bot.py", "--server", address, given="Why?\n")
    assert f"no server answers at {address}" in told


def test_the_handler_replies_with_block_quotes(server: RunningServer) -> None:
    given = f"{QUESTION}\nAnd what had it shot down?\n"
    told = run(sys.executable, "examples/chat_handler.py", server.address, given=given)
    assert f"> [1] {QUOTE}\n> " in told
    links = re.findall(r"^> .*: (http\S+)$", told, flags=re.MULTILINE)
    assert all(link.startswith(server.address) for link in links)
    assert server.client.get(links[0]).status_code == 200
    assert told.count(SHOT_DOWN) >= 2


def blocks(language: str) -> list[str]:
    """Return the code of the sections that need nothing but Beleg."""
    sections = {text.partition("\n")[0]: text for text in BOTS.split("\n## ")[1:]}
    found = [
        block
        for title in RUN
        for block in re.findall(rf"```{language}\n(.*?)```", sections[title], flags=re.DOTALL)
    ]
    return [block for block in found if "ChatHandler(" not in block]


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_of_the_page_runs(block: str, server: RunningServer) -> None:
    assert LOCAL in block
    assert run(sys.executable, "-c", block.replace(LOCAL, server.address))


@pytest.mark.parametrize("block", blocks("bash"))
def test_the_shell_of_the_page_runs(block: str, server: RunningServer) -> None:
    # The page's reader serves at the usual address, which the examples know by themselves.
    command = block.replace(LOCAL, server.address)
    command = command.replace("bot.py", f"bot.py --server {server.address}")
    command = command.replace("chat_handler.py", f"chat_handler.py {server.address}")
    assert QUOTE in run("bash", "-euc", command, SERVER=server.address)


def test_the_page_names_every_method_of_the_client() -> None:
    for name in vars(Client):
        if not name.startswith("_"):
            assert f"`{name}" in BOTS, name
