"""Pack the sentences of an article into passages, the unit that is embedded."""

from bisect import bisect_left
from collections.abc import Sequence

from ingest.sentences import paragraph_breaks, sentences
from qa.types import Article, Passage, Span

FULL = 900  # characters; a passage takes no further sentence beyond
ENOUGH = 450  # characters; from here a paragraph's end closes the passage
SHORT_REST = 200  # characters; a last passage below joins the one before it
MAX_WITH_REST = 1200  # characters; unless that would reach this


def passages(article: Article) -> list[Passage]:
    """Return the article's passages in reading order; each sentence lies in exactly one.

    Sentences are never cut. A passage's span runs from its first sentence's start to its last
    sentence's end; it is longer than FULL only by a short last rest, or by one long sentence.
    """
    breaks = paragraph_breaks(article.text)
    groups: list[list[Span]] = []
    for sentence in sentences(article.text, article.language):
        if not groups or _is_closed(groups[-1], sentence, breaks):
            groups.append([])
        groups[-1].append(sentence)
    if len(groups) > 1 and _length(groups[-1]) < SHORT_REST:
        joined = groups[-2] + groups[-1]
        if _length(joined) < MAX_WITH_REST:
            groups[-2:] = [joined]
    return [_passage(article, group) for group in groups]


def _is_closed(group: Sequence[Span], following: Span, breaks: Sequence[int]) -> bool:
    if following.end - group[0].start > FULL:
        return True
    next_break = bisect_left(breaks, group[-1].end)
    at_paragraph_end = next_break < len(breaks) and breaks[next_break] < following.start
    return at_paragraph_end and _length(group) >= ENOUGH


def _length(group: Sequence[Span]) -> int:
    return group[-1].end - group[0].start


def _passage(article: Article, group: Sequence[Span]) -> Passage:
    span = Span(group[0].start, group[-1].end)
    return Passage(
        article_id=article.id,
        article_sha256=article.sha256,
        span=span,
        text=span.of(article.text),
        sentences=tuple(group),
        language=article.language,
    )
