"""A chat model behind a real server: the same answer by every way, told while it is made."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.sse import KEEPALIVE_COMMENT
from openai import OpenAI

from qa.api.stream import LONGEST_SILENCE
from qa.client import Client
from tests.answering.writing import AGROUND, ARTICLES, DRAFTS, QUESTION, replies
from tests.api.running import PATIENCE, RunningServer, beleg, running_server
from tests.api.test_ask import events_of
from tests.scripted_model import Exchange, ScriptedModel, scripted_model

REPLY = (
    f"{AGROUND} [$aground] Pirates came. [$hurt] Captain Maria Lindqvist said nobody was hurt. "
    "[$hurt]"
)


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as running:
        yield running


@pytest.fixture(scope="module")
def server(
    model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    environment = {
        "BELEG_CHAT_MODEL": "openai:scripted",
        "BELEG_CHAT_BASE_URL": model.base_url,
        "BELEG_CHAT_API_KEY": "sk-secret",
    }
    with running_server(tmp_path_factory.mktemp("served"), **environment) as running:
        for draft in DRAFTS:
            running.add(id=draft.id, text=draft.text, language=draft.language, title=draft.title)
        yield running
        assert "sk-secret" not in running.log.read_text()


def test_the_answer_is_generated_and_says_by_which_model(
    server: RunningServer, model: ScriptedModel
) -> None:
    model.then(replies(REPLY))
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    assert (answer["kind"], answer["models"]["chat"]) == ("generated", "openai:scripted")
    assert answer["text"].startswith(f"{AGROUND} [1]")
    assert "Pirates" not in answer["text"]
    assert (answer["unsupported"], answer["note"]) == (
        1, "1 sentence that no quote proves was removed."
    )  # fmt: skip
    for citation in answer["citations"]:
        text = ARTICLES[citation["article_id"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert model.requests[0]["key"] == "Bearer sk-secret"


@pytest.mark.parametrize("reply", [REPLY, "NONE", ""])
def test_the_stream_and_the_command_line_say_the_same(
    server: RunningServer, model: ScriptedModel, reply: str
) -> None:
    def same(answer: dict) -> dict:
        return {k: v for k, v in answer.items() if k not in ("id", "timings_ms")}

    model.then(replies(reply))
    plain = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    streamed = server.client.post("/v1/ask", json={"question": QUESTION, "stream": True})
    events = events_of(streamed.text)
    assert events[-1][0] == "answer"
    assert same(events[-1][1]) == same(plain)
    assert "".join(data["text"] for name, data in events if name == "delta") == plain["text"]
    assert [data for name, data in events if name == "citation"] == plain["citations"]
    printed = server.beleg("ask", QUESTION, "--json")
    assert same(json.loads(printed.stdout)) == same(plain)
    shown = server.beleg("ask", QUESTION)
    assert plain["note"] in shown.stdout


def test_a_stream_is_not_silent_while_the_model_thinks(
    server: RunningServer, model: ScriptedModel
) -> None:
    def slow(exchange: Exchange) -> None:
        time.sleep(LONGEST_SILENCE + 1)
        replies(REPLY)(exchange)

    def own_client() -> str:
        with Client(server.address) as client:
            return list(client.stream(QUESTION))[-1].text

    def openai_client() -> str:
        with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
            client = OpenAI(base_url=f"{server.address}/v1", api_key="none", http_client=http)
            chunks = client.chat.completions.create(
                model="beleg", messages=[{"role": "user", "content": QUESTION}], stream=True
            )
            return "".join(c.choices[0].delta.content or "" for c in chunks)

    def raw(path: str, **body: object) -> str:
        return server.client.post(path, json={**body, "stream": True}).text

    model.then(slow)
    messages = [{"role": "user", "content": QUESTION}]
    with ThreadPoolExecutor() as pool:
        native = pool.submit(raw, "/v1/ask", question=QUESTION)
        openai = pool.submit(raw, "/v1/chat/completions", messages=messages)
        texts = [pool.submit(own_client), pool.submit(openai_client)]
    ping = KEEPALIVE_COMMENT.decode()
    assert native.result().startswith(ping)
    assert openai.result().count(ping) == 1
    answer = events_of(native.result().removeprefix(ping))[-1][1]
    assert answer["text"].startswith(AGROUND)
    assert [text.result() for text in texts] == [answer["text"]] * 2


def test_the_home_is_asked_without_a_server_too(tmp_path, model: ScriptedModel) -> None:
    (tmp_path / "ferry.txt").write_text(ARTICLES["ferry"])
    model.then(replies(f"{AGROUND} [$aground]"))
    environment = {"BELEG_CHAT_MODEL": "openai:scripted", "BELEG_CHAT_BASE_URL": model.base_url}
    home = tmp_path / "home"
    assert beleg("ingest", tmp_path / "ferry.txt", home=home, **environment).returncode == 0
    answered = beleg("ask", QUESTION, "--json", home=home, **environment)
    assert answered.returncode == 0, answered.stderr
    assert json.loads(answered.stdout)["kind"] == "generated"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BELEG_CHAT_MODEL", "nobody:model", "provider:model"),
        ("BELEG_CHAT_UNSUPPORTED", "hidden", "'removed' or 'marked'"),
        ("BELEG_CHAT_NOTHING_SUPPORTED", "guess", "'extractive' or 'none'"),
        ("BELEG_CHAT_TIMEOUT_SECONDS", "0", "greater than or equal to 1"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(tmp_path, name: str, value: str, told: str) -> None:
    done = beleg("ask", QUESTION, home=tmp_path / "home", **{name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
