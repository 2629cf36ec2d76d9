"""Answers, passages and articles as plain text for a terminal. Pure functions.

Article text is untrusted, and a terminal obeys control characters: they are shown, not sent.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qa.types import AnswerKind, Citation, IngestReport, ItemOutcome, ItemReport

if TYPE_CHECKING:
    from qa.api.schemas import AnswerBody, ArticleBody, ArticlesBody, HitBody, SearchBody

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SHOWN = 300  # characters of a passage


def answer_text(answer: "AnswerBody") -> str:
    """Return the answer, what is noted of it, and each citation with its surroundings."""
    notes = [answer.note] if answer.note else []
    parts = [answer.text, *notes]
    for _, cited in groupby(answer.citations, lambda c: (c.article_id, c.article_sha256)):
        parts += _article_cited(list(cited))
    if answer.kind is AnswerKind.NONE and answer.nearest:
        parts += ["Nearest passages:", *map(_hit, answer.nearest)]
    return safe("\n\n".join(parts))


def hits_text(found: "SearchBody") -> str:
    """Return the passages, best first."""
    return safe("\n\n".join(map(_hit, found.hits)) or "No passage fits.")


def articles_text(listed: "ArticlesBody") -> str:
    """Return a line for each article, and how many there are."""
    lines = [
        _joined(entry.id, entry.title, entry.outlet, entry.published, entry.language)
        for entry in listed.articles
    ]
    return safe("\n".join([*lines, f"{len(lines)} of {listed.total} articles"]))


def article_text(article: "ArticleBody") -> str:
    """Return an article with what is known about it."""
    facts = _joined(article.outlet, article.author, article.published, article.language)
    return safe("\n".join(_given(article.title, facts, article.source, "", article.text)))


def item_line(item: ItemReport) -> str:
    """Return one line about one item of an ingest."""
    told = f"{item.outcome}: {item.item}"
    if item.message:
        told += ": " + item.message.removeprefix(f"{item.item}: ")
    return safe(told)


def counts_line(report: IngestReport) -> str:
    """Return the last line of an ingest."""
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in ItemOutcome)
    return f"{counts}, {report.seconds:.1f} seconds"


def _article_cited(citations: Sequence[Citation]) -> Iterator[str]:
    first = citations[0]
    yield "\n".join(_given(_joined(first.title, first.outlet, first.published), first.source))
    for citation in citations:
        surroundings = (
            citation.before and f"    {citation.before}",
            f"[{citation.marker}] {citation.quote}",
            citation.after and f"    {citation.after}",
        )
        yield "\n".join(filter(None, surroundings))


def _hit(hit: "HitBody") -> str:
    text = " ".join(hit.text.split())
    shown = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"
    return f"{hit.title} ({hit.article_id}, {hit.start}-{hit.end}, {hit.score:.2f})\n    {shown}"


def _joined(*facts: str | None) -> str:
    return " · ".join(_given(*facts))


def _given(*facts: str | None) -> Iterable[str]:
    return [fact for fact in facts if fact is not None]


def safe(text: str) -> str:
    """Show control characters as one that does nothing."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
