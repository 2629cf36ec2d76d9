"""The vectors in an embedded Chroma: keys and vectors alone, derived from the library."""

import math
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from qa.errors import BelegError, IndexMismatch
from qa.models.embedding import Vector, Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

COLLECTION = "passages"
DATABASE_FILE = "chroma.sqlite3"
# Of the hundred nearest among 10,000 clustered vectors, .995 are found; with Chroma's own
# ef_search of 100, .95.
HNSW: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}
}
SAME = 0.999  # cosine of a vector with itself, after Chroma has rounded it


class ChromaIndex:
    """One folder, owned by one process (see ownership.py); thread-safe.

    A damaged folder is emptied: `repair` fills it again from the library. Raises IndexMismatch
    when the folder holds vectors of another embedding model.
    """

    def __init__(self, folder: Path, dimension: int, fingerprint: str) -> None:
        from chromadb.errors import InternalError

        self._folder = folder
        self._dimension = dimension
        self._fingerprint = fingerprint
        self._write_lock = Lock()
        self._last_search = -math.inf
        self._held: NDArray[np.int64] = np.empty(0, dtype=np.int64)  # sorted; replaced, not changed
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_readable(folder / DATABASE_FILE):
            self._empty()
        try:
            self._open()
        except InternalError:  # Chroma's other files are damaged
            self.clear()

    def add(self, keys: Sequence[int], vectors: Vectors) -> None:
        """Hold these vectors, (n, dimension); a key that is already there gets the new vector."""
        with self._write_lock:
            self._collection.upsert(ids=[str(key) for key in keys], embeddings=vectors)
            self._held = np.union1d(self._held, np.asarray(keys, dtype=np.int64))

    def drop(self, keys: Sequence[int]) -> None:
        """Forget these keys; unknown ones are no error."""
        with self._write_lock:
            self._held = np.setdiff1d(self._held, np.asarray(keys, dtype=np.int64))
            self._collection.delete(ids=[str(key) for key in keys])

    def search(
        self, vector: Vector, limit: int, admitted: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return keys and cosines of the nearest passages, best first.

        `admitted` restricts the search; keys in it that are not held are ignored.
        """
        from chromadb.errors import InternalError

        self._last_search = monotonic()
        while True:
            held = self._held
            asked = held if admitted is None else np.intersect1d(held, admitted)
            if not len(asked):
                return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
            try:
                return self._nearest(vector, limit, None if admitted is None else asked)
            except InternalError:
                # Chroma fails at a key it does not hold: one was dropped since `held` was read.
                if held is self._held:
                    raise

    def was_searched_within(self, seconds: float) -> bool:
        """Say whether the last search began so short a time ago."""
        return monotonic() - self._last_search < seconds

    def count(self) -> int:
        """Return how many vectors Chroma says it holds."""
        return int(self._collection.count())

    def is_sound(self, sample: Sequence[tuple[int, Vector]]) -> bool:
        """Say whether every key that Chroma counts is found, and the vectors given by their own.

        A lost HNSW folder opens without an error and counts as before. Keys of `sample` that are
        not held say nothing.
        """
        from chromadb.errors import ChromaError

        if not len(self._held):
            return True
        anything = np.ones(self._dimension, dtype=np.float32)
        try:
            self._nearest(anything, 1, self._held)
            for key, vector in sample:
                keys, cosines = self.search(vector, 1, np.array([key], dtype=np.int64))
                if len(keys) and cosines[0] < SAME:
                    return False
        except ChromaError:
            return False
        return True

    def clear(self) -> None:
        """Drop all vectors, whatever state the folder is in."""
        with self._write_lock:
            self._client.close()
            self._empty()
            self._open()

    def close(self) -> None:
        """Release the folder."""
        self._client.close()

    def _nearest(
        self, vector: Vector, limit: int, keys: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :],
            n_results=limit,
            ids=None if keys is None else [str(key) for key in keys.tolist()],
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        # Chroma's cosine distance is 1 - cosine.
        return (
            np.array(found["ids"][0], dtype=np.int64),
            1 - np.array(distances[0], dtype=np.float32),
        )

    def _open(self) -> None:
        self._client = _client(self._folder)
        self._collection = self._get_or_make()
        ids = self._collection.get(include=[])["ids"]
        self._held = np.sort(np.array(ids, dtype=np.int64))

    def _get_or_make(self) -> "Collection":
        from chromadb.errors import NotFoundError

        try:
            collection = self._client.get_collection(COLLECTION, embedding_function=None)
        except NotFoundError:
            return self._client.create_collection(
                COLLECTION,
                embedding_function=None,
                configuration=HNSW,
                metadata={"fingerprint": self._fingerprint},
            )
        found = (collection.metadata or {}).get("fingerprint")
        if found != self._fingerprint:
            self._client.close()
            raise IndexMismatch(
                f"the vector index in {self._folder} was made with the embedding model {found!r}, "
                f"and the settings name {self._fingerprint!r}: set BELEG_EMBEDDING to the first; "
                "or, when the library was filled with the second, delete the folder, and the index "
                "is made anew from the library"
            )
        return collection

    def _empty(self) -> None:
        """Delete what Chroma has written, and nothing else that may lie in the folder."""
        for path in self._folder.iterdir():
            if path.name.startswith(DATABASE_FILE):
                path.unlink()
            elif path.is_dir() and _is_uuid(path.name):
                shutil.rmtree(path)


def _is_readable(database: Path) -> bool:
    """Say whether there is no database or a sound one.

    Asked before Chroma opens it: a folder on which Chroma has failed cannot be opened again by the
    same process.
    """
    if not database.exists():
        return True
    try:
        with closing(sqlite3.connect(database)) as connection:
            (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        raise BelegError(
            f"{database} cannot be read ({error}): close whatever else has it open, or delete "
            f"{database.parent}, which is made again from the library"
        ) from error
    except sqlite3.DatabaseError:
        return False
    return bool(told == "ok")


def _client(folder: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import InternalError

    # Without _env_file Chroma reads the `.env` of whatever folder Beleg was started in.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    try:
        client = chromadb.PersistentClient(folder, settings=settings)
    except InternalError as error:
        raise BelegError(
            f"the vector index in {folder} cannot be opened ({error}); it holds nothing that the "
            "library does not hold: delete the folder and start again"
        ) from error
    return cast("Client", client)  # the declared type keeps back that it can be closed


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
