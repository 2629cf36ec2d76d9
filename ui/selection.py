"""Which articles are listed, and whether questions are asked of these alone."""

import re
from dataclasses import dataclass, replace

from qa.errors import BelegError
from qa.service import NO_FILTERS, Service
from qa.types import Filters
from ui.texts import Texts

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


class NoDate(BelegError):
    """What was written where a date is expected."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that the filters admit and whose title or outlet holds the words."""

    named: str = ""
    filters: Filters = NO_FILTERS

    @property
    def is_everything(self) -> bool:
        """Say whether every article is in it."""
        return not self.named and self.filters.are_empty


def selection_of(
    named: str,
    language: str,
    outlet: str,
    collection: str,
    published_from: str,
    published_to: str,
    texts: Texts,
) -> Selection:
    """Read the fields of the list, where an empty one admits all; raise NoDate."""
    return Selection(
        named=named.strip(),
        filters=Filters(
            language=language or None,
            outlet=outlet or None,
            collection=collection or None,
            published_from=_date(published_from, texts),
            published_to=_date(published_to, texts),
        ),
    )


def filters_of(selection: Selection, service: Service) -> Filters:
    """Return filters that admit the same articles as long as none is added or renamed."""
    if not selection.named:
        return selection.filters
    _, total = service.articles(selection.filters, named=selection.named, limit=0)
    entries, _ = service.articles(selection.filters, named=selection.named, limit=total)
    return replace(selection.filters, article_ids=tuple(entry.id for entry in entries))


def in_words(selection: Selection, texts: Texts) -> str:
    """Say which articles these are, in the order of the fields."""
    filters = selection.filters
    parts = (
        selection.named and f"“{selection.named}”",
        filters.language and texts.language_name(filters.language),
        filters.outlet,
        filters.collection,
        filters.published_from and texts.since.format(day=texts.day(filters.published_from)),
        filters.published_to and texts.until.format(day=texts.day(filters.published_to)),
    )
    return " · ".join(filter(None, parts))


def _date(written: str, texts: Texts) -> str | None:
    stripped = written.strip()
    if stripped and not _DATE.fullmatch(stripped):
        raise NoDate(texts.no_date.format(written=stripped))
    return stripped or None
