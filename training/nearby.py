"""Other passages that retrieval would have found for a question: near to it, and no answer."""

import numpy as np
from numpy.typing import NDArray

from qa.models.catalog import embedding_model
from qa.models.embedding import EmbeddingModel, PassageText, Vector, Vectors
from qa.types import Span
from training.data import QuestionExample
from training.own_questions import OwnQuestion


def nearby_passages(asked: list[OwnQuestion]) -> dict[str, dict[int, str]]:
    """Return, by language and question, another passage that retrieval would have found."""
    embedding, generator = embedding_model("bundled"), np.random.default_rng(5)
    found: dict[str, dict[int, str]] = {}
    for language in sorted({language for q in asked for language in q.passages}):
        told = {k: q.passages[language] for k, q in enumerate(asked) if language in q.passages}
        texts = list(dict.fromkeys(told.values()))
        position = {text: k for k, text in enumerate(texts)}
        vectors = passage_vectors(embedding, texts)
        found[language] = {}
        for k, text in told.items():
            question = embedding.embed_question(asked[k].questions[language])
            found[language][k] = texts[nearby(vectors, question, position[text], generator)]
    return found


def neighbours(found: list[QuestionExample], longest: int) -> NDArray[np.int64]:
    """Return, for each question, an example of another passage that retrieval would have found.

    Passages are compared by their first `longest` characters.
    """
    texts = list(dict.fromkeys(s.passage[:longest] for s in found))
    position = {text: k for k, text in enumerate(texts)}
    embedding, generator = embedding_model("bundled"), np.random.default_rng(5)
    vectors = passage_vectors(embedding, texts)
    first: dict[int, int] = {}
    for k, source in enumerate(found):
        first.setdefault(position[source.passage[:longest]], k)
    asked: dict[str, int] = {}
    for source in found:
        if source.question not in asked:
            own = position[source.passage[:longest]]
            question = embedding.embed_question(source.question)
            asked[source.question] = first[nearby(vectors, question, own, generator)]
    return np.array([asked[source.question] for source in found], dtype=np.int64)


def passage_vectors(embedding: EmbeddingModel, texts: list[str]) -> Vectors:
    """Return the vectors of the texts, (n_texts, n_dimensions)."""
    return np.stack([
        v.passage
        for k in range(0, len(texts), 256)
        for v in embedding.embed_passages(
            [PassageText(t, (Span(0, len(t)),)) for t in texts[k : k + 256]]
        )
    ])


def nearby(vectors: Vectors, question: Vector, own: int, generator: np.random.Generator) -> int:
    """Return one of the passages nearest to the question, but not its own."""
    cosines = vectors @ question
    cosines[own] = -2.0
    return int(generator.choice(np.argpartition(-cosines, 8)[:8]))
