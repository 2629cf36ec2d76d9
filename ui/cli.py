"""The command line. Commands import what they need when they run, so that help is quick."""

import sys

import typer

from qa.errors import BelegError
from ui.commands.articles import articles
from ui.commands.asking import ask, search
from ui.commands.evaluate import evaluate
from ui.commands.ingesting import ingest
from ui.commands.keys import keys
from ui.commands.mcp import mcp
from ui.commands.serving import doctor, serve
from ui.commands.verify import verify

app = typer.Typer(
    name="beleg",
    help="Ask your articles. Every statement of an answer carries a quote you can open.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(ingest)
app.command()(ask)
app.command()(search)
app.command()(verify)
app.command()(evaluate)
app.add_typer(articles)
app.add_typer(keys)
app.command()(serve)
app.command()(mcp)
app.command()(doctor)


def main() -> None:
    """Run the command line; an error of ours is one line on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name may hold bytes that are no text; showing it must not end the command.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="beleg")
    except BelegError as error:
        typer.echo(f"beleg: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
