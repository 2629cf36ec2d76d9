"""Passages embedded in the worker are those embedded here."""

import os
import signal

import numpy as np

from qa.models.catalog import embedding_model
from qa.models.embedding import EmbeddingModel, PassageText
from qa.models.worker import WorkerEmbedding
from qa.types import Span

PASSAGES = [
    PassageText("Gulls fly. Otters swim.", (Span(0, 10), Span(11, 23))),
    PassageText("Der Hafen war leer.", (Span(0, 19),)),
]


def assert_same(model: EmbeddingModel, worker: EmbeddingModel) -> None:
    embedded = zip(model.embed_passages(PASSAGES), worker.embed_passages(PASSAGES), strict=True)
    for here, there in embedded:
        np.testing.assert_allclose(here.passage, there.passage, atol=1e-5)
        np.testing.assert_allclose(here.sentences, there.sentences, atol=1e-5)


def test_the_worker_gives_the_model_s_vectors_and_outlives_its_loss() -> None:
    model = embedding_model("bundled")
    worker = WorkerEmbedding("bundled")
    try:
        assert (worker.name, worker.fingerprint, worker.dimension) == (
            model.name, model.fingerprint, model.dimension,
        )  # fmt: skip
        np.testing.assert_array_equal(
            worker.embed_question("Who swims?"), model.embed_question("Who swims?")
        )
        assert_same(model, worker)
        [child] = _children()
        os.kill(child, signal.SIGKILL)
        assert_same(model, worker)
    finally:
        worker.close()
    assert _children() == []


def _children() -> list[int]:
    import multiprocessing

    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]
