"""POST /v1/verify: citations and answers of ours and of any other system."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.running import QUESTION, QUOTE, RunningServer

TEXT = (
    "Badgers dug under the station of Celle in 2021. They moved 40 tons of soil, says Jana Kuhn. "
    "The trains stood still for two days."
)
MOVED = "They moved 40 tons of soil, says Jana Kuhn."


@pytest.fixture(scope="module")
def badgers(server: RunningServer) -> Iterator[str]:
    yield server.add(id="badgers-verify", text=TEXT, title="Badgers")
    server.client.delete("/v1/articles/badgers-verify", params={"forget": True})


def verified(server: RunningServer, body: object) -> Any:
    found = server.client.post("/v1/verify", json=body)
    assert found.status_code == 200, found.text
    return found.json()


def test_an_answer_of_ours_is_exact_and_supported(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    found = verified(server, answer)
    assert found["all_exact"]
    assert found["all_supported"]
    assert [c["status"] for c in found["citations"]] == ["exact"] * len(answer["citations"])
    assert found["citations"][0]["quote"] == QUOTE
    assert found["statements"][0]["probability"] == 1.0
    assert found["statements"][0]["markers"] == [1]


def test_a_citation_of_ours_alone(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    citation = answer["citations"][0]
    found = verified(server, citation)
    (check,) = found["citations"]
    for name in ("article_id", "article_sha256", "start", "end", "quote", "url", "marker"):
        assert check[name] == citation[name]
    assert (check["status"], check["now"], check["difference"]) == ("exact", QUOTE, [])
    assert found["statements"] == []


def test_one_digit_changed_in_a_verbatim_answer_is_caught(
    server: RunningServer, badgers: str
) -> None:
    body = {"answer": f"{MOVED} [1]", "citations": [{"quote": MOVED}]}
    assert verified(server, body)["all_supported"]
    body["answer"] = body["answer"].replace("40", "41")
    (statement,) = verified(server, body)["statements"]
    assert not statement["supported"]
    assert "number 41 is not in the quote" in statement["reasons"]


def test_a_citation_after_update_delete_and_forget(server: RunningServer) -> None:
    article_id = server.add(id="verify-later", text=TEXT, title="Badgers")
    cited = {"quote": MOVED, "article_id": article_id}
    assert verified(server, cited)["citations"][0]["status"] == "exact"
    server.add(id=article_id, text=TEXT.replace("40 tons", "some 30 tons"), title="Badgers")
    (check,) = verified(server, cited)["citations"]
    assert (check["status"], check["now"]) == ("changed", MOVED.replace("40", "some 30"))
    assert {"op": "equal", "quote": "They moved ", "now": "They moved "} in check["difference"]
    page = server.client.get(check["url"].split("#")[0])
    assert page.status_code == 200
    server.client.delete(f"/v1/articles/{article_id}")
    (check,) = verified(server, cited)["citations"]
    assert check["status"] == "missing"
    assert "deleted" in check["message"]
    assert server.client.get(check["url"].split("#")[0]).status_code == 200  # the kept version
    server.client.delete(f"/v1/articles/{article_id}", params={"forget": True})
    (check,) = verified(server, cited)["citations"]
    assert (check["status"], check["url"]) == ("missing", None)


def test_a_bare_text_is_looked_up(server: RunningServer, badgers: str) -> None:
    found = verified(server, {"answer": "The trains stood still for two days. Whales sang."})
    first, second = found["statements"]
    assert (first["supported"], first["article_id"]) == (True, badgers)
    assert not second["supported"]
    assert not found["all_supported"]


def test_a_refusal_states_nothing(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": "Who won the 1972 chess cup?"}).json()
    assert answer["kind"] == "none"
    assert verified(server, answer)["statements"] == []


def test_an_answer_inside_a_receipt(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    assert verified(server, {"answer": answer, "exported": "today"}) == verified(server, answer)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "quote"),
        ([], "object"),
        ("text", "object"),
        ({"quote": 5}, "quote"),
        ({"quote": " "}, "quote"),
        ({"quote": "a", "start": "x"}, "start"),
        ({"quote": "a", "article_id": {}}, "article_id"),
        ({"answer": 5}, "answer"),
        ({"answer": "a", "citations": {}}, "citations"),
        ({"answer": "a", "citations": [{}]}, "citations.0.quote"),
        ({"answer": "a", "citations": [{"quote": "b", "end": []}]}, "citations.0.end"),
        ({"text": "a", "citations": [{"quote": "\ud800"}]}, "citations.0.quote"),
        ({"answer": "\udc00"}, "answer"),
        ({"answer": "a" * 100_001}, "answer"),
        ({"answer": {"kind": "none"}}, "quote"),
    ],
)
def test_what_cannot_be_verified_names_the_field(
    server: RunningServer, body: object, field: str
) -> None:
    content = json.dumps(body).encode("ascii")
    found = server.client.post(
        "/v1/verify", content=content, headers={"Content-Type": "application/json"}
    )
    assert found.status_code == 422
    assert found.headers["content-type"] == "application/problem+json"
    assert field in found.json()["detail"]


def test_other_methods_are_told(server: RunningServer) -> None:
    found = server.client.get("/v1/verify")
    assert (found.status_code, found.headers["allow"]) == (405, "POST")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["answer", "text", "quote", "citations", "start", "end", "marker", "kind"])
        | st.text(max_size=5),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)


@given(body=JSON)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_garbage_is_never_an_error_of_ours(server: RunningServer, body: object) -> None:
    found: httpx.Response = server.client.post("/v1/verify", json=body)
    assert found.status_code in (200, 422), found.text


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/v1/verify", {"quote": QUOTE, "start": True}, "start: expected a whole number, got True"),
        ("/v1/search", {"question": QUOTE, "limit": "5"}, "limit: expected a whole number"),
        ("/v1/ask", {"question": QUOTE, "stream": "yes"}, "stream: "),
    ],
)
def test_what_is_nearly_a_number_is_none(
    server: RunningServer, path: str, body: dict, told: str
) -> None:
    refused = server.client.post(path, json=body)
    assert refused.status_code == 422
    assert told in refused.json()["detail"]
