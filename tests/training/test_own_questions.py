"""Our own questions: each in both languages, each answer where it is said to stand."""

import gzip
import json
from zlib import crc32

import pytest

from training.data import EVALUATION_SETS
from training.own_questions import (
    CROWD_FILE,
    FILES,
    FOLDER,
    PAIRS_FILE,
    crowd_question,
    own_question,
    own_wordings,
    pieces,
    question_pair,
)

PASSAGES = {"en": "It rained. The bridge fell in 1931.", "de": "Es regnete. 1931 fiel die Brücke."}
ITEM = {
    "id": "news:0+2", "en": "When did the bridge fall?", "de": "Wann stürzte die Brücke ein?",
    "answers": {"en": [30, "1931"], "de": [12, "1931"]},
}
PAIR = {
    "id": "news:0+2", "language": "de", "answer": [12, "1931"],
    "answered": {"en": "When did the bridge fall?", "de": "Wann fiel die Brücke?"},
    "unanswered": {"en": "When was the bridge built?", "de": "Wann wurde die Brücke gebaut?"},
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


def test_a_pair_has_one_answer() -> None:
    pair = question_pair(PAIR, PASSAGES)
    assert pair.answer.of(pair.passage) == "1931"
    assert pair.answered["de"] != pair.unanswered["de"]


def test_a_pair_whose_answer_stands_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"news:0\+2: '1931' does not stand at 11"):
        question_pair(PAIR | {"answer": [11, "1931"]}, PASSAGES)


def test_a_crowd_question_has_an_answer_or_none() -> None:
    item = {
        "id": "qed:1:0+34", "language": "en", "answer": [30, "1931"],
        "en": "When did the bridge fall?", "de": "Wann fiel die Brücke?",
    }
    answered = crowd_question(item, PASSAGES)
    assert answered.answers["en"].of(answered.passages["en"]) == "1931"
    assert set(answered.questions) == {"en", "de"}
    assert crowd_question(item | {"answer": None}, PASSAGES).answers == {}


def lines_of(name: str) -> list[dict]:
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_each_pair_asks_two_questions_in_both_languages() -> None:
    items = lines_of(PAIRS_FILE)
    assert len(items) > 1000
    for item in items:
        assert item["language"] in ("en", "de"), item
        for language in ("en", "de"):
            assert item["answered"][language] != item["unanswered"][language], item


@pytest.mark.parametrize("name", [PAIRS_FILE, CROWD_FILE])
def test_what_all_is_learned_from_is_over_no_passage_that_figures_are_reported_on(name) -> None:
    reported: dict[str, list[tuple[int, int]]] = {}
    for text, start, end in (place_of(item) for file in FILES for item in lines_of(file)
                             if crc32(item["id"].encode()) % 8 == 0):
        reported.setdefault(text, []).append((start, end))
    for item in lines_of(name):
        text, start, end = place_of(item)
        assert not any(start < e and s < end for s, e in reported.get(text, ())), item


def test_wordings_are_learned_from_but_those_of_the_eighth() -> None:
    learned = set(own_wordings())
    wordings: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for item in (item for name in FILES for item in lines_of(name)):
        wordings[crc32(item["id"].encode()) % 8 == 0].add((item["en"], item["de"]))
    crowd = {(item["en"], item["de"]) for item in lines_of(CROWD_FILE)}
    assert wordings[False] | crowd <= learned
    assert not (wordings[True] & learned) - crowd


def test_two_copies_of_a_text_share_a_piece_and_two_texts_none() -> None:
    copied = "It rained. The old bridge over the river fell in the summer of 1931."
    assert pieces(copied) & pieces("The old bridge over the river fell in the summer of 1931. Why?")
    assert not pieces(copied) & pieces("It rained. The new bridge was built in the year after it.")


def place_of(item: dict) -> tuple[str, int, int]:
    text, place = item["id"].rsplit(":", 1)
    start, length = map(int, place.split("+"))
    return text, start, start + length


@pytest.mark.parametrize("name", FILES)
def test_each_line_asks_in_both_languages(name) -> None:
    items = lines_of(name)
    assert len(items) > 1000
    for item in items:
        assert item["en"].endswith("?") and item["de"].endswith("?"), item
        assert set(item["answers"]) <= {"en", "de"}, item
        assert item["id"].rsplit(":", 1)[1].replace("+", "").isdigit(), item


@pytest.mark.parametrize("file", [*FILES, PAIRS_FILE, CROWD_FILE])
def test_no_question_is_over_evaluation_data(file) -> None:
    sources = {item["id"].split(":")[0].lower() for item in lines_of(file)}
    # SQuADShifts' Wikipedia is named so that no path to it is opened by mistake; the paragraphs
    # that may be learned from are chosen in training/data.py.
    for name in set(EVALUATION_SETS) - {"new_wiki"}:
        assert not any(name in source for source in sources)
