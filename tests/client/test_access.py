"""Keys and limits of a real server, and servers that are not there."""

from collections.abc import Iterator

import pytest

from qa.client import AsyncClient, Client, CouldNotConnect, Refused
from qa.errors import ConfigurationError
from tests.api.running import RunningServer, free_port, running_server
from tests.client.calling import opened

KEY = "a-key-of-the-settings"
LIMIT = 6


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(
        tmp_path_factory.mktemp("locked"),
        BELEG_API_KEYS=f"sync:{KEY}-sync, async:{KEY}-async",
        BELEG_REQUESTS_PER_MINUTE=str(LIMIT),
    ) as running:
        yield running


@pytest.mark.parametrize("key", [None, "wrong"])
def test_without_the_right_key_the_server_says_what_it_needs(
    kind: str, locked: RunningServer, key: str | None
) -> None:
    with opened(kind, locked.address, api_key=key) as client:
        assert client.health().is_ready
        for call in (client.articles, lambda: list(client.stream("Why?"))):
            with pytest.raises(Refused, match="Authorization: Bearer") as refused:
                call()
            assert refused.value.status == 401


def test_a_key_opens_and_too_many_requests_are_refused(kind: str, locked: RunningServer) -> None:
    with opened(kind, locked.address, api_key=f"{KEY}-{kind}", retries=0) as client:
        for _ in range(LIMIT):
            assert client.articles().total == 0
        with pytest.raises(Refused, match="within a minute") as refused:
            client.articles()
    assert refused.value.status == 429
    assert 1 <= (refused.value.retry_after or 0) <= 60


def test_a_server_that_is_not_there_is_named(kind: str) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with opened(kind, address, retries=0) as client:
        for call in (client.health, lambda: list(client.stream("Why?"))):
            with pytest.raises(CouldNotConnect, match=f"at {address} .*`beleg serve`"):
                call()


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"base_url": "localhost:7860"}, "base_url: .*'localhost:7860'"),
        ({"base_url": ""}, "base_url"),
        ({"base_url": "http://127.0.0.1:seven"}, "base_url"),
        ({"api_key": "two words"}, "api_key"),
        ({"api_key": "schlüssel"}, "api_key"),
        ({"api_key": ""}, "api_key"),
        ({"timeout_seconds": 0}, "timeout_seconds: .*0"),
        ({"retries": -1}, "retries: .*-1"),
    ],
)
def test_wrong_settings_are_told_at_once(client: type, wrong: dict, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as refused:
        client(**wrong)
    if wrong.get("api_key"):
        assert wrong["api_key"] not in str(refused.value)
