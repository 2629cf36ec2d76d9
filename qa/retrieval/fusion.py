"""Join what the dense and the lexical side say of a passage into one score."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What retrieval knows of a passage for a question."""

    dense: float  # cosine of question and passage
    sentence: float  # cosine of question and the passage's best sentence
    lexical: float  # BM25, as a share of the best possible; translated across languages


# Standard deviations over the passages of one question, and the lexical share with the best mean
# reciprocal rank on the development questions, the same within and across languages
# (docs/retrieval.md, table 3). Fixed scales, not those of each list: a home with one article ranks
# as well as one with a million, and scores of passages in both languages stand side by side.
DENSE_SCALE = 0.10
LEXICAL_SCALE = 0.03
LEXICAL_SHARE = 0.35


def fused(signals: Signals) -> float:
    """Return the weighted sum of the standardised scores; higher is better."""
    dense = (signals.dense + signals.sentence) / 2 / DENSE_SCALE
    lexical = signals.lexical / LEXICAL_SCALE
    return (1 - LEXICAL_SHARE) * dense + LEXICAL_SHARE * lexical
