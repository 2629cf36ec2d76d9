"""The clauses of a sentence, as far as commas and conjunctions tell them."""

import re

_END = re.compile(
    r"[,;:](?!\d)|[–—()]|\b(?:and|but|while|because|und|aber|während|weil)\b", re.IGNORECASE
)


def clauses_of(sentence: str) -> list[str]:
    """Return the clauses of a sentence in reading order, without what parts them."""
    return _END.split(sentence)


def clause_around(sentence: str, position: int) -> str:
    """Return the clause that holds the character at `position` of the sentence."""
    ends = list(_END.finditer(sentence))
    start = max((end.end() for end in ends if end.end() <= position), default=0)
    stop = min((end.start() for end in ends if end.start() >= position), default=len(sentence))
    return sentence[start:stop]
