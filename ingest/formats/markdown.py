"""Markdown: the text as a reader would quote it, without marks, link targets and images."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.articles import Draft
from ingest.formats.decoding import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"(\w+)[ \t]*:[ \t]*(.*)")
_FIELDS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "author": "author",
    "outlet": "outlet",
    "source": "outlet",
    "language": "language",
    "lang": "language",
    "collection": "collection",
    "id": "id",
}
_END_OF_BLOCK = frozenset({"heading_close", "paragraph_close", "tr_close"})


def read(content: bytes, name: str) -> list[Draft]:
    """Return the one draft and what its front matter says; raise ArticleError for no text."""
    from markdown_it import MarkdownIt

    text = decode(content, name).replace("\r\n", "\n").replace("\r", "\n")
    front_matter = _FRONT_MATTER.match(text)
    fields: dict[str, str] = {}
    if front_matter and _is_front_matter(front_matter.group(1)):
        fields = dict(_fields(front_matter.group(1)))
        text = text[front_matter.end() :]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    blocks = list(_blocks(tokens))
    if tokens and tokens[0].type == "heading_open":
        fields.setdefault("title", blocks[0] if blocks else "")
    return [replace(Draft(text="\n\n".join(blocks), item=name), **fields)]


def _is_front_matter(block: str) -> bool:
    first = next((line for line in block.split("\n") if line.strip()), "")
    return not first or _ENTRY.match(first) is not None


def _fields(block: str) -> Iterator[tuple[str, str]]:
    for line in block.split("\n"):
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry and entry[1].lower() in _FIELDS:
            value = entry[2].strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            yield _FIELDS[entry[1].lower()], value


def _blocks(tokens: "list[Token]") -> Iterator[str]:
    """Yield the text of each paragraph, heading, list item, code block and table row."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("fence", "code_block"):
            parts.append(token.content)
        elif token.type == "inline":
            parts.append("".join(map(_inline_text, token.children or ())))
        elif token.type in ("td_close", "th_close"):
            parts.append("\t")
        if token.type in _END_OF_BLOCK or token.type in ("fence", "code_block"):
            block = "".join(parts).strip()
            parts = []
            if block:
                yield block


def _inline_text(token: "Token") -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type in ("text", "code_inline") else ""
