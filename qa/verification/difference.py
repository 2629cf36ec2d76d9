"""What changed between a quote and the text that stands there now, word by word."""

import re
from difflib import SequenceMatcher

from qa.verification.records import DifferenceOperation, Segment

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


def difference(quote: str, now: str) -> tuple[Segment, ...]:
    """Return the stretches in order; their `quote` and `now` rejoin to the two texts."""
    before, after = _PIECE.findall(quote), _PIECE.findall(now)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    return tuple(
        Segment(DifferenceOperation(op), "".join(before[i:j]), "".join(after[k:m]))
        for op, i, j, k, m in matcher.get_opcodes()
    )
