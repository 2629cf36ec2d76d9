"""What retrieval and ingest ask of an embedding model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.types import Passage, Span

Vector = NDArray[np.float32]  # (dim,), unit length
Vectors = NDArray[np.float32]  # (n, dim), rows of unit length


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage to embed; the sentences are spans of its own text, from 0."""

    text: str
    sentences: tuple[Span, ...]


def passage_text(passage: Passage) -> PassageText:
    """Return a passage as models take it: its sentences counted from its own start."""
    start = passage.span.start
    return PassageText(
        passage.text, tuple(Span(s.start - start, s.end - start) for s in passage.sentences)
    )


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """One vector for the passage and one for each sentence, which know the sentences around."""

    passage: Vector
    sentences: Vectors  # (n_sentences, dim)


class EmbeddingModel(Protocol):
    """Questions and passages are embedded by different methods: models treat them differently."""

    @property
    def name(self) -> str:
        """What a person calls the model."""

    @property
    def fingerprint(self) -> str:
        """Names the exact weights and settings: vectors with another fingerprint do not compare."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def embed_question(self, question: str) -> Vector:
        """Return the unit vector of a question."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, in the order given."""
