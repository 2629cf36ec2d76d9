"""BM25 over the library's postings, with the question translated word by word where it must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.library.analysis import LANGUAGES
from qa.library.evidence import SearchedTerm
from qa.library.library import Library, Postings
from qa.library.query import QuestionTerm, question_terms
from qa.library.translation import TranslationTable

# Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """What one language's passages share with the question."""

    terms: tuple[SearchedTerm, ...]
    by_key: Mapping[int, float]  # BM25 by passage key, as a share of the best possible: [0, 1)


class LexicalSearch:
    """Scores every passage that shares a term with the question, in each language by itself."""

    def __init__(self, library: Library, table: TranslationTable) -> None:
        self._library = library
        self._table = table

    def scores(self, question: str, question_language: str) -> dict[str, LexicalScores]:
        """Return the scores of each language's passages; those not listed share no term."""
        return {
            language: self._scores_in(
                language, question_terms(question, question_language, language, self._table)
            )
            for language in LANGUAGES
        }

    def _scores_in(self, language: str, terms: Sequence[QuestionTerm]) -> LexicalScores:
        n_passages = self._library.lexical_statistics(language).n_passages
        wanted = {alternative for term in terms for alternative in term.alternatives}
        postings = self._library.postings(wanted, language) if n_passages and wanted else {}
        if not postings:
            return LexicalScores(tuple(SearchedTerm(term, 1.0) for term in terms), {})
        keys = np.unique(np.concatenate([p.keys for p in postings.values()]))
        lengths = np.zeros(len(keys))
        for posting in postings.values():
            lengths[np.searchsorted(keys, posting.keys)] = posting.lengths
        mean_length = self._library.lexical_statistics(language).mean_length
        norm = K1 * (1 - B + B * lengths / mean_length)
        most = inverse_document_frequency(0.0, n_passages)
        total = np.zeros(len(keys))
        best = 0.0
        searched = []
        for term in terms:
            count, n_with = translated_counts(term.alternatives, postings, keys)
            rarity = inverse_document_frequency(n_with, n_passages) / most
            searched.append(SearchedTerm(term, rarity))
            total += term.weight * rarity * count * (K1 + 1) / (count + norm)
            # Against the rarest possible terms: a question of common words cannot reach one.
            best += term.weight * (K1 + 1)
        shares = (total / best).tolist()
        return LexicalScores(tuple(searched), dict(zip(keys.tolist(), shares, strict=True)))


def translated_counts(
    alternatives: Mapping[str, float], postings: Mapping[str, Postings], keys: NDArray[np.int64]
) -> tuple[NDArray[np.float64], float]:
    """Return how often each passage holds the word (n_keys,), and how many passages hold it.

    Both are probability-weighted sums over the word's translations: probabilistic structured
    queries, Darwish and Oard (SIGIR 2003).
    """
    count = np.zeros(len(keys))
    n_with = 0.0
    for term, probability in alternatives.items():
        posting = postings.get(term)
        if posting is not None:
            count[np.searchsorted(keys, posting.keys)] += probability * posting.counts
            n_with += probability * len(posting.keys)
    return count, n_with


def inverse_document_frequency(n_with: float, n_passages: int) -> float:
    """Return log(1 + (N - n + .5) / (n + .5)), with n at most N."""
    n_with = min(n_with, float(n_passages))
    return float(np.log1p((n_passages - n_with + 0.5) / (n_with + 0.5)))
