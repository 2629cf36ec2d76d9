"""Join what the dense and the lexical side say of a passage into one score."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What retrieval knows of a passage for a question."""

    dense: float  # cosine of question and passage
    sentence: float  # cosine of question and the passage's best sentence
    lexical: float  # BM25, as a share of the best possible; translated across languages
    same_language: bool  # whether question and passage share one


# Standard deviations over passages of one question, and the lexical weight that gave the best mean
# reciprocal rank on the development questions (docs/retrieval.md table 3). Fixed scales, not those
# of each list: a home with one article ranks as well as one with a million, and scores of passages
# in both languages stand side by side.
DENSE_SCALE = 0.10
LEXICAL_SCALE = 0.05
SAME_LANGUAGE_LEXICAL_WEIGHT = 0.5
OTHER_LANGUAGE_LEXICAL_WEIGHT = 0.5


def fused(signals: Signals) -> float:
    """Return the weighted sum of the standardised scores; higher is better."""
    weight = (
        SAME_LANGUAGE_LEXICAL_WEIGHT if signals.same_language else OTHER_LANGUAGE_LEXICAL_WEIGHT
    )
    dense = (signals.dense + signals.sentence) / 2 / DENSE_SCALE
    return (1 - weight) * dense + weight * signals.lexical / LEXICAL_SCALE
