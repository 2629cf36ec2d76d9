"""Questions to choose settings by and to report figures on: never what weights are trained on.

`new_wiki` is from SQuADShifts' Wikipedia part (CC BY 4.0); its German side was translated for
this project and lies in training/development/new_wiki_de.jsonl.gz, CC BY 4.0.
"""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from ingest.sentences import sentences
from training.data import DEVELOPMENT_FILE, is_learned_from
from training.own_questions import own_questions


@dataclass(frozen=True, slots=True)
class DevelopmentQuestion:
    """A question to one text among others; `answer` is characters [start, end) of that text."""

    question: str
    language: str
    text: int  # position in the set's texts
    answer: tuple[int, int] | None  # None: the texts do not answer it


@dataclass(frozen=True, slots=True)
class DevelopmentSet:
    """Texts of one language and questions to them."""

    name: str
    text_language: str
    texts: tuple[str, ...]
    groups: tuple[str, ...]  # the article each text is from: splits go by it
    questions: tuple[DevelopmentQuestion, ...]


def new_wiki(data: Path) -> list[DevelopmentSet]:
    """Return the four directions: en-en, de-de, en-de, de-en (question language first)."""
    with gzip.open(data / "squadshifts" / "new_wiki_v1.0.json.gz") as file:
        english = {
            f"{article['title']}-{k}": paragraph
            for article in json.load(file)["data"]
            for k, paragraph in enumerate(article["paragraphs"])
        }
    with gzip.open(DEVELOPMENT_FILE, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    texts = {
        "en": tuple(english[item["id"]]["context"] for item in items),
        "de": tuple(" ".join(item["sentences"]) for item in items),
    }
    groups = tuple(item["id"].rsplit("-", 1)[0] for item in items)
    asked: dict[tuple[str, str], list[DevelopmentQuestion]] = {}
    for k, item in enumerate(items):
        english_questions = {qa["id"]: qa for qa in english[item["id"]]["qas"]}
        for question in item["questions"]:
            qa = english_questions[question["id"]]
            start = sorted(a["answer_start"] for a in qa["answers"])[len(qa["answers"]) // 2]
            german = span_of(item["sentences"], question["sentence"])
            for target, answer in (("en", (start, start + 1)), ("de", german)):
                for source, wording in (("en", qa["question"]), ("de", question["question"])):
                    asked.setdefault((source, target), []).append(
                        DevelopmentQuestion(wording, source, k, answer)
                    )
    return [
        DevelopmentSet(f"new_wiki {source}-{target}", target, texts[target], groups, tuple(found))
        for (source, target), found in asked.items()
    ]


def span_of(parts: list[str], k: int) -> tuple[int, int]:
    """Return where part `k` lies in the parts joined by one blank."""
    start = sum(len(part) + 1 for part in parts[:k])
    return start, start + len(parts[k])


def squad2_half(data: Path) -> DevelopmentSet:
    """Return the English half of SQuAD 2.0 dev (CC BY-SA 4.0) with its unanswerable questions.

    Without the articles that the reader learns from.
    """
    with gzip.open(data / "squad2-dev-half" / "squad2-dev-half.json.gz") as file:
        articles = [a for a in json.load(file)["data"] if not is_learned_from(a["title"])]
    texts, groups, questions = [], [], []
    for article in articles:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = qa["answers"]
                start = answers[0]["answer_start"] if answers else 0
                span = (start, start + len(answers[0]["text"])) if answers else None
                questions.append(DevelopmentQuestion(qa["question"], "en", len(texts), span))
            texts.append(paragraph["context"])
            groups.append(article["title"])
    return DevelopmentSet("squad2-half", "en", tuple(texts), tuple(groups), tuple(questions))


def own(data: Path) -> list[DevelopmentSet]:
    """Return our own questions, the four directions; more than half of them have no answer.

    Without those to passages that the reader learns from; each passage is a group by itself.
    """
    found = own_questions(data, for_training=False)
    sets = []
    for source in ("en", "de"):
        for target in ("en", "de"):
            told = [q for q in found if target in q.passages]
            passages = {q.group: q.passages[target] for q in told}
            places = {group: k for k, group in enumerate(passages)}
            questions = tuple(
                DevelopmentQuestion(
                    q.questions[source], source, places[q.group],
                    (q.answers[target].start, q.answers[target].end) if q.answers else None,
                )
                for q in told
            )
            texts, groups = tuple(passages.values()), tuple(passages)
            sets.append(
                DevelopmentSet(f"own {source}-{target}", target, texts, groups, questions)
            )
    return sets


def onestop(data: Path) -> DevelopmentSet:
    """Return ten Guardian articles, advanced level, an article a text (CC BY-SA 4.0)."""
    with gzip.open(data / "onestopqa-dev" / "onestopqa-dev.json.gz") as file:
        articles = json.load(file)["data"]
    texts, questions = [], []
    for k, article in enumerate(articles):
        text = ""
        for paragraph in article["paragraphs"]:
            advanced = paragraph["Adv"]
            tokens = advanced["context"].split()
            for qa, span in zip(paragraph["qas"], advanced["a_spans"], strict=True):
                first, last = min(span), max(span)  # a span of two pieces has four numbers
                start = len(text) + len(" ".join(tokens[:first])) + (first > 0)
                end = len(text) + len(" ".join(tokens[: last + 1]))
                questions.append(DevelopmentQuestion(qa["question"], "en", k, (start, end)))
            text += " ".join(tokens) + "\n\n"
        texts.append(text.rstrip())
    titles = tuple(article["title"] for article in articles)
    return DevelopmentSet("onestop", "en", tuple(texts), titles, tuple(questions))


def right_sentences(text: str, language: str, answer: tuple[int, int]) -> set[tuple[int, int]]:
    """Return the sentences of a text that overlap the answer."""
    return {
        (s.start, s.end)
        for s in sentences(text, language)
        if s.start < answer[1] and answer[0] < s.end
    }
