"""Weigh what is known of each sentence: which answers best, and how probably it does."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.answering.features import NAMES, features, text_of
from qa.library.evidence import Candidate, Evidence
from qa.types import Passage, Span

PASSAGES_READ = 12  # best passages whose sentences are weighed; more changed no figure


@dataclass(frozen=True, slots=True, eq=False)
class RankedSentence:
    """A sentence of a candidate passage and how well it answers."""

    passage: Passage
    span: Span
    score: float  # log-odds up to a constant of the question; higher is better
    features: NDArray[np.float64]  # (n_features,)

    @property
    def text(self) -> str:
        """Return the sentence."""
        return text_of(self.passage.text, self.passage.span, self.span)


class SentenceRanker:
    """A linear model over the features, and a logistic one that says whether the best is right."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rank(self, evidence: Evidence) -> list[RankedSentence]:
        """Return the sentences of the best passages, best first."""
        ranked: list[RankedSentence] = []
        for candidate in evidence.candidates[:PASSAGES_READ]:
            ranked += self._ranked(evidence, candidate)
        ranked.sort(key=lambda sentence: -sentence.score)
        return ranked

    def probability(self, ranked: list[RankedSentence]) -> float:
        """Return how probable it is that the first sentence answers the question, 0..1."""
        if not ranked:
            return 0.0
        values = confidence_features(ranked)
        model = self._model["confidence"]
        odds = float(values @ np.array(model["weights"]) + model["bias"])
        return float(1 / (1 + np.exp(-odds)))

    def _ranked(self, evidence: Evidence, candidate: Candidate) -> list[RankedSentence]:
        rows = features(evidence, candidate)
        scores = rows @ self._weights
        return [
            RankedSentence(candidate.hit.passage, span, float(score), row)
            for span, score, row in zip(
                candidate.hit.passage.sentences, scores, rows, strict=True
            )
        ]

    @cached_property
    def _model(self) -> dict[str, Any]:
        model: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        return model

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        ranking = self._model["ranking"]
        by_name = dict(zip(ranking["names"], ranking["weights"], strict=True))
        return np.array([by_name[name] for name in NAMES])


def confidence_features(ranked: list[RankedSentence]) -> NDArray[np.float64]:
    """Return what the first sentence's probability is read from: its features, score and lead."""
    best = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else best.score - 3.0
    return np.append(best.features, (best.score, best.score - second))
