"""What stands before the routes: hosts, foreign pages, sizes, headers."""

import pytest

from tests.api.running import RunningServer
from tests.api.test_problems import assert_problem


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/v1/nothing", "/v1/articles"])
def test_every_page_carries_the_headers(server: RunningServer, path: str) -> None:
    headers = server.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "server" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""]
)
@pytest.mark.parametrize("path", ["/", "/v1/articles", "/gradio_api/info"])
def test_a_forged_host_is_refused(server: RunningServer, path: str, host: str) -> None:
    assert_problem(server.client.get(path, headers={"Host": host}), 421, "Host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:7860", "[::1]:7860"])
def test_loopback_hosts_are_served(server: RunningServer, host: str) -> None:
    assert server.client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/v1/articles", "/gradio_api/info"])
def test_no_origin_is_reflected(server: RunningServer, path: str) -> None:
    answered = server.client.get(path, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answered.headers
    assert "access-control-allow-credentials" not in answered.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_changes_nothing(server: RunningServer, site: str) -> None:
    answered = server.client.post(
        "/v1/articles/files",
        files={"files": ("planted.txt", b"A planted article about nothing.")},
        headers={"Sec-Fetch-Site": site},
    )
    assert_problem(answered, 403)
    assert server.client.get("/v1/articles", headers={"Sec-Fetch-Site": site}).status_code == 200
    own = server.client.post(
        "/v1/search", json={"question": "planted"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert own.status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 204), ("http://{host}", 204), ("http://127.0.0.1:1", 403), ("null", 403)],
)
def test_where_browsers_send_no_fetch_metadata_the_origin_decides(
    server: RunningServer, origin: str | None, status: int
) -> None:
    host = server.address.removeprefix("http://")
    article = server.add(text="Guards look at where a post comes from.")
    headers = {} if origin is None else {"Origin": origin.format(host=host)}
    deleted = server.client.delete(f"/v1/articles/{article}", headers=headers)
    assert deleted.status_code == status
