"""The command line on a home that nobody serves."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.api.running import QUESTION, QUOTE, SEED, beleg


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    texts = tmp_path_factory.mktemp("texts")
    (texts / "otters.jsonl").write_text(
        json.dumps(
            {
                "id": "otters",
                "text": "Otters returned to the Elbe. They eat fish. \u202eNobody minds.",
                "title": "Otters",
                "outlet": "Elbblatt",
                "published": "2021-03-04",
            }
        )
    )
    done = beleg("ingest", SEED, texts, "--json", home=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == 2
    return folder


def test_an_answer_shows_its_quotes_and_what_stands_around_them(home: Path) -> None:
    done = beleg("ask", QUESTION, home=home)
    assert done.returncode == 0, done.stderr
    assert f"\n[1] {QUOTE}\n" in done.stdout
    assert done.stdout.count("\nTürkei will mit Luftangriffen") == 1  # each article is named once
    assert "einen russischen Kampfbomber abgeschossen" in done.stdout  # the sentence before
    assert done.stderr == ""


def test_an_answer_as_json_is_the_api_s(home: Path) -> None:
    answer = json.loads(beleg("ask", QUESTION, "--json", home=home).stdout)
    assert answer["citations"][0]["quote"] == QUOTE
    assert answer["kind"] == "extractive"


def test_no_answer_shows_the_nearest(home: Path) -> None:
    done = beleg("ask", "Who won the chess championship of 1972?", home=home)
    assert done.returncode == 0
    assert "Nearest passages:" in done.stdout


def test_filters_and_home_option(home: Path, tmp_path: Path) -> None:
    filters = ["--language", "en", "--outlet", "Elbblatt", "--from", "2021-03-04"]
    filters += ["--to", "2021-03-04", "--collection", "default"]
    done = beleg("ask", QUESTION, "--json", *filters, "--home", home, home=tmp_path / "other")
    answer = json.loads(done.stdout)
    found = [hit["article_id"] for hit in answer["nearest"] + answer["citations"]]
    assert set(found) == {"otters"}
    assert not (tmp_path / "other").exists()


def test_search_lists_passages(home: Path) -> None:
    done = beleg("search", QUESTION, "--limit", "1", "--json", home=home)
    found = json.loads(done.stdout)
    assert len(found["hits"]) == 1
    assert QUOTE in found["hits"][0]["text"]
    assert found["hits"][0]["title"] in beleg("search", QUESTION, home=home).stdout


def test_articles_are_listed_and_shown(home: Path) -> None:
    listed = beleg("articles", "list", home=home).stdout.splitlines()
    assert listed[-1] == "2 of 2 articles"
    assert any(line.startswith("otters · ") for line in listed)
    named = beleg("articles", "list", "Nobody OTTERS", home=home).stdout.splitlines()
    assert named[-1] == "0 of 0 articles"
    shown = json.loads(beleg("articles", "show", "otters", "--json", home=home).stdout)
    assert len(shown["sentences"]) == 3
    assert "They eat fish." in beleg("articles", "show", "otters", home=home).stdout


def test_no_article_commands_the_terminal(home: Path) -> None:
    told = beleg("articles", "show", "otters", home=home).stdout
    assert "Nobody minds" in told
    assert "\u202e" not in told  # it would turn the line around


def test_deleting(home: Path, tmp_path: Path) -> None:
    assert beleg("ingest", SEED, home=tmp_path).returncode == 0
    [entry] = json.loads(beleg("articles", "list", "--json", home=tmp_path).stdout)["articles"]
    done = beleg("articles", "delete", entry["id"], "--forget", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"deleted: {entry['id']}\n")
    again = beleg("articles", "show", entry["id"], home=tmp_path)
    assert again.returncode == 1


def assert_one_line_error(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert done.stderr.startswith("beleg: ")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


def test_an_error_of_ours_is_one_line_and_exit_code_1(home: Path) -> None:
    assert_one_line_error(beleg("articles", "show", "none", home=home), "none")
    assert_one_line_error(beleg("ask", " ", home=home), "question")
    assert_one_line_error(beleg("ask", "a" * 2001, home=home), "2001", "2000")
    assert_one_line_error(beleg("ask", "a?", home=home, BELEG_PROT="1"), "BELEG_PROT", "BELEG_PORT")
    assert_one_line_error(
        beleg("ask", "a?", home=home, BELEG_EMBEDDING="no/such-model"), "no/such-model"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["ask"],
        ["ask", "a?", "--language", "fr"],
        ["ask", "a?", "--from", "yesterday"],
        ["search", "a?", "--limit", "0"],
        ["ingest"],
        ["articles", "show"],
    ],
)
def test_a_wrong_call_is_exit_code_2(home: Path, arguments: list[str]) -> None:
    done = beleg(*arguments, home=home)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text_are_no_error_of_ours(home: Path) -> None:
    done = beleg("ask", "Warum \udcff?", home=home)
    assert done.returncode == 0, done.stderr
