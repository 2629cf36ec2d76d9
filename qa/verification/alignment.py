"""Lay a statement beside a quote in the same language, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.library.analysis import words
from qa.particulars.denials import NEGATIONS
from qa.verification.covering import ordered_terms

SHORT = 3  # words: a longer stretch that the statement leaves out is a clause of its own
_CONTRACTED = re.compile(r"n['’]t\b")


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the statement leaves as it is in the quote, and what not."""

    order: float  # share of its content words and numbers that stand in the quote's order
    is_disordered: bool  # words that the quote holds stand in another order
    negations_added: int
    negations_lost: int  # where the words around them stand in the statement


def align(statement: str, quote: str, language: str) -> Alignment:
    """Return how the statement's words lie in the quote."""
    said, held = ordered_terms(statement, language), ordered_terms(quote, language)
    blocks = SequenceMatcher(a=said, b=held, autojunk=False).get_matching_blocks()
    in_order = sum(block.size for block in blocks)
    present = sum(term in set(held) for term in said)
    added, lost = _negation_changes(statement, quote)
    return Alignment(
        order=in_order / len(said) if said else 0.0,
        is_disordered=in_order < present,
        negations_added=added,
        negations_lost=lost,
    )


def _negation_changes(statement: str, quote: str) -> tuple[int, int]:
    said, held = _words(statement), _words(quote)
    added = lost = 0
    matcher = SequenceMatcher(a=held, b=said, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            continue
        left_out, put_in = held[i:j], said[k:m]
        added += _negations(put_in)
        if j - i <= SHORT:
            lost += _negations(left_out)
    return added, lost


def _negations(found: list[str]) -> int:
    return sum(NEGATIONS.fullmatch(word) is not None for word in found)


@lru_cache(maxsize=5_000)
def _words(text: str) -> list[str]:
    return words(_CONTRACTED.sub(" not", text))
