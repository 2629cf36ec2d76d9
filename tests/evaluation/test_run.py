"""Answers judged over the seed articles: ours, another system's, and two runs compared."""

import json

import pytest

from qa.evaluation.comparison import compared
from qa.evaluation.dataset import GivenAnswer, GivenCitation, Question
from qa.evaluation.gate import Bound, Gate, GateError, failures, gate_content, read_gate
from qa.evaluation.records import Outcome
from qa.evaluation.report_json import UnreadableReport, read_report, report_json
from qa.evaluation.run import evaluate, fingerprint
from qa.types import Turn

BOTTLE = "The brown beer bottle was in the water for 101 years."
FISHERMAN = "A fisherman found it."
SIZE = "who is about the size of a rugby ball"
SMALLER = "he is smaller than Inky"


def one(home, question: dict, *quotes: str, text: str | None = None, **answer):
    """Judge one given answer."""
    asked = Question(**{"id": "q", "question": "Who found the bottle?", **question})
    cited = tuple(GivenCitation(quote=quote) for quote in quotes)
    said = (quotes[0] if quotes else "") if text is None else text
    given = GivenAnswer(id="q", text=said, citations=cited, **answer)
    report = evaluate(home.service, home.library, [asked], [given])
    return report, (report.cases or (None,))[0]


def test_a_right_quote_proves_and_stands(home):
    _, case = one(home, {"quotes": ("fisherman found",)}, FISHERMAN)
    assert (case.outcome, case.right, case.first_right) == (Outcome.RIGHT, 1, 1)
    assert (case.citation_precision, case.citation_recall) == (1, 1)
    assert case.character_precision == len("fisherman found") / len(FISHERMAN)
    assert case.character_recall == 1
    assert (case.support_recall, case.support_precision) == (1, 1)
    assert case.citations[0].stands


def test_the_first_citation_alone_counts_as_first(home):
    _, case = one(home, {"quotes": (FISHERMAN,)}, BOTTLE, FISHERMAN)
    assert (case.outcome, case.right, case.first_right) == (Outcome.RIGHT, 1, 0)
    assert (case.citation_precision, case.citation_recall) == (1 / 2, 1)


def test_an_invented_quote_neither_stands_nor_proves(home):
    report, case = one(home, {"quotes": (FISHERMAN,)}, "A fisherman found it. Honestly.")
    assert case.outcome is Outcome.WRONG_ANSWER
    assert (case.citations[0].stands, case.citation_precision) == (False, 0)
    assert report.figure("quote_exactness") == 0


def test_a_quote_of_a_named_article_must_stand_there(home):
    other = next(e.id for e in home.service.articles(limit=9)[0] if e.title == "Leuchtturm")
    asked = Question(id="q", question="Who found the bottle?", quotes=(FISHERMAN,))
    cited = GivenCitation(quote=FISHERMAN, article_id=other)
    given = GivenAnswer(id="q", text=FISHERMAN, citations=(cited,))
    [case] = evaluate(home.service, home.library, [asked], [given]).cases
    assert (case.citations[0].stands, case.outcome) == (False, Outcome.WRONG_ANSWER)


def test_of_every_group_one_quote_is_needed(home):
    groups = {"all_quotes": ((SIZE,), (SMALLER,))}
    _, half = one(home, groups, SIZE)
    _, whole = one(home, groups, SIZE, SMALLER)
    assert (half.outcome, half.first_right, half.citation_recall) == (Outcome.WRONG_ANSWER, 1, 0.5)
    assert (whole.outcome, whole.citation_recall) == (Outcome.RIGHT, 1)


@pytest.mark.parametrize(
    ("answerable", "quotes", "outcome"),
    [
        (True, (), Outcome.WRONGLY_REFUSED),
        (True, (BOTTLE,), Outcome.WRONG_ANSWER),
        (False, (BOTTLE,), Outcome.WRONGLY_ANSWERED),
        (False, (), Outcome.RIGHT),
    ],
)
def test_how_a_question_may_end(home, answerable, quotes, outcome):
    gold = (FISHERMAN,) if answerable else ()
    _, case = one(home, {"answerable": answerable, "quotes": gold}, *quotes)
    assert case.outcome is outcome


def test_a_gold_quote_that_stands_nowhere_is_a_defect_of_the_set(home):
    report, case = one(home, {"quotes": (FISHERMAN, "A sailor found it.")}, FISHERMAN)
    assert case is None
    [defect] = report.defects
    assert "'q'" in defect
    assert "'A sailor found it.'" in defect
    assert "fisherman" not in defect
    assert report.figure("right") is None


def test_short_answers_are_compared_without_markers(home):
    _, case = one(
        home, {"quotes": (FISHERMAN,), "answers": ("the fisherman",)}, FISHERMAN,
        text="A fisherman. [1]",
    )  # fmt: skip
    assert (case.exact_match, case.token_f1) == (1, 1)


def test_a_statement_that_its_quote_does_not_bear_out_is_not_supported(home):
    _, case = one(
        home, {"quotes": (BOTTLE,)}, BOTTLE, text="The bottle was in the water for 55 years. [1]"
    )
    assert (case.support_recall, case.support_precision) == (0, 0)


def test_our_answers_given_as_those_of_another_system_get_the_same_figures(home, report):
    asked = [
        Question(
            id=case.id, question=case.question, answerable=case.answerable,
            quotes=tuple(gold.quote for gold in case.gold),
        )
        for case in report.cases
        if case.id.startswith("bottle")
    ]  # fmt: skip
    own = evaluate(home.service, home.library, asked)
    given = [
        GivenAnswer(
            id=case.id,
            text=case.text,
            citations=tuple(GivenCitation(quote=c.quote) for c in case.citations),
            confidence=case.confidence,
        )
        for case in sorted(own.cases, key=lambda case: case.id)
    ]
    again = evaluate(home.service, home.library, asked, given)
    same = {f.name: f.value for f in own.figures if not f.name.startswith("latency")}
    assert {f.name: f.value for f in again.figures} == same


def test_a_conversation_is_taken_along(report):
    [follow_up] = [case for case in report.cases if case.id == "lighthouse-06"]
    assert follow_up.retrieved.reciprocal_rank == 1


def test_judging_another_systems_answers_answers_nothing(home):
    told = []
    home.service.observe(told.append)
    talk = (Turn(question="How long was the beer bottle in the water?", answer=BOTTLE),)
    follow_up = {"question": "Who found it?", "conversation": talk, "quotes": (FISHERMAN,)}
    _, case = one(home, follow_up, FISHERMAN)
    assert case.retrieved.reciprocal_rank == 1
    assert not told


def test_slices_add_up(report):
    for kind in ("languages", "question word", "article"):
        assert sum(s.n for s in report.slices if s.kind == kind) == len(report.cases)
    assert {"en → de", "de → en"} <= {s.name for s in report.slices}


def test_cases_come_worst_first(report):
    order = [list(Outcome).index(case.outcome) for case in report.cases]
    assert order == sorted(order)


def test_the_report_survives_json(report):
    assert read_report(report_json(report), "file") == report
    with pytest.raises(UnreadableReport, match="--report"):
        read_report("{}", "file")


def test_two_runs_are_compared_over_the_questions_both_have(home, report):
    questions = [
        Question(id=f"q{k}", question=f"Who found the bottle {k}?", quotes=(FISHERMAN,))
        for k in range(6)
    ]

    def answered(*quotes):
        cited = [(GivenCitation(quote=quote),) for quote in quotes]
        given = [
            GivenAnswer(id=f"q{k}", text=c[0].quote, citations=c) for k, c in enumerate(cited)
        ]
        return evaluate(home.service, home.library, questions[: len(given)], given)

    before = answered(BOTTLE, BOTTLE, BOTTLE, BOTTLE, FISHERMAN, FISHERMAN)
    now = answered(FISHERMAN, FISHERMAN, FISHERMAN, BOTTLE, BOTTLE)
    comparison = compared(now, before).comparison
    right = next(d for d in comparison.differences if d.name == "right")
    assert (right.n, right.before, right.now) == (5, 1 / 5, 3 / 5)
    # Changes +1 +1 +1 0 -1: of the 2^4 signs of those that are not 0, sums of 2 or more: 4 + 1.
    assert right.p_value == pytest.approx(2 * 5 / 16)
    assert (comparison.mended, comparison.broken) == (("q0", "q1", "q2"), ("q4",))
    assert comparison.same_corpus


def test_the_gate_holds_and_tells_what_fell(report):
    content = gate_content(report, ["right", "calibration_error"])
    gate = read_gate(json.loads(json.dumps(content)), "floors")
    assert failures(report, gate) == ()
    [fallen] = failures(report, Gate(report.corpus, (Bound("right", 1.01),)))
    assert fallen.endswith("is below its floor of 1.01")
    [risen] = failures(report, Gate(report.corpus, (), (Bound("calibration_error", 0.0),)))
    assert "above its ceiling" in risen
    [other] = failures(report, Gate("0" * 64, ()))
    assert "articles are others" in other
    [unmeasured] = failures(report, Gate(report.corpus, (Bound("no_such", 0.5),)))
    assert "could not be measured" in unmeasured
    with pytest.raises(GateError, match="no_such"):
        gate_content(report, ["no_such"])
    with pytest.raises(GateError, match="floors"):
        read_gate([], "floors")


def test_the_fingerprint_is_of_the_articles_not_of_their_order():
    assert fingerprint(["a", "b"]) == fingerprint(["b", "a"]) != fingerprint(["a"])
