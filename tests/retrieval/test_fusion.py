"""The fused score is the arithmetic that docs/retrieval.md gives."""

import pytest

from qa.retrieval.fusion import Signals, fused


def test_the_weighted_sum_of_standardised_scores() -> None:
    # dense (.5 + .7) / 2 / .10 = 6; lexical .06 / .03 = 2; .65 * 6 + .35 * 2
    assert fused(Signals(dense=0.5, sentence=0.7, lexical=0.06)) == pytest.approx(4.6)


def test_each_signal_counts() -> None:
    least = fused(Signals(dense=0.1, sentence=0.1, lexical=0.0))
    for better in (
        Signals(dense=0.2, sentence=0.1, lexical=0.0),
        Signals(dense=0.1, sentence=0.2, lexical=0.0),
        Signals(dense=0.1, sentence=0.1, lexical=0.1),
    ):
        assert fused(better) > least
