"""Any other model: a folder or hub id that sentence-transformers loads from the local cache."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelNotFound
from qa.models.embedding import PassageText, PassageVectors, Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbedding:
    """Embeds with the model's own query and document prompts; never loads from the network."""

    def __init__(self, name: str, *, threads: int) -> None:
        self.name = name
        self._threads = threads

    @cached_property
    def fingerprint(self) -> str:
        """Names the weights by their sum: a cached model has no other name we can trust."""
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().float().numpy().tobytes())
        return f"{self.name}:{digest.hexdigest()[:16]}"

    @cached_property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def embed_question(self, question: str) -> Vector:
        """Return the unit vector of a question."""
        vector = self._model.encode_query(question, normalize_embeddings=True)
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage; sentences are embedded by themselves."""
        texts = [passage.text for passage in passages]
        texts += [s.of(passage.text) for passage in passages for s in passage.sentences]
        rows = np.asarray(
            self._model.encode_document(texts, normalize_embeddings=True), dtype=np.float32
        )
        vectors = []
        position = len(passages)
        for k, passage in enumerate(passages):
            end = position + len(passage.sentences)
            vectors.append(PassageVectors(rows[k], rows[position:end]))
            position = end
        return vectors

    @cached_property
    def _model(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(self.name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelNotFound(
                f"BELEG_EMBEDDING={self.name!r} is neither 'bundled', nor a folder that "
                "sentence-transformers loads, nor a model in the local cache; download it first "
                "on a machine with a network, or use 'bundled'"
            ) from error
