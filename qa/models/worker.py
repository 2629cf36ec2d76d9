"""An embedding model whose passages are embedded in another process, so that questions stay fast.

Embedding an article keeps a core busy for a second; in the serving process that second would be
taken from the person who asks.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from qa.models.catalog import embedding_model
from qa.models.embedding import EmbeddingModel, PassageText, PassageVectors, Vector

NICENESS = 10  # the worker yields to whoever asks
_in_worker: dict[str, EmbeddingModel] = {}


class WorkerEmbedding:
    """Questions are embedded here, passages in one worker process of low priority."""

    def __init__(self, name: str) -> None:
        self._model_name = name
        self._model = embedding_model(name)
        self._guard = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    @property
    def name(self) -> str:
        """What a person calls the model."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """Names the exact weights and settings."""
        return self._model.fingerprint

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._model.dimension

    def embed_question(self, question: str) -> Vector:
        """Return the unit vector of a question."""
        return self._model.embed_question(question)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, in the order given; a lost worker is replaced once.

        Raises BrokenProcessPool when the second worker is lost as well.
        """
        try:
            return self._submit(passages)
        except BrokenProcessPool:
            self.close()
            return self._submit(passages)

    def close(self) -> None:
        """End the worker; the next passages start another."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    max_workers=1,
                    # A fork would copy locks that other threads hold, and the home's lock file.
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_start_worker,
                    initargs=(self._model_name,),
                )
            future = self._pool.submit(_embed, list(passages))
        return future.result()


def _start_worker(model_name: str) -> None:
    # Ctrl+C in a terminal reaches the worker too; the serving process ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _in_worker["model"] = embedding_model(model_name, threads=1)


def _end_with_parent() -> None:
    """Leave when the serving process was killed: its end of the queue is not seen to close."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _embed(passages: list[PassageText]) -> list[PassageVectors]:
    return _in_worker["model"].embed_passages(passages)
