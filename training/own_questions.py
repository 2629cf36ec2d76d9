"""Questions written for this project, each in English and in German.

Over news that stands in both languages (the WMT news tests of the parallel text), over Wikipedia's
German articles (Klexikon) and English ones (SQuADShifts, SelQA, QED, SQuAD 2). Half of them and
more have no answer in their passage, though they share its names and words. They lie in
training/questions (CC BY 4.0), without the passages: an id names source, text and place.
"""

import gzip
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from qa.types import Span
from training.data import (
    Pair,
    guard,
    lines,
    parallel_pairs,
    squad2_articles,
    squad2_for_training,
    squad_shifts,
    wikipedia_paragraphs,
    wikipedia_shifts,
)

FOLDER = Path(__file__).parent / "questions"
FILES = ("news.jsonl.gz", "wikipedia.jsonl.gz")
PAIRS_FILE = "pairs.jsonl.gz"
CROWD_FILE = "crowd.jsonl.gz"
SHORTEST_PIECE = 40  # characters: shorter sentences are alike by chance


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
    """Return the questions of seven passages in eight to learn from, or those of the eighth.

    Of the eighth without passages of which a sentence is learned from in another place: some texts
    stand twice in the data, the news with several translations.
    """
    found_passage = passage_finder(data)
    learned = frozenset() if for_training else learned_pieces(found_passage)
    found = []
    for item in (item for name in FILES for item in items(name)):
        if is_of_the_eighth(item) != for_training:
            passages = found_passage(item["id"])
            if not any(pieces(passage) & learned for passage in passages.values()):
                found.append(own_question(item, passages))
    return found


def items(name: str) -> Iterator[dict]:
    """Yield the lines of a file of questions."""
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def is_of_the_eighth(item: dict) -> bool:
    """Say whether a question of FILES is kept from training."""
    return crc32(item["id"].encode()) % 8 == 0


def learned_items() -> Iterator[dict]:
    """Yield the lines of every file that are learned from."""
    yield from (item for name in FILES for item in items(name) if not is_of_the_eighth(item))
    yield from items(CROWD_FILE)
    yield from items(PAIRS_FILE)


def learned_pieces(found_passage: Callable[[str], dict[str, str]]) -> frozenset[str]:
    """Return the pieces of all passages that are learned from."""
    names = {item["id"] for item in learned_items()}
    return frozenset(
        piece
        for name in names
        for passage in found_passage(name).values()
        for piece in pieces(passage)
    )


def pieces(passage: str) -> set[str]:
    """Return the longer sentences of a passage, roughly: what two copies of a text share."""
    return {piece for piece in re.split(r"(?<=[.!?]) ", passage) if len(piece) >= SHORTEST_PIECE}


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
    return [question_pair(item, found_passage(item["id"])) for item in items(PAIRS_FILE)]


def question_pair(item: dict, passages: dict[str, str]) -> QuestionPair:
    """Return the item over its passage; raise ValueError when the answer does not stand there."""
    passage = passages[item["language"]]
    return QuestionPair(
        item["answered"], item["unanswered"], passage, place(item["id"], passage, *item["answer"])
    )


def crowd_questions(data: Path) -> list[OwnQuestion]:
    """Return the questions written in the manner of SQuAD 2.0's crowd workers.

    All of them to learn from: none is over a passage of the eighth.
    """
    found_passage = passage_finder(data)
    return [crowd_question(item, found_passage(item["id"])) for item in items(CROWD_FILE)]


def crowd_question(item: dict, passages: dict[str, str]) -> OwnQuestion:
    """Return the item over its passage, which is read in one language alone.

    Raise ValueError when the answer does not stand there.
    """
    language = item["language"]
    passage = passages[language]
    answers = {}
    if item["answer"] is not None:
        answers[language] = place(item["id"], passage, *item["answer"])
    questions = {asked: item[asked] for asked in ("en", "de")}
    return OwnQuestion(questions, {language: passage}, answers, item["id"])


def translated_questions(data: Path) -> list[Pair]:
    """Return the wordings of all that is learned from, in both languages, each once."""
    found = [
        (example.question, example.german)
        for read in (squad_shifts, wikipedia_shifts, squad2_for_training)
        for example in read(data)
        if example.german
    ]
    return [
        Pair(english, german, "questions")
        for english, german in dict.fromkeys([*found, *own_wordings()])
    ]


def own_wordings() -> list[tuple[str, str]]:
    """Return our own questions that are learned from, English and German."""
    found = []
    for item in learned_items():
        wordings = (item,) if "en" in item else (item["answered"], item["unanswered"])
        found += [(wording["en"], wording["de"]) for wording in wordings]
    return found


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
