"""Our own questions: each in both languages, each answer where it is said to stand."""

import gzip
import json

import pytest

from training.data import EVALUATION_SETS
from training.own_questions import FOLDER, own_question

FILES = sorted(FOLDER.glob("*.jsonl.gz"))
PASSAGES = {"en": "It rained. The bridge fell in 1931.", "de": "Es regnete. 1931 fiel die Brücke."}
ITEM = {
    "id": "news:0+2", "en": "When did the bridge fall?", "de": "Wann stürzte die Brücke ein?",
    "answers": {"en": [30, "1931"], "de": [12, "1931"]},
}


def test_an_answer_is_a_span_of_the_passage_in_each_language() -> None:
    question = own_question(ITEM, PASSAGES)
    assert {k: span.of(PASSAGES[k]) for k, span in question.answers.items()} == {
        "en": "1931", "de": "1931",
    }


def test_a_question_without_an_answer_has_no_span() -> None:
    assert own_question(ITEM | {"answers": {}}, PASSAGES).answers == {}


def test_an_answer_that_stands_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"news:0\+2: '1931' does not stand at 29"):
        own_question(ITEM | {"answers": {"en": [29, "1931"]}}, PASSAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_line_asks_in_both_languages(path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    assert len(items) > 1000
    for item in items:
        assert item["en"].endswith("?") and item["de"].endswith("?"), item
        assert set(item["answers"]) <= {"en", "de"}, item
        assert item["id"].rsplit(":", 1)[1].replace("+", "").isdigit(), item


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_question_is_over_evaluation_data(path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sources = {json.loads(line)["id"].split(":")[0].lower() for line in file}
    # SQuADShifts' Wikipedia is named so that no path to it is opened by mistake; the paragraphs
    # that may be learned from are chosen in training/data.py.
    for name in set(EVALUATION_SETS) - {"new_wiki"}:
        assert not any(name in source for source in sources)
