"""The vectors in an embedded Chroma: keys and vectors alone, derived from the library."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexMismatch
from qa.models.embedding import Vector, Vectors

if TYPE_CHECKING:
    import chromadb

COLLECTION = "passages"
# Recall of the ten nearest was .99 at 10,000 clustered vectors; Chroma's own defaults gave .91.
HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}
# Chroma restricts a search to named ids; above this share of the index it is quicker to search
# further and drop what is not admitted.
NAMED_IDS_AT_MOST = 2_000


class ChromaIndex:
    """One folder, owned by one process (qa/index/ownership.py)."""

    def __init__(self, folder: Path, dimension: int, fingerprint: str) -> None:
        """Open or make the index; raise IndexMismatch when other vectors lie there."""
        import chromadb

        folder.mkdir(parents=True, exist_ok=True)
        self._client = chromadb.PersistentClient(
            str(folder), settings=chromadb.Settings(anonymized_telemetry=False)
        )
        self._dimension = dimension
        self._fingerprint = fingerprint
        self._collection = self._open()

    def _open(self) -> "chromadb.Collection":
        collection = self._client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": HNSW},  # type: ignore[typeddict-item]
            metadata={"embedding": self._fingerprint, "dimension": self._dimension},
        )
        found = (collection.metadata or {}).get("embedding")
        if found != self._fingerprint:
            raise IndexMismatch(
                f"the vector index was made with {found!r}, the settings name "
                f"{self._fingerprint!r}: set BELEG_EMBEDDING to the first, or ingest the articles "
                "into another --home"
            )
        return collection

    def add(self, keys: Sequence[int], vectors: Vectors) -> None:
        """Hold these vectors, (n, dim); a key that is already there gets the new vector."""
        self._collection.upsert(ids=[str(key) for key in keys], embeddings=vectors)

    def drop(self, keys: Sequence[int]) -> None:
        """Forget these keys; unknown ones are no error."""
        self._collection.delete(ids=[str(key) for key in keys])

    def search(
        self, vector: Vector, limit: int, admitted: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return keys and cosines of the nearest admitted passages, best first."""
        count = self._collection.count()
        if count == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if admitted is None:
            return self._query(vector, min(limit, count))
        if len(admitted) <= NAMED_IDS_AT_MOST:
            return self._query(vector, min(limit, len(admitted)), [str(k) for k in admitted])
        n_results = min(count, limit * 2 * count // len(admitted))
        keys, cosines = self._query(vector, n_results)
        inside = np.isin(keys, admitted)
        return keys[inside][:limit], cosines[inside][:limit]

    def _query(
        self, vector: Vector, n_results: int, ids: list[str] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=n_results, ids=ids, include=["distances"]
        )
        distances = found["distances"] or [[]]
        # Chroma's cosine distance is 1 - cosine.
        return (
            np.array(found["ids"][0], dtype=np.int64),
            1 - np.array(distances[0], dtype=np.float32),
        )

    def count(self) -> int:
        """Return how many vectors are held."""
        return self._collection.count()

    def finds(self, key: int, vector: Vector) -> bool:
        """Say whether a vector that was added is found where it was put.

        A lost index folder opens without an error and counts as before, but finds nothing.
        """
        from chromadb.errors import ChromaError

        try:
            keys, cosines = self._query(vector, min(5, max(1, self.count())))
        except ChromaError:
            return False
        # Equal passages have equal vectors: any of them at this place is sound.
        return key in keys or bool(len(cosines) and cosines[0] > 0.9999)

    def clear(self) -> None:
        """Drop all vectors."""
        self._client.delete_collection(COLLECTION)
        self._collection = self._open()

    def close(self) -> None:
        """Release the folder."""
        self._client.close()
