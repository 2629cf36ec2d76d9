"""Questions written for this project, each in English and in German.

Over news that stands in both languages (the WMT news tests of the parallel text), over Wikipedia's
German articles (Klexikon) and English ones (SQuADShifts, SelQA, QED, SQuAD 2). Half of them and
more have no answer in their passage, though they share its names and words. They lie in
training/questions (CC BY 4.0), without the passages: an id names source, text and place.
"""

import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from qa.types import Span
from training.data import (
    QuestionExample,
    guard,
    lines,
    parallel_pairs,
    squad2_articles,
    wikipedia_paragraphs,
)

FOLDER = Path(__file__).parent / "questions"
FILES = ("news.jsonl.gz", "wikipedia.jsonl.gz")
PAIRS_FILE = "pairs.jsonl.gz"
CROWD_FILE = "crowd.jsonl.gz"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question and its passage, by language: each passage stands in one language or in both."""

    questions: dict[str, str]
    passages: dict[str, str]
    answers: dict[str, Span]  # empty when the passage does not answer
    group: str  # names the passage


@dataclass(frozen=True, slots=True)
class QuestionPair:
    """Two questions, each in both languages, that differ in a few words.

    The passage answers the first alone: nothing but what it says tells them apart.
    """

    answered: dict[str, str]
    unanswered: dict[str, str]
    passage: str
    answer: Span


def own_questions(data: Path, *, for_training: bool) -> list[OwnQuestion]:
    """Return the questions of seven passages in eight to learn from, or those of the eighth."""
    found_passage = passage_finder(data)
    found = []
    for name in FILES:
        with gzip.open(FOLDER / name, "rt", encoding="utf-8") as file:
            for item in map(json.loads, file):
                if (crc32(item["id"].encode()) % 8 != 0) == for_training:
                    found.append(own_question(item, found_passage(item["id"])))
    return found


def own_question(item: dict, passages: dict[str, str]) -> OwnQuestion:
    """Return the item over its passage; raise ValueError when the answer does not stand there."""
    answers = {
        language: place(item["id"], passages[language], start, words)
        for language, (start, words) in item["answers"].items()
    }
    questions = {language: item[language] for language in ("en", "de")}
    return OwnQuestion(questions, passages, answers, item["id"])


def question_pairs(data: Path) -> list[QuestionPair]:
    """Return the pairs, all of them to learn from: none is over a passage of the eighth."""
    found_passage = passage_finder(data)
    with gzip.open(FOLDER / PAIRS_FILE, "rt", encoding="utf-8") as file:
        return [question_pair(item, found_passage(item["id"])) for item in map(json.loads, file)]


def question_pair(item: dict, passages: dict[str, str]) -> QuestionPair:
    """Return the item over its passage; raise ValueError when the answer does not stand there."""
    passage = passages[item["language"]]
    return QuestionPair(
        item["answered"], item["unanswered"], passage, place(item["id"], passage, *item["answer"])
    )


def crowd_questions(data: Path) -> list[QuestionExample]:
    """Return the English questions written in the manner of SQuAD 2.0's crowd workers.

    All of them to learn from: none is over a passage of the eighth.
    """
    found_passage = passage_finder(data)
    with gzip.open(FOLDER / CROWD_FILE, "rt", encoding="utf-8") as file:
        return [crowd_question(item, found_passage(item["id"])) for item in map(json.loads, file)]


def crowd_question(item: dict, passages: dict[str, str]) -> QuestionExample:
    """Return the item over its passage; raise ValueError when the answer does not stand there."""
    passage = passages["en"]
    if item["answer"] is None:
        return QuestionExample(item["question"], passage, 0, 0, "crowd")
    answer = place(item["id"], passage, *item["answer"])
    return QuestionExample(item["question"], passage, answer.start, answer.end, "crowd")


def place(name: str, passage: str, start: int, words: str) -> Span:
    """Return the span of an answer's words."""
    end = start + len(words)
    if passage[start:end] != words:
        raise ValueError(f"{name}: {words!r} does not stand at {start} of its passage")
    return Span(start, end)


def passage_finder(data: Path) -> Callable[[str], dict[str, str]]:
    """Return what gives the passage of an id "source:text:start+length".

    News count in lines of the parallel text, everything else in characters of the text.
    """
    by_origin: dict[str, list[tuple[str, str]]] = {}
    for pair in parallel_pairs(data):
        by_origin.setdefault(pair.origin, []).append((pair.english, pair.german))
    english = english_texts(data)
    klexikon = zipfile.ZipFile(guard(data / "klexikon-de" / "data-splits.zip"))

    def find(name: str) -> dict[str, str]:
        text_name, place = name.rsplit(":", 1)
        start, length = map(int, place.split("+"))
        if text_name in by_origin:
            chosen = by_origin[text_name][start : start + length]
            return {"en": " ".join(e for e, _ in chosen), "de": " ".join(g for _, g in chosen)}
        source, title = text_name.split(":", 1)
        if source == "klexikon":
            file = klexikon.read(f"data/splits/train/wiki/{title}.txt")
            text = file.decode("utf-8", errors="replace")
            return {"de": text[start : start + length].replace("\n", " ")}
        return {"en": english[text_name][start : start + length]}

    return find


def english_texts(data: Path) -> dict[str, str]:
    """Return the English texts that questions were written over, by "source:text"."""
    texts = {
        f"new_wiki:{name}": paragraph["context"]
        for name, paragraph in wikipedia_paragraphs(data).items()
    }
    for article in squad2_articles(data):
        for k, paragraph in enumerate(article["paragraphs"]):
            texts[f"squad2:{article['title']}-{k}"] = paragraph["context"]
    for part in ("dev", "test"):
        with gzip.open(guard(data / "selqa" / f"selqa-ass-{part}.json.gz")) as file:
            for k, item in enumerate(json.load(file)):
                texts[f"selqa-{part}:{k}"] = " ".join(item["candidates"])
    for line in lines(data / "qed" / "qed-dev.jsonlines.gz"):
        item = json.loads(line)
        texts[f"qed:{item['example_id']}"] = item["paragraph_text"]
    return texts
