"""Readers of the public data the bundled models are trained on; evaluation sets are refused.

Where a stranger gets the same files is written in training/README.md.
"""

import csv
import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from zlib import crc32

DEVELOPMENT_FILE = Path(__file__).parent / "development" / "new_wiki_de.jsonl.gz"
GERMAN_FILE = Path(__file__).parent / "questions" / "german.tsv.gz"

# The outcome is measured on these: a path with one of the names is never read for training.
EVALUATION_SETS = (
    "xquad", "mlqa", "belebele", "ntrex", "flores", "newstest2019.eng-deu", "stsb-de-test",
    "stsb-en-test", "onestopqa", "squad-dev", "dev-v1.1", "dev-v2.0", "new_wiki", "development",
)


class EvaluationDataError(Exception):
    """Training asked for data that the outcome is measured or tuned on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An English text and its German translation."""

    english: str
    german: str
    origin: str


@dataclass(frozen=True, slots=True)
class QuestionExample:
    """A question, a passage, and the answer's characters [start, end); both 0 when it has none."""

    question: str
    passage: str
    start: int
    end: int
    origin: str
    german: str | None = None  # the same question in German


def guard(path: Path) -> Path:
    """Return `path`, or raise EvaluationDataError when it names an evaluation set."""
    name = path.name.lower()
    for evaluation_set in EVALUATION_SETS:
        if evaluation_set in name:
            raise EvaluationDataError(
                f"{path} belongs to {evaluation_set!r}, which is kept for measuring; "
                "train on something else"
            )
    return path


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a gzipped UTF-8 file without their line ends."""
    with gzip.open(guard(path), "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def parallel_pairs(data: Path) -> list[Pair]:
    """Read every sentence and paragraph pair, in document order inside an origin."""
    pairs = []
    for line in lines(data / "parallel" / "en-de.tsv.gz"):
        _, origin, english, german = line.split("\t")
        if not any(name in origin.lower() for name in EVALUATION_SETS):
            pairs.append(Pair(english, german, origin))
    for line in lines(data / "debian-webwml" / "paragraph-pairs.derived.tsv.gz"):
        page, english, german = line.split("\t")
        pairs.append(Pair(english, german, f"debian:{page}"))
    return pairs


def windows(pairs: list[Pair], sizes: tuple[int, ...] = (2, 3, 4)) -> list[Pair]:
    """Join consecutive news sentences to paragraphs: the sizes follow one another in turn."""
    joined = []
    for origin, group in groupby(pairs, key=lambda pair: pair.origin):
        if not re.match(r"news|generaltest|wmt|debian:News", origin):
            continue
        rest = list(group)
        turn = 0
        while len(rest) > 1:
            size = sizes[turn % len(sizes)]
            part, rest = rest[:size], rest[size:]
            joined.append(
                Pair(" ".join(p.english for p in part), " ".join(p.german for p in part), origin)
            )
            turn += 1
    return joined


def dictionary_pairs(data: Path) -> list[Pair]:
    """Read English headwords with each of their German translations."""
    pairs = []
    for line in lines(data / "dict-en-de" / "wiktionary-en-de-enwiktionary.txt.gz"):
        if line.startswith("#") or " :: " not in line:
            continue
        left, right = line.split(" :: ", 1)
        english = re.sub(r"\{.*?\}|\(.*?\)|SEE:.*", "", left).strip()
        for translation in right.split(","):
            german = re.sub(r"\{.*?\}|\(.*?\)|\[.*?\]", "", translation).strip()
            if english and german and len(english) < 40 and len(german) < 40:
                pairs.append(Pair(english, german, "wiktionary"))
    return pairs


def german_texts(data: Path, limit: int) -> Iterator[str]:
    """Yield up to `limit` characters of German encyclopedia text, one article at a time."""
    read = 0
    with zipfile.ZipFile(data / "klexikon-de" / "data-splits.zip") as archive:
        for name in sorted(archive.namelist()):
            if "/train/" in name and name.endswith(".txt"):
                text = archive.read(name).decode("utf-8", errors="replace")[:40_000]
                read += len(text)
                if read > limit:
                    return
                yield text


def squad_shifts(data: Path) -> list[QuestionExample]:
    """Read the Amazon and Reddit parts; the Wikipedia part is kept for development."""
    examples = []
    for name in ("amazon_reviews", "reddit"):
        with gzip.open(guard(data / "squadshifts" / f"{name}_v1.0.json.gz")) as file:
            examples += squad_examples(json.load(file), name)
    return examples


def wikipedia_paragraphs(data: Path) -> dict[str, dict]:
    """Read SQuADShifts' Wikipedia paragraphs, by "title-number", that may be learned from.

    Left out are the articles that figures are reported on, and of the others the paragraphs that
    settings are chosen by.
    """
    with gzip.open(data / "squadshifts" / "new_wiki_v1.0.json.gz") as file:
        articles = json.load(file)["data"]
    with gzip.open(DEVELOPMENT_FILE, "rt", encoding="utf-8") as file:
        development = {json.loads(line)["id"] for line in file}
    return {
        name: paragraph
        for article in articles
        if crc32(article["title"].encode()) % 2 != 1
        for k, paragraph in enumerate(article["paragraphs"])
        if (name := f"{article['title']}-{k}") not in development
    }


def wikipedia_shifts(data: Path) -> list[QuestionExample]:
    """Read the questions to the Wikipedia paragraphs that may be learned from."""
    paragraphs = list(wikipedia_paragraphs(data).values())
    return squad_examples({"data": [{"paragraphs": paragraphs}]}, "new_wiki")


def is_learned_from(title: str) -> bool:
    """Say whether the reader learns from an article of the SQuAD 2 half: 14 of the 18."""
    return crc32(title.encode()) % 4 != 2


def squad2_articles(data: Path) -> list[dict]:
    """Read the articles of the SQuAD 2 half that the reader learns from."""
    with gzip.open(guard(data / "squad2-dev-half" / "squad2-dev-half.json.gz")) as file:
        return [a for a in json.load(file)["data"] if is_learned_from(a["title"])]


def squad2_for_training(data: Path) -> list[QuestionExample]:
    """Read some articles of the SQuAD 2 half, unanswerable questions among them."""
    return squad_examples({"data": squad2_articles(data)}, "squad2", unanswerable=True)


def squad_examples(
    squad: dict, origin: str, *, unanswerable: bool = False
) -> list[QuestionExample]:
    """Flatten a SQuAD-format object; of several answers the one that most annotators gave.

    Questions that were translated for this project have their German beside them.
    """
    german = dict(line.split("\t") for line in lines(GERMAN_FILE))
    examples = []
    for article in squad["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                spans = [(a["answer_start"], a["text"]) for a in qa["answers"]]
                if not spans and not unanswerable:
                    continue
                start, text = max(spans, key=spans.count) if spans else (0, "")
                examples.append(
                    QuestionExample(
                        qa["question"], paragraph["context"], start, start + len(text), origin,
                        german.get(qa["id"]),
                    )
                )
    return examples


def selqa(data: Path) -> list[QuestionExample]:
    """Read questions with their candidate sentences joined to a passage."""
    examples = []
    for part in ("dev", "test"):
        with gzip.open(guard(data / "selqa" / f"selqa-ass-{part}.json.gz")) as file:
            for item in json.load(file):
                if not item["answers"]:
                    continue
                candidates, k = item["candidates"], item["answers"][0]
                start = sum(len(c) + 1 for c in candidates[:k])
                examples.append(
                    QuestionExample(
                        item["question"], " ".join(candidates), start,
                        start + len(candidates[k]), "selqa",
                    )
                )
    return examples


def qed(data: Path) -> list[QuestionExample]:
    """Read natural questions with the paragraph and answer span."""
    examples = []
    for line in lines(data / "qed" / "qed-dev.jsonlines.gz"):
        item = json.loads(line)
        answers = item["original_nq_answers"]
        if answers and answers[0]:
            span = answers[0][0]
            examples.append(
                QuestionExample(
                    item["question_text"], item["paragraph_text"], span["start"], span["end"], "qed"
                )
            )
    return examples


def qamr(data: Path) -> list[QuestionExample]:
    """Read question-answer pairs whose passage is one sentence."""
    sentences = {}
    for line in lines(data / "qamr" / "wiki-sentences.tsv.gz"):
        key, sentence = line.split("\t")
        sentences[key] = sentence
    examples = []
    for part in ("dev", "test"):
        for line in lines(data / "qamr" / f"{part}.tsv.gz"):
            fields = line.split("\t")
            key, question, answer = fields[0], fields[5], fields[6]
            if key not in sentences or not answer.strip():
                continue
            words = sentences[key].split(" ")
            named = [int(position) for position in answer.split()]
            first = last = named[0]
            while last + 1 in named:
                last += 1
            start = sum(len(w) + 1 for w in words[:first])
            end = start + len(" ".join(words[first : last + 1]))
            examples.append(QuestionExample(question, sentences[key], start, end, "qamr"))
    return examples


def fairytale_qa(data: Path) -> list[QuestionExample]:
    """Read explicit questions whose first answer stands word for word in its section."""
    examples = []
    path = data / "fairytaleqa" / "data-by-train-split.zip"
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for name in sorted(names):
            if "/questions/" not in name or not name.endswith(".csv") or "__MACOSX" in name:
                continue
            story = name.replace("/questions/", "/section-stories/").replace("questions", "story")
            if story not in names:
                continue
            with archive.open(story) as file:
                sections = {
                    row["section"]: row["text"]
                    for row in csv.DictReader(TextIOWrapper(file, "utf-8", errors="replace"))
                }
            with archive.open(name) as file:
                for row in csv.DictReader(TextIOWrapper(file, "utf-8", errors="replace")):
                    text = sections.get(row["cor_section"], "")
                    start = text.lower().find((row["answer1"] or "?").lower().strip(" ."))
                    if row["ex-or-im1"] == "explicit" and start >= 0 and row["answer1"]:
                        examples.append(
                            QuestionExample(
                                row["question"], text, start,
                                start + len(row["answer1"]), "fairytaleqa",
                            )
                        )
    return examples
