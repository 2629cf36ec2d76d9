"""Real, small implementations of the seams, for tests that are not about models."""

import hashlib
from collections.abc import Sequence

import numpy as np

from qa.library.analysis import words
from qa.models.embedding import PassageText, PassageVectors, Vector


class HashEmbedding:
    """Embeds a text as the sum of a fixed random vector for each of its words."""

    name = "hash"
    fingerprint = "hash-64"
    dimension = 64

    def embed_question(self, question: str) -> Vector:
        return self._vector(question)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [
            PassageVectors(
                self._vector(p.text), np.stack([self._vector(s.of(p.text)) for s in p.sentences])
            )
            for p in passages
        ]

    def _vector(self, text: str) -> Vector:
        total = np.full(self.dimension, 1e-6)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)
