"""Find the sentences of a text as spans of it: what can be quoted."""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from ingest.sentence_rules import CLOSING, OPENING, STARTERS, ends_sentence
from qa.types import Span

MAX_SENTENCE = 1000  # characters; longer ones are tables or text without end marks
LONG_QUOTATION = 300  # characters; a longer sentence may be several inside quotation marks
WRAPPED_WIDTH = 40  # characters; no text is wrapped at less
MAX_HEADLINE = 140  # characters
JUDGED = 200  # characters on each side of a possible end that the rules look at

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_DOUBLE_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))
# sentencex 1.0.32 panics at an abbreviation before white space of several bytes: "U.S\u00a0.".
_BLANK = re.compile(r"[^\S\n]")
_STRAIGHT_OPENING = re.compile(r"(?<![^\s(\[{])\"(?=\S)")
_BULLET = re.compile(r"\s*[-*•·▪◦]\s")
_LINE_GOES_ON = re.compile(r"[.!?…,;\-–—/][\"'“”’‘»«)\]]*$")
_NEW_LINE_START = re.compile(rf"[{re.escape(OPENING)}\s]*[^\W_a-zäöüß]|[–—*]\s")
_OWN_CANDIDATE = {
    language: re.compile(
        rf"[.!?…][{re.escape(CLOSING[language])}]*(?=\s+[{re.escape(OPENING)}]*"
        rf"(?:{'|'.join(sorted(words))})\b|\s+[\"“„‚‘«»`][^\W_]|\s+\d)"
    )
    for language, words in STARTERS.items()
}
_SOFT_CUT = re.compile(r"[;:,](?=\s)")
_MISSING_BLANK = re.compile(r"[^\W\d_]{2}[.!?](?=[^\W\d_]{2})")


def sentences(text: str, language: str) -> list[Span]:
    """Return the spans of the sentences, rising, without surrounding white space.

    Every character that is not white space lies in exactly one span, so the spans and the white
    space between them rejoin to the text. `text` must not hold lone surrogates; `language` is
    "en" or "de".
    """
    return [
        piece
        for block in _blocks(text)
        for sentence in _sentences_of_block(text, block, language)
        for piece in _cut_long(text, sentence)
    ]


def paragraph_breaks(text: str) -> list[int]:
    """Return where each blank line between two paragraphs starts, rising."""
    return [found.start() for found in _PARAGRAPH_BREAK.finditer(text)]


def _blocks(text: str) -> Iterator[Span]:
    """Yield the stretches no sentence crosses: paragraphs, headlines and list items."""
    start = 0
    for found in _PARAGRAPH_BREAK.finditer(text):
        yield from _lines_of_paragraph(text, start, found.start())
        start = found.end()
    yield from _lines_of_paragraph(text, start, len(text))


def _lines_of_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    lines = text[start:end].split("\n")
    width = max(WRAPPED_WIDTH, *(len(line.strip()) for line in lines))
    position = start
    for line, following in pairwise(lines):
        position += len(line) + 1
        if _ends_block(line.strip(), following, width):
            yield from _stripped(text, start, position)
            start = position
    yield from _stripped(text, start, end)


def _ends_block(line: str, following: str, width: int) -> bool:
    """Say whether a single line break ends a headline or list item, or only wraps the text."""
    if _BULLET.match(following):
        return True
    words = following.split(maxsplit=1)
    if not line or not words or len(line) > MAX_HEADLINE or _LINE_GOES_ON.search(line):
        return False
    would_have_fitted = len(line) + 1 + len(words[0]) <= width
    return would_have_fitted and _NEW_LINE_START.match(following.lstrip()) is not None


def _sentences_of_block(text: str, block: Span, language: str) -> Iterator[Span]:
    block_text = block.of(text)
    for sentence in _split(block_text, 0, _with_paired_quotes(block_text), language):
        content = sentence.of(block_text)
        pieces = [sentence]
        if len(content) > LONG_QUOTATION:
            # The segmenter keeps a quotation together, however many sentences it holds.
            unquoted = content.translate(_DOUBLE_QUOTES)
            pieces = _split(content, sentence.start, unquoted, language)
        for piece in pieces:
            yield Span(block.start + piece.start, block.start + piece.end)


def _split(content: str, offset: int, segmented: str, language: str) -> list[Span]:
    """Split `content` where `segmented`, its copy of equal length, is proposed to be split."""
    proposed = {
        _end_of_marks(content, boundary["end_index"], language)
        for boundary in sentencex.get_sentence_boundaries(language, _BLANK.sub(" ", segmented))
    }
    own = {found.end() for found in _OWN_CANDIDATE[language].finditer(content)}
    own |= {found.end() for found in _MISSING_BLANK.finditer(content)}
    spans: list[Span] = []
    start = 0
    for end in sorted(proposed | own):
        if end <= start:
            continue
        left = content[max(start, end - JUDGED) : end].lstrip()
        verdict = ends_sentence(left, content[end : end + JUDGED], language)
        if verdict is None:
            verdict = end in proposed
        if verdict:
            spans.extend(_stripped(content, start, end))
            start = end
    spans.extend(_stripped(content, start, len(content)))
    return [Span(offset + span.start, offset + span.end) for span in spans]


def _with_paired_quotes(content: str) -> str:
    """Tell opening from closing among straight quotation marks, which the segmenter pairs blindly.

    One mark too many ("7" wide") would else turn every quotation after it inside out.
    """
    return _STRAIGHT_OPENING.sub("“", content).replace('"', "”")


def _end_of_marks(content: str, end: int, language: str) -> int:
    """Move a proposed end to behind the closing marks that belong to the sentence."""
    while end and content[end - 1].isspace():
        end -= 1
    while end < len(content) and content[end] in CLOSING[language]:
        end += 1
    return end


def _cut_long(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE:
        window = text[start : start + MAX_SENTENCE]
        cut = max((found.end() for found in _SOFT_CUT.finditer(window)), default=0)
        if cut < MAX_SENTENCE // 2:
            cut = max(cut, len(window.rsplit(None, 1)[0]))
        yield from _stripped(text, start, start + cut)
        start += cut
        while text[start].isspace():
            start += 1
    yield from _stripped(text, start, sentence.end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without its surrounding white space, or nothing when it is all that."""
    content = text[start:end]
    length = len(content.strip())
    if length:
        first = start + len(content) - len(content.lstrip())
        yield Span(first, first + length)
