"""`beleg articles list`, `show` and `delete`."""

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
    settings_for,
)

articles = typer.Typer(name="articles", help="List, show or delete articles.", no_args_is_help=True)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The article's id, as listed.")]


@articles.command("list")
def list_articles(
    named: Annotated[
        str, typer.Argument(metavar="WORDS", help="Only those whose title or outlet has these.")
    ] = "",
    home: HomeOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Most articles.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Articles to pass over.")] = 0,
    json: JsonOption = False,
    language: LanguageOption = None,
    outlet: OutletOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    collection: CollectionOption = None,
) -> None:
    """List the articles, the newest first."""
    filters = filters_of(language, outlet, published_from, published_to, collection)

    from ui.connection import connect
    from ui.plain import articles_text

    with connect(settings_for(home)) as connection:
        listed = connection.articles(filters, named=named, limit=limit, offset=offset)
    typer.echo(listed.model_dump_json(indent=2) if json else articles_text(listed))


@articles.command("show")
def show_article(
    article_id: IdArgument,
    home: HomeOption = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="SHA256", help="An older version.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Print an article."""
    from ui.connection import connect
    from ui.plain import article_text

    with connect(settings_for(home)) as connection:
        article = connection.article(article_id, version)
    typer.echo(article.model_dump_json(indent=2) if json else article_text(article))


@articles.command("delete")
def delete_article(
    article_id: IdArgument,
    home: HomeOption = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop the old versions too, which prove citations.")
    ] = False,
) -> None:
    """Stop searching an article."""
    from ui.connection import connect

    with connect(settings_for(home)) as connection:
        connection.delete(article_id, forget=forget)
    typer.echo(f"deleted: {article_id}")
