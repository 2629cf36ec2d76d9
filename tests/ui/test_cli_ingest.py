"""`beleg ingest`: what it tells, and how it ends."""

import json
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

from tests.api.running import PATIENCE, ROOT, beleg, environment_for


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_all_went_in_is_0_and_again_changes_nothing(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Herring is a fish.")
    (texts / "b.md").write_text("# Cod\n\nCod is a fish too.")
    done = beleg("ingest", texts, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert lines(done.stdout)[-1].startswith("2 added, 0 updated, 0 unchanged, 0 failed, ")
    assert lines(done.stdout)[-1].endswith(" seconds")
    assert [line.split(":")[0] for line in lines(done.stderr)] == ["added", "added"]
    (texts / "a.txt").write_text("Herring is a silver fish.")
    done = beleg("ingest", texts, home=tmp_path / "home")
    assert lines(done.stdout)[-1].startswith("0 added, 1 updated, 1 unchanged, 0 failed, ")


def test_some_failed_is_3_and_each_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Salmon swim upstream.")
    (tmp_path / "empty.txt").write_text("")
    done = beleg(
        "ingest", tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "none.txt",
        home=tmp_path / "home",
    )  # fmt: skip
    assert done.returncode == 3
    assert "empty.txt" in done.stderr
    assert "none.txt" in done.stderr
    assert lines(done.stdout)[-1].startswith("1 added, 0 updated, 0 unchanged, 2 failed, ")


def test_nothing_done_is_1(tmp_path: Path) -> None:
    done = beleg("ingest", tmp_path / "none.txt", "--json", home=tmp_path / "home")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["added"], report["failed"]) == (0, 1)
    assert "none.txt" in report["items"][0]["item"]
    (tmp_path / "nothing").mkdir()
    assert beleg("ingest", tmp_path / "nothing", home=tmp_path / "home").returncode == 1


def test_a_collection_is_given_to_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Trout live in rivers.")
    beleg("ingest", tmp_path / "a.txt", "--collection", "fish", home=tmp_path / "home")
    listed = beleg("articles", "list", "--json", "--collection", "fish", home=tmp_path / "home")
    assert json.loads(listed.stdout)["total"] == 1


def test_a_name_that_is_no_text_costs_that_file_at_most(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Eels migrate to the sea.")
    (tmp_path / "bad\udcff.txt").write_text("Pikes stay.")
    done = beleg("ingest", tmp_path, "--json", home=tmp_path.parent / "home-of-names")
    assert done.returncode in (0, 3), done.stderr
    assert json.loads(done.stdout)["added"] >= 1


def test_no_name_commands_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "\x1b]0;owned\x07.txt").write_text("")
    done = beleg("ingest", tmp_path, home=tmp_path.parent / "home-of-commands")
    assert "owned" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Perch hunt at dusk.")
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 80))
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "ingest", str(tmp_path / "a.txt")],
        cwd=ROOT,
        env=environment_for(tmp_path / "home"),
        stdout=subprocess.PIPE,
        stderr=follower,
    )
    told, _ = process.communicate(timeout=PATIENCE)
    seen = os.read(leader, 100_000).decode()
    os.close(follower)
    os.close(leader)
    assert "\r0 articles" in seen
    assert told.decode().startswith("1 added")
