"""The help that people read, and how long it takes to come."""

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.api.golden import assert_golden
from tests.api.running import beleg

COMMANDS = ["", "ingest", "ask", "search", "verify", "articles", "articles list", "articles show"]
COMMANDS += ["articles delete", "serve", "doctor", "evaluate", "mcp"]
COMMANDS += ["keys", "keys add", "keys list", "keys remove"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_is_the_published_one(tmp_path: Path, command: str) -> None:
    done = beleg(*command.split(), "--help", home=tmp_path, COLUMNS="80")
    assert done.returncode == 0
    name = command.replace(" ", "_") or "beleg"
    assert_golden(f"help/{name}.txt", done.stdout)


def test_help_comes_at_once() -> None:
    def seconds() -> float:
        # Of the processor: a busy machine makes people wait, but is not what is tested.
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "ui.cli", "--help"], check=True, stdout=subprocess.DEVNULL
        )
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(5)) < 0.3


def test_help_imports_nothing_heavy() -> None:
    heavy = "{'numpy', 'pydantic', 'httpx', 'fastapi', 'gradio', 'chromadb', 'onnxruntime', 'rich'}"
    code = f"import sys, ui.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
