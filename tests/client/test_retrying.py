"""What is tried again and what is not, against a server that fails as a script says."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic, sleep

import pytest

from qa.client import (
    Client,
    ClientError,
    ConnectionLost,
    CouldNotConnect,
    Delta,
    NewArticle,
    Refused,
    TimedOut,
    UnreadableReply,
)
from tests.api.running import free_port
from tests.client.calling import opened
from tests.client.scripted_server import (
    ScriptedServer,
    Step,
    hangs_up,
    is_silent,
    refuses,
    scripted_server,
    sends,
    streams,
)

FOUND = sends(content='{"question": "Why?", "hits": []}')
TAKEN = sends(
    content='{"items": [], "added": 0, "updated": 0, "unchanged": 0, "failed": 0, "seconds": 0}'
)
PROXY = sends(502, "<h1>Bad Gateway</h1>", "text/html")
CHANGES = [
    lambda client: client.send_articles([NewArticle(text="A.")]),
    lambda client: client.rate("1", 1),
    lambda client: client.delete_article("1"),
]


def search(client: Client) -> object:
    return client.search("Why?")


def stream(client: Client) -> object:
    return list(client.stream("Why?"))


@pytest.mark.parametrize("failure", [refuses(503), refuses(502), refuses(504), PROXY, hangs_up])
def test_a_passing_failure_is_tried_again(
    kind: str, scripted: ScriptedServer, failure: Step
) -> None:
    scripted.then(failure, failure, FOUND)
    with opened(kind, scripted.address, retries=2) as client:
        assert client.search("Why?") == ()
    assert scripted.requests == ["POST /v1/search"] * 3
    first, second = (b - a for a, b in zip(scripted.times, scripted.times[1:], strict=False))
    assert 0.5 <= first <= second + 0.2  # the machine may be busy


def test_each_retry_is_counted_and_the_last_error_is_told(
    kind: str, scripted: ScriptedServer
) -> None:
    scripted.then(refuses(503), PROXY)
    with opened(kind, scripted.address, retries=1) as client:
        with pytest.raises(Refused, match="not by Beleg") as refused:
            client.search("Why?")
        assert (refused.value.status, refused.value.title) == (502, "Bad Gateway")
        assert len(scripted.requests) == 2
    with opened(kind, scripted.address, retries=0) as client:
        scripted.then(refuses(503))
        with pytest.raises(Refused, match="no: 503") as refused:
            client.search("Why?")
        assert refused.value.request_id == "r-7"
        assert len(scripted.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 413, 422, 500])
@pytest.mark.parametrize("call", [search, stream])
def test_what_will_not_pass_is_not_tried_again(
    kind: str, scripted: ScriptedServer, status: int, call: Callable[[Client], object]
) -> None:
    scripted.then(refuses(status), FOUND)
    with (
        opened(kind, scripted.address) as client,
        pytest.raises(Refused, match=f"no: {status}") as refused,
    ):
        call(client)
    assert (refused.value.status, refused.value.title) == (status, "Scripted")
    assert len(scripted.requests) == 1


def in_some_seconds() -> str:
    # A date has whole seconds, so this is two to three seconds away.
    return format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)


@pytest.mark.parametrize("asked", [lambda: "2", in_some_seconds])
def test_the_time_a_server_asks_for_is_waited(
    kind: str, scripted: ScriptedServer, asked: Callable[[], str]
) -> None:
    scripted.then(refuses(429, Retry_After=asked()), TAKEN)
    with opened(kind, scripted.address) as client:
        client.send_articles([NewArticle(text="A.")])
    assert 1.9 <= scripted.times[1] - scripted.times[0] <= 30


def test_who_asks_for_too_long_a_wait_is_not_waited_for(
    kind: str, scripted: ScriptedServer
) -> None:
    scripted.then(refuses(429, Retry_After="61"), FOUND)
    with opened(kind, scripted.address) as client, pytest.raises(Refused) as refused:
        client.search("Why?")
    assert refused.value.retry_after == 61
    assert len(scripted.requests) == 1


@pytest.mark.parametrize("failure", [refuses(503), hangs_up])
@pytest.mark.parametrize("call", CHANGES)
def test_what_changes_something_is_not_sent_twice(
    kind: str, scripted: ScriptedServer, failure: Step, call: Callable[[Client], object]
) -> None:
    scripted.then(failure, TAKEN)
    with opened(kind, scripted.address) as client, pytest.raises((Refused, ConnectionLost)):
        call(client)
    assert len(scripted.requests) == 1


@pytest.mark.parametrize("call", [search, stream, CHANGES[0]])
def test_a_server_that_starts_is_waited_for(
    kind: str, call: Callable[[Client], object]
) -> None:
    port = free_port()
    whole = streams(("error", {"title": "x", "status": 422, "detail": "reached"}))
    answers = {search: FOUND, stream: whole, CHANGES[0]: TAKEN}
    done = threading.Event()

    def serve_later() -> None:
        sleep(0.3)
        with scripted_server(port) as late:
            late.then(answers[call])
            done.wait(20)

    serving = threading.Thread(target=serve_later)
    serving.start()
    try:
        with opened(kind, f"http://127.0.0.1:{port}") as client:
            if call is stream:
                with pytest.raises(Refused, match="reached"):
                    call(client)
            else:
                call(client)
    finally:
        done.set()
        serving.join()


def test_a_server_that_never_starts_is_not_waited_for_without_end(kind: str) -> None:
    started = monotonic()
    with (
        opened(kind, f"http://127.0.0.1:{free_port()}", retries=1) as client,
        pytest.raises(CouldNotConnect),
    ):
        client.search("Why?")
    assert 0.5 <= monotonic() - started <= 30


def test_a_stream_is_tried_again_before_it_begins(kind: str, scripted: ScriptedServer) -> None:
    scripted.then(refuses(503), hangs_up, streams(("delta", {"text": "A"}), breaks=True))
    with opened(kind, scripted.address) as client, pytest.raises(ConnectionLost):
        list(client.stream("Why?"))
    assert len(scripted.requests) == 3


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (streams(("delta", {"text": "Half"}), breaks=True), "broke"),
        (streams(("delta", {"text": "Half"})), "ended before the whole answer"),
        (streams(("delta", {"text": "Half"}), raw='event: answer\ndata: {"id"'), "ended before"),
    ],
)
def test_half_a_stream_is_an_error_and_is_not_asked_again(
    kind: str, scripted: ScriptedServer, rest: Step, told: str
) -> None:
    scripted.then(rest)
    seen = []
    with opened(kind, scripted.address) as client, pytest.raises(ConnectionLost, match=told):
        for event in client.stream("Why?"):
            seen.append(event)
    assert seen == [Delta("Half")]
    assert len(scripted.requests) == 1


def test_pings_and_unknown_events_are_passed_over(kind: str, scripted: ScriptedServer) -> None:
    ping = ": ping\n\nevent: progress\ndata: 7\n\nid: 7\n\n"
    error = '{"title": "Gone", "status": 503, "detail": "the model is gone"}'
    scripted.then(
        streams(("delta", {"text": "A"}), raw=f"{ping}event: error\ndata: {error}\n\n")
    )
    seen = []
    with (
        opened(kind, scripted.address) as client,
        pytest.raises(Refused, match="the model is gone") as refused,
    ):
        for event in client.stream("Why?"):
            seen.append(event)
    assert seen == [Delta("A")]
    assert refused.value.status == 503
    assert len(scripted.requests) == 1


@pytest.mark.parametrize(
    "page",
    [
        sends(content="<h1>Hello</h1>", kind="text/html"),
        sends(content='{"hits": [{"article_id": 7}]}'),
        streams(("delta", {"words": "A"})),
        streams(("answer", {"id": "1"})),
        streams(("error", "no problem")),
    ],
)
@pytest.mark.parametrize("call", [search, stream, lambda client: client.health()])
def test_what_is_not_belegs_is_told_as_that(
    kind: str, scripted: ScriptedServer, page: Step, call: Callable[[Client], object]
) -> None:
    scripted.then(page)
    with opened(kind, scripted.address) as client, pytest.raises(UnreadableReply):
        call(client)
    assert len(scripted.requests) == 1


@pytest.mark.parametrize("call", [search, stream])
def test_silence_is_not_waited_for_and_not_asked_again(
    kind: str, scripted: ScriptedServer, call: Callable[[Client], object]
) -> None:
    scripted.then(is_silent)
    with (
        opened(kind, scripted.address, timeout_seconds=0.5) as client,
        pytest.raises(TimedOut, match=r"0\.5 s.*timeout_seconds"),
    ):
        call(client)
    assert len(scripted.requests) == 1


def test_health_says_why_not_and_is_told_at_once(kind: str, scripted: ScriptedServer) -> None:
    scripted.then(sends(503, '{"status": "not ready", "reason": "the disk is full"}'))
    with opened(kind, scripted.address) as client:
        health = client.health()
    assert (health.is_ready, health.reason) == (False, "the disk is full")
    assert len(scripted.requests) == 1


def test_the_key_goes_along_and_no_proxy_comes_between(
    kind: str, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    scripted.then(FOUND)
    with opened(kind, f"{scripted.address}/", api_key="k", retries=0) as client:
        client.search("Why?")
    assert scripted.headers[0]["Authorization"] == "Bearer k"


def test_every_error_is_one_of_the_family() -> None:
    for kind in (ConnectionLost, CouldNotConnect, Refused, TimedOut, UnreadableReply):
        assert issubclass(kind, ClientError)
