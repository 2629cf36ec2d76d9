"""One process owns a home, and the others learn which and where."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.errors import HomeInUse
from qa.index.ownership import LOCK_FILE, Owner, Ownership, owner_of

HOLD = """
import sys
from pathlib import Path
from qa.index.ownership import Ownership
with Ownership.take(Path(sys.argv[1]), sys.argv[2] or None):
    print("taken", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_owner(home: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(home), address]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "taken\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_process_is_told_who_has_the_home(tmp_path: Path) -> None:
    address = "http://127.0.0.1:7860"
    with another_owner(tmp_path, address) as process:
        assert owner_of(tmp_path) == Owner(process.pid, address)
        with pytest.raises(HomeInUse, match=str(process.pid)) as caught:
            Ownership.take(tmp_path, None)
        assert (caught.value.pid, caught.value.address) == (process.pid, address)


def test_a_killed_owner_leaves_a_home_that_can_be_taken(tmp_path: Path) -> None:
    with another_owner(tmp_path, "http://127.0.0.1:7860") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert json.loads((tmp_path / LOCK_FILE).read_text())["pid"] == process.pid
        assert owner_of(tmp_path) is None
        with Ownership.take(tmp_path, None):
            assert owner_of(tmp_path) == Owner(os.getpid(), None)


def test_a_home_given_back_is_free(tmp_path: Path) -> None:
    with another_owner(tmp_path, "") as process:
        assert owner_of(tmp_path) == Owner(process.pid, None)
        process.communicate("\n")
        assert owner_of(tmp_path) is None
        Ownership.take(tmp_path, None).close()
    assert owner_of(tmp_path) is None


def test_the_same_process_cannot_take_a_home_twice(tmp_path: Path) -> None:
    with Ownership.take(tmp_path, None), pytest.raises(HomeInUse, match=str(os.getpid())):
        Ownership.take(tmp_path, None)


def test_the_address_is_told_when_all_is_prepared(tmp_path: Path) -> None:
    seen: list[Owner | None] = []
    with Ownership.take(tmp_path, "http://127.0.0.1:1", lambda: seen.append(owner_of(tmp_path))):
        assert seen == [Owner(0, None)]
        assert owner_of(tmp_path) == Owner(os.getpid(), "http://127.0.0.1:1")


def test_a_home_that_is_not_there_has_no_owner_and_is_not_made(tmp_path: Path) -> None:
    assert owner_of(tmp_path / "home") is None
    assert not (tmp_path / "home").exists()
    with Ownership.take(tmp_path / "home", None):
        assert owner_of(tmp_path / "home") is not None


def test_who_asks_for_the_owner_does_not_keep_others_from_taking_the_home(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).touch()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            owner_of(tmp_path)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    try:
        for _ in range(50):
            Ownership.take(tmp_path, None).close()
    finally:
        done.set()
        for thread in asking:
            thread.join()
