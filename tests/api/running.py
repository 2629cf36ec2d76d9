"""A real server process on a free port, over a home of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds"
[SEED] = SEEDS.glob("*.txt")
QUESTION = "Why did Turkey stop airstrikes?"
QUOTE = (
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe gegen "
    "den IS in Syrien ein."
)
PATIENCE = 120.0  # seconds; the machine may be busy with something else


def beleg(
    *arguments: str | Path, home: Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        cwd=cwd,
        env=environment_for(home, **environment),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def environment_for(home: Path, **more: str) -> dict[str, str]:
    """Return this process's environment, with no setting of Beleg but the home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BELEG_")}
    paths = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return {**kept, **paths, "BELEG_HOME": str(home), **more}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class RunningServer:
    """A server, where it is, and a client for it."""

    process: subprocess.Popen[bytes]
    home: Path
    address: str
    client: httpx.Client
    log: Path

    def beleg(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return beleg(*arguments, home=self.home)

    def add(self, **article: str) -> str:
        """Take an article in and return its id."""
        report = self.client.post("/v1/articles", json=article).json()
        assert report["failed"] == 0, report
        return str(report["items"][0]["article_id"])


@contextmanager
def running_server(
    home: Path, *options: str | Path, port: int | None = None, **environment: str
) -> Iterator[RunningServer]:
    """Serve `home` until the block ends; the server must then end in order."""
    port = port or free_port()
    log = home.with_name(f"{home.name}-{port}.log")
    with log.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "serve", *map(str, options)],
            cwd=ROOT,
            env=environment_for(home, BELEG_PORT=str(port), **environment),
            stdout=told,
            stderr=told,
        )
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
        try:
            wait_until_ready(process, client, log)
            yield RunningServer(process, home, address, client, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)
    assert process.returncode == 0, log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()


def wait_until_ready(process: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            sleep(0.2)
    raise TimeoutError("the server did not get ready")
