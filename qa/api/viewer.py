"""The page that shows one article and, after the # of the address, the cited sentence.

Article text is untrusted: everything is escaped, and the page's policy admits no script at all.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from qa.types import Article, Span

STYLE = """
:root { color-scheme: light dark;
  --ink: #1d2129; --paper: #fff; --quiet: #5b6472; --mark: #ffe58a;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --paper: #16181d; --quiet: #9aa3b0; --mark: #6b5600; }
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.06rem/1.65 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 40vh; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 1.6rem; color: var(--quiet);
  font-size: .9rem; }
dl div { display: flex; gap: .4rem; overflow-wrap: anywhere; }
dd { margin: 0; }
a { color: inherit; }
article { white-space: pre-wrap; overflow-wrap: anywhere; }
span { scroll-margin-top: 30vh; }
span:target { background: var(--mark); border-radius: .2rem; box-shadow: 0 0 0 .15rem var(--mark); }
article b { text-decoration: underline; text-underline-offset: .2em; }
@media print { main { max-width: none; padding: 0; }
  span:target { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""

# The article page's own policy: no script, image or font, and no style but the one above.
_STYLE_HASH = b64encode(sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)

_WORDS = re.compile(r"(\d{1,12})-(\d{1,12})", re.ASCII)

LANGUAGES = {"en": "English", "de": "German"}


def article_page(article: Article, sentences: Sequence[Span], words: str | None = None) -> str:
    """Return the article as HTML; the sentence [1074, 1187) has the id `s1074-1187`.

    `words`, such as "1080-1092", are set in bold; what names no words of one sentence is passed by.
    """
    facts = [
        ("Outlet", _text(article.outlet)),
        ("Author", _text(article.author)),
        ("Published", _text(article.published)),
        ("Language", _text(LANGUAGES.get(article.language, article.language))),
        ("Source", _source(article.source)),
        ("Version", _text(article.sha256[:12])),
    ]
    listed = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts if value
    )
    return page(
        article.title,
        f"<h1>{escape(article.title)}</h1><dl>{listed}</dl>"
        f"<article>{_with_spans(article.text, sentences, _span(words))}</article>",
        language=article.language,
    )


def problem_page(title: str, detail: str) -> str:
    """Return an error as HTML, for a person who followed a link."""
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(detail)}</p>", language="en")


def page(title: str, content: str, *, language: str, style: str = "") -> str:
    """Return a whole page around `content`, which is HTML already."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Beleg</title><style>{STYLE}{style}</style></head>"
        f"<body><main>{content}</main></body></html>"
    )


def _span(words: str | None) -> Span | None:
    found = _WORDS.fullmatch(words or "")
    if found and int(found[1]) < int(found[2]):
        return Span(int(found[1]), int(found[2]))
    return None


def _with_spans(text: str, sentences: Sequence[Span], words: Span | None) -> str:
    parts: list[str] = []
    position = 0
    for span in sentences:
        parts.append(escape(text[position : span.start]))
        inside = escape(span.of(text))
        if words is not None and span.start <= words.start and words.end <= span.end:
            before, after = text[span.start : words.start], text[words.end : span.end]
            inside = f"{escape(before)}<b>{escape(words.of(text))}</b>{escape(after)}"
        parts.append(f'<span id="s{span.start}-{span.end}">{inside}</span>')
        position = span.end
    parts.append(escape(text[position:]))
    return "".join(parts)


def _text(value: str | None) -> str:
    return escape(value or "")


def _source(source: str | None) -> str:
    if source and source.startswith(("https://", "http://")):
        return f'<a href="{escape(source)}" rel="noopener noreferrer">{escape(source)}</a>'
    return _text(source)
