"""The questions on the seed article: a gate. Lowering a floor takes a reason in CHANGELOG."""

from collections.abc import Iterator

import pytest

from qa.evaluation.gate import failures
from qa.evaluation.records import Outcome, Report
from qa.evaluation.run import evaluate
from qa.service import Service
from qa.types import AnswerKind
from tests.evaluation.gates import SEED_FLOORS, SEEDS, filled_home, seed_drafts, seed_questions
from ui.evaluation_files import read_floors
from ui.home import Home

SEED = SEEDS / "000_218c36e9481ba9ae.txt"
HEADLINE = (
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe "
    "gegen den IS in Syrien ein."
)
FIRST_RIGHT = 0.88  # share of answerable questions whose first citation holds a gold quote
REFUSED = 0.80  # share of unanswerable questions that are refused


@pytest.fixture(scope="module")
def seed_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    alone = [draft for draft in seed_drafts() if draft.item == str(SEED)]
    with filled_home(tmp_path_factory.mktemp("home"), alone) as home:
        yield home


@pytest.fixture(scope="module")
def service(seed_home: Home) -> Service:
    return seed_home.service


@pytest.mark.parametrize(
    "question",
    ["Why did Turkey stop airstrikes?", "Warum stellte die Türkei die Luftangriffe ein?"],
)
def test_the_headline_question_is_answered_by_the_right_sentence(
    service: Service, question: str
) -> None:
    first = service.ask(question).citations[0]
    text = SEED.read_text(encoding="utf-8")
    assert first.quote == HEADLINE
    assert text[first.start : first.end] == HEADLINE


def test_first_citations_are_right_and_the_rest_is_refused(seed_home: Home) -> None:
    questions = [q for q in seed_questions() if q.id.startswith(("seed-", "none-"))]
    report = evaluate(seed_home.service, seed_home.library, questions)
    wrong = [case.question for case in report.cases if case.outcome is not Outcome.RIGHT]
    assert (report.defects, len(report.cases)) == ((), 52)
    assert report.figure("first_right") >= FIRST_RIGHT, wrong
    assert report.figure("refused") >= REFUSED, wrong


def test_the_seed_questions_stay_above_their_floors(report: Report) -> None:
    assert failures(report, read_floors(SEED_FLOORS)) == ()


def test_refusals_show_the_nearest_passages(service: Service) -> None:
    answer = service.ask("What is the capital of France?")
    assert (answer.kind, answer.citations) == (AnswerKind.NONE, ())
    assert 1 <= len(answer.nearest) <= 3
