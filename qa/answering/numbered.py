"""The sentences a chat model may cite, each with its number: nothing else reaches it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.answering.features import text_of
from qa.answering.machine_talk import speaks_to_a_machine
from qa.library.evidence import Evidence
from qa.types import Article, Citation, Passage, Span

MOST_PASSAGES = 8
MOST_CHARACTERS = 9_000  # of sentences: some 2,500 tokens, which small local models can hold


@dataclass(frozen=True, slots=True)
class NumberedSentence:
    """A sentence of an article version; `number` is what the model cites it by, from 1."""

    number: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """Sentences of one passage and the article they stand in."""

    article: Article
    sentences: tuple[NumberedSentence, ...]


def numbered(
    evidence: Evidence, cited: Sequence[Citation], article: Callable[[str, str], Article]
) -> tuple[NumberedPassage, ...]:
    """Return the best passages: first those that hold a quote of `cited`, then by their hits.

    A passage that repeats another word for word is left out. So is all of a passage from a sentence
    on that speaks to a machine: an article has nothing to say to the model.
    """
    passages: list[NumberedPassage] = []
    said: set[str] = set()
    number = n_characters = 0
    for passage in _in_order(evidence, cited):
        if len(passages) == MOST_PASSAGES or n_characters >= MOST_CHARACTERS:
            break
        if passage.text in said:
            continue
        said.add(passage.text)
        sentences = []
        for span in passage.sentences:
            text = text_of(passage.text, passage.span, span)
            if speaks_to_a_machine(text) or n_characters + len(text) > MOST_CHARACTERS:
                break
            number += 1
            n_characters += len(text)
            sentences.append(NumberedSentence(number, span, text))
        if sentences:
            passages.append(
                NumberedPassage(
                    article(passage.article_id, passage.article_sha256), tuple(sentences)
                )
            )
    return tuple(passages)


def _in_order(evidence: Evidence, cited: Sequence[Citation]) -> Iterable[Passage]:
    passages = [candidate.hit.passage for candidate in evidence.candidates]
    places = [(c.article_id, c.article_sha256, c.start, c.end) for c in cited]
    return sorted(passages, key=lambda passage: not any(_holds(passage, *p) for p in places))


def _holds(passage: Passage, article_id: str, sha256: str, start: int, end: int) -> bool:
    return (
        (passage.article_id, passage.article_sha256) == (article_id, sha256)
        and passage.span.start <= start
        and end <= passage.span.end
    )
