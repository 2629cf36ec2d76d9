"""Evaluation data never trains."""

from pathlib import Path

import pytest

from training.data import EvaluationDataError, guard


@pytest.mark.parametrize(
    "name",
    [
        "xquad.en.json",
        "XQuAD.de.json",
        "mlqa-dev-question-de.json",
        "belebele.tsv",
        "newstest2019.eng-deu.tsv",
        "stsb-de-test.csv",
        "dev-v2.0.json",
        "onestopqa-dev.json.gz",
        "new_wiki_v1.0.json.gz",
    ],
)
def test_evaluation_sets_are_refused(name: str) -> None:
    with pytest.raises(EvaluationDataError, match="kept for measuring"):
        guard(Path("data") / name)


@pytest.mark.parametrize("name", ["en-de.tsv.gz", "reddit_v1.0.json.gz", "qed-dev.jsonlines.gz"])
def test_training_sets_are_read(name: str) -> None:
    assert guard(Path("data") / name) == Path("data") / name
