"""POST /v1/evaluate and `beleg evaluate`, over a real server with the seed articles."""

import json
import os
from pathlib import Path

from tests.api.running import QUOTE, SEEDS, RunningServer, beleg

QUESTIONS = SEEDS / "seeds.questions.jsonl"
BOMBER = {
    "id": "1", "question": "Why did Turkey stop airstrikes?", "language": "en",
    "answerable": True, "quotes": ["Aus Angst vor russischer Vergeltung"],
}  # fmt: skip
HALF = "\ud83d"  # of an emoji
PARIS = {"id": "2", "question": "Who won the chess championship of 1972?", "answerable": False}


def figures(report: dict) -> dict[str, float]:
    return {figure["name"]: figure["value"] for figure in report["figures"]}


def test_a_question_set_gets_its_report(server: RunningServer) -> None:
    report = server.client.post("/v1/evaluate", json=[BOMBER, PARIS]).json()
    found = figures(report)
    assert (found["right"], found["refused"], found["quote_exactness"]) == (1, 1, 1)
    assert [case["outcome"] for case in report["cases"]] == ["right", "right"]


def test_json_lines_are_taken(server: RunningServer) -> None:
    lines = f"{json.dumps(BOMBER)}\n{json.dumps(PARIS)}\n"
    sent = server.client.post(
        "/v1/evaluate", content=lines, headers={"Content-Type": "application/x-ndjson"}
    )
    assert len(sent.json()["cases"]) == 2


def test_a_single_question_keeps_its_short_answers(server: RunningServer) -> None:
    sent = server.client.post("/v1/evaluate", json={**BOMBER, "answers": ["fear"], "name": "one"})
    assert sent.status_code == 200, sent.text
    assert sent.json()["name"] == "questions"
    assert [case["id"] for case in sent.json()["cases"]] == ["1"]
    assert figures(sent.json())["token_f1"] == 0


def test_text_that_is_none_is_refused(server: RunningServer) -> None:
    answer = {"id": "1", "text": HALF, "citations": []}
    for wrong, told in (
        ([{**BOMBER, "id": HALF}], "item 1: id: holds half a character"),
        ([{**BOMBER, "answers": [HALF]}], "item 1: answers.0: holds half a character"),
        ({"questions": [BOMBER], "answers": [answer]}, "item 1: text: holds half a character"),
        ({"questions": [BOMBER], "name": HALF}, "name: holds half a character"),
    ):
        sent = server.client.post(
            "/v1/evaluate", content=json.dumps(wrong), headers={"Content-Type": "application/json"}
        )
        assert sent.status_code == 422, sent.text
        assert told in sent.json()["detail"]


def test_answers_of_others_are_judged(server: RunningServer) -> None:
    invented = {"id": "1", "text": "It ran out of fuel. [1]", "citations": [{"quote": "no fuel"}]}
    body = {"questions": [BOMBER], "answers": [invented], "name": "theirs"}
    report = server.client.post("/v1/evaluate", json=body).json()
    assert report["name"] == "theirs"
    assert figures(report)["quote_exactness"] == 0
    assert report["cases"][0]["outcome"] == "wrong answer"


def test_all_faults_of_a_set_are_told_at_once(server: RunningServer) -> None:
    french = {**BOMBER, "id": "3", "language": "fr"}
    sent = server.client.post("/v1/evaluate", json=[{"id": "1"}, BOMBER, french])
    assert sent.status_code == 422
    assert "item 1: question" in sent.json()["detail"]
    assert "item 3: language" in sent.json()["detail"]
    for wrong in ({}, 7, {"questions": [BOMBER], "answers": 7}, "no set"):
        assert server.client.post("/v1/evaluate", json=wrong).status_code == 422


def test_the_command_asks_the_server_and_writes_reports(
    server: RunningServer, tmp_path: Path
) -> None:
    questions = tmp_path / "set.jsonl"
    questions.write_text(f"{json.dumps(BOMBER)}\n{json.dumps(PARIS)}\n")
    files = [tmp_path / name for name in ("a.html", "a.md", "a.json")]
    options = [part for file in files for part in ("--report", file)]
    done = server.beleg("evaluate", questions, *options)
    assert done.returncode == 0, done.stderr
    assert "2 questions" in done.stdout
    assert QUOTE in files[0].read_text(encoding="utf-8")
    assert files[1].read_text(encoding="utf-8").startswith("# Evaluation")
    again = server.beleg("evaluate", questions, "--compare", files[2], "--json")
    assert json.loads(again.stdout)["comparison"]["broken"] == []


def test_a_folder_gets_every_report(server: RunningServer, tmp_path: Path) -> None:
    questions = tmp_path / "set.jsonl"
    questions.write_text(json.dumps(BOMBER))
    there = tmp_path / "reports.2026"
    there.mkdir()
    to = ("--report", f"{tmp_path}/new/out/", "--report", there)
    done = server.beleg("evaluate", questions, *to)
    assert done.returncode == 0, done.stderr
    for folder in (tmp_path / "new" / "out", there):
        names = sorted(file.name for file in folder.iterdir())
        assert names == ["report.html", "report.json", "report.md"]
        assert QUOTE in (folder / "report.html").read_text(encoding="utf-8")
        assert json.loads((folder / "report.json").read_text())["cases"][0]["id"] == "1"


def test_a_set_of_which_nothing_can_be_judged_fails(
    server: RunningServer, tmp_path: Path
) -> None:
    questions = tmp_path / "set.jsonl"
    questions.write_text(json.dumps({**BOMBER, "quotes": ["words of no article"]}))
    done = server.beleg("evaluate", questions)
    assert done.returncode == 1
    assert "no article holds 'words of no article'" in done.stdout
    assert "no question could be judged" in done.stderr
    # One that can be judged is enough.
    with questions.open("a") as file:
        file.write(f"\n{json.dumps(PARIS)}")
    assert server.beleg("evaluate", questions).returncode == 0


def test_a_name_that_is_no_text_is_shown(server: RunningServer, tmp_path: Path) -> None:
    questions = Path(os.fsdecode(os.fsencode(tmp_path) + b"/set\xff.jsonl"))
    questions.write_text(json.dumps(PARIS))
    done = server.beleg("evaluate", questions)
    assert done.returncode == 0, done.stderr
    assert "set\\udcff.jsonl: 1 questions" in done.stdout


def test_drafts_of_ratings_need_a_folder(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "dir"
    done = beleg("evaluate", "--from-feedback", missing / "x.jsonl", home=tmp_path / "home")
    assert done.returncode == 1
    assert f"there is no folder {missing}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_fails_below_a_floor(server: RunningServer, tmp_path: Path) -> None:
    questions, answers = tmp_path / "set.jsonl", tmp_path / "theirs.jsonl"
    floors = tmp_path / "set.floors.json"
    questions.write_text(json.dumps(BOMBER))
    cited = {"id": "1", "text": QUOTE, "citations": [{"quote": QUOTE}]}
    answers.write_text(json.dumps(cited))
    arguments = ("evaluate", questions, "--answers", answers, "--floors", floors)
    floors.write_text(json.dumps({"corpus": "", "least": {"right": 0, "mrr": 0}}))
    assert server.beleg(*arguments, "--write-floors").returncode == 0
    assert json.loads(floors.read_text())["least"]["right"] == 0.98
    assert server.beleg(*arguments).returncode == 0
    answers.write_text(json.dumps({**cited, "citations": [{"quote": "no fuel"}]}))
    done = server.beleg(*arguments)
    assert done.returncode == 3
    assert "right: 0.000 is below its floor of 0.98" in done.stderr


def test_what_cannot_be_used_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    questions = tmp_path / "set.jsonl"
    questions.write_text('{"id": "1"}\n{"id": 2}')
    halves, a_file = tmp_path / "halves.jsonl", tmp_path / "file"
    halves.write_text(f'\n{json.dumps({**BOMBER, "id": HALF})}')
    a_file.write_text("")
    for arguments, told in (
        ((questions,), "line 1: question"),
        ((halves,), "line 2: id: holds half a character"),
        ((QUESTIONS, "--report", a_file), "file: cannot be made a folder"),
        ((QUESTIONS, "--report", tmp_path / "none" / "a.md"), f"no folder {tmp_path / 'none'}"),
        ((tmp_path / "none.jsonl",), "cannot be read"),
        ((QUESTIONS, "--report", tmp_path / "a.pdf"), "a.pdf: expected a name that ends with"),
        ((QUESTIONS, "--compare", questions), "is no evaluation report"),
    ):
        done = beleg("evaluate", *arguments, home=tmp_path / "home")
        assert done.returncode == 1
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_question_sets_and_floors_are_no_articles(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry sank on Monday.")
    (folder / "a.questions.jsonl").write_text(json.dumps(BOMBER))
    (folder / "a.floors.json").write_text("{}")
    done = beleg("ingest", folder, home=tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 added" in done.stdout
