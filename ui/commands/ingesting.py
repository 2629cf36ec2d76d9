"""`beleg ingest`."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import HomeOption, JsonOption, settings_for

if TYPE_CHECKING:
    from ingest.articles import Draft
    from qa.types import ItemReport

SOME_FAILED = 3
NOTHING_DONE = 1


def ingest(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH|URL...", help="Files, folders or web pages.")
    ],
    home: HomeOption = None,
    json: JsonOption = False,
    collection: Annotated[
        str | None, typer.Option("--collection", metavar="NAME", help="Put the articles here.")
    ] = None,
) -> None:
    """Take articles in. Exit code 3: some failed, each is named; 1: nothing could be done."""
    settings = settings_for(home)

    from tqdm import tqdm

    from qa.api.schemas import ReportBody
    from qa.types import ItemOutcome
    from ui.connection import connect
    from ui.plain import counts_line, item_line

    is_terminal = sys.stderr.isatty()
    with tqdm(unit=" articles", disable=not is_terminal, file=sys.stderr, leave=False) as bar:

        def tell(item: "ItemReport") -> None:
            bar.update()
            if item.outcome is ItemOutcome.FAILED or not is_terminal:
                bar.write(item_line(item), file=sys.stderr)

        with connect(settings) as connection:
            report = connection.ingest(_drafts(sources, settings.max_upload_mb, collection), tell)
    typer.echo(ReportBody.of(report).model_dump_json(indent=2) if json else counts_line(report))
    n_failed = report.count(ItemOutcome.FAILED)
    if n_failed == len(report.items):
        raise typer.Exit(NOTHING_DONE)
    if n_failed:
        raise typer.Exit(SOME_FAILED)


def _drafts(
    sources: list[str], max_megabytes: int, collection: str | None
) -> "Iterator[Draft | ItemReport]":
    from ingest.articles import Draft
    from ingest.sources import SourceItem, drafts, items

    for item in items(sources, max_megabytes * 1_000_000):
        for draft in drafts(item) if isinstance(item, SourceItem) else [item]:
            if isinstance(draft, Draft) and collection is not None:
                yield replace(draft, collection=collection)
            else:
                yield draft
