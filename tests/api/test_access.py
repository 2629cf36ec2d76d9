"""Who may call: keys, the login page, limits, origins."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from qa.api.keys import KeyFile, KeyRing, keys_of_setting, refuse_open_host
from qa.errors import ConfigurationError
from tests.api.running import QUESTION, SEEDS, RunningServer, beleg, running_server
from tests.api.test_problems import assert_problem

GIVEN = "a-key-of-the-settings"
SITE = "https://news.example"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locked") / "home"


@pytest.fixture(scope="module")
def locked(home: Path) -> Iterator[RunningServer]:
    with running_server(
        home,
        "--seeds",
        SEEDS,
        BELEG_API_KEYS=f"reader:{GIVEN}, slow:{GIVEN}-too",
        BELEG_CORS_ORIGINS=SITE,
        BELEG_REQUESTS_PER_MINUTE="40",
    ) as running:
        yield running


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/nothing", "/metrics", "/openapi.json", "/"])
@pytest.mark.parametrize(
    "sent", [{}, bearer("wrong"), {"Authorization": "Bearer"}, {"Authorization": "Basic eA=="}]
)
def test_without_a_key_nothing_is_told(
    locked: RunningServer, path: str, sent: dict[str, str]
) -> None:
    answered = locked.client.get(path, headers=sent)
    assert_problem(answered, 401, "Authorization: Bearer")
    assert answered.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/models", "/v1/models/x"])
def test_openais_clients_read_openais_envelope(locked: RunningServer, path: str) -> None:
    answered = locked.client.post(path, json={})
    assert answered.status_code == 401
    error = answered.json()["error"]
    assert error["code"] == "invalid_api_key"
    assert "Authorization" in error["message"]


def test_a_key_opens_the_api(locked: RunningServer) -> None:
    asked = locked.client.post("/v1/ask", json={"question": QUESTION}, headers=bearer(GIVEN))
    assert asked.status_code == 200
    assert asked.json()["citations"]


def test_health_is_open(locked: RunningServer) -> None:
    assert locked.client.get("/healthz").status_code == 200


def test_a_key_can_be_added_and_removed_while_it_serves(locked: RunningServer, home: Path) -> None:
    key = beleg("keys", "add", "bot", home=home).stdout.strip()
    assert "bot" in beleg("keys", "list", home=home).stdout
    assert locked.client.get("/v1/articles", headers=bearer(key)).status_code == 200
    file = home / "keys.json"
    assert key not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    again = beleg("keys", "add", "bot", home=home)
    assert again.returncode == 1
    assert "keys remove bot" in again.stderr
    assert beleg("keys", "remove", "bot", home=home).returncode == 0
    assert locked.client.get("/v1/articles", headers=bearer(key)).status_code == 401
    gone = beleg("keys", "remove", "bot", home=home)
    assert gone.returncode == 1
    assert "bot" in gone.stderr


def test_commands_reach_their_own_server_without_a_key(locked: RunningServer) -> None:
    done = locked.beleg("ask", QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["citations"]
    assert (locked.home / "local.key").stat().st_mode & 0o077 == 0


def test_a_person_logs_in_and_uses_the_page(locked: RunningServer) -> None:
    with httpx.Client(base_url=locked.address, trust_env=False, timeout=60) as browser:
        browser.headers["Accept"] = "text/html"
        first = browser.get("/docs?a=b")
        assert first.status_code == 303
        assert first.headers["location"] == "/login?next=%2Fdocs%3Fa%3Db"
        form = browser.get(first.headers["location"])
        assert 'type="password"' in form.text
        [action] = re.findall(r'action="([^"]+)"', form.text)
        wrong = browser.post(action, data={"key": "wrong"})
        assert wrong.status_code == 401
        assert "not valid" in wrong.text
        assert "set-cookie" not in wrong.headers
        entered = browser.post(action, data={"key": GIVEN})
        assert (entered.status_code, entered.headers["location"]) == (303, "/docs?a=b")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert GIVEN not in entered.headers["set-cookie"]
        assert browser.get("/").status_code == 200
        assert browser.get("/gradio_api/info").status_code == 200
        assert browser.get("/login").status_code == 303
        name, cookie = session_of(browser)
    for others in ("", 'j={"x"}; ', "flag; ", "path=/; "):
        sent = {"Cookie": f"{others}{name}={cookie}"}
        assert locked.client.get("/docs", headers=sent).is_success, others


def session_of(browser: httpx.Client) -> tuple[str, str]:
    [(name, cookie)] = browser.cookies.items()
    return name, cookie


def test_two_servers_of_one_host_do_not_share_a_cookie(locked: RunningServer) -> None:
    # Browsers send a host's cookies to all its ports.
    with httpx.Client(base_url=locked.address, trust_env=False) as browser:
        browser.post("/login", data={"key": GIVEN})
        name, _ = session_of(browser)
        assert browser.get("/v1/articles").status_code == 200
    assert name == f"beleg_session_{httpx.URL(locked.address).port}"


def test_keys_added_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    names = [f"bot{number}" for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: KeyFile(tmp_path).add(name), names))
    assert sorted(key.name for key in KeyFile(tmp_path).read()) == sorted(names)


@pytest.mark.parametrize("change", ["9", "x", "", ".", "é"])
def test_a_forged_cookie_opens_nothing(locked: RunningServer, change: str) -> None:
    with httpx.Client(base_url=locked.address, trust_env=False) as browser:
        browser.post("/login", data={"key": GIVEN})
        name, cookie = session_of(browser)
    ends, _, signature = cookie.partition(".")
    # The first sign of the signature may by chance be the change itself.
    other = change if change != signature[:1] else "x"
    for value in (f"{ends}{change or '0'}.{signature}", f"{ends}.{other}{signature[1:]}", change):
        forged = {"Cookie": f"{name}={value}".encode()}
        assert locked.client.get("/v1/articles", headers=forged).status_code == 401


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_login_leads_to_no_other_site(locked: RunningServer, next: str) -> None:
    entered = locked.client.post("/login", params={"next": next}, data={"key": GIVEN})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")


def test_a_huge_login_is_not_read(locked: RunningServer) -> None:
    answered = locked.client.post("/login", data={"key": "x" * 20_000})
    assert answered.status_code == 413


def test_any_name_of_the_host_will_do_with_a_key(locked: RunningServer) -> None:
    sent = {**bearer(GIVEN), "Host": "beleg.intranet.example"}
    assert locked.client.get("/v1/articles", headers=sent).status_code == 200


def test_pages_of_a_named_site_may_call(locked: RunningServer) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Origin": SITE}
    asked["Access-Control-Request-Headers"] = "authorization,content-type"
    assert locked.client.options("/v1/ask", headers=asked).status_code == 200
    sent = {**bearer(GIVEN), "Origin": SITE, "Sec-Fetch-Site": "cross-site"}
    answered = locked.client.post("/v1/search", json={"question": QUESTION}, headers=sent)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in answered.headers
    other = {**sent, "Origin": "https://evil.example"}
    assert locked.client.post("/v1/search", json={}, headers=other).status_code == 403
    assert locked.client.options("/v1/ask", headers={**asked, **other}).status_code == 400


def test_a_key_that_asks_too_often_must_wait(locked: RunningServer) -> None:
    slow = bearer(f"{GIVEN}-too")
    answers = [locked.client.get("/v1/articles", headers=slow) for _ in range(41)]
    assert [answer.status_code for answer in answers[:40]] == [200] * 40
    assert_problem(answers[40], 429, "slow", "40 requests", "BELEG_REQUESTS_PER_MINUTE")
    assert 1 <= int(answers[40].headers["retry-after"]) <= 60
    envelope = locked.client.get("/v1/models", headers=slow).json()["error"]
    assert envelope["code"] == "rate_limit_exceeded"
    # One key's haste is not another's, nor that of who watches.
    assert locked.client.get("/v1/articles", headers=bearer(GIVEN)).status_code == 200
    assert locked.client.get("/metrics", headers=slow).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_an_open_host_without_keys_is_refused(tmp_path: Path, host: str) -> None:
    done = beleg("serve", home=tmp_path, BELEG_HOST=host)
    assert done.returncode == 1
    for word in (host, "let others in", "beleg keys add", "BELEG_API_KEYS"):
        assert word in done.stderr


def test_an_open_host_with_a_key_is_served(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = beleg("keys", "add", "bot", home=home).stdout.strip()
    with running_server(home, BELEG_HOST="0.0.0.0") as server:
        assert server.client.get("/v1/articles").status_code == 401
        assert server.client.get("/v1/articles", headers=bearer(key)).status_code == 200
        assert server.beleg("articles", "list").returncode == 0
        # The last key gone, the door is shut.
        beleg("keys", "remove", "bot", home=home)
        assert server.client.get("/v1/articles").status_code == 401
        assert server.client.get("/v1/articles", headers=bearer(key)).status_code == 401


def test_removing_the_last_key_shuts_the_door(tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    ring = KeyRing(file=file)
    assert not ring.is_required()
    key = file.add("bot")
    assert ring.is_required()
    found = ring.find(key)
    assert found is not None
    assert found.name == "bot"
    file.remove("bot")
    assert ring.find(key) is None
    assert ring.is_required()


def test_a_damaged_file_of_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("[{]")
    with pytest.raises(ConfigurationError, match=r"keys\.json is damaged.*keys add"):
        KeyFile(tmp_path).read()


@pytest.mark.parametrize("name", ["", "a b", "a:b", "local", "x" * 65, "é"])
def test_a_wrong_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot name a key"):
        KeyFile(tmp_path).add(name)


def test_keys_of_the_settings_have_names() -> None:
    keys = keys_of_setting(f"a:{GIVEN}, {GIVEN}-too,")
    assert [key.name for key in keys] == ["a", "key-2"]
    assert GIVEN not in repr(keys)
    refuse_open_host("0.0.0.0", KeyRing(keys))


@pytest.mark.parametrize(
    "value", ["a:short", "short", f"a:{GIVEN},a:{GIVEN}x", f"a:{GIVEN} x", f"a:b:{GIVEN}"]
)
def test_wrong_keys_of_the_settings_are_refused_unseen(value: str) -> None:
    with pytest.raises(ConfigurationError, match="BELEG_API_KEYS") as refused:
        keys_of_setting(value)
    assert GIVEN not in str(refused.value)
    assert "short" not in str(refused.value)


@pytest.mark.parametrize("value", ["*", "news.example", "https://news.example/", "null"])
def test_what_is_no_origin_is_refused(tmp_path: Path, value: str) -> None:
    done = beleg("serve", home=tmp_path, BELEG_CORS_ORIGINS=value)
    assert done.returncode == 1
    assert "BELEG_CORS_ORIGINS" in done.stderr
