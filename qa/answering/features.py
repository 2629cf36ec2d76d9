"""What is known of a sentence as the answer to a question: numbers a linear model can weigh."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.answering.nations import is_nationality
from qa.answering.question_kind import QuestionKind, kind_of, shows
from qa.library.analysis import indexed_terms, words
from qa.library.evidence import Candidate, Evidence, SearchedTerm
from qa.types import Span

NAMES = (
    "cosine",  # question and sentence
    "cosine_passage",
    "cosine_before",  # question and the sentence before; 0 at the start of a passage
    "cosine_after",
    "cover",  # share of the question's terms, weighted by rarity, that the sentence holds
    "cover_near",  # that the sentence and its neighbours hold
    "cover_passage",
    "rarest_uncovered",  # rarity of the rarest term the whole passage lacks
    "name_uncovered",  # share of the question's names and numbers that the passage lacks
    "name_uncovered_near",  # that the sentence and its neighbours lack
    "time_missing",  # 1 if the question asks when and the sentence has no time
    "quantity_missing",  # 1 if it asks how many and the sentence has no number
    "name_missing",  # 1 if it asks who or where and the sentence has no name
    "cause_shown",  # 1 if it asks why and the sentence names a cause
    "log_length",  # of the sentence in words
    "passage_score",  # fused score of the passage
    "other_language",
    "cosine_other_language",
    "cover_other_language",
)

_NAME = re.compile(r"(?<=[\w,;:] )(?:[A-ZÄÖÜ][\w’'-]+)|\d[\d.,]*")


def features(evidence: Evidence, candidate: Candidate) -> NDArray[np.float64]:
    """Return (n_sentences, n_features) for the sentences of one candidate passage."""
    passage = candidate.hit.passage
    terms = evidence.terms[passage.language]
    texts = [text_of(passage.text, passage.span, sentence) for sentence in passage.sentences]
    held = [held_terms(text, passage.language, terms) for text in texts]
    cosines = candidate.stored.vectors.sentences @ evidence.vector
    kind = kind_of(evidence.question, evidence.language)
    everywhere = np.max(held, axis=0) if terms else np.zeros(0)
    other = float(passage.language != evidence.language)
    is_name = names_among(evidence.question, evidence.language, terms)
    n = len(texts)
    rows = []
    for k, text in enumerate(texts):
        near = np.max(held[max(0, k - 1) : k + 2], axis=0) if terms else everywhere
        shown = kind is not None and shows(kind, text, passage.language)
        cover = coverage(terms, held[k])
        rows.append(
            (
                cosines[k],
                candidate.hit.dense,
                cosines[k - 1] if k else 0.0,
                cosines[k + 1] if k + 1 < n else 0.0,
                cover,
                coverage(terms, near),
                coverage(terms, everywhere),
                max((t.rarity * (1 - h) for t, h in zip(terms, everywhere, strict=True)),
                    default=0.0),
                lacking(is_name, everywhere),
                lacking(is_name, near),
                float(kind is QuestionKind.TIME and not shown),
                float(kind is QuestionKind.QUANTITY and not shown),
                float(kind in (QuestionKind.PERSON, QuestionKind.PLACE) and not shown),
                float(kind is QuestionKind.CAUSE and shown),
                np.log(1 + len(text.split())),
                candidate.hit.score,
                other,
                other * cosines[k],
                other * cover,
            )
        )
    return np.array(rows, dtype=np.float64)


def text_of(passage_text: str, passage_span: Span, sentence: Span) -> str:
    """Return a sentence's characters from its passage."""
    return passage_text[sentence.start - passage_span.start : sentence.end - passage_span.start]


def held_terms(
    text: str, language: str, terms: Sequence[SearchedTerm]
) -> NDArray[np.float64]:
    """Return (n_terms,): how well the text holds each term of the question, 0..1."""
    present = term_set(text, language)
    return np.array(
        [
            max((p for a, p in t.term.alternatives.items() if a in present), default=0.0)
            for t in terms
        ]
    )


@lru_cache(maxsize=10_000)  # the sentences of well-liked articles are weighed again and again
def term_set(text: str, language: str) -> frozenset[str]:
    """Return the distinct terms of a sentence, compound parts among them."""
    return frozenset(indexed_terms(text, language))


def coverage(terms: Sequence[SearchedTerm], held: NDArray[np.float64]) -> float:
    """Return the share of the question's terms that are held, weighted by rarity; 0..1."""
    weights = np.array([t.term.weight * t.rarity for t in terms])
    total = weights.sum()
    return float(weights @ held / total) if total > 0 else 0.0


def names_among(
    question: str, language: str, terms: Sequence[SearchedTerm]
) -> NDArray[np.bool_]:
    """Return (n_terms,): whether a term is a name, a nationality or a number of the question.

    In English a capital inside the question marks a name; in German also every other noun.
    """
    names = {word for name in _NAME.findall(question) for word in words(name)}
    if language == "de":
        names |= {t.term.word for t in terms if is_nationality(t.term.word)}
    return np.array([t.term.word in names for t in terms], dtype=bool)


def lacking(is_name: NDArray[np.bool_], held: NDArray[np.float64]) -> float:
    """Return the share of the names that are not held at all; 0.0 when there is no name."""
    return float((held[is_name] == 0.0).mean()) if is_name.any() else 0.0
