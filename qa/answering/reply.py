"""A chat model's reply as statements, while it comes: each sentence with the numbers it cites.

Where a sentence ends depends on the text alone, never on how it was cut into pieces, so that an
answer is the same streamed and not.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from qa.types import Span

SplitSentences = Callable[[str, str], list[Span]]  # a text and its language

LOOKAHEAD = 60  # characters after a possible end that are seen before it is judged
LONGEST_RANGE = 10  # numbers in "[3-7]"; of a longer one the two ends count

_LABEL = r"(?:\^|\#|s(?:entences?|[äa]tze?|ources?|atz)?\.?|nr\.?|no\.?|quellen?)?\s*"
_INSIDE = (
    rf"\s*{_LABEL}\d{{1,6}}(?:\s*(?:[,;&–—-]|and|und)\s*{_LABEL}\d{{1,6}})*\s*(?:†[^\]】\n]{{0,40}})?"
)
_SQUARE = rf"\[{{1,2}}{_INSIDE}\]{{1,2}}|【{_INSIDE}】|［{_INSIDE}］"
# Up to two digits: "(1931)" is a year.
_IN_ROUND = r"\(\s*\d{1,2}(?:\s*[,;&–—-]\s*\d{1,2})*\s*\)"
_ROUND = rf"{_IN_ROUND}(?=\s*(?:[.!?…,;:]|$|[\[【(]))"
_MARKER = re.compile(rf"\s*(?:{_SQUARE}|{_ROUND})", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[–—-]\s*(\d+))?")
_MAY_END = re.compile(
    rf"[.!?…]+[\"”“»«'’)*_]*"
    rf"(?:(?:\s*(?:{_SQUARE}|{_IN_ROUND}))+\s*|\s+(?!{_SQUARE}|{_IN_ROUND}))(?=\S)",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_OPENS_THOUGHT = re.compile(r"\s*<(?:t|th|thi|thin|think.*)?$|\s*$", re.DOTALL)
_LINE_START = re.compile(r"^\s*(?:[#>*+•–-]+\s+|\d{1,2}[.)]\s+)*")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_SQUARE_TO_ROUND = str.maketrans("[]【】［］", "()()()")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the reply, on one line, without markers and emphasis."""

    text: str
    numbers: tuple[int, ...]  # as they were cited, each once; not yet known to exist
    opens_line: bool  # stands at the start of a line of the reply


class ReplyReader:
    """Takes the pieces of one reply and gives its statements as soon as they are whole."""

    def __init__(self, split: SplitSentences, language: str) -> None:
        self._split = split
        self._language = language
        self._rest = ""
        self._is_at_line_start = True
        self._is_past_thought = False
        self.n_characters = 0

    def feed(self, piece: str) -> list[Statement]:
        """Return the statements that the piece completes."""
        self.n_characters += len(piece)
        self._rest += piece
        if not self._skip_thought():
            return []
        found: list[Statement] = []
        while (newline := self._rest.find("\n")) >= 0:
            line, self._rest = self._rest[:newline], self._rest[newline + 1 :]
            found += self._sentences(line, is_whole=True)
            self._is_at_line_start = True
        found += self._sentences(self._rest, is_whole=False)
        return found

    def close(self) -> list[Statement]:
        """Return what is left when the reply has ended."""
        if not self._is_past_thought and _OPENS_THOUGHT.match(self._rest):
            return []  # it never said anything but thoughts
        line, self._rest = self._rest, ""
        return self._sentences(line, is_whole=True)

    def _skip_thought(self) -> bool:
        """Drop what a reasoning model thinks before it answers; say whether that is behind us."""
        if not self._is_past_thought:
            thought = _THOUGHT.match(self._rest)
            if thought is None and _OPENS_THOUGHT.match(self._rest):
                return False
            self._rest = self._rest[thought.end() :] if thought else self._rest
            self._is_past_thought = True
        return True

    def _sentences(self, line: str, *, is_whole: bool) -> list[Statement]:
        """Return the sentences of a line, and keep what is not yet one of them."""
        found: list[Statement] = []
        start = 0
        for end in (match.end() for match in _MAY_END.finditer(line)):
            if not is_whole and len(line) - end < LOOKAHEAD:
                break
            if self._ends(line[start:end], line[end : end + LOOKAHEAD]):
                found += self._statement(line[start:end])
                start = end
        if is_whole:
            found += self._statement(line[start:])
        else:
            self._rest = line[start:]
        return found

    def _ends(self, head: str, ahead: str) -> bool:
        bare = well_formed(_MARKER.sub("", head)).strip()
        if not bare:
            return False
        text = f"{bare} {well_formed(ahead)}"
        return any(span.end == len(bare) for span in self._split(text, self._language))

    def _statement(self, raw: str) -> list[Statement]:
        opens_line, self._is_at_line_start = self._is_at_line_start, False
        numbers: list[int] = []
        for marker in _MARKER.finditer(raw):
            numbers += _numbers(marker[0])
        text = _MARKER.sub("", raw)
        text = _LINE_START.sub("", text) if opens_line else text
        text = _EMPHASIS.sub("", well_formed(text)).translate(_SQUARE_TO_ROUND)
        text = " ".join(text.split())
        if not any(map(str.isalpha, text)):
            self._is_at_line_start = opens_line
            return []
        return [Statement(text, tuple(dict.fromkeys(numbers)), opens_line)]


def without_thought(text: str) -> str:
    """Return a whole reply without what a reasoning model thinks before it answers."""
    return _THOUGHT.sub("", text, count=1)


def well_formed(text: str) -> str:
    """Return the text without what no terminal or page should get: controls, half characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(c for c in whole if c in " \t" or unicodedata.category(c)[0] != "C")


def _numbers(marker: str) -> list[int]:
    numbers: list[int] = []
    for found in _RANGE.finditer(marker):
        first, last = int(found[1]), int(found[2] or found[1])
        is_short = 0 <= last - first <= LONGEST_RANGE
        numbers += range(first, last + 1) if is_short else [first, last]
    return numbers
