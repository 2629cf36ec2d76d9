"""One server for all tests of the client; each test adds articles of its own."""

from collections.abc import Iterator

import pytest

from qa.client import Client
from tests.api.running import PATIENCE, SEEDS, RunningServer, running_server
from tests.client.calling import KINDS, opened
from tests.client.scripted_server import ScriptedServer, scripted_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("served"), "--seeds", SEEDS) as running:
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(kind: str, server: RunningServer) -> Iterator[Client]:
    with opened(kind, server.address, timeout_seconds=PATIENCE) as client:
        yield client


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running
