"""A chat model that cannot be used is told at once, with what to do."""

import sys
import time

import pytest

from qa.errors import ChatFailure, ChatModelFailed, ConfigurationError
from qa.models.chat import LangChainChat
from qa.settings import load_settings
from tests.scripted_model import says, scripted_model


def chat(name: str, base_url: str = "", api_key: str = "", seconds: float = 20) -> LangChainChat:
    return LangChainChat(name, base_url=base_url, api_key=api_key, timeout_seconds=seconds)


@pytest.mark.parametrize("extra", ["openai", "ollama", "anthropic"])
def test_a_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch, extra: str) -> None:
    from langchain.chat_models import base

    # It keeps what it imported once.
    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, f"langchain_{extra}", None)
    with pytest.raises(ConfigurationError, match=rf"pip install 'beleg\[{extra}\]'"):
        chat(f"{extra}:some-model")


def test_a_provider_without_an_extra_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_groq", None)
    with pytest.raises(ConfigurationError, match="pip install langchain-groq"):
        chat("groq:some-model")


@pytest.mark.parametrize("name", ["nonsense", "nobody:some-model", ":", "openai:"])
def test_an_unknown_model_names_the_form(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"provider:model") as caught:
        chat(name)
    assert repr(name) in str(caught.value)


def test_a_missing_key_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="BELEG_CHAT_API_KEY"):
        chat("openai:gpt-4.1-mini")


def test_the_key_is_never_shown() -> None:
    settings = load_settings({"chat_api_key": "sk-secret"}, {})
    assert "sk-secret" not in repr(settings)
    assert "sk-secret" not in settings.model_dump_json()


def test_a_key_of_the_provider_is_not_sent_to_ones_own_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    with scripted_model() as model:
        model.then(says("Hello."))
        assert "".join(chat("openai:m", model.base_url).reply("rules", "question")) == "Hello."
        [request] = model.requests
    assert request["key"] == "Bearer none"
    assert [m["content"] for m in request["messages"]] == ["rules", "question"]


@pytest.mark.parametrize(
    ("status", "headers", "reason", "n_requests"),
    [
        (429, {"Retry_After": "0"}, ChatFailure.RATE_LIMITED, 2),
        (429, {}, ChatFailure.RATE_LIMITED, 2),
        (429, {"Retry_After": "60"}, ChatFailure.RATE_LIMITED, 1),
        (500, {}, ChatFailure.BROKEN, 2),
        (401, {}, ChatFailure.ACCESS_REFUSED, 1),
        (403, {}, ChatFailure.ACCESS_REFUSED, 1),
        (504, {}, ChatFailure.TIMEOUT, 1),
    ],
)
def test_what_may_pass_is_tried_again_once(
    status: int, headers: dict[str, str], reason: ChatFailure, n_requests: int
) -> None:
    with scripted_model() as model:
        model.then(lambda exchange: exchange.fail(status, **headers))
        started = time.monotonic()
        with pytest.raises(ChatModelFailed) as caught:
            list(chat("openai:m", model.base_url).reply("rules", "question"))
        assert time.monotonic() - started < 10
        assert (caught.value.reason, len(model.requests)) == (reason, n_requests)
        model.then(lambda exchange: exchange.fail(status, **headers), says("Hello."))
        if n_requests == 2:
            pieces = chat("openai:m", model.base_url).reply("rules", "question")
            assert "".join(pieces) == "Hello."


def test_nobody_there_is_told_apart() -> None:
    with scripted_model() as gone:
        pass
    with pytest.raises(ChatModelFailed) as caught:
        list(chat("openai:m", gone.base_url).reply("rules", "question"))
    assert caught.value.reason is ChatFailure.UNREACHABLE
