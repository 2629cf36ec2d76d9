"""Each measure with its arithmetic written out, and beside a public implementation."""

import math

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG
from sklearn.metrics import roc_auc_score

from qa.evaluation.alce import CitingStatement, citation_precision, citation_recall
from qa.evaluation.answers import exact_match, normalised, token_f1
from qa.evaluation.bootstrap import interval
from qa.evaluation.calibration import expected_calibration_error, reliability
from qa.evaluation.citations import precision, recall
from qa.evaluation.comparison import p_value
from qa.evaluation.latency import percentile
from qa.evaluation.quotes import exactness
from qa.evaluation.refusal import (
    RiskAtCoverage,
    auroc,
    refusal_precision,
    refusal_recall,
    risk_coverage,
    risk_coverage_area,
)
from qa.evaluation.retrieval import ndcg_at, recall_at, reciprocal_rank
from qa.evaluation.wording import pieces


def mean(values):
    return sum(values) / len(values)


def test_quote_exactness():
    assert exactness([True, True, False]) == 2 / 3
    assert math.isnan(exactness([]))


def test_citation_precision_counts_units_that_are_gold():
    cited = {("a", 0), ("a", 1), ("b", 7)}
    gold = {("a", 1), ("a", 2)}
    # One of three cited units is gold; two more units stand nowhere.
    assert precision(cited, 0, gold) == 1 / 3
    assert precision(cited, 2, gold) == 1 / 5
    assert math.isnan(precision(set(), 0, gold))


def test_citation_recall_takes_the_best_place_of_each_group():
    cited = {("a", 1), ("a", 2)}
    first = [{("a", 1), ("a", 2), ("a", 3), ("a", 4)}, {("a", 2), ("a", 3)}, {("b", 1)}]
    second = [{("b", 1)}]
    # First group: max(2/4, 1/2, 0/1); second group: 0/1.
    assert recall(cited, [first, second]) == (1 / 2 + 0) / 2
    assert recall(cited, [[{("a", 1)}]]) == 1


def test_alce_recall_and_precision():
    proofs = {"one": {frozenset("x"), frozenset("xy")}, "two": {frozenset("yz")}, "three": set()}

    def supports(statement, quotes):
        return frozenset(quotes) in proofs[statement]

    statements = [
        CitingStatement("one", ("x", "y")),  # supported; x alone does it, y is irrelevant
        CitingStatement("two", ("y", "z")),  # supported by both together only: both count
        CitingStatement("three", ("x",)),  # not supported: its citation does not count
        CitingStatement("three", ()),  # cites nothing
    ]
    assert citation_recall(statements, supports) == 2 / 4
    assert citation_precision(statements, supports) == 3 / 5
    assert citation_precision([statements[3]], supports) == 0  # as ALCE's eval.py counts
    assert math.isnan(citation_precision([], supports))


def test_retrieval_measures():
    relevant = [False, True, True, False]
    assert recall_at(2, relevant, 4) == 1 / 4
    assert reciprocal_rank(relevant) == 1 / 2
    assert reciprocal_rank([False]) == 0
    gain = 1 / math.log2(3) + 1 / math.log2(4)
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(10, relevant, 3) == pytest.approx(gain / ideal)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.booleans(), min_size=1, max_size=25), st.integers(0, 12))
def test_retrieval_measures_agree_with_trec_eval(relevant, n_missed):
    n_relevant = sum(relevant) + n_missed
    if not n_relevant:
        return
    qrels = [Qrel("q", f"d{k}", 1) for k, r in enumerate(relevant) if r]
    qrels += [Qrel("q", f"m{k}", 1) for k in range(n_missed)]
    run = [ScoredDoc("q", f"d{k}", 100.0 - k) for k in range(len(relevant))]
    told = ir_measures.calc_aggregate([R @ 5, R @ 10, RR, nDCG @ 10], qrels, run)
    assert recall_at(5, relevant, n_relevant) == pytest.approx(told[R @ 5], abs=1e-4)
    assert recall_at(10, relevant, n_relevant) == pytest.approx(told[R @ 10], abs=1e-4)
    assert reciprocal_rank(relevant) == pytest.approx(told[RR], abs=1e-4)
    assert ndcg_at(10, relevant, n_relevant) == pytest.approx(told[nDCG @ 10], abs=1e-4)


def test_token_f1_counts_multisets_and_takes_the_best_reference():
    # Given: cat, cat, sat; reference: cat, sat, down. Common: cat once, sat. P = R = 2/3.
    assert token_f1("The cat, cat sat!", ["a cat sat down"], "en") == pytest.approx(2 / 3)
    assert token_f1("The cat, cat sat!", ["dog", "a cat sat down"], "en") == pytest.approx(2 / 3)
    assert token_f1("", ["cat"], "en") == 0
    assert exact_match("The cat.", ["dog", "cat"], "en") == 1
    assert exact_match("The cat.", ["dogs"], "en") == 0


def test_german_references_lose_german_articles():
    assert normalised("„Die Türkei“ und der Iran", "de") == "türkei und iran"
    assert normalised("Die Türkei", "en") == "die türkei"
    assert exact_match("die Türkei", ["Türkei"], "de") == 1


def test_refusal_precision_and_recall():
    refused = [True, True, False, False, True]
    answerable = [False, True, False, True, False]
    assert refusal_precision(refused, answerable) == 2 / 3
    assert refusal_recall(refused, answerable) == 2 / 3
    assert refusal_recall([True], [False]) == 1
    assert refusal_precision([True, False], [True, False]) == 0


def test_auroc_counts_pairs():
    # Pairs (answerable, not): .9>.5, .9>.4, .5=.5 (half), .5>.4.
    assert auroc([0.9, 0.5, 0.5, 0.4], [True, True, False, False]) == 3.5 / 4
    assert math.isnan(auroc([0.5], [True]))


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.booleans()), min_size=2))
def test_auroc_agrees_with_scikit_learn(pairs):
    answerable = [a for _, a in pairs]
    if len(set(answerable)) == 2:
        confidences = [c for c, _ in pairs]
        assert auroc(confidences, answerable) == pytest.approx(
            roc_auc_score(answerable, confidences)
        )


def test_risk_coverage_and_its_area():
    # Five questions, three answered; the two of equal confidence make one point.
    points = risk_coverage([0.9, 0.5, 0.5], [True, False, True], 5)
    assert points == (RiskAtCoverage(1 / 5, 0.0), RiskAtCoverage(3 / 5, 1 / 3))
    assert risk_coverage_area(points) == pytest.approx((0 * 1 / 5 + 1 / 3 * 2 / 5) / (3 / 5))
    assert math.isnan(risk_coverage_area(()))


def test_calibration_error():
    # (0.8, 0.9] holds .85 and .9 (one right), (0.1, 0.2] holds .2 (wrong).
    bins = reliability([0.85, 0.9, 0.2], [True, False, False])
    assert [(b.n, b.accuracy) for b in bins] == [(1, 0.0), (2, 0.5)]
    error = 1 / 3 * abs(0 - 0.2) + 2 / 3 * abs(0.5 - 0.875)
    assert expected_calibration_error(bins) == pytest.approx(error)
    assert reliability([0.0, 1.0], [False, True])[0].n == 1


def test_latency_percentiles_lie_between_neighbours():
    assert percentile([10, 20, 30, 40], 50) == 25
    assert percentile([10, 20], 95) == pytest.approx(10 + 0.95 * 10)


def test_the_interval_of_a_share_is_near_the_binomial_one():
    values = [1.0] * 80 + [0.0] * 20
    found = interval(values, mean)
    half = 1.96 * math.sqrt(0.8 * 0.2 / 100)
    assert found.low == pytest.approx(0.8 - half, abs=0.015)
    assert found.high == pytest.approx(0.8 + half, abs=0.015)
    assert interval([1.0], mean) is None
    assert interval(values, mean) == found


def test_the_p_value_of_few_pairs_is_that_of_all_signs():
    # Of the 2^5 signs, all plus and all minus are as far from 0: p = 2 / 32.
    assert p_value([1.0] * 5) == pytest.approx(2 / 32)
    # Zeros have no sign: of 2^3 signs, 2 give a sum as far from 0, however many questions agree.
    assert p_value([1.0] * 3 + [0.0] * 30) == pytest.approx(2 / 8)
    assert p_value([0.0, 0.0]) == 1.0
    assert p_value([1.0, 0.0]) == 1.0
    assert p_value([1.0]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_rejoin_to_the_text(text, other):
    assert "".join(piece.text for piece in pieces(text, other)) == text


def test_pieces_show_the_difference():
    found = list(pieces("he came on Monday evening alone", "he came on Friday evening alone"))
    assert [p.text for p in found if not p.is_common] == ["Monday"]
