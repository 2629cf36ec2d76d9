"""MCP over streamable HTTP, with the official client, beside the HTTP routes."""

import json
from typing import Any

import jsonschema
import pytest
from mcp import Client, MCPError

from qa.api.mcp_page import MOST_CHARACTERS
from tests.api.mcp_calls import MODES, call, given, lasting, talk, text_of
from tests.api.running import QUESTION, QUOTE, RunningServer

GERMAN = "Warum stellte die Türkei ihre Luftangriffe ein?"
UNANSWERED = "Who won the chess championship of 1972?"
TOOLS = ["ask", "search", "read_article", "verify"]
LISTING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
JSON = {"Accept": "application/json"}


def mcp(server: RunningServer, tool: str, **arguments: Any) -> dict[str, Any]:
    return given(call(f"{server.address}/mcp", tool, arguments))


def post(server: RunningServer, path: str, **body: Any) -> dict[str, Any]:
    answered = server.client.post(path, json=body)
    assert answered.status_code == 200, answered.text
    return answered.json()


@pytest.mark.parametrize("mode", MODES)
def test_the_tools_are_listed_with_schemas(server: RunningServer, mode: str) -> None:
    async def listed(client: Client) -> tuple:
        return (await client.list_tools()).tools, client.instructions, client.server_info

    tools, instructions, info = talk(f"{server.address}/mcp", listed, mode=mode)
    assert [tool.name for tool in tools] == TOOLS
    assert info.name == "beleg"
    assert "none" in instructions
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert len(tool.description) > 100
        for schema in (tool.input_schema, tool.output_schema):
            assert schema["type"] == "object"
            jsonschema.Draft202012Validator.check_schema(schema)
        assert "pattern" not in json.dumps(tool.input_schema)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("question", [QUESTION, GERMAN, UNANSWERED])
def test_an_answer_is_the_one_of_the_route(
    server: RunningServer, question: str, mode: str
) -> None:
    called = call(f"{server.address}/mcp", "ask", {"question": question}, mode=mode)
    plain = post(server, "/v1/ask", question=question)
    assert lasting(given(called)) == lasting(plain)
    assert bool(plain["citations"]) is (question != UNANSWERED)


@pytest.mark.parametrize("question", [QUESTION, GERMAN])
def test_the_text_has_the_answer_and_its_quotes_with_links(
    server: RunningServer, question: str
) -> None:
    called = call(f"{server.address}/mcp", "ask", {"question": question})
    answer, told = given(called), text_of(called)
    assert told.startswith(answer["text"])
    assert f"[1] “{QUOTE}”" in told
    for citation in answer["citations"]:
        assert citation["quote"] in told
        assert citation["title"] in told
        assert f"{server.address}{citation['url']}" in told
    link = next(line for line in told.splitlines() if server.address in line).strip()
    assert server.client.get(link).status_code == 200


def test_the_text_tells_date_outlet_and_source(server: RunningServer) -> None:
    server.add(
        text="The Quarzit tunnel was closed because water came in.",
        id="mcp-tunnel", title="Tunnel", outlet="Bergblatt", published="2022-05-06",
        source="https://news.example/tunnel", collection="mcp",
    )  # fmt: skip
    arguments = {"question": "Why was the Quarzit tunnel closed?", "filters": {"collection": "mcp"}}
    told = text_of(call(f"{server.address}/mcp", "ask", arguments))
    assert "Tunnel · Bergblatt · 2022-05-06 · en" in told
    assert "https://news.example/tunnel" in told


def test_no_answer_is_told_as_none_with_the_nearest(server: RunningServer) -> None:
    called = call(f"{server.address}/mcp", "ask", {"question": UNANSWERED})
    answer, told = given(called), text_of(called)
    assert answer["kind"] == "none"
    assert "kind none" in told
    assert answer["nearest"]
    assert all(hit["text"] in told for hit in answer["nearest"])
    german = mcp(server, "ask", question=UNANSWERED, answer_language="de")
    assert german["text"] != answer["text"]


def test_nulls_mean_not_given(server: RunningServer) -> None:
    arguments = {"filters": None, "conversation": None, "answer_language": None}
    assert mcp(server, "ask", question=QUESTION, **arguments)["citations"][0]["quote"] == QUOTE


def test_a_follow_up_takes_the_conversation(server: RunningServer) -> None:
    turns = [{"question": QUESTION, "answer": f"{QUOTE} [1]"}]
    question = "And what had it shot down?"
    answer = mcp(server, "ask", question=question, conversation=turns)
    plain = post(server, "/v1/ask", question=question, conversation=turns)
    assert lasting(answer) == lasting(plain)
    assert answer["standalone_question"] != question
    assert "Kampfbomber abgeschossen" in answer["citations"][0]["quote"]


def test_an_answer_can_be_rated(server: RunningServer) -> None:
    answer = mcp(server, "ask", question=QUESTION)
    rated = server.client.post("/v1/feedback", json={"answer_id": answer["id"], "rating": 1})
    assert rated.status_code == 204


def test_passages_are_those_of_the_route(server: RunningServer) -> None:
    filters = {"language": "de"}
    called = call(
        f"{server.address}/mcp", "search", {"question": QUESTION, "limit": 2, "filters": filters}
    )
    assert given(called) == post(
        server, "/v1/search", question=QUESTION, limit=2, filters=filters
    )
    for hit in given(called)["hits"]:
        assert hit["text"] in text_of(called)
        assert hit["article_id"] in text_of(called)
    nothing = {"question": QUESTION, "filters": {"outlet": "no such outlet"}}
    assert "No passage" in text_of(call(f"{server.address}/mcp", "search", nothing))


def test_an_article_is_that_of_the_route(server: RunningServer) -> None:
    citation = mcp(server, "ask", question=QUESTION)["citations"][0]
    named = {"article_id": citation["article_id"], "version": citation["article_sha256"]}
    called = call(f"{server.address}/mcp", "read_article", named)
    whole = server.client.get(f"/v1/articles/{citation['article_id']}").json()
    page = given(called)
    assert {name: page[name] for name in whole} == whole
    assert (page["start"], page["end"]) == (0, page["length"])
    assert page["next_start"] is None
    assert whole["text"] in text_of(called)
    span = {"start": citation["start"], "end": citation["end"]}
    quoted = mcp(server, "read_article", **named, **span)
    assert quoted["text"] == QUOTE
    assert quoted["sentences"] == [span]
    assert quoted["next_start"] == citation["end"]


def test_a_long_article_is_read_page_by_page(server: RunningServer) -> None:
    text = " ".join(f"Barge {k} carried coal from Emden to Leer on day {k}." for k in range(700))
    server.add(id="mcp-long", text=text, title="Barges", collection="mcp")
    whole = server.client.get("/v1/articles/mcp-long").json()
    read, spans, start, pages = "", [], 0, 0
    while start is not None:
        called = call(
            f"{server.address}/mcp", "read_article", {"article_id": "mcp-long", "start": start}
        )
        page = given(called)
        assert page["start"] == len(read)
        assert len(page["text"]) <= MOST_CHARACTERS
        assert page["length"] == len(text)
        read += page["text"]
        spans += page["sentences"]
        start, pages = page["next_start"], pages + 1
        assert (f"start={start}" in text_of(called)) is (start is not None)
    assert read == whole["text"]
    assert spans == whole["sentences"]
    assert pages == -(-len(text) // MOST_CHARACTERS)


@pytest.mark.parametrize(
    "sent",
    [
        {"answer": "Turkey won the chess championship. [1]", "citations": [{"quote": QUOTE}]},
        {"citations": [{"quote": QUOTE.replace("stellte", "legte")}, {"quote": "Never said."}]},
        {"answer": QUOTE},
    ],
)
def test_verifying_says_what_the_route_says(server: RunningServer, sent: dict) -> None:
    called = call(f"{server.address}/mcp", "verify", sent)
    plain = post(server, "/v1/verify", **{"answer": "", **sent})
    assert given(called) == plain
    for check in plain["citations"]:
        assert f"[{check['marker']}] {check['status']}: {check['message']}" in text_of(called)
        assert (check["now"] or "") in text_of(called)
    for check in plain["statements"]:
        verdict = "\n\nsupported" if check["supported"] else "\n\nNOT supported"
        assert verdict in text_of(called)


def test_what_ask_gives_can_be_verified_as_it_is(server: RunningServer) -> None:
    answer = mcp(server, "ask", question=QUESTION)
    checked = mcp(server, "verify", answer=answer["text"], citations=answer["citations"])
    assert checked["all_exact"]
    assert checked["all_supported"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": ""}, "'' is not a question: write at least one word"),
        ("ask", {"question": "?!"}, "'?!' is not a question"),
        ("ask", {"question": "why " * 1000}, "the question has 3999 characters"),
        ("ask", {}, "question: is required"),
        ("ask", {"question": "Why?", "language": "de"}, "language: is not a field"),
        (
            "ask",
            {"question": "Why?", "filters": {"published_from": "May"}},
            "filters.published_from: expected an ISO 8601 date",
        ),
        ("search", {"question": "Why?", "limit": 1000}, "limit: "),
        ("read_article", {"article_id": "nowhere"}, "there is no article 'nowhere'"),
        ("read_article", {"article_id": "mcp-short", "start": 99}, "start: 99 is past the end"),
        (
            "read_article",
            {"article_id": "mcp-short", "start": 3, "end": 3},
            "end: expected more than start",
        ),
        ("verify", {}, "expected `answer`, `citations` or both"),
        ("verify", {"citations": [{"quote": " "}]}, "citations.0.quote: expected a quote"),
    ],
)
def test_a_mistake_is_told_in_our_words(
    server: RunningServer, tool: str, arguments: dict, told: str, mode: str
) -> None:
    server.add(id="mcp-short", text="A short one.")
    called = call(f"{server.address}/mcp", tool, arguments, mode=mode)
    assert called.is_error
    assert told in text_of(called)
    assert "Traceback" not in text_of(called)
    assert called.structured_content is None


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_half_a_character_is_refused(server: RunningServer, version: str) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    params = {"name": "ask", "arguments": {"question": "half \ud83d"}, "_meta": meta}
    answered = server.client.post(
        "/mcp",
        content=json.dumps({**LISTING, "method": "tools/call", "params": params}),
        headers={
            **JSON,
            "Content-Type": "application/json",
            "Mcp-Protocol-Version": version,
            "Mcp-Method": "tools/call",
            "Mcp-Name": "ask",
        },
    )
    told = answered.json()
    if version == "2025-11-25":  # refused by the SDK: it is no JSON text
        assert told["error"]["code"] == -32700
    else:
        assert told["result"]["isError"]
        assert "expected Unicode text" in told["result"]["content"][0]["text"]


def test_an_unknown_tool_is_an_error_of_the_protocol(server: RunningServer) -> None:
    async def called(client: Client) -> None:
        with pytest.raises(MCPError, match=r"'answer' is not a tool; expected one of ask, search"):
            await client.call_tool("answer", {})

    talk(f"{server.address}/mcp", called)


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_both_paths_answer_without_a_redirect_or_a_handshake(
    server: RunningServer, path: str
) -> None:
    answered = server.client.post(path, json=LISTING, headers=JSON)
    assert answered.status_code == 200
    assert [tool["name"] for tool in answered.json()["result"]["tools"]] == TOOLS
    for method in ("GET", "DELETE", "PUT"):
        refused = server.client.request(method, path, headers={"Accept": "text/event-stream"})
        assert refused.status_code == 405
        assert refused.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Host": "localhost:7860", "Origin": "http://localhost:7860"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy"}, 200),
    ],
)
def test_pages_of_other_sites_are_refused(
    server: RunningServer, headers: dict[str, str], status: int
) -> None:
    answered = server.client.post("/mcp", json=LISTING, headers={**JSON, **headers})
    assert answered.status_code == status, answered.text


def test_calls_are_counted_under_their_route_and_logged_nowhere(server: RunningServer) -> None:
    mcp(server, "ask", question="Why did the Xylomandrian fleet retreat?")
    assert 'method="POST",route="/mcp",status="200"' in server.client.get("/metrics").text
    assert "Xylomandrian" not in server.log.read_text()
    assert "/mcp" not in server.client.get("/openapi.json").json()["paths"]
