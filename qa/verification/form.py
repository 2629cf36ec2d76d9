"""Tell apart what a quote says from how it is written: blanks, marks, letter case."""

import re
import unicodedata
from collections.abc import Callable

from qa.types import Span

_MARKS = str.maketrans("„“”‟«»‹›‘’‚‛`´'‐‑‒–—―−", '"' * 15 + "-" * 7)
_SPACES = re.compile(r"\s+")

Fold = Callable[[str], str]


def _blanks(text: str) -> str:
    return " " if text.isspace() else text


def _marks(text: str) -> str:
    return text.translate(_MARKS)


def _case(text: str) -> str:
    return text.casefold()


def _accents(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


# What each way to fold a character takes away, as it is told.
FOLDS: tuple[tuple[str, Fold], ...] = (
    ("white space", _blanks),
    ("the style of quotation marks or dashes", _marks),
    ("upper and lower case", _case),
    ("how characters are encoded", _accents),
)


def find_folded(quote: str, text: str) -> tuple[int, int, str] | None:
    """Return [start, end) of a place in `text` that says `quote` in another form, and what differs.

    None when there is none.
    """
    needle = _folded(quote.strip(), FOLDS)[0].strip()
    if not needle or _quickly(needle) not in _quickly(text):
        return None
    folded, origin = _folded(text, FOLDS)
    at = folded.find(needle)
    if at < 0:
        return None
    start, end = origin[at].start, origin[at + len(needle) - 1].end
    return start, end, _told(quote, text[start:end])


def _told(quote: str, found: str) -> str:
    """Name the ways to fold without which the two would differ."""
    needed = [
        name
        for name, fold in FOLDS
        if not _same(quote, found, tuple(f for f in FOLDS if f[1] is not fold))
    ]
    return " and ".join(needed) or "form"


def _same(one: str, other: str, folds: tuple[tuple[str, Fold], ...]) -> bool:
    return _folded(one, folds)[0] == _folded(other, folds)[0]


def _folded(text: str, folds: tuple[tuple[str, Fold], ...]) -> tuple[str, list[Span]]:
    """Return the text folded character by character, and where each of its characters came from."""
    characters: list[str] = []
    origin: list[Span] = []
    squeeze = any(fold is _blanks for _, fold in folds)
    for position, cluster in _clusters(text):
        span = Span(position, position + len(cluster))
        for _, fold in folds:
            cluster = fold(cluster)
        if squeeze and cluster == " " and characters and characters[-1] == " ":
            continue
        characters += cluster
        origin += [span] * len(cluster)
    return "".join(characters), origin


def _quickly(text: str) -> str:
    """Fold a text without keeping where its characters came from: a hundred times as fast."""
    composed = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    return " ".join(composed.split())


def _clusters(text: str) -> list[tuple[int, str]]:
    """Return each character with the accents that follow it, and where it stands."""
    found: list[tuple[int, str]] = []
    for position, character in enumerate(text):
        if unicodedata.combining(character) and found:
            found[-1] = (found[-1][0], found[-1][1] + character)
        else:
            found.append((position, character))
    return found


def same_in_form(statement: str, quote: str) -> bool:
    """Say whether the statement is the quote, or a whole sentence of it, but for form."""
    said = _folded(statement, FOLDS)[0].strip().rstrip(".!")
    held = _folded(quote, FOLDS)[0].strip()
    return bool(said) and (
        re.search(rf"(?:^|[.!?…:\"] ){re.escape(said)}(?:[.!?…\"]|$)", held) is not None
    )
