"""How figures and differences are worded in every form of the report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.evaluation.bootstrap import Interval
from qa.evaluation.records import CitedCase

OUTCOME_TEXTS = {
    "wrong answer": "answered, but no citation proves it",
    "wrongly refused": "the articles answer it, and it was refused",
    "wrongly answered": "the articles do not answer it, and it was answered",
    "right": "proved, or rightly refused",
}

FEWEST_WORDS = 2  # in a row: fewer in common is chance

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def shown(value: float | None, is_share: bool = True) -> str:
    """Return a share as a percentage, anything else as milliseconds; a dash for None."""
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if is_share else f"{value:.0f} ms"


def shown_interval(interval: Interval | None, is_share: bool = True) -> str:
    """Return an interval as "low – high"."""
    if interval is None:
        return ""
    if is_share:
        return f"{100 * interval.low:.1f} – {100 * interval.high:.1f} %"
    return f"{interval.low:.0f} – {interval.high:.0f} ms"


def stands_not(citation: CitedCase) -> str:
    """Say that a quote does not stand where it is said to."""
    return "stands in no article" if citation.article_id is None else "not in the article it names"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that another text has too, or has not."""

    text: str
    is_common: bool


def pieces(text: str, other: str) -> Iterator[Piece]:
    """Yield `text` in stretches that `other` has in the same order, or has not."""
    tokens, others = _TOKEN.findall(text), _TOKEN.findall(other)
    position = 0
    matcher = SequenceMatcher(None, tokens, others, autojunk=False)
    least = min(FEWEST_WORDS, _n_words(tokens), _n_words(others))
    for block in matcher.get_matching_blocks():
        if block.size and _n_words(tokens[block.a : block.a + block.size]) < least:
            continue
        if block.a > position:
            yield Piece("".join(tokens[position : block.a]), False)
        if block.size:
            yield Piece("".join(tokens[block.a : block.a + block.size]), True)
        position = block.a + block.size


def _n_words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)
