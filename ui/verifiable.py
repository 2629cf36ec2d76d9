"""Read what is to be verified: a receipt, answers one a line, or plain text."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.exceptions import RequestValidationError

from qa.api.problems import in_words
from qa.api.schemas_verify import verify_request
from qa.errors import BelegError


class UnreadableFile(BelegError):
    """A file that holds nothing that can be verified."""


@dataclass(frozen=True, slots=True)
class Verifiable:
    """What `POST /v1/verify` takes, item by item; `are_lines` when each stood on its own line."""

    items: tuple[Any, ...]
    are_lines: bool


def read_verifiable(file: Path) -> Verifiable:
    """Read `file`, or the standard input for "-"; raise UnreadableFile, which names the line."""
    text = _text(file)
    if not text.strip():
        raise _empty(file)
    if text.lstrip()[0] not in "{[":
        return Verifiable(({"answer": text},), are_lines=False)
    try:
        whole = json.loads(text)
    except ValueError as error:
        return _lines(file, text, error)
    items = whole if isinstance(whole, list) else [whole]
    if not items:
        raise _empty(file)
    for number, item in enumerate(items, 1):
        _check(item, f"{file}: item {number}")
    return Verifiable(tuple(items), are_lines=isinstance(whole, list))


def _empty(file: Path) -> UnreadableFile:
    return UnreadableFile(
        f"{file}: is empty, there is nothing to verify; give a citation, an answer or a text"
    )


def _lines(file: Path, text: str, whole_error: ValueError) -> Verifiable:
    items: list[Any] = []
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    for number, line in lines:
        try:
            item = json.loads(line)
        except ValueError as error:
            # A file whose first line is no JSON by itself was meant as one piece.
            told = whole_error if not items else error
            where = file if not items else f"{file}: line {number}"
            raise UnreadableFile(f"{where}: is not valid JSON: {told}") from error
        _check(item, f"{file}: line {number}")
        items.append(item)
    return Verifiable(tuple(items), are_lines=True)


def _check(item: object, where: str) -> None:
    """Refuse what the API would refuse, before anything is verified."""
    try:
        verify_request(item)
    except RequestValidationError as error:
        raise UnreadableFile(f"{where}: {in_words(error.errors())}") from error


def _text(file: Path) -> str:
    try:
        written = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read: {error.strerror}") from error
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{file}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error
