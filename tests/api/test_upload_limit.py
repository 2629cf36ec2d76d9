"""A server that takes one megabyte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.running import RunningServer, running_server
from tests.api.test_problems import assert_problem


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("small"), BELEG_MAX_UPLOAD_MB="1") as running:
        yield running


def test_a_declared_body_over_the_limit(small: RunningServer) -> None:
    content = b'{"text": "' + b"a " * 600_000 + b'"}'
    answered = small.client.post(
        "/v1/articles", content=content, headers={"Content-Type": "application/json"}
    )
    assert_problem(answered, 413, "1,000,000 bytes", "BELEG_MAX_UPLOAD_MB")


def test_an_undeclared_body_over_the_limit(small: RunningServer) -> None:
    pieces = (b" " * 100_000 for _ in range(15))
    answered = small.client.post(
        "/v1/ask", content=pieces, headers={"Content-Type": "application/json"}
    )
    assert "content-length" not in answered.request.headers
    assert_problem(answered, 413)


def test_files_over_the_limit(small: RunningServer) -> None:
    files = [("files", (f"{k}.txt", b"word " * 80_000)) for k in range(3)]
    assert_problem(small.client.post("/v1/articles/files", files=files), 413)


def test_a_body_under_the_limit(small: RunningServer, tmp_path: Path) -> None:
    answered = small.client.post("/v1/ask", json={"question": "a" * 1999})
    assert answered.status_code == 200
    assert small.client.get("/v1/articles").json()["total"] == 0


def test_the_command_line_loses_only_the_large_file(small: RunningServer, tmp_path: Path) -> None:
    # Under the limit as a file, over it once its quotes are escaped for the request.
    (tmp_path / "a.txt").write_text('"Well", he said. ' * 55_000)
    (tmp_path / "b.txt").write_text("The small one is about otters.")
    done = small.beleg("ingest", tmp_path, "--json")
    assert done.returncode == 3, done.stderr
    assert "a.txt" in done.stderr
    assert small.client.get("/v1/articles").json()["total"] == 1
