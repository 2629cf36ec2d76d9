"""Read the first hits of a search together with the question, and order them anew."""

from dataclasses import replace

import numpy as np

from qa.library.evidence import Candidate, Evidence
from qa.models.embedding import passage_text
from qa.models.reader import Reader

PASSAGES_READ = 5  # docs/retrieval.md, table 4
# Of the fused score, whose spread over the passages of a question is about 1.
READ_WEIGHT = 1.5
READ_SCALE = 6.0  # log-odds; beyond it the reader is sure either way


def reranked(evidence: Evidence, reader: Reader) -> Evidence:
    """Return the evidence with its first candidates ordered by what the reader makes of them too.

    Those that were read stay before those that were not.
    """
    first, rest = evidence.candidates[:PASSAGES_READ], evidence.candidates[PASSAGES_READ:]
    readings = reader.read(evidence.question, [passage_text(c.hit.passage) for c in first])
    read = [
        _with_reading(candidate, max(sentence.score for sentence in sentences))
        for candidate, sentences in zip(first, readings, strict=True)
    ]
    read.sort(key=lambda candidate: -candidate.hit.score)
    return replace(evidence, candidates=(*read, *rest))


def _with_reading(candidate: Candidate, log_odds: float) -> Candidate:
    # Never below zero: what was not read gets nothing, and must not overtake by that.
    gain = READ_WEIGHT * (1.0 + float(np.tanh(log_odds / READ_SCALE)))
    return replace(candidate, hit=replace(candidate.hit, score=candidate.hit.score + gain))
