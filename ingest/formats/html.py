"""Web pages: the article's text without navigation, and what the page says of itself."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.articles import Draft
from ingest.formats.decoding import decode_html
from qa.errors import ArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GUESSED = 250  # characters; where the extractor finds less, it takes any text, lines torn
SHORT_PAGE = 1000  # characters; a page with less has little that is not its text

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = frozenset("head iframe noscript object script style svg template title".split())
_BLOCKS = frozenset(
    """address article aside blockquote body dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tr
    ul""".split()
)
# What the extractor calls the blocks of the body it returns.
_EXTRACTED_BLOCKS = frozenset("body code head item list p quote row table".split())


def read(content: bytes, name: str) -> list[Draft]:
    """Return the one draft; nothing is fetched. Raise ArticleError where no text is to be seen."""
    from lxml.etree import ParserError
    from lxml.html import document_fromstring
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    page = _XML_DECLARATION.sub("", decode_html(content, name))
    try:
        tree = document_fromstring(page)
    except ParserError as error:
        raise _no_text(name) from error
    visible = _text(tree, _BLOCKS, _HIDDEN, collapse=True)  # before the extractor edits the tree
    found = bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        # A date guessed from the text or a copyright line would be a wrong date.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Document):
        if not visible:
            raise _no_text(name)
        return [Draft(text=visible, item=name)]
    text = _text(found.body, _EXTRACTED_BLOCKS, frozenset(), collapse=False)
    if not text or (len(text) < GUESSED and len(visible) < SHORT_PAGE):
        text = visible
    return [
        Draft(
            text=text,
            item=name,
            title=found.title,
            outlet=found.sitename,
            author=found.author,
            published=found.date,
        )
    ]


def _no_text(name: str) -> ArticleError:
    return ArticleError(
        f"{name}: the page shows no text; save the page as one sees it, or its text"
    )


def _text(
    tree: "HtmlElement", blocks: frozenset[str], hidden: frozenset[str], *, collapse: bool
) -> str:
    """Return the text of a tree, a blank line between its blocks."""
    parts = "".join(_parts(tree, blocks, hidden, collapse=collapse)).split("\0")
    lines = (re.sub(r" *\n *", "\n", part).strip() for part in parts)
    return "\n\n".join(line for line in lines if line)


def _parts(
    tree: "HtmlElement", blocks: frozenset[str], hidden: frozenset[str], *, collapse: bool
) -> Iterator[str]:
    """Yield text and, for the edge of a block, NUL, which no HTML text can hold."""
    from lxml.etree import iterwalk

    depth_hidden = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in hidden:
            depth_hidden += 1 if event == "start" else -1
        if event == "start":
            content = element.text
        else:
            content = element.tail if element is not tree else None
        if tag in blocks:
            yield "\0"
        elif tag in ("br", "lb") and event == "start":
            yield "\n"
        elif tag in ("td", "th", "cell") and event == "end":
            yield "\t"
        if content and not depth_hidden:
            yield _BLANKS.sub(" ", content) if collapse else content
