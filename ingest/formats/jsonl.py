"""JSON: one article object a line (JSONL), or one object or a list of them in a file."""

import json
from collections.abc import Iterator
from dataclasses import fields

from ingest.articles import Draft, failure
from ingest.formats.decoding import decode
from qa.errors import ArticleError
from qa.types import ItemReport

METADATA_FIELDS = tuple(field.name for field in fields(Draft) if field.name not in ("text", "item"))


def read(content: bytes, name: str) -> Iterator[Draft | ItemReport]:
    """Yield a draft for each line, or the report of why this line alone is lost; skip blank lines.

    Raises ArticleError when the content is no text at all.
    """
    for number, line in enumerate(decode(content, name).split("\n"), start=1):
        if line.strip():
            item = f"{name}#{number}"
            try:
                yield draft_from(_parsed(line, item), item)
            except ArticleError as error:
                yield failure(item, error)


def read_json(content: bytes, name: str) -> Iterator[Draft | ItemReport]:
    """Yield the draft of one object, or of each object of a list, named by its index from 0.

    Raises ArticleError when the content is no JSON.
    """
    try:
        value = _parsed(decode(content, name), name)
    except ArticleError as error:
        is_many = isinstance(error.__cause__, json.JSONDecodeError) and error.__cause__.pos > 0
        if not (is_many and _is_json(content.split(b"\n", 1)[0])):
            raise
        yield from read(content, name)  # JSONL under the name of JSON
        return
    values = value if isinstance(value, list) else [value]
    for index, entry in enumerate(values):
        item = f"{name}#{index}" if isinstance(value, list) else name
        try:
            yield draft_from(entry, item)
        except ArticleError as error:
            yield failure(item, error)


def draft_from(value: object, item: str) -> Draft:
    """Return the draft of one article object; raise ArticleError for a missing or wrong field.

    Fields that Beleg does not know are left out.
    """
    if not isinstance(value, dict):
        raise ArticleError(f'{item}: expected an object with a "text", got {_kind(value)}')
    if "text" not in value:
        names = ", ".join(sorted(map(str, value))[:8]) or "no field"
        raise ArticleError(
            f'{item}: the object has no "text" (it has {names}); name the text "text"'
        )
    text = value["text"]
    if not isinstance(text, str):
        raise ArticleError(f'{item}: "text" must be a string, got {_kind(text)}')
    return Draft(text=text, item=item, **metadata_from(value, item))


def metadata_from(value: object, item: str) -> dict[str, str]:
    """Return the metadata an object gives; raise ArticleError for a field of the wrong kind."""
    if not isinstance(value, dict):
        raise ArticleError(f"{item}: expected an object with metadata, got {_kind(value)}")
    given = {name: value[name] for name in METADATA_FIELDS if value.get(name) is not None}
    for name, entry in given.items():
        if not isinstance(entry, str):
            raise ArticleError(f'{item}: "{name}" must be a string, got {_kind(entry)}')
    return given


def _parsed(text: str, item: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ArticleError(
            f"{item}: not JSON: {error.msg} at {line}column {error.colno}; correct it there"
        ) from error
    except (RecursionError, ValueError) as error:
        raise ArticleError(f"{item}: JSON that cannot be read: {error}") from error


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return kinds.get(type(value), "null" if value is None else f"the number {str(value)[:20]}")
