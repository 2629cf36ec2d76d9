"""Who may call /mcp: keys and their limits, pages of admitted sites."""

from collections.abc import Iterator

import pytest
from mcp import Client

from tests.api.mcp_calls import MODES, call, given, talk
from tests.api.running import QUESTION, QUOTE, SEEDS, RunningServer, running_server
from tests.api.test_access import bearer
from tests.api.test_mcp import JSON, LISTING
from tests.api.test_problems import assert_problem

KEY = "the-key-of-an-assistant"
SITE = "https://news.example"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(
        tmp_path_factory.mktemp("locked"),
        "--seeds",
        SEEDS,
        BELEG_API_KEYS=f"assistant:{KEY}, slow:{KEY}-too",
        BELEG_REQUESTS_PER_MINUTE="20",
        BELEG_CORS_ORIGINS=SITE,
    ) as running:
        yield running


@pytest.mark.parametrize("mode", MODES)
def test_the_right_key_opens_the_tools(locked: RunningServer, mode: str) -> None:
    called = call(
        f"{locked.address}/mcp", "ask", {"question": QUESTION}, mode=mode, headers=bearer(KEY)
    )
    assert given(called)["citations"][0]["quote"] == QUOTE


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
@pytest.mark.parametrize("sent", [{}, bearer("wrong")])
def test_without_the_key_nothing_is_told(
    locked: RunningServer, sent: dict[str, str], path: str
) -> None:
    answered = locked.client.post(path, json=LISTING, headers={**JSON, **sent})
    assert_problem(answered, 401, "Authorization: Bearer")
    assert answered.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("mode", MODES)
def test_the_client_is_told_that_its_key_is_wrong(locked: RunningServer, mode: str) -> None:
    async def never(_client: Client) -> None:
        raise AssertionError("connected with a wrong key")

    with pytest.raises(BaseException) as raised:
        talk(f"{locked.address}/mcp", never, mode=mode, headers=bearer("wrong"))
    assert "connected" not in repr(raised.value)
    assert "MCPError" in repr(raised.value)


def test_calls_of_a_key_are_counted(locked: RunningServer) -> None:
    headers = {**JSON, **bearer(f"{KEY}-too")}
    statuses = [
        locked.client.post("/mcp", json=LISTING, headers=headers).status_code for _ in range(21)
    ]
    assert statuses == [200] * 20 + [429]


def test_a_page_of_an_admitted_site_may_call(locked: RunningServer) -> None:
    headers = {"Origin": SITE, "Sec-Fetch-Site": "cross-site"}
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,mcp-method,mcp-name,"
        "mcp-protocol-version",
    }
    assert locked.client.options("/mcp", headers={**headers, **asked}).status_code == 200
    answered = locked.client.post(
        "/mcp", json=LISTING, headers={**JSON, **headers, **bearer(KEY)}
    )
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == SITE
