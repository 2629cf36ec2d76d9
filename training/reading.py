"""Make the examples the reader learns from: questions and passages, in both languages and mixed.

An example without an answer is as valuable as one with: the question with another name in it, the
passage without the sentence that answers, the passage that another question would have found.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.sentences import sentences
from qa.types import Span
from training.contrast import Translator, aligned_windows
from training.data import (
    Pair,
    QuestionExample,
    fairytale_qa,
    qamr,
    qed,
    selqa,
    squad2_for_training,
    squad_shifts,
    wikipedia_shifts,
)
from training.nearby import nearby_passages, neighbours
from training.own_questions import crowd_questions, own_questions, question_pairs

LONGEST = 900  # characters of a passage, about 225 tokens: as long as those that the product reads
# Shares told in German, word by word where there is no translation; real German passages come from
# the parallel text and with our own questions.
TRANSLATED_QUESTIONS, TRANSLATED_PASSAGES = 0.5, 0.4
UNANSWERABLE = {"swapped": 0.12, "without": 0.08, "neighbour": 0.16, "turned": 0.06}
CLOZE = 0.15  # share of examples made from parallel text
OWN = 0.2  # share of examples that are our own questions, asked in either language
# Of those with an answer, told a passage that retrieval would have found instead of theirs: these
# are the passages that real people wrote in German.
OWN_ELSEWHERE = 0.25
PAIRED = 0.12  # share of draws that are a pair: two examples, of which the passage answers one
# Of them, those with an answer: more than half, for what our questions without one have in common
# besides must not come to mean that there is none.
OWN_ANSWERED = 0.65
KEPT_WORDS = 0.6  # of a sentence that becomes a question
TIMES = {
    "qamr": 0.35, "qed": 2, "selqa": 1.5, "fairytaleqa": 0.5, "squad2": 12, "new_wiki": 3,
    "crowd": 4,
}

NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")
NAMES = re.compile(rf"{NAME.pattern}(?: [A-ZÄÖÜ][\w’'-]+)*")
NUMBER = re.compile(r"\b\d[\d.,]*\d\b|\b\d\b")
SHARED = re.compile(r"\b(?:[A-ZÄÖÜ][\w’'-]{2,}|\d[\d.,]*\d)\b")
OPPOSITES = (
    "first last", "largest smallest", "biggest smallest", "highest lowest", "most least",
    "more less", "more fewer", "before after", "increase decrease", "increased decreased",
    "north south", "northern southern", "east west", "eastern western", "start end", "began ended",
    "begin end", "win lose", "won lost", "buy sell", "bought sold", "oldest youngest",
    "older younger", "early late", "best worst", "high low", "long short", "large small",
    "good bad", "positive negative", "male female", "inside outside", "rich poor", "always never",
    "allowed forbidden", "support oppose", "supported opposed", "major minor", "common rare",
    "success failure", "arrive leave", "arrived left", "accept reject", "accepted rejected",
)
OPPOSITE = {a: b for pair in OPPOSITES for a, b in (pair.split(), reversed(pair.split()))}
TURNABLE = re.compile(rf"\b(?:{'|'.join(OPPOSITE)})\b")
HELPING_VERB = re.compile(r"\b(?:is|are|was|were|did|does|do|could|would|has|have|had)\b")
NEGATION = re.compile(r"\b(?:not|no|never|none)\b|n't\b|n’t\b")
CLOZE_WORDS = {
    "en": {"name": ("Who", "What", "Which", "Where"), "number": ("When", "How many", "What")},
    "de": {"name": ("Wer", "Was", "Welche", "Wo"), "number": ("Wann", "Wie viele", "Was")},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, a passage, and where in it the answer stands; None when it does not answer."""

    question: str
    passage: str
    answer: Span | None
    origin: str
    german: str | None = None  # the question, where it was translated by hand


def sources(data: Path) -> list[QuestionExample]:
    """Return every question to learn from, as often as its source is worth."""
    found: list[QuestionExample] = []
    generator = random.Random(11)
    readers = (
        squad_shifts, wikipedia_shifts, squad2_for_training, selqa, qed, qamr, fairytale_qa,
        english_crowd,
    )
    for read in readers:
        for example in read(data):
            share = TIMES.get(example.origin, 1)
            times = int(share) + (generator.random() < share % 1)
            found += [example] * times
    return found


def english_crowd(data: Path) -> list[QuestionExample]:
    """Return the crowd questions over English passages, which are varied like any others."""
    found = []
    for asked in crowd_questions(data):
        if "en" in asked.passages:
            answer = asked.answers.get("en")
            start, end = (answer.start, answer.end) if answer else (0, 0)
            found.append(
                QuestionExample(
                    asked.questions["en"], asked.passages["en"], start, end, "crowd",
                    asked.questions["de"],
                )
            )
    return found


class Examples:
    """An endless stream of readings, different each time."""

    def __init__(self, data: Path, translate: Translator, generator: random.Random) -> None:
        self._translate = translate
        self._generator = generator
        self._sources = sources(data)
        self._windows = aligned_windows(data)
        ours = own_questions(data, for_training=True)
        ours += [q for q in crowd_questions(data) if "de" in q.passages]
        self._own = {
            answered: [q for q in ours if bool(q.answers) == answered] for answered in (True, False)
        }
        self._elsewhere = nearby_passages(self._own[True])
        self._pairs = question_pairs(data)
        self._names = [n for s in self._sources for n in NAME.findall(s.question)]
        self._neighbours = neighbours(self._sources, LONGEST)

    def __iter__(self) -> Iterator[Reading]:
        while True:
            order = list(range(len(self._sources)))
            self._generator.shuffle(order)
            for k in order:
                while self._generator.random() < CLOZE:
                    cloze = self._cloze(self._generator.choice(self._windows))
                    if cloze is not None:
                        yield cloze
                while self._generator.random() < OWN:
                    yield self._of_our_own()
                while self._generator.random() < PAIRED:
                    yield from self._pair()
                reading = self._varied(k)
                if reading is not None:
                    yield self._in_a_language(reading)

    def _of_our_own(self) -> Reading:
        """Return one of our own questions, asked and told in either language."""
        answered = self._generator.random() < OWN_ANSWERED
        k = self._generator.randrange(len(self._own[answered]))
        chosen = self._own[answered][k]
        asked = self._generator.choice(sorted(chosen.questions))
        told = self._generator.choice(sorted(chosen.passages))
        passage, answer = chosen.passages[told], chosen.answers.get(told)
        if answer and self._generator.random() < OWN_ELSEWHERE:
            other = self._elsewhere[told][k]
            if answer.of(passage) not in other:
                passage, answer = other, None
        return Reading(chosen.questions[asked], passage, answer, "own")

    def _pair(self) -> Iterator[Reading]:
        """Yield both questions of a pair in one language: of like length, they share a batch."""
        chosen = self._generator.choice(self._pairs)
        asked = self._generator.choice(sorted(chosen.answered))
        yield Reading(chosen.answered[asked], chosen.passage, chosen.answer, "pair")
        yield Reading(chosen.unanswered[asked], chosen.passage, None, "pair")

    def _varied(self, k: int) -> Reading | None:
        """Return the example as it stands, or a version of it that has no answer."""
        source, draw = self._sources[k], self._generator.random()
        reading = self._cut(source)
        if reading is None or reading.answer is None:
            return reading
        limit = 0.0
        for kind, share in UNANSWERABLE.items():
            limit += share
            if draw < limit:
                return self._without_answer(kind, k, reading) or reading
        return reading

    def _without_answer(self, kind: str, k: int, reading: Reading) -> Reading | None:
        if kind == "neighbour":
            other = self._sources[self._neighbours[k]]
            if reading.passage[reading.answer.start : reading.answer.end] in other.passage:
                return None
            cut = self._cut(other)
            if cut is None:
                return None
            return replace(cut, question=reading.question, german=reading.german, answer=None)
        if kind in ("swapped", "turned"):
            question = self._swapped(reading) if kind == "swapped" else self._turned(reading)
            if question is None:
                return None
            return replace(reading, question=question, german=None, answer=None)
        spans = [
            s for s in sentences(reading.passage, "en")
            if s.end <= reading.answer.start or s.start >= reading.answer.end
        ]
        kept = " ".join(s.of(reading.passage) for s in spans)
        answer = reading.passage[reading.answer.start : reading.answer.end]
        if len(spans) < 2 or answer in kept:
            return None
        return replace(reading, passage=kept, answer=None)

    def _swapped(self, reading: Reading) -> str | None:
        """Return the question with a number that the passage does not have, or with another name.

        Half of the names stand elsewhere in the passage: that a name is there is no answer yet.
        """
        numbers = NUMBER.findall(reading.question)
        names = [n for n in NAMES.findall(reading.question) if n in reading.passage]
        answer = reading.passage[reading.answer.start : reading.answer.end]
        others = [
            n for n in NAMES.findall(reading.passage)
            if n not in reading.question and n not in answer and answer not in n
        ]
        if names and others and self._generator.random() < 0.5:
            old, new = self._generator.choice(names), self._generator.choice(others)
            return reading.question.replace(old, new, 1)
        if numbers and (not names or self._generator.random() < 0.5):
            old = self._generator.choice(numbers)
            new = "".join(
                self._generator.choice("123456789") if c.isdigit() else c for c in old
            )
        elif names:
            old, new = self._generator.choice(names), self._generator.choice(self._names)
        else:
            return None
        if new in reading.passage or new in reading.question:
            return None
        return reading.question.replace(old, new, 1)

    def _turned(self, reading: Reading) -> str | None:
        """Return the question with a word's opposite in its place, or with a "not" put in."""
        words = TURNABLE.findall(reading.question)
        if words:
            old = self._generator.choice(words)
            new = OPPOSITE[old]
            return None if new in reading.passage else re.sub(rf"\b{old}\b", new, reading.question)
        if NEGATION.search(reading.question) or NEGATION.search(reading.passage):
            return None
        question, n_turned = HELPING_VERB.subn(r"\g<0>n't", reading.question, count=1)
        # Not often: a "not" must not come to mean that there is no answer.
        return question if n_turned and self._generator.random() < 0.3 else None

    def _cut(self, source: QuestionExample) -> Reading | None:
        """Return some sentences of the passage with the answer anywhere among them.

        Without an answer, with the sentence that shares most words with the question: the one that
        a careless reader would point at. None when the answer starts in no sentence: some sources
        count a few characters off.
        """
        spans = sentences(source.passage, "en")
        if source.end > source.start:
            inside = [k for k, s in enumerate(spans) if s.start <= source.start < s.end]
        else:
            asked = content_words(source.question)
            shared = [len(asked & content_words(s.of(source.passage))) for s in spans]
            inside = [shared.index(max(shared))]
        if not inside:
            return None
        first = last = inside[0]
        while True:
            before, after = first > 0, last + 1 < len(spans)
            if not (before or after):
                break
            step = before and (not after or self._generator.random() < 0.5)
            low, high = (first - 1, last) if step else (first, last + 1)
            if spans[high].end - spans[low].start > LONGEST:
                break
            first, last = low, high
        start, end = spans[first].start, spans[last].end
        answer = None
        if source.end > source.start:
            answer = Span(source.start - start, min(source.end, end) - start)
        passage = source.passage[start:end]
        return Reading(source.question, passage, answer, source.origin, source.german)

    def _in_a_language(self, reading: Reading) -> Reading:
        """Return the reading with its question, its passage, both or neither in German words."""
        question, passage, answer = reading.question, reading.passage, reading.answer
        if self._generator.random() < TRANSLATED_QUESTIONS:
            question = reading.german or self._translate(question)
        if self._generator.random() < TRANSLATED_PASSAGES:
            passage, answer = self._translated(passage, answer)
        return Reading(question, passage, answer, reading.origin)

    def _translated(self, passage: str, answer: Span | None) -> tuple[str, Span | None]:
        if answer is None:
            return self._translate(passage), None
        cut = passage.rfind(" ", 0, answer.start + 1) + 1
        stop = passage.find(" ", max(cut, answer.end - 1))
        stop = len(passage) if stop < 0 else stop
        before, inside, after = (
            self._translate(part) for part in (passage[:cut], passage[cut:stop], passage[stop:])
        )
        return before + inside + after, Span(len(before), len(before) + len(inside))

    def _cloze(self, window: list[Pair]) -> Reading | None:
        """Return a sentence asked about one of its names, over the text in either language."""
        k = self._generator.randrange(len(window))
        sides = {"en": [p.english for p in window], "de": [p.german for p in window]}
        asked, told = (self._generator.choice(("en", "de")) for _ in range(2))
        text = " ".join(sides[told])
        start = sum(len(s) + 1 for s in sides[told][:k])
        shared = [
            n for n in set(SHARED.findall(sides[asked][k]))
            if text.count(n) == 1 and sides[told][k].count(n) == 1
        ]
        if not shared or len(text) > LONGEST:
            return None
        name = self._generator.choice(sorted(shared))
        kind = "number" if name[0].isdigit() else "name"
        rest = sides[asked][k].replace(name, " ").rstrip(".!? ").split()
        kept = [w for w in rest if self._generator.random() < KEPT_WORDS]
        if len(kept) < 3:
            return None
        if self._generator.random() < 0.5:
            self._generator.shuffle(kept)
        opening = self._generator.choice(CLOZE_WORDS[asked][kind])
        begin = start + sides[told][k].index(name)
        question = f"{opening} {' '.join(kept)}?"
        draw = self._generator.random()
        if draw < 0.12:
            remaining = " ".join(s for j, s in enumerate(sides[told]) if j != k)
            return Reading(question, remaining, None, "cloze") if remaining else None
        return Reading(question, text, Span(begin, begin + len(name)), "cloze")


def content_words(text: str) -> set[str]:
    """Return the longer words of a text in lower case."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}
