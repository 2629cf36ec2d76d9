"""`beleg doctor`: each fault is named with what to do about it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.running import ROOT, SEED, RunningServer, beleg, running_server


def verdicts(told: str) -> dict[str, str]:
    return {
        what: verdict
        for verdict, what in re.findall(r"^(ok|warn|fail) +([^:]+):", told, re.MULTILINE)
    }


def test_a_healthy_home(tmp_path: Path) -> None:
    assert beleg("ingest", SEED, home=tmp_path).returncode == 0
    done = beleg("doctor", home=tmp_path)
    found = verdicts(done.stdout)
    things = {
        "Python",
        "packages",
        "models",
        "home",
        "disk",
        "owner",
        "library",
        "index",
        "question",
    }
    assert set(found) == things
    for thing in things - {"packages", "disk"}:  # these two are the machine's
        assert found[thing] == "ok", done.stdout
    assert done.returncode == 0, done.stdout


def test_a_damaged_library_is_found(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"no database at all" * 100)
    done = beleg("doctor", home=tmp_path)
    assert verdicts(done.stdout)["library"] == "fail"
    assert "library.sqlite" in done.stdout
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = beleg("doctor", home=tmp_path / "file" / "home")
    assert verdicts(done.stdout)["home"] == "fail"
    assert "--home" in done.stdout
    assert done.returncode == 1


def test_a_served_home_is_left_to_its_server(tmp_path: Path) -> None:
    with running_server(tmp_path / "home") as server:
        assert isinstance(server, RunningServer)
        done = server.beleg("doctor")
    assert server.address in done.stdout
    assert verdicts(done.stdout)["owner"] == "ok"
    assert verdicts(done.stdout)["index"] == "ok"


def test_offline_contacts_nobody(tmp_path: Path) -> None:
    done = beleg("doctor", "--offline", home=tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert verdicts(done.stdout) == {"trial": "ok", "hosts": "ok"}
    assert "none" in done.stdout
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("contact", "host"),
    [
        ("socket.getaddrinfo('tracker.example', 443)", "tracker.example"),
        ("socket.create_connection(('192.0.2.7', 80), timeout=1)", "192.0.2.7"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.8', 53))", "192.0.2.8"),
        ("urllib.request.urlopen('http://weights.example/model')", "weights.example"),
    ],
)
def test_the_watch_sees_and_refuses_every_contact(contact: str, host: str) -> None:
    code = (
        "import socket, urllib.request; from ui.offline import Watch\n"
        "watch = Watch(); watch.start()\n"
        f"try:\n    {contact}\nexcept OSError as error:\n    print(watch.hosts, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"'{host}'" in done.stdout
    assert "nothing is contacted" in done.stdout
