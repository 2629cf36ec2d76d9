"""A finished text as the events of a stream."""

import re
from collections.abc import Iterator, Sequence

from qa.types import Citation, Delta

_MARKER = re.compile(r"\[(\d+)\]")


def told(text: str, citations: Sequence[Citation]) -> Iterator[Delta | Citation]:
    """Yield the text up to each marker, then the citation that the marker names, once."""
    waiting = {citation.marker: citation for citation in citations}
    position = 0
    for marker in _MARKER.finditer(text):
        yield Delta(text[position : marker.end()])
        position = marker.end()
        citation = waiting.pop(int(marker[1]), None)
        if citation is not None:
            yield citation
    if position < len(text):
        yield Delta(text[position:])
    yield from waiting.values()
