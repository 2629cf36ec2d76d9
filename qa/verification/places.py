"""Find where a quote stands in a text, or the sentences that say nearly the same."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.types import Span

MOST_SENTENCES = 4  # a quote of more is compared with as many
COMPARED = 6  # stretches that share most words with the quote and are compared word by word
# Share of words in common, in order, from which a text counts as the quote with changes: a short
# sentence with one word replaced has .8, two sentences on one subject seldom .5.
NEARLY = 0.6
# Share of words in common, in whatever order, for a sentence that stands between the same
# neighbours as the quote did.
IN_ITS_PLACE = 0.35

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A stretch of whole sentences and the share of words it has in common with a quote."""

    span: Span
    likeness: float  # 0..1


def exact_place(quote: str, text: str, near: int | None) -> Span | None:
    """Return where the quote stands letter for letter, nearest to the character `near`."""
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    if not found:
        return None
    start = min(found, key=lambda place: abs(place - (near or 0)))
    return Span(start, start + len(quote))


def nearest_place(quote: str, text: str, sentences: Sequence[Span]) -> NearPlace | None:
    """Return the stretch of sentences most like the quote, or None when none shares a word."""
    wanted = _words(quote)
    counted = Counter(wanted)
    if not wanted or not sentences:
        return None
    bags = [Counter(_words(sentence.of(text))) for sentence in sentences]
    stretches: list[tuple[float, int, int]] = []
    for first in range(len(sentences)):
        bag: Counter[str] = Counter()
        for last in range(first, min(first + MOST_SENTENCES, len(sentences))):
            if last > first and bag.total() >= 2 * len(wanted):
                break
            bag = bag + bags[last]
            shared = (bag & counted).total()
            if shared:
                # A quote may be part of a sentence: what surrounds it counts little against it.
                stretches.append((shared / (len(wanted) + 0.2 * bag.total()), first, last))
    best = sorted(stretches, key=lambda stretch: (-stretch[0], stretch[1]))[:COMPARED]
    places = []
    for _, first, last in best:
        span = Span(sentences[first].start, sentences[last].end)
        places.append(NearPlace(span, likeness(quote, span.of(text))))
    return max(places, key=lambda p: (p.likeness, p.span.start - p.span.end), default=None)


def likeness(quote: str, text: str) -> float:
    """Return the share of words in common, in order, between the quote and the part it resembles.

    Words of `text` before the first and after the last one in common do not count: a quote may be
    part of a sentence.
    """
    wanted, found = _words(quote), _words(text)
    if not wanted or not found:
        return 0.0
    matcher = SequenceMatcher(a=wanted, b=found, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0
    common = sum(block.size for block in blocks)
    resembled = blocks[-1].b + blocks[-1].size - blocks[0].b
    return common / max(len(wanted), resembled)


def common_words(quote: str, text: str) -> float:
    """Return the share of words in common, in whatever order."""
    wanted, found = Counter(_words(quote)), Counter(_words(text))
    return (wanted & found).total() / max(wanted.total(), found.total(), 1)


def successor(
    old_text: str, old_sentences: Sequence[Span], quote: Span, text: str, sentences: Sequence[Span]
) -> Span | None:
    """Return what stands, in a later version, between the neighbours the quote had.

    None when nothing does.

    The sentences that both versions hold letter for letter, in order, are the fixed points.
    """
    before = [sentence.of(old_text) for sentence in old_sentences]
    after = [sentence.of(text) for sentence in sentences]
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    touched = {
        k for k, s in enumerate(old_sentences) if s.start < quote.end and quote.start < s.end
    }
    replaced: list[Span] = []
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "replace" and touched & set(range(i, j)):
            offset = min(touched & set(range(i, j))) - i
            # Sentence by sentence where as many stand there now, else all of them.
            if j - i == m - k:
                n_touched = len(touched & set(range(i, j)))
                replaced += sentences[k + offset : k + offset + n_touched]
            else:
                replaced += sentences[k:m]
    if not replaced:
        return None
    return Span(replaced[0].start, replaced[-1].end)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
