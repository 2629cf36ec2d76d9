"""The seed articles in a home, and what evaluating our own answers to their questions gives."""

from collections.abc import Iterator

import pytest

from qa.evaluation.records import Report
from qa.evaluation.run import evaluate
from tests.evaluation.gates import filled_home, seed_drafts, seed_questions
from ui.home import Home


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with filled_home(tmp_path_factory.mktemp("evaluated"), seed_drafts()) as opened:
        yield opened


@pytest.fixture(scope="session")
def report(home: Home) -> Report:
    return evaluate(home.service, home.library, seed_questions(), name="seeds")
