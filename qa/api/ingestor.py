"""What the API asks of whatever takes articles in: qa reads, so it does not know ingest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.types import IngestReport


@dataclass(frozen=True, slots=True, kw_only=True)
class SentArticle:
    """An article as a program sent it; `item` names it in the report."""

    item: str
    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it was uploaded, under the name the sender gave it."""

    name: str
    content: bytes
    collection: str | None = None


class Ingestor(Protocol):
    """Takes articles in. One broken item costs that item alone and is told in the report."""

    def ingest_articles(self, articles: Sequence[SentArticle]) -> IngestReport:
        """Return one report item for each article, in the order given."""

    def ingest_files(self, files: Sequence[SentFile]) -> IngestReport:
        """Return the report of the articles found in the files; a file may hold several."""
