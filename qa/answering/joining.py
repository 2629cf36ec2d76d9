"""Join the answers to the parts of a question to one, which says what is not answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.answering.citations import Position, position_of
from qa.answering.extractive import MOST_NEAREST, Draft, Shown, refusal, written
from qa.answering.ranking import MOST_QUOTED
from qa.library.copies import say_the_same
from qa.types import AnswerKind, Citation, Hit

UNANSWERED_LABELS = {
    "en": "Not answered by the articles:",
    "de": "Von den Artikeln nicht beantwortet:",
}
# "[1]" in a question is no marker, and what is in quotation marks in it ends nothing.
_PLAIN = str.maketrans('[]"', "()'")


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """A part of a question, as it was asked, and what is quoted to it."""

    question: str
    shown: Shown


def joined_answer(parts: Sequence[AnsweredPart], language: str) -> Draft:
    """Return the quotes in the order asked; Beleg's own words are in `language`.

    Each answered part has its best quote; what else would be quoted follows as far as there is
    space for three quotes in all. What answers two parts is quoted once. Those that contradict each
    other always stand together. The confidence is that of the part answered least surely; when
    nothing is answered, that of the surest.
    """
    answered = [part.shown for part in parts if part.shown.joined]
    if not answered:
        nearest = _in_turn([part.shown.nearest for part in parts])
        return refusal(max(part.shown.confidence for part in parts), nearest, language)
    numbered = _numbered(_with_more(_best(answered), answered))
    texts = [written(shown, language) for shown in numbered]
    unanswered = [_quoted(part.question) for part in parts if not part.shown.joined]
    if unanswered:
        texts.append(f"{UNANSWERED_LABELS[language]} {' '.join(unanswered)}")
    cited = {c.marker: c for shown in numbered for c in _citations(shown)}
    return Draft(
        kind=AnswerKind.EXTRACTIVE,
        text="\n\n".join(filter(None, texts)),
        confidence=min(shown.confidence for shown in answered),
        citations=tuple(cited.values()),
        nearest=(),
        shows_contradiction=any(shown.contradicts for shown in numbered),
    )


def _best(answered: Sequence[Shown]) -> list[Shown]:
    """Return what each part must show: its best quote, or all that contradict each other."""
    contrasts = [c for shown in answered if shown.contradicts for c in shown.joined]
    best: list[Shown] = []
    for shown in answered:
        told = [c for earlier in best for c in earlier.joined]
        if not shown.contradicts:
            joined = _unsaid(shown.joined[:1], [*told, *contrasts])
        else:
            # One side alone would be no contradiction.
            joined = shown.joined if _unsaid(shown.joined, told) else ()
        contradicts = shown.contradicts and bool(joined)
        best.append(Shown(shown.confidence, joined, contradicts=contradicts))
    return best


def _with_more(best: Sequence[Shown], answered: Sequence[Shown]) -> list[Shown]:
    """Return the parts with what else would be quoted: what explains a quote comes first."""
    said = [citation for shown in best for citation in shown.joined]

    def more(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        space = max(0, MOST_QUOTED - len(said))
        taken = _unsaid(citations, said)[:space]
        said.extend(taken)
        return taken

    before = [more(shown.before) for shown in answered]
    joined = [more(shown.joined) for shown in answered]
    apart = [more(shown.apart) for shown in answered]
    return [
        replace(shown, joined=(*shown.joined, *joined[k]), before=before[k], apart=apart[k])
        for k, shown in enumerate(best)
    ]


def _numbered(parts: Iterable[Shown]) -> list[Shown]:
    """Return the parts with markers from 1 on; what is quoted again keeps its marker."""
    markers: dict[Position, int] = {}

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            replace(c, marker=markers.setdefault(position_of(c), len(markers) + 1))
            for c in citations
        )

    return [
        replace(part, joined=marked(part.joined), before=marked(part.before),
                apart=marked(part.apart))
        for part in parts
    ]  # fmt: skip


def _unsaid(citations: Iterable[Citation], said: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return the citations that are not among those said, nor copies of one."""
    said = list(said)
    return tuple(
        citation
        for citation in citations
        if not any(
            position_of(citation) == position_of(other) or say_the_same(citation.quote, other.quote)
            for other in said
        )
    )


def _citations(shown: Shown) -> tuple[Citation, ...]:
    return (*shown.joined, *shown.before, *shown.apart)


def _in_turn(nearest: Sequence[tuple[Hit, ...]]) -> tuple[Hit, ...]:
    """Return the nearest passages, the first of each part before the second of any."""
    ranks = range(max(map(len, nearest)))
    hits = [hits[rank] for rank in ranks for hits in nearest if rank < len(hits)]
    return tuple({hit.passage.id: hit for hit in hits}.values())[:MOST_NEAREST]


def _quoted(question: str) -> str:
    plain = " ".join(question.split()).translate(_PLAIN)
    return f'"{plain.rstrip(" ?,;")}?"'
