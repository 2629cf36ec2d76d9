"""What programs are built from: /openapi.json, and the page drawn from it."""

import json

from tests.api.golden import assert_golden
from tests.api.running import RunningServer


def test_the_schema_is_the_published_one(server: RunningServer) -> None:
    schema = server.client.get("/openapi.json").json()
    del schema["info"]["version"]
    assert_golden("openapi.json", json.dumps(schema, indent=1, ensure_ascii=False) + "\n")


def test_every_reference_in_the_schema_is_there(server: RunningServer) -> None:
    text = server.client.get("/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
    assert {"Problem", "ArticleRequest", "AnswerBody", "Citation"} <= set(schemas)


def test_the_docs_need_no_other_host(server: RunningServer) -> None:
    page = server.client.get("/docs").text
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    for route in server.client.get("/openapi.json").json()["paths"]:
        assert route in page
    assert "quote_sha256" in page
