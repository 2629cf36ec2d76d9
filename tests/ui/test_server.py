"""`beleg serve`, and the command line while it serves."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, perf_counter, sleep

import pytest

from qa.index.ownership import owner_of
from tests.api.running import (
    PATIENCE,
    QUESTION,
    ROOT,
    SEED,
    SEEDS,
    RunningServer,
    beleg,
    environment_for,
    free_port,
    running_server,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("served"), "--seeds", SEEDS) as running:
        yield running


def test_the_address_is_told(server: RunningServer) -> None:
    assert server.address in server.log.read_text()


def test_the_seeds_went_in_and_nothing_else_of_their_folder(server: RunningServer) -> None:
    listed = server.client.get("/v1/articles").json()
    assert SEED.as_posix() in [article["source"] for article in listed["articles"]]
    assert all(article["source"].endswith(".txt") for article in listed["articles"])


def test_asking_while_it_serves_gives_what_the_server_gives(server: RunningServer) -> None:
    done = server.beleg("ask", QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    plain = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    assert told["citations"] == plain["citations"]
    assert told["text"] == plain["text"]
    assert plain["citations"][0]["quote"] in server.beleg("ask", QUESTION).stdout
    filtered = json.loads(server.beleg("ask", QUESTION, "--json", "--outlet", "none").stdout)
    assert filtered["citations"] == []
    found = json.loads(server.beleg("search", QUESTION, "--limit", "1", "--json").stdout)
    assert len(found["hits"]) == 1


def test_ingesting_while_it_serves(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry to Borkum sails at noon.")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "The ferry to Juist sails at nine."}\n{"text": "Half: \\ud800"}\n{"nothing": 1}\n'
    )
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02" * 100)
    done = server.beleg("ingest", tmp_path, "--collection", "ferries")
    assert done.returncode == 3, done.stderr
    assert done.stdout.startswith("2 added, 0 updated, 0 unchanged, 3 failed, ")
    for name in ("b.jsonl#2", "b.jsonl#3", "c.txt"):
        assert name in done.stderr
    listed = json.loads(
        server.beleg("articles", "list", "--collection", "ferries", "--json").stdout
    )
    assert listed["total"] == 2
    again = server.beleg("ingest", tmp_path / "a.txt", "--collection", "ferries")
    assert again.stdout.startswith("0 added, 0 updated, 1 unchanged, 0 failed, ")


def test_an_article_is_the_same_whoever_takes_it_in(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><head><title>Gulls</title></head><body><article><p>"
        + "Gulls steal chips from tourists in every harbour. " * 5
        + "</p></article></body></html>"
    )
    server.beleg("ingest", tmp_path / "a.html")
    beleg("ingest", tmp_path / "a.html", home=tmp_path / "home")
    [alone] = json.loads(beleg("articles", "list", "--json", home=tmp_path / "home").stdout)[
        "articles"
    ]
    served = server.client.get(f"/v1/articles/{alone['id']}").json()
    for field in ("sha256", "title", "source", "language", "collection", "published", "outlet"):
        assert served[field] == alone[field]


def test_showing_and_deleting_while_it_serves(server: RunningServer) -> None:
    server.add(id="seal", text="A seal slept on the pier.", title="Seal")
    assert "A seal slept" in server.beleg("articles", "show", "seal").stdout
    assert server.beleg("articles", "delete", "seal").returncode == 0
    done = server.beleg("articles", "show", "seal")
    assert done.returncode == 1
    assert done.stderr.startswith("beleg: ")
    assert "seal" in done.stderr


def test_questions_are_answered_during_an_ingest(server: RunningServer) -> None:
    articles = [
        {
            "id": f"long-{number}",
            "text": " ".join(
                f"Barge {number} carried {k} tons of coal to Emden." for k in range(150)
            ),
        }
        for number in range(12)
    ]
    small = {"id": "small", "text": "A small one waits behind the long ones."}
    with ThreadPoolExecutor(51) as pool:
        ingesting = pool.submit(server.client.post, "/v1/articles", json=articles)
        # More than the server has threads: those who wait to ingest must not stop who asks.
        waiting = [pool.submit(server.client.post, "/v1/articles", json=small) for _ in range(50)]
        seconds = []
        while not ingesting.done():
            started = perf_counter()
            answered = server.client.post("/v1/ask", json={"question": QUESTION})
            seconds.append(perf_counter() - started)
            assert answered.json()["citations"]
        assert ingesting.result().json()["added"] == len(articles)
        assert {posted.result().status_code for posted in waiting} == {200}
    assert len(seconds) >= 5  # many questions found their answer before the ingest was done
    assert sorted(seconds)[len(seconds) // 2] < 1.0


def test_the_worker_yields_to_those_who_ask(server: RunningServer) -> None:
    server.add(id="nice", text="A worker is polite.")
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("needs /proc")
    found = [int(child) for task in children.parent.parent.glob("*/children")
             for child in task.read_text().split()]  # fmt: skip
    assert 10 in [os.getpriority(os.PRIO_PROCESS, child) for child in found]


def test_a_served_home_is_not_served_twice(server: RunningServer) -> None:
    done = beleg("serve", home=server.home, BELEG_PORT=str(free_port()))
    assert done.returncode == 1
    assert server.address in done.stderr
    assert str(server.process.pid) in done.stderr


def test_a_command_reaches_a_server_that_is_still_starting(tmp_path: Path) -> None:
    port = str(free_port())
    serving = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "serve"],
        cwd=ROOT,
        env=environment_for(tmp_path, BELEG_PORT=port, BELEG_API_KEYS="reader:a-key-of-the-reader"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with serving:
        while (owner := owner_of(tmp_path)) is None or owner.address is None:
            assert serving.poll() is None
            sleep(0.01)
        done = beleg("articles", "list", home=tmp_path)
        serving.terminate()
    assert done.returncode == 0, done.stderr


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = beleg("serve", home=tmp_path / "home", BELEG_PORT=port)
    assert done.returncode == 1
    assert port in done.stderr
    assert "BELEG_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_home_that_another_process_holds_is_told(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from qa.index.ownership import Ownership\n"
        "with Ownership.take(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        done = beleg("ask", QUESTION, home=tmp_path)
        serving = beleg("serve", home=tmp_path, BELEG_PORT=str(free_port()))
        holder.communicate("\n")
    for told in (done, serving):
        assert told.returncode == 1
        assert str(holder.pid) in told.stderr
        assert "beleg serve" in told.stderr or "wait" in told.stderr


def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    with running_server(tmp_path / "home") as running:
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
    assert "Traceback" not in running.log.read_text()


def test_a_killed_server_leaves_a_home_that_can_be_asked(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "serve", "--seeds", str(SEEDS)],
        cwd=ROOT,
        env=environment_for(tmp_path, BELEG_PORT=str(port)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = process.stdout.readline() + process.stdout.readline()
    assert f":{port}" in told
    process.kill()
    # The pipe closes when the worker, which inherited it, has ended too.
    deadline = monotonic() + 20
    process.communicate(timeout=20)
    while monotonic() < deadline and beleg("articles", "list", home=tmp_path).returncode:
        sleep(0.5)
    done = beleg("ask", QUESTION, "--json", home=tmp_path)
    assert json.loads(done.stdout)["citations"]
