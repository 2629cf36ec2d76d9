"""The files of `beleg evaluate`: read in full or refused, written by their suffix."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.errors import BelegError
from qa.evaluation.gate import Gate, gate_content, read_gate
from qa.evaluation.records import Report
from qa.evaluation.report_html import report_html
from qa.evaluation.report_json import report_json
from qa.evaluation.report_markdown import report_markdown

WRITERS: dict[str, Callable[[Report], str]] = {
    ".html": report_html,
    ".md": report_markdown,
    ".json": report_json,
}
REPORT_NAME = "report"  # of the files in a folder
FIRST_FLOORS = ("right", "first_right", "refused", "quote_exactness", "recall_at_10", "mrr")


class UnusableFile(BelegError):
    """A file that cannot be read or written."""


def read_text(file: Path) -> str:
    """Return the text of a UTF-8 file; raise UnusableFile."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableFile(f"{file}: cannot be read: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(
            f"{file}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error


def write_text(file: Path, content: str) -> None:
    """Write a UTF-8 file; raise UnusableFile."""
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UnusableFile(f"{file}: cannot be written: {error.strerror}") from error


def ids_in(file: Path) -> frozenset[str]:
    """Return the ids of a question set's lines, none if there is no file; raise UnusableFile."""
    if not file.exists():
        return frozenset()
    found = set()
    for k, line in enumerate(read_text(file).splitlines(), 1):
        try:
            item = json.loads(line) if line.strip() else {}
        except ValueError as error:
            raise UnusableFile(
                f"{file}: line {k} is no JSON; mend it, or name another file for the drafts"
            ) from error
        if isinstance(item, dict):
            found.add(str(item.get("id")))
    return frozenset(found)


def add_lines(file: Path, lines: Sequence[str]) -> None:
    """Put lines at the end of a UTF-8 file, which need not be there; raise UnusableFile."""
    before = read_text(file) if file.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    write_text(file, before + "".join(f"{line}\n" for line in lines))


def report_files(places: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that the reports go to; a folder gets one of each kind, and is made.

    A path without suffix is a folder. Refuses, before anything is measured, what could not be
    written: raises UnusableFile.
    """
    files: list[Path] = []
    for place in places:
        if place.is_dir() or not place.suffix:
            _make_folder(place)
            files += [place / f"{REPORT_NAME}{suffix}" for suffix in WRITERS]
        elif place.suffix.lower() in WRITERS:
            check_folder(place)
            files.append(place)
        else:
            expected = ", ".join(WRITERS)
            raise UnusableFile(
                f"{place}: expected a name that ends with one of {expected}, or a folder"
            )
    return tuple(dict.fromkeys(files))


def check_folder(file: Path) -> None:
    """Refuse a file in a folder that there is not; raise UnusableFile."""
    if not file.parent.is_dir():
        raise UnusableFile(f"{file}: there is no folder {file.parent}; make it first")


def write_reports(report: Report, files: Sequence[Path]) -> None:
    """Write the report to each file; raise UnusableFile."""
    for file in files:
        write_text(file, WRITERS[file.suffix.lower()](report))


def read_floors(file: Path) -> Gate:
    """Return the floors in a file; raise UnusableFile or GateError."""
    return read_gate(_json(file), str(file))


def rewrite_floors(report: Report, file: Path) -> None:
    """Write the file's figures, or the first ones of a new file, as `report` has them."""
    names: tuple[str, ...] = FIRST_FLOORS
    if file.exists():
        gate = read_floors(file)
        names = tuple(bound.figure for bound in (*gate.least, *gate.most))
    write_text(file, json.dumps(gate_content(report, names), indent=2) + "\n")


def _json(file: Path) -> Any:  # noqa: ANN401 - whatever JSON can hold
    try:
        return json.loads(read_text(file))
    except ValueError as error:
        raise UnusableFile(f"{file}: is not JSON: {error}; correct it") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFile(
            f"{folder}: cannot be made a folder for the reports: {error.strerror}"
        ) from error
