"""Every error on /v1 is a problem document, and no input is an error of ours."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.running import RunningServer

JSON = {"Content-Type": "application/json"}


def assert_problem(answered: httpx.Response, status: int, *words: str) -> None:
    assert answered.status_code == status, answered.text
    assert answered.headers["content-type"] == "application/problem+json"
    problem = answered.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id"}
    assert problem["request_id"] == answered.headers["x-request-id"]
    assert problem["status"] == status
    for word in words:
        assert word in problem["detail"], problem


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, ["question: is required"]),
        ({"question": ""}, ["question"]),
        ({"question": " \n\t"}, ["question", "blanks"]),
        ({"question": "?"}, ["?", "word"]),
        ({"question": "a" * 2001}, ["question", "2000 characters"]),
        ({"question": None}, ["question", "string"]),
        ({"question": 7}, ["question", "string"]),
        ({"question": ["a"]}, ["question", "string"]),
        ({"question": "a", "qestion": "b"}, ["qestion: is not a field"]),
        ({"question": "a", "filters": {"languge": "de"}}, ["filters.languge: is not a field"]),
        ({"question": "a", "filters": {"language": "fr"}}, ["filters.language", "'en' or 'de'"]),
        ({"question": "a", "filters": {"published_from": "2016"}}, ["published_from", "ISO 8601"]),
        ({"question": "a", "filters": {"published_to": "2016-13-01"}}, ["published_to", "month"]),
        ({"question": "a", "answer_language": "la"}, ["answer_language", "'en' or 'de'"]),
        ({"question": "a", "conversation": [{"question": "b"}]}, ["conversation.0.answer"]),
        ({"question": "a", "stream": "perhaps"}, ["stream", "boolean"]),
        ([], ["object"]),
        (None, ["the request"]),
    ],
)
def test_a_malformed_question_is_told_by_field(
    server: RunningServer, body: object, words: list[str]
) -> None:
    assert_problem(server.client.post("/v1/ask", json=body), 422, *words)


def test_a_question_of_2000_characters_is_read(server: RunningServer) -> None:
    longest = ("Why did Turkey stop? " * 100)[:2000]
    assert server.client.post("/v1/ask", json={"question": longest}).status_code == 200


@pytest.mark.parametrize("limit", [0, 101, -1, 1.5, "many", 10**400, None, True])
def test_a_limit_is_1_to_100(server: RunningServer, limit: object) -> None:
    content = json.dumps({"question": "a", "limit": limit}).encode()
    answered = server.client.post("/v1/search", content=content, headers=JSON)
    if limit is True:  # JSON has no such habit, pydantic reads it as 1
        assert answered.status_code in (200, 422)
    else:
        assert_problem(answered, 422)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"question": "\xff"}',
        b"[" * 50_000,
        b"9" * 10_000,
        b"NaN",
        b"\x00",
    ],
)
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/articles"])
def test_a_body_that_is_no_json(server: RunningServer, path: str, content: bytes) -> None:
    assert_problem(server.client.post(path, content=content, headers=JSON), 422)


def test_json_of_another_content_type_is_told(server: RunningServer) -> None:
    answered = server.client.post("/v1/ask", content=b'{"question": "a"}')
    assert_problem(answered, 422, "Content-Type: application/json")


@pytest.mark.parametrize(
    "question",
    ["\x00", "a\x00b", "\ud800", "a\udfffb", "\u202egnirts", "🦊" * 50, "%s{}'\"; --", "\\"],
)
def test_strange_characters_are_no_error_of_ours(server: RunningServer, question: str) -> None:
    content = json.dumps({"question": question}).encode()
    for path in ("/v1/ask", "/v1/search"):
        answered = server.client.post(path, content=content, headers=JSON)
        assert answered.status_code in (200, 422), answered.text


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["question", "limit", "filters", "conversation", "stream", "answer_language", "text", "id"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=ANYTHING | st.dictionaries(FIELDS, ANYTHING), path=st.sampled_from(["ask", "search"]))
def test_no_json_is_an_error_of_ours(server: RunningServer, body: Any, path: str) -> None:
    content = json.dumps(body).encode()
    answered = server.client.post(f"/v1/{path}", content=content, headers=JSON)
    assert answered.status_code in (200, 422), (body, answered.text)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1", 404),
        ("GET", "/v1/nothing", 404),
        ("POST", "/v1/articles/a/b", 404),
        ("GET", "/v1/articles/none", 404),
        ("GET", "/v1/articles/%00", 404),
        ("GET", "/v1/articles/%ff", 404),
        ("GET", "/v1/articles/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/v1/articles/" + "a" * 5000, 404),
        ("DELETE", "/v1/articles/none", 404),
        ("GET", "/v1/ask", 405),
        ("PUT", "/v1/articles", 405),
        ("DELETE", "/v1/articles", 405),
        ("PATCH", "/v1/articles/none", 405),
        ("GET", "/v1/articles?limit=0", 422),
        ("GET", "/v1/articles?limit=x", 422),
        ("GET", "/v1/articles?offset=-1", 422),
        ("GET", "/v1/articles?offset=99999999999999999999", 422),
        ("GET", "/v1/articles?lmit=3", 422),
        ("GET", "/v1/articles?published_from=yesterday", 422),
        ("DELETE", "/v1/articles/none?forget=perhaps", 422),
        ("POST", "/v1/articles/files", 422),
    ],
)
def test_a_wrong_call_is_a_problem(
    server: RunningServer, method: str, path: str, status: int
) -> None:
    assert_problem(server.client.request(method, path), status)


def test_a_wrong_method_names_the_right_ones(server: RunningServer) -> None:
    answered = server.client.put("/v1/articles")
    assert answered.headers["allow"] == "GET, POST"


def test_a_single_malformed_article_is_told_by_field(server: RunningServer) -> None:
    for article, words in (
        ({"title": "no text"}, ["text: is required"]),
        ({"text": 5}, ["text", "string"]),
        ({"text": "a", "titel": "b"}, ["titel: is not a field"]),
        ("text", ["object"]),
    ):
        assert_problem(server.client.post("/v1/articles", json=article), 422, *words)


@pytest.mark.parametrize("files", [{"files": "no file"}, {"other": "x"}])
def test_an_upload_without_files_is_told(server: RunningServer, files: dict[str, str]) -> None:
    assert_problem(server.client.post("/v1/articles/files", data=files), 422, "files")


def test_a_broken_multipart_body_is_told(server: RunningServer) -> None:
    answered = server.client.post(
        "/v1/articles/files",
        content=b"--x\r\nContent-Disposition: nothing",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert_problem(answered, 422)
