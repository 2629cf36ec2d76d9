"""Retrieval: how far up the passages are that hold a gold quote. Ranks count from 1."""

from collections.abc import Sequence
from math import log2


def recall_at(k: int, relevant: Sequence[bool], n_relevant: int) -> float:
    """Return |relevant hits among the first k| / n_relevant, n_relevant > 0.

    `relevant` says of each hit, best first, whether it is relevant; `n_relevant` counts all
    relevant passages of the library, found or not (trec_eval's recall_k).
    """
    return sum(relevant[:k]) / n_relevant


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """Return 1 / rank of the first relevant hit, 0 for none.

    E. Voorhees, "The TREC-8 Question Answering Track Report", 1999.
    """
    return next((1 / rank for rank, is_relevant in enumerate(relevant, 1) if is_relevant), 0.0)


def ndcg_at(k: int, relevant: Sequence[bool], n_relevant: int) -> float:
    """Return DCG / ideal DCG, with DCG = sum over relevant ranks r <= k of 1 / log2(r + 1).

    K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20,
    2002, in trec_eval's form (ndcg_cut) with binary gains. Ideally, all n_relevant come first.
    """
    gain = sum(1 / log2(rank + 1) for rank, found in enumerate(relevant[:k], 1) if found)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(k, n_relevant) + 1))
    return gain / ideal
