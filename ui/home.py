"""The home: everything that is written, opened by the one process that owns it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from ingest.pipeline import Pipeline
from ingest.sentences import sentences
from qa.api.keys import make_local_key
from qa.assembly import open_service
from qa.feedback import FeedbackStore
from qa.index.chroma import ChromaIndex
from qa.index.ownership import Ownership
from qa.index.synchronise import repair
from qa.library.library import Library
from qa.library.sqlite import SqliteLibrary
from qa.models.catalog import embedding_model
from qa.models.embedding import EmbeddingModel
from qa.models.worker import WorkerEmbedding
from qa.service import Service
from qa.settings import Settings

LIBRARY_FILE = "library.sqlite"
FEEDBACK_FILE = "feedback.sqlite"
INDEX_FOLDER = "chroma"


@dataclass(frozen=True, slots=True)
class Home:
    """What can be done with an open home: ask, and take articles in."""

    service: Service
    pipeline: Pipeline
    library: Library
    feedback: FeedbackStore


@contextmanager
def open_home(settings: Settings, address: str | None = None) -> Iterator[Home]:
    """Own the home and open it; with an `address` this process serves it there.

    A serving process embeds passages in a worker, so that questions stay fast during an ingest.
    Raises HomeInUse when another process owns the home, IndexMismatch when it was filled with
    another embedding model, ModelNotFound when the model is not there, ConfigurationError when the
    chat model cannot be used.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as closing:
        # A command that finds the address must find the key with which to call there.
        prepare = partial(make_local_key, settings.home) if address else lambda: None
        closing.enter_context(Ownership.take(settings.home, address, prepare))
        embedding = _embedding(settings.embedding, closing, in_worker=address is not None)
        library = SqliteLibrary(settings.home / LIBRARY_FILE)
        closing.callback(library.close)
        library.bind_embedding(embedding.fingerprint)
        index = ChromaIndex(
            settings.home / INDEX_FOLDER, embedding.dimension, embedding.fingerprint
        )
        closing.callback(index.close)
        repair(library, index)
        feedback = FeedbackStore(settings.home / FEEDBACK_FILE)
        closing.callback(feedback.close)
        yield Home(
            service=open_service(library, index, embedding, sentences, settings),
            pipeline=Pipeline(library, index, embedding),
            library=library,
            feedback=feedback,
        )


def _embedding(name: str, closing: ExitStack, *, in_worker: bool) -> EmbeddingModel:
    if not in_worker:
        return embedding_model(name)
    worker = WorkerEmbedding(name)
    closing.callback(worker.close)
    return worker
