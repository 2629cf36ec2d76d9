"""An answer's text as statements, each with the markers that stand in or right after it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.language import detect_language
from qa.types import Span

# "[1]", "[1, 2]", "[1][2]", "[1-3]", "[^1]": as chat models write them.
_MARKER = re.compile(r"[ \t\u00a0]*\[\s*\^?(\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*)\s*\]")
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
LONGEST_RANGE = 50  # markers; more is a year or a page number

# What an extractive answer writes before a sentence that another needs.
OWN_LABELS = re.compile(r"(?:Before that|Davor|Perhaps also|Vielleicht auch):\s+(?=\w|\W\w)")

# The line that says what the articles do not answer: a question, which states nothing.
OWN_LINES = re.compile(
    r"^(?:Not answered by the articles|Von den Artikeln nicht beantwortet):"
    r"(?: \"[^\"\n\[\]]*\?\")+$",
    re.MULTILINE,
)

# What leads an item of a list or a heading: "- ", "1. ", "2) ", "(3) ", "## ".
_ITEM_MARK = re.compile(
    r"(?:[-*+•‣▪–—>]|#{1,6}|\d{1,3}[.)]|\(\d{1,3}\))\s+(?=\S)|[-*+•‣▪–—>#]+\s*$"
)
# "1. Mai" and "1. FC Köln" are no items.
_ORDINAL = re.compile(
    r"\d{1,2}\. (?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember|FC|SC|FSV|Bundesliga|Liga|Weltkrieg|Jahrhundert|Halbzeit|Runde|Platz|Etage|Stock)\b"
)

SplitSentences = Callable[[str, str], list[Span]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer; `span` is its place in the answer's text."""

    text: str  # without markers
    span: Span
    markers: tuple[int, ...]  # rising, each once
    language: str


def statements(text: str, split: SplitSentences) -> list[Statement]:
    """Return the sentences of an answer that say something, in order.

    A marker belongs to the sentence it stands in or that ends before it; at the start of a line, to
    the one after it. A line that ends with a colon, or holds no letter, says nothing.
    """
    bare, origin, markers = _without_markers(text)
    language = detect_language(bare)
    spans = [_unmarked(s, bare) for s in split(bare, language)] if bare.strip() else []
    own: list[set[int]] = [set() for _ in spans]
    for marker in markers:
        before = [k for k, span in enumerate(spans) if span.start < marker.place]
        after = [k for k, span in enumerate(spans) if span.start >= marker.place]
        if spans:
            leads = (marker.leads or not before) and bool(after)
            own[after[0] if leads else before[-1]].add(marker.number)
    return [
        Statement(
            " ".join(span.of(bare).split()),
            Span(origin[span.start], origin[span.end - 1] + 1),
            tuple(sorted(numbers)),
            language,
        )
        for span, numbers in zip(spans, own, strict=True)
        if _says_something(span.of(bare))
    ]


@dataclass(frozen=True, slots=True)
class _Marker:
    number: int
    place: int  # in the text without markers
    leads: bool  # stands at the start of a line that goes on


def _unmarked(span: Span, text: str) -> Span:
    """Return the sentence without what leads it: marks of a list or heading, our own label."""
    start = span.start
    is_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    while is_line and not _ORDINAL.match(text, start, span.end):
        mark = _ITEM_MARK.match(text, start, span.end)
        if mark is None or mark.end() >= span.end:
            break
        start = mark.end()
    label = OWN_LABELS.match(text, start, span.end)
    return Span(label.end() if label and label.end() < span.end else start, span.end)


def _says_something(content: str) -> bool:
    return any(map(str.isalpha, content)) and not content.rstrip("*_ ").endswith(":")


def _without_markers(text: str) -> tuple[str, list[int], list[_Marker]]:
    """Return the text without markers, where its characters came from, and the markers.

    What Beleg says of itself has no part in the text either.
    """
    pieces: list[str] = []
    origin: list[int] = []
    markers: list[_Marker] = []
    position = 0
    removed = (*OWN_LINES.finditer(text), *_MARKER.finditer(text))
    for found in sorted(removed, key=lambda one: one.start()):
        pieces.append(text[position : found.start()])
        origin += range(position, found.start())
        if found.re is _MARKER:
            line_before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
            line_after = text[found.end() :].split("\n", 1)[0]
            leads = not any(map(str.isalnum, line_before)) and any(map(str.isalnum, line_after))
            markers += [_Marker(number, len(origin), leads) for number in _numbers(found[1])]
        position = found.end()
    pieces.append(text[position:])
    origin += range(position, len(text))
    return "".join(pieces), origin, markers


def _numbers(inside: str) -> list[int]:
    numbers: list[int] = []
    for found in _RANGE.finditer(inside):
        first, last = int(found[1]), int(found[2] or found[1])
        numbers += range(first, last + 1) if last - first <= LONGEST_RANGE else [first, last]
    return numbers
