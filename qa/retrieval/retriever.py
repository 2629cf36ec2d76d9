"""From a question to evidence: dense and lexical candidates, fused, best first."""

from collections.abc import Collection
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.language import detect_language
from qa.library.copies import distinct
from qa.library.evidence import Candidate, Evidence
from qa.library.library import Library, StoredPassage
from qa.models.embedding import EmbeddingModel, Vector
from qa.models.reader import Reader
from qa.retrieval.fusion import Signals, fused
from qa.retrieval.lexical import LexicalScores, LexicalSearch
from qa.retrieval.reranking import PASSAGES_READ, reranked
from qa.types import Filters, Hit

FAVOUR = 1.0  # of the fused score, for passages of the article that a follow-up is about
CANDIDATES = 100  # from each side; twice as many changed no development figure


class VectorIndex(Protocol):
    """What retrieval asks of the vector index."""

    def search(
        self, vector: Vector, limit: int, admitted: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return keys and cosines of the nearest passages, best first."""


class Retriever:
    """Finds passages in both languages for a question in either."""

    def __init__(
        self,
        library: Library,
        index: VectorIndex,
        embedding: EmbeddingModel,
        lexical: LexicalSearch,
        reader: Reader,
    ) -> None:
        self._library = library
        self._index = index
        self._embedding = embedding
        self._lexical = lexical
        self._reader = reader

    def search(self, question: str, limit: int, filters: Filters) -> list[Hit]:
        """Return the `limit` best passages; the reader has had a look at the first of them."""
        evidence = self.retrieve(question, max(limit, PASSAGES_READ), filters)
        return [c.hit for c in reranked(evidence, self._reader).candidates[:limit]]

    def retrieve(
        self, question: str, limit: int, filters: Filters, favoured: Collection[str] = ()
    ) -> Evidence:
        """Return the `limit` best passages that the filters admit, the best of copies for all.

        Those of `favoured` articles, by id, come before others that fit about as well.
        """
        language = detect_language(question)
        vector = self._embedding.embed_question(question)
        admitted = None if filters.are_empty else self._library.keys(filters)
        lexical = self._lexical.scores(question, language)
        stored: dict[int, StoredPassage] = {}
        if admitted is None or len(admitted):
            nearest, _ = self._index.search(vector, CANDIDATES, admitted)
            keys = set(nearest.tolist())
            for scores in lexical.values():
                keys.update(best_keys(scores, admitted))
            stored = self._library.passages(keys)
        titles = self._library.titles({s.passage.article_id for s in stored.values()})
        candidates = [
            Candidate(_hit(passage, vector, lexical, titles, favoured), passage)
            for passage in stored.values()
        ]
        candidates.sort(key=lambda c: (-c.hit.score, c.hit.passage.id))
        return Evidence(
            question=question,
            asked=question,
            language=language,
            vector=vector,
            terms={name: scores.terms for name, scores in lexical.items()},
            candidates=distinct(candidates, limit),
        )


def _hit(
    stored: StoredPassage,
    vector: Vector,
    lexical: dict[str, LexicalScores],
    titles: dict[str, str],
    favoured: Collection[str],
) -> Hit:
    passage = stored.passage
    signals = Signals(
        dense=float(stored.vectors.passage @ vector),
        sentence=float((stored.vectors.sentences @ vector).max()),
        lexical=lexical[passage.language].by_key.get(stored.key, 0.0),
    )
    return Hit(
        passage=passage,
        title=titles.get(passage.article_id, ""),
        score=fused(signals) + (FAVOUR if passage.article_id in favoured else 0.0),
        dense=signals.dense,
        lexical=signals.lexical,
    )


def best_keys(scores: LexicalScores, admitted: NDArray[np.int64] | None) -> list[int]:
    """Return the keys of the CANDIDATES best scores among the admitted, in no order."""
    by_key = scores.by_key
    keys = np.fromiter(by_key.keys(), dtype=np.int64, count=len(by_key))
    values = np.fromiter(by_key.values(), dtype=np.float64, count=len(by_key))
    if admitted is not None:
        inside = np.isin(keys, admitted, assume_unique=True)
        keys, values = keys[inside], values[inside]
    if len(keys) > CANDIDATES:
        keys = keys[np.argpartition(-values, CANDIDATES)[:CANDIDATES]]
    chosen: list[int] = keys.tolist()
    return chosen
