"""What docs/mcp.md says to copy works when it is copied."""

import json
import re
import subprocess
import sys
from pathlib import Path

from mcp import StdioServerParameters

from qa.api.mcp_page import MOST_CHARACTERS
from qa.api.mcp_tools import TOOLS
from tests.api.mcp_calls import call, given
from tests.api.running import (
    PATIENCE,
    QUESTION,
    QUOTE,
    ROOT,
    SEEDS,
    beleg,
    environment_for,
    running_server,
)
from ui.desk import IDLE_SECONDS

PAGE = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
KEY = "the-key-of-an-assistant"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_tool_is_described_with_its_arguments() -> None:
    rows = {line.split("`")[1]: line for line in PAGE.splitlines() if line.startswith("| `")}
    assert list(rows) == [tool.name for tool in TOOLS]
    for tool in TOOLS:
        arguments = rows[tool.name].split("|")[2]
        schema = tool.arguments.model_json_schema()
        written = re.findall(r"`(\w+)`(\??)", arguments)
        assert [name for name, _ in written] == list(schema["properties"])
        assert [name for name, mark in written if not mark] == schema.get("required", [])
    assert f"at most {MOST_CHARACTERS:,} characters" in PAGE
    assert f"for {IDLE_SECONDS:.0f} seconds" in PAGE


def test_what_is_to_be_copied_works(tmp_path: Path) -> None:
    home = tmp_path / "home"
    stdio, http = (json.loads(block)["mcpServers"]["beleg"] for block in blocks("json"))
    [program] = blocks("python")
    with running_server(home, "--seeds", SEEDS, BELEG_API_KEYS=f"assistant:{KEY}") as running:
        url = http["url"].replace("http://127.0.0.1:7860", running.address)
        assert url == f"{running.address}/mcp"
        headers = {name: value.replace("KEY", KEY) for name, value in http["headers"].items()}
        called = call(url, "ask", {"question": QUESTION}, headers=headers)
        assert given(called)["citations"][0]["quote"] == QUOTE
        program = program.replace("http://127.0.0.1:7860", running.address).replace("KEY", KEY)
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env=environment_for(home, NO_PROXY="*"),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.endswith(QUOTE + "\n")
        key = beleg("keys", "add", "assistant", home=home)  # stdio needs none: it is the home's own
        assert key.returncode == 0
        called = call(spawned(stdio, home), "ask", {"question": QUESTION})
        assert given(called)["citations"][0]["quote"] == QUOTE


def spawned(configuration: dict, home: Path) -> StdioServerParameters:
    assert Path(configuration["command"]).name == "beleg"
    given_home = configuration["args"].index("/home/me/.beleg")
    arguments = [*configuration["args"]]
    arguments[given_home] = str(home)
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli", *arguments],
        env=environment_for(home / "other"),
        cwd=ROOT,
    )
