"""Records as HTML for the page's Markdown parts: pure functions from records to strings.

All that an article, a file name or a person wrote goes through `escape`, which leaves nothing that
HTML or Markdown could read as its own. What is returned has no line break: a blank line would end
an HTML block and hand the rest to Markdown.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from qa.types import (
    UNPROVED_MARK,
    Answer,
    AnswerKind,
    Citation,
    Hit,
    IngestReport,
    ItemOutcome,
    Span,
)
from ui.places import citation_url, sentence_url
from ui.texts import Texts

# Every ASCII character that is neither letter, digit nor blank: all that HTML and Markdown react to
# is among them, line breaks included. What is not ASCII has no meaning in either.
_ACTIVE = re.compile(r"[\t\n\r!-/:-@\[-`{-~]")


def escape(text: str) -> str:
    """Return HTML that shows `text` letter for letter, inside Markdown, in an element or attribute.

    Numeric references are read as text by HTML and never as markup by Markdown.
    """
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", text)


def question_html(question: str) -> str:
    """Return what the person asked."""
    return f'<div class="question" dir="auto">{escape(question)}</div>'


def message_html(message: str) -> str:
    """Return what Beleg says about itself: an error, or that it was stopped."""
    return f'<div class="notice" role="alert">{escape(message)}</div>'


def empty_html(message: str) -> str:
    """Return what stands where nothing is yet."""
    return f'<p class="empty">{escape(message)}</p>'


def answer_html(answer: Answer, texts: Texts) -> str:
    """Return the answer, its markers as links to the quoted sentences, and whose they are."""
    parts = [f'<div class="answer" id="a-{escape(answer.id)}">']
    parts.append(f'<div class="said" lang="{escape(answer.language)}" dir="auto">')
    parts.append(f"{_with_links(answer.text, answer.citations, texts)}</div>")
    if answer.note:
        parts.append(f'<p class="note">{escape(answer.note)}</p>')
    if answer.citations:
        is_written = answer.kind is AnswerKind.GENERATED
        by_article = groupby(answer.citations, lambda c: (c.article_id, c.article_sha256))
        receipts = "".join(
            _receipts(list(cited), texts, with_quotes=is_written) for _, cited in by_article
        )
        parts.append(f'<ul class="receipts">{receipts}</ul>')
        parts.append(
            f'<a class="copy" role="button" href="#copied" title="{escape(texts.copied)}">'
            f"{escape(texts.copy_answer)}</a>"
        )
    if answer.kind is AnswerKind.NONE and answer.nearest:
        passages = "".join(_nearest(hit) for hit in answer.nearest)
        parts.append(f'<div class="nearest"><h3>{escape(texts.nearest)}</h3>{passages}</div>')
    return "".join([*parts, "</div>"])


def unfinished_html(text: str, citations: Sequence[Citation], texts: Texts) -> str:
    """Return as much of an answer as has been told."""
    said = _with_links(text, citations, texts)
    return f'<div class="answer unfinished"><div class="said" dir="auto">{said}</div></div>'


def report_html(report: IngestReport, texts: Texts) -> str:
    """Return the counts of an ingest and what happened to each item."""
    words = {
        ItemOutcome.ADDED: texts.added,
        ItemOutcome.UPDATED: texts.updated,
        ItemOutcome.UNCHANGED: texts.unchanged,
        ItemOutcome.FAILED: texts.failed,
    }
    counts = ", ".join(
        f"{texts.number(report.count(outcome))} {escape(word)}" for outcome, word in words.items()
    )
    head = "".join(
        f'<th scope="col">{escape(name)}</th>'
        for name in (texts.file, texts.outcome, texts.message)
    )
    rows = "".join(
        f'<tr class="{item.outcome}"><td><bdi>{escape(item.item)}</bdi></td>'
        f"<td>{escape(words[item.outcome])}</td>"
        f"<td><bdi>{escape(item.message or item.title or '')}</bdi></td></tr>"
        for item in report.items
    )
    return (
        f'<p class="counts" role="status">{counts} '
        f"({escape(f'{report.seconds:.1f}')} {escape(texts.seconds)})</p>"
        f'<table class="report"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _with_links(text: str, citations: Sequence[Citation], texts: Texts) -> str:
    """Turn markers into links. A "[1]" that an article wrote inside a quote stays text."""
    by_marker = {citation.marker: citation for citation in citations}
    # Each quote is taken as a whole, so that no marker is looked for inside it.
    either = [rf"(?:{re.escape(c.quote)}\s*)?\[{c.marker}\]" for c in citations]
    if not either:
        return escape(text)
    parts: list[str] = []
    position = 0
    for found in re.finditer("|".join([*either, re.escape(UNPROVED_MARK)]), text):
        parts.append(escape(text[position : found.start()]))
        position = found.end()
        if found[0] == UNPROVED_MARK:
            parts.append(_unproved(texts))
            continue
        words, _, marker = found[0].rpartition("[")
        citation = by_marker[int(marker.rstrip("]"))]
        if words:
            parts.append(_quote(words.rstrip(), citation.language, _words(citation)) + " ")
        parts.append(_marker(citation))
    parts.append(escape(text[position:]))
    return "".join(parts)


def _unproved(texts: Texts) -> str:
    return f'<span class="unproved" title="{escape(texts.unproved)}">{escape(UNPROVED_MARK)}</span>'


def _marker(citation: Citation) -> str:
    return (
        f'<a class="marker" href="{escape(citation_url(citation))}" '
        f'title="{escape(citation.title)}">&#91;{citation.marker}&#93;</a>'
    )


def _words(citation: Citation) -> Span | None:
    """Return the words that answer, as a span of the quote itself."""
    return within(citation.highlight, Span(citation.start, citation.end))


def _quote(text: str, language: str, words: Span | None = None) -> str:
    shown = words_html(text, words)
    return f'<span class="quote" lang="{escape(language)}" dir="auto">{shown}</span>'


def words_html(text: str, words: Span | None) -> str:
    """Return the text, its `words` in bold."""
    if words is None:
        return escape(text)
    before, after = text[: words.start], text[words.end :]
    return f"{escape(before)}<b>{escape(words.of(text))}</b>{escape(after)}"


def within(span: Span | None, whole: Span) -> Span | None:
    """Return a span of `whole` counted from its start."""
    return span and Span(span.start - whole.start, span.end - whole.start)


def _receipts(citations: Sequence[Citation], texts: Texts, *, with_quotes: bool) -> str:
    """Return which article says it; `with_quotes` also what, where the text is not the quotes."""
    first = citations[0]
    facts = " · ".join(facts_html(first.outlet, first.published, first.language, texts))
    title = f'<bdi class="title">{escape(first.title)}</bdi> <span class="facts">{facts}</span>'
    if with_quotes:
        quotes = "".join(
            _receipt(c, f"{_number(c)} {_quote(c.quote, c.language)}") for c in citations
        )
        return f'<li><div class="source">{title}</div>{quotes}</li>'
    numbers = " ".join(
        f'<a href="{escape(citation_url(c))}">{_number(c)}</a>' for c in citations
    )
    return f'<li class="line">{numbers} {_receipt(first, title)}</li>'


def _receipt(citation: Citation, shown: str) -> str:
    return f'<a class="receipt" href="{escape(citation_url(citation))}">{shown}</a>'


def _number(citation: Citation) -> str:
    return f'<b class="number">&#91;{citation.marker}&#93;</b>'


def _nearest(hit: Hit) -> str:
    passage = hit.passage
    address = sentence_url(passage.article_id, passage.article_sha256, passage.span)
    return (
        f"<blockquote>{_quote(passage.text, passage.language)}"
        f'<a class="receipt" href="{escape(address)}"><bdi class="title">{escape(hit.title)}</bdi>'
        "</a></blockquote>"
    )


def facts_html(outlet: str | None, published: str | None, language: str, texts: Texts) -> list[str]:
    """Return what is known of an article, in words."""
    facts = []
    if outlet:
        facts.append(f"<bdi>{escape(outlet)}</bdi>")
    if published:
        facts.append(f"<bdi>{escape(texts.day(published))}</bdi>")
    return [*facts, escape(texts.language_name(language))]
