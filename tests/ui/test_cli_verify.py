"""`beleg verify` on a home that nobody serves, and through a server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.running import QUESTION, QUOTE, SEED, beleg, environment_for, running_server

DAMAGED = QUOTE.replace("Syrien", "Libyen")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    done = beleg("ingest", SEED, home=folder)
    assert done.returncode == 0, done.stderr
    return folder


def written(folder: Path, *items: object) -> Path:
    file = folder / "sent.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return file


def test_an_answer_of_ours_holds(home: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(beleg("ask", QUESTION, "--json", home=home).stdout, encoding="utf-8")
    done = beleg("verify", answer, home=home)
    assert done.returncode == 0, done.stdout
    assert "[1] exact: stands letter for letter where it is cited" in done.stdout
    assert f"supported (1.00): {QUOTE}" in done.stdout
    told = json.loads(beleg("verify", answer, "--json", home=home).stdout)
    assert (told["all_exact"], told["all_supported"]) == (True, True)


def test_what_changed_is_shown_and_ends_with_3(home: Path, tmp_path: Path) -> None:
    sent = written(tmp_path, {"answer": f"{DAMAGED} [1]", "citations": [{"quote": DAMAGED}]})
    done = beleg("verify", sent, home=home)
    assert done.returncode == 3, done.stderr
    assert "[1] changed: " in done.stdout
    assert "IS in [-Libyen-]{+Syrien+} ein." in done.stdout
    assert "name Libyen is not in the quote" in done.stdout
    assert done.stdout.endswith("0 of 1 quotes exact, 0 of 1 sentences supported\n")


def test_json_lines_in_are_json_lines_out(home: Path, tmp_path: Path) -> None:
    theirs = {"id": "1", "text": f"{QUOTE} [1]", "citations": [{"quote": QUOTE}]}
    sent = written(tmp_path, theirs, {"quote": "Whales sing in the Baltic Sea at night."})
    done = beleg("verify", sent, "--json", home=home)
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert first["all_exact"]
    assert second["citations"][0]["status"] == "missing"


def test_plain_text_from_stdin_is_judged(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "verify", "-"],
        input=f"{QUOTE} Die Wale singen nachts in der Ostsee.",
        env=environment_for(home), capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert f"supported (1.00): {QUOTE}" in done.stdout
    assert "not supported (" in done.stdout
    assert "1 of 2 sentences supported" in done.stdout


def test_no_quote_commands_the_terminal(home: Path, tmp_path: Path) -> None:
    sent = written(tmp_path, {"quote": "\u202eWhales \x1b[31m sing."})
    told = beleg("verify", sent, home=home).stdout
    assert "Whales" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["empty"]),
        (b"[]", ["empty", "nothing to verify"]),
        (b"{", ["not valid JSON"]),
        (b'{"answer": 5}', ["answer", "string"]),
        (b'{"quote": "a"}\n{"quote": 5}', ["line 2", "quote"]),
        (b'{"quote": "a"}\n{', ["line 2", "not valid JSON"]),
        (b'[{"citations": []}]', ["item 1", "expected"]),
        (b"\xff\xfe\x00", ["UTF-8"]),
    ],
)
def test_what_cannot_be_read_is_one_line(
    home: Path, tmp_path: Path, content: bytes, words: list[str]
) -> None:
    file = tmp_path / "sent.json"
    file.write_bytes(content)
    done = beleg("verify", file, home=home)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.count("\n") == 1
    for word in [str(file), *words]:
        assert word in done.stderr


def test_a_file_that_is_not_there(home: Path, tmp_path: Path) -> None:
    done = beleg("verify", tmp_path / "none.json", home=home)
    assert done.returncode == 1
    assert "none.json" in done.stderr


def test_through_a_server_the_same_is_said(home: Path, tmp_path: Path) -> None:
    sent = written(tmp_path, {"answer": f"{DAMAGED} [1]", "citations": [{"quote": DAMAGED}]})
    alone = beleg("verify", sent, "--json", home=home)
    with running_server(home) as server:
        done = server.beleg("verify", sent, "--json")
    assert (done.returncode, done.stdout) == (3, alone.stdout), done.stderr
