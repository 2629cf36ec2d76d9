"""One server for all tests of the API; each test adds articles of its own."""

from collections.abc import Iterator

import pytest

from tests.api.running import SEEDS, RunningServer, running_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("served"), "--seeds", SEEDS) as running:
        yield running
