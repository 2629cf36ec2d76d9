"""`beleg ask` and `beleg search`."""

from typing import Annotated

import typer

from ui.commands.options import (
    CollectionOption,
    FromOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    OutletOption,
    ToOption,
    filters_of,
    readable,
    settings_for,
)

QuestionArgument = Annotated[str, typer.Argument(help="The question, in English or German.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=100, help="Most passages.")]


def ask(
    question: QuestionArgument,
    home: HomeOption = None,
    json: JsonOption = False,
    language: LanguageOption = None,
    outlet: OutletOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    collection: CollectionOption = None,
) -> None:
    """Answer a question with quotes from the articles."""
    filters = filters_of(language, outlet, published_from, published_to, collection)

    from ui.connection import connect
    from ui.plain import answer_text

    with connect(settings_for(home)) as connection:
        answer = connection.ask(readable(question), filters=filters)
    typer.echo(answer.model_dump_json(indent=2) if json else answer_text(answer))


def search(
    question: QuestionArgument,
    home: HomeOption = None,
    limit: LimitOption = 10,
    json: JsonOption = False,
    language: LanguageOption = None,
    outlet: OutletOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    collection: CollectionOption = None,
) -> None:
    """List the passages that fit a question, best first."""
    filters = filters_of(language, outlet, published_from, published_to, collection)

    from ui.connection import connect
    from ui.plain import hits_text

    with connect(settings_for(home)) as connection:
        found = connection.search(readable(question), limit=limit, filters=filters)
    typer.echo(found.model_dump_json(indent=2) if json else hits_text(found))
