"""Questions written for this project, each in English and in German.

Over news that stands in both languages (the WMT news tests of the parallel text), over Wikipedia's
German articles (Klexikon) and English ones (SQuADShifts, SelQA, QED). Half of them and more have no
answer in their passage, though they share its names and words. They lie in training/questions
(CC BY 4.0), without the passages: an id names source, text and place.
"""

import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from qa.types import Span
from training.data import guard, lines, parallel_pairs, wikipedia_paragraphs

FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question and its passage, by language: each passage stands in one language or in both."""

    questions: dict[str, str]
    passages: dict[str, str]
    answers: dict[str, Span]  # empty when the passage does not answer
    group: str  # names the passage


def own_questions(data: Path, *, for_training: bool) -> list[OwnQuestion]:
    """Return the questions of seven passages in eight to learn from, or those of the eighth."""
    found_passage = passage_finder(data)
    found = []
    for path in sorted(FOLDER.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for item in map(json.loads, file):
                if (crc32(item["id"].encode()) % 8 != 0) == for_training:
                    found.append(own_question(item, found_passage(item["id"])))
    return found


def own_question(item: dict, passages: dict[str, str]) -> OwnQuestion:
    """Return the item over its passage; raise ValueError when the answer does not stand there."""
    answers = {}
    for language, (start, words) in item["answers"].items():
        end = start + len(words)
        if passages[language][start:end] != words:
            raise ValueError(f"{item['id']}: {words!r} does not stand at {start} of its passage")
        answers[language] = Span(start, end)
    questions = {language: item[language] for language in ("en", "de")}
    return OwnQuestion(questions, passages, answers, item["id"])


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
    for part in ("dev", "test"):
        with gzip.open(guard(data / "selqa" / f"selqa-ass-{part}.json.gz")) as file:
            for k, item in enumerate(json.load(file)):
                texts[f"selqa-{part}:{k}"] = " ".join(item["candidates"])
    for line in lines(data / "qed" / "qed-dev.jsonlines.gz"):
        item = json.loads(line)
        texts[f"qed:{item['example_id']}"] = item["paragraph_text"]
    return texts
