"""How probable it is that a quote supports a statement, and what speaks against it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from qa.library.translation import TranslationTable
from qa.models.embedding import EmbeddingModel, Vector
from qa.verification.contrasts import contrasts
from qa.verification.covering import Vocabulary
from qa.verification.features import PARTICULARS, SUBJECT, Comparison, compare

MOST_REASONS = 6
WORDS_SHOWN = 6
# At most, where a few words turn the statement round, all of them are thrown about, or a clause is
# not the quote's: of true statements 1 to 5 in a hundred are taken for such (docs/verification.md).
TURNED_ROUND = 0.3
MOST_ODDS = 20.0  # log-odds beyond which a probability does not change


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a quote supports a statement."""

    probability: float  # 0..1, calibrated
    is_enough: bool
    reasons: tuple[str, ...]  # what speaks against it


class SupportModel:
    """The product of two logistic models: that the quote speaks of the same, and says the same.

    One pair of models for statements in the quote's language, one for the other language. Made by
    training/support.py; figures in docs/verification.md.
    """

    def __init__(self, path: Path, table: TranslationTable, embedding: EmbeddingModel) -> None:
        self._path = path
        self._table = table
        self._vector = lru_cache(maxsize=2_000)(embedding.embed_question)

    def support(
        self, statement: str, language: str, quote: str, quote_language: str
    ) -> Support:
        """Return how well `quote` supports `statement`."""
        comparison = self.compare(statement, language, quote, quote_language)
        if comparison.is_verbatim:
            return Support(1.0, True, ())
        model = self._model["two languages" if comparison.is_across else "one language"]
        probability = _probability(model, comparison.values.tolist())
        turns = contrasts(statement, language, quote, quote_language)
        if turns or comparison.is_scattered or comparison.clause_put_in:
            probability = min(probability, TURNED_ROUND)
        enough = probability >= float(model["threshold"])
        reasons = (*turns, *reasons_of(comparison))[:MOST_REASONS]
        if not enough and not reasons:
            reasons = ("the quote says something else",)
        return Support(round(probability, 4), enough, reasons)

    def compare(
        self, statement: str, language: str, quote: str, quote_language: str
    ) -> Comparison:
        """Return the features of the two."""

        def cosine(text: str) -> float:
            return float(self.vector(text) @ self.vector(quote))

        return compare(statement, language, quote, quote_language, cosine, self._vocabulary)

    def vector(self, text: str) -> Vector:
        """Return the unit vector of a statement or quote; the latest ones are remembered."""
        return self._vector(text)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            self._table,
            frozenset(self._model["names"].split()),
            frozenset(self._model["shared words"].split()),
        )

    @cached_property
    def _model(self) -> dict[str, Any]:
        model: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        return model


def _probability(model: dict[str, Any], values: Sequence[float]) -> float:
    subject = _gate(model["subject"], SUBJECT, values[: len(SUBJECT)])
    product = subject * _gate(model["particulars"], PARTICULARS, values[len(SUBJECT) :])
    odds = math.log(product / (1 - product))
    return _logistic(model["slope"] * odds + model["offset"])


def _gate(model: dict[str, Any], names: Sequence[str], values: Sequence[float]) -> float:
    weights = (model["weights"][name] for name in names)
    return _logistic(model["bias"] + sum(w * v for w, v in zip(weights, values, strict=True)))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-MOST_ODDS, min(MOST_ODDS, odds))))


def reasons_of(comparison: Comparison) -> tuple[str, ...]:
    """Return, in plain English, what of the statement the quote does not bear out."""
    reasons = [f"number {fact.shown} is not in the quote" for fact in comparison.missing_numbers]
    reasons += [f"date {fact.shown} is not in the quote" for fact in comparison.missing_dates]
    reasons += [f"name {name} is not in the quote" for name in comparison.missing_names]
    if comparison.negation_added:
        reasons.append("the statement denies what the quote does not deny")
    if comparison.negation_lost:
        reasons.append("the quote denies what the statement does not deny")
    if comparison.clause_put_in:
        reasons.append(f"the quote does not say {comparison.clause_put_in!r}")
    if comparison.missing_words:
        shown = ", ".join(comparison.missing_words[:WORDS_SHOWN])
        reasons.append(f"not in the quote: {shown}")
    if comparison.is_exchanged:
        reasons.append("two names or numbers have changed places")
    if comparison.is_scattered:
        reasons.append("the words stand in another order")
    return tuple(reasons[:MOST_REASONS])
