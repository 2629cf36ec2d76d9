"""Weigh what is known of each sentence: which answers best, and how probably it does.

Two steps: a linear model over cheap features looks at every sentence that was found; the reader
then reads the few passages whose sentences promise most, and a second linear model weighs what it
says together with the features. Two logistic models say how probably what is quoted answers.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.answering.features import NAMES, features, text_of
from qa.library.copies import are_copies, say_the_same
from qa.library.evidence import Candidate, Evidence
from qa.models.embedding import Vector, passage_text
from qa.models.reader import Reader
from qa.types import Passage, Span

PASSAGES_WEIGHED = 12  # best passages whose sentences are weighed; more changed no figure
PASSAGES_READ = 4

READ_NAMES = (
    *NAMES,
    "read",  # the reader's log-odds against no answer
    "read_share",  # the same as a logarithmic share of all that was read, "no answer" included
    "read_other_language",
)
CONFIDENCE_NAMES = (*READ_NAMES, "score", "lead")
# What the confidence is the product of: that the sentence speaks of what was asked, and that it
# answers. Either alone can say no.
_ANSWERS = (
    "time_missing", "quantity_missing", "name_missing", "cause_shown", "log_length",
    "read", "read_share", "read_other_language", "score", "lead",
)  # fmt: skip
CONFIDENCE = {
    "subject": tuple(name for name in CONFIDENCE_NAMES if name not in _ANSWERS),
    "answer": _ANSWERS,
}
MOST_QUOTED = 3
# A further sentence is quoted when its odds are at least this share of the first one's: on
# development questions .15 quotes 1.6 sentences and finds the right one for .90, .5 quotes 1.2
# for .86 (docs/retrieval.md).
QUOTED_SHARE = 0.15
ALREADY_TOLD = 0.8  # log-odds taken from a sentence that an earlier answer quoted
LEAD_ALONE = 3.0  # of a sentence that has no other beside it
READ_LIMIT = 12.0  # the reader's odds are not meant beyond this


@dataclass(frozen=True, slots=True, eq=False)
class RankedSentence:
    """A sentence of a candidate passage and how well it answers."""

    passage: Passage
    span: Span
    score: float  # log-odds up to a constant of the question; higher is better
    features: NDArray[np.float64]  # (n_features,)
    vector: Vector
    words: Span  # of the article: those that answer, if the sentence does
    certainty: float  # 0..1: the share of these words among all that might answer

    @property
    def text(self) -> str:
        """Return the sentence."""
        return text_of(self.passage.text, self.passage.span, self.span)

    @property
    def read(self) -> float:
        """Return the reader's log-odds that the sentence answers rather than its passage not."""
        return float(self.features[READ_NAMES.index("read")])


class SentenceRanker:
    """The two linear models, and the two logistic ones."""

    def __init__(self, path: Path, reader: Reader) -> None:
        self._path = path
        self._reader = reader

    @property
    def reader_fingerprint(self) -> str:
        """Names the reader's exact weights."""
        return self._reader.fingerprint

    def rank(self, evidence: Evidence) -> list[RankedSentence]:
        """Return the sentences of the passages that were read, best first; copies count once."""
        weights = self._weights("reading", READ_NAMES)
        ranked = []
        for sentence in self.read(evidence):
            score = float(sentence.features @ weights)
            if evidence.has_told(sentence.text):
                score -= ALREADY_TOLD
            ranked.append(replace(sentence, score=score))
        ranked.sort(key=lambda sentence: -sentence.score)
        distinct: list[RankedSentence] = []
        for sentence in ranked:
            if not any(say_the_same(sentence.text, other.text) for other in distinct):
                distinct.append(sentence)
        return distinct

    def read(self, evidence: Evidence) -> list[RankedSentence]:
        """Return the sentences of the most promising passages with the features READ_NAMES."""
        weights = self._weights("ranking", NAMES)
        weighed = weigh(evidence)
        weighed.sort(key=lambda item: -float((item[1] @ weights).max()))
        chosen: list[tuple[Candidate, NDArray[np.float64]]] = []
        for item in weighed:
            if len(chosen) < PASSAGES_READ and not any(are_copies(item[0], c) for c, _ in chosen):
                chosen.append(item)
        return read_sentences(self._reader, evidence, chosen)

    def probability(self, ranked: list[RankedSentence]) -> float:
        """Return how probable it is that a sentence of `quoted(ranked)` answers, 0..1."""
        if not ranked:
            return 0.0
        best = ranked[0]
        lead = best.score - ranked[1].score if len(ranked) > 1 else None
        values = confidence_features(best.features, best.score, lead)
        by_name = dict(zip(CONFIDENCE_NAMES, values.tolist(), strict=True))
        product = 1.0
        for part, names in CONFIDENCE.items():
            model = self._model["confidence"][part]
            odds = model["bias"] + sum(model["weights"][name] * by_name[name] for name in names)
            product /= 1 + math.exp(-odds)
        return product

    @cached_property
    def _model(self) -> dict[str, Any]:
        model: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        return model

    def _weights(self, part: str, names: tuple[str, ...]) -> NDArray[np.float64]:
        by_name = self._model[part]
        return np.array([by_name[name] for name in names])


def weigh(evidence: Evidence) -> list[tuple[Candidate, NDArray[np.float64]]]:
    """Return the best passages with their sentences' features, (n_sentences, len(NAMES))."""
    return [(c, features(evidence, c)) for c in evidence.candidates[:PASSAGES_WEIGHED]]


def read_sentences(
    reader: Reader, evidence: Evidence, found: list[tuple[Candidate, NDArray[np.float64]]]
) -> list[RankedSentence]:
    """Return every sentence of the passages with its features and what the reader says of it."""
    passages = [candidate.hit.passage for candidate, _ in found]
    readings = reader.read(evidence.asked, [passage_text(p) for p in passages])
    odds = [r.score for passage_readings in readings for r in passage_readings]
    # A passage that does not answer has log-odds 0 against itself.
    total = np.logaddexp.reduce([0.0, *odds])
    sentences = []
    for passage, (candidate, rows), passage_readings in zip(
        passages, found, readings, strict=True
    ):
        vectors = candidate.stored.vectors.sentences
        other = float(passage.language != evidence.language)
        start = passage.span.start
        for span, row, vector, reading in zip(
            passage.sentences, rows, vectors, passage_readings, strict=True
        ):
            read = float(np.clip(reading.score, -READ_LIMIT, READ_LIMIT))
            said = (read, max(reading.score - total, -2 * READ_LIMIT), other * read)
            words = Span(reading.words.start + start, reading.words.end + start)
            sentences.append(
                RankedSentence(
                    passage, span, read, np.append(row, said), vector, words, reading.certainty
                )
            )
    return sentences


def quoted(ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Return the sentences an answer quotes: the first, and those whose odds are not far behind."""
    return ranked[: n_quoted([sentence.score for sentence in ranked])]


def n_quoted(scores: Sequence[float]) -> int:
    """Return how many of the sentences with these scores, best first, an answer quotes."""
    enough = scores[0] + math.log(QUOTED_SHARE)
    return sum(score >= enough for score in scores[:MOST_QUOTED])


def confidence_features(
    best: NDArray[np.float64], score: float, lead: float | None
) -> NDArray[np.float64]:
    """Return CONFIDENCE_NAMES of the first sentence: its features, score and lead.

    `lead` is what the score has before the second sentence's; None when there is no second.
    """
    return np.append(best, (score, LEAD_ALONE if lead is None else lead))
