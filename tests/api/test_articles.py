"""Articles over HTTP: taken in, listed, shown, replaced, deleted."""

import json
from itertools import pairwise

from tests.api.running import SEED, RunningServer

LIGHTHOUSE = "The lighthouse of Norderwyk was repainted in May. Its keeper chose red."


def outcomes(report: dict) -> list[tuple[str, str]]:
    return [(item["item"], item["outcome"]) for item in report["items"]]


def test_one_article_goes_in_once(server: RunningServer) -> None:
    article = {"id": "lighthouse", "text": LIGHTHOUSE, "title": "Red", "author": "M. Ley"}
    first = server.client.post("/v1/articles", json=article).json()
    assert outcomes(first) == [("0", "added")]
    assert (first["added"], first["updated"], first["unchanged"], first["failed"]) == (1, 0, 0, 0)
    again = server.client.post("/v1/articles", json=article).json()
    assert outcomes(again) == [("0", "unchanged")]


def test_a_changed_article_is_a_new_version_and_the_old_one_stays(server: RunningServer) -> None:
    server.add(id="versions", text="The mayor of Ostrava likes tea.")
    old = server.client.get("/v1/articles/versions").json()
    report = server.client.post(
        "/v1/articles", json={"id": "versions", "text": "The mayor of Ostrava likes coffee."}
    ).json()
    assert outcomes(report) == [("0", "updated")]
    assert "coffee" in server.client.get("/v1/articles/versions").json()["text"]
    kept = server.client.get("/v1/articles/versions", params={"version": old["sha256"]}).json()
    assert kept["text"] == "The mayor of Ostrava likes tea."


def test_a_bad_item_is_told_by_its_index_and_the_others_go_in(server: RunningServer) -> None:
    sent = [
        {"id": "list-0", "text": "The first of the list is about herring."},
        {"id": "list-1"},
        {"id": "list-2", "text": "The third of the list is about salmon."},
        {"id": "list-3", "text": "   "},
        {"id": "list-4", "text": "Half a character: \ud800"},
        {"id": "list-5", "text": "The sixth has a typing error.", "titel": "x"},
        17,
        {"id": "list-7", "text": "The last of the list is about trout."},
    ]
    answered = server.client.post(
        "/v1/articles",
        content=json.dumps(sent).encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answered.status_code == 200
    report = answered.json()
    failed, added = "failed", "added"
    assert [item["outcome"] for item in report["items"]] == [
        added, failed, added, failed, failed, failed, failed, added,
    ]  # fmt: skip
    assert [item["item"] for item in report["items"]] == [str(k) for k in range(len(sent))]
    messages = [item["message"] for item in report["items"]]
    assert messages[1] == "text: is required"
    assert "empty" in messages[3]
    assert "surrogate" in messages[4]
    assert messages[5] == "titel: is not a field of this request"
    assert server.client.get("/v1/articles/list-7").status_code == 200


def test_files_go_in_together(server: RunningServer) -> None:
    files = [
        ("files", ("harbour.txt", b"The harbour of Emden froze over in 1929.", "text/plain")),
        ("files", ("page.html", b"<html><body><p>" + b"Ice skaters crossed it. " * 20 + b"</p>")),
        ("files", ("rows.jsonl", b'{"text": "A row about cod."}\n{"text": "A row about eel."}\n')),
        ("files", ("broken.txt", b"\x00\x01\x02\xff\xfe" * 50)),
    ]
    report = server.client.post(
        "/v1/articles/files", files=files, data={"collection": "uploads"}
    ).json()
    assert [outcome for _, outcome in outcomes(report)] == [
        "added", "added", "added", "added", "failed",
    ]  # fmt: skip
    assert report["items"][-1]["item"] == "broken.txt"
    listed = server.client.get("/v1/articles", params={"collection": "uploads"}).json()
    assert listed["total"] == 4


def test_the_seed_is_kept_to_the_character(server: RunningServer) -> None:
    content = SEED.read_bytes()
    report = server.client.post("/v1/articles/files", files={"files": ("s.txt", content)}).json()
    article_id = report["items"][0]["article_id"]
    article = server.client.get(f"/v1/articles/{article_id}").json()
    assert article["text"] == content.decode("utf-8")
    spans = [(span["start"], span["end"]) for span in article["sentences"]]
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    server.client.delete(f"/v1/articles/{article_id}", params={"forget": True})


def test_the_list_is_paged_and_filtered(server: RunningServer) -> None:
    for number in range(5):
        server.add(id=f"paged-{number}", text=f"Page {number} is about moss.", collection="paged")
    seen = []
    for offset in range(0, 6, 2):
        page = server.client.get(
            "/v1/articles", params={"collection": "paged", "limit": 2, "offset": offset}
        ).json()
        assert page["total"] == 5
        seen += [entry["id"] for entry in page["articles"]]
    assert sorted(seen) == [f"paged-{number}" for number in range(5)]


def test_the_list_is_searched_by_name(server: RunningServer) -> None:
    server.add(id="named", title="Der Moorfrosch", outlet="Harzbote", text="Es quakte im Moor.")
    found = server.client.get("/v1/articles", params={"named": "harz moorfrosch"}).json()
    assert [entry["id"] for entry in found["articles"]] == ["named"]
    found = server.client.get("/v1/articles", params={"named": "moorfrosch quakte"}).json()
    assert found["total"] == 0
    assert server.client.get("/v1/articles", params={"named": "x" * 201}).status_code == 422


def test_a_deleted_article_is_not_found_but_its_version_is(server: RunningServer) -> None:
    server.add(id="deleted", text="The zeppelin Quaxlibur landed in Kiel.")
    version = server.client.get("/v1/articles/deleted").json()["sha256"]
    assert server.client.delete("/v1/articles/deleted").status_code == 204
    assert server.client.get("/v1/articles/deleted").status_code == 404
    named = {"version": version}
    assert server.client.get("/v1/articles/deleted", params=named).status_code == 200
    found = server.client.post("/v1/search", json={"question": "Quaxlibur"}).json()
    assert "deleted" not in {hit["article_id"] for hit in found["hits"]}
    assert server.client.delete("/v1/articles/deleted").status_code == 404


def test_forgetting_drops_the_versions(server: RunningServer) -> None:
    server.add(id="forgotten", text="The zeppelin Marlibur landed in Bonn.")
    version = server.client.get("/v1/articles/forgotten").json()["sha256"]
    forget = {"forget": True}
    assert server.client.delete("/v1/articles/forgotten", params=forget).status_code == 204
    named = {"version": version}
    assert server.client.get("/v1/articles/forgotten", params=named).status_code == 404


def test_healthz_counts(server: RunningServer) -> None:
    before = server.client.get("/healthz").json()
    server.add(id="counted", text="One more article about the counting of articles.")
    after = server.client.get("/healthz").json()
    assert before["status"] == after["status"] == "ready"
    assert after["articles"] == before["articles"] + 1
    assert after["passages"] == before["passages"] + 1
    assert after["index"] != before["index"]
