"""Articles as HTML for the page: one opened at a sentence, and the list. As in `ui.render`."""

from collections.abc import Sequence

from qa.types import Article, ArticleEntry, Span
from ui.places import article_url, sentence_url, version_url
from ui.render import escape, facts_html, within, words_html
from ui.texts import Texts


def article_html(
    article: Article,
    texts: Texts,
    *,
    sentences: Sequence[Span] = (),
    cited: Span | None = None,
    words: Span | None = None,
    note: str | None = None,
) -> str:
    """Return the article with its header; `cited` is marked, the sentences beside it are tinted.

    `words` are those of `cited` that answer. `note` says what is special about this version. A
    `cited` beyond the text marks nothing, nor do `words` beyond `cited`.
    """
    if cited is not None and cited.end > len(article.text):
        cited = None
    if words is not None and (cited is None or not _is_inside(words, cited)):
        words = None
    address = (
        sentence_url(article.id, article.sha256, _first_inside(cited, sentences), words=words)
        if cited
        else version_url(article.id, article.sha256)
    )
    facts = facts_html(article.outlet, article.published, article.language, texts)
    if article.author:
        facts.insert(1, f"{escape(texts.author)} <bdi>{escape(article.author)}</bdi>")
    parts = [
        f'<article class="opened"><header><h2><bdi>{escape(article.title)}</bdi></h2>',
        f'<p class="facts">{" · ".join(facts)}</p>',
        f'<p class="facts source">{_source(article.source, texts)}</p>',
        f'<p><a class="alone" href="{escape(address)}">{escape(texts.open_alone)}</a> ',
        f'<a class="back" href="#conversation">{escape(texts.back_to_chat)}</a></p>',
        f'<p class="note">{escape(note)}</p>' if note else "",
        f'</header><div class="text" lang="{escape(article.language)}" dir="auto">',
        _marked(article.text, sentences, cited, words),
        "</div></article>",
    ]
    return "".join(parts)


def articles_html(entries: Sequence[ArticleEntry], texts: Texts) -> str:
    """Return a table of articles, each with a link that opens it and one that deletes it."""
    rows = "".join(_entry(entry, texts) for entry in entries)
    return f'<table class="articles"><tbody>{rows}</tbody></table>'


def deletion_html(article: Article, texts: Texts) -> str:
    """Return the question whether an article shall go, and what that means."""
    return (
        f"<p><b>{escape(texts.delete_confirm)}</b> <bdi>{escape(article.title)}</bdi></p>"
        f'<p class="facts">{escape(texts.delete_explained)}</p>'
    )


def _source(source: str | None, texts: Texts) -> str:
    if not source:
        return ""
    shown = f"<bdi>{escape(source)}</bdi>"
    if source.startswith(("https://", "http://")):
        shown = f'<a href="{escape(source)}" rel="noopener noreferrer" target="_blank">{shown}</a>'
    return f"{escape(texts.source)}: {shown}"


def _marked(text: str, sentences: Sequence[Span], cited: Span | None, words: Span | None) -> str:
    if cited is None:
        return escape(text)
    before = max((s for s in sentences if s.end <= cited.start), default=None)
    after = min((s for s in sentences if s.start >= cited.end), default=None)
    parts: list[str] = []
    position = 0
    for span, opening, closing in (
        (before, '<span class="beside">', "</span>"),
        (cited, '<mark tabindex="-1">', "</mark>"),
        (after, '<span class="beside">', "</span>"),
    ):
        if span is not None:
            parts.append(escape(text[position : span.start]))
            inside = words if span is cited else None
            parts.append(f"{opening}{words_html(span.of(text), within(inside, span))}{closing}")
            position = span.end
    parts.append(escape(text[position:]))
    return "".join(parts)


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _first_inside(cited: Span, sentences: Sequence[Span]) -> Span:
    """Return what the article's own page can be opened at: a passage's first sentence."""
    return next((sentence for sentence in sentences if _is_inside(sentence, cited)), cited)


def _entry(entry: ArticleEntry, texts: Texts) -> str:
    address = escape(article_url(entry.id))
    name = escape(entry.title)
    facts = facts_html(entry.outlet, entry.published, entry.language, texts)
    facts.append(f"{escape(texts.number(entry.n_characters))} {escape(texts.characters)}")
    return (
        f'<tr><td><a class="open" href="{address}"><bdi>{name}</bdi></a>'
        f'<span class="facts">{" · ".join(facts)}</span></td>'
        f'<td><a class="delete" role="button" href="{address}">{escape(texts.delete)}'
        f'<span class="unseen"> <bdi>{name}</bdi></span></a></td></tr>'
    )
