"""`beleg keys add`, `list` and `remove`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import HomeOption, settings_for

if TYPE_CHECKING:
    from qa.api.keys import KeyFile

keys = typer.Typer(
    name="keys", help="Make, list or remove the keys of the API.", no_args_is_help=True
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Who or what uses the key.")]


@keys.command("add")
def add_key(name: NameArgument, home: HomeOption = None) -> None:
    """Make a key and print it: it is shown this once, only its hash is kept."""
    typer.echo(_file(home).add(name))


@keys.command("list")
def list_keys(home: HomeOption = None) -> None:
    """List the keys' names and when they were made."""
    for key in _file(home).read():
        typer.echo(f"{key.created}  {key.name}")


@keys.command("remove")
def remove_key(name: NameArgument, home: HomeOption = None) -> None:
    """Remove a key; a running server refuses it from then on."""
    _file(home).remove(name)
    typer.echo(f"removed: {name}")


def _file(home: Path | None) -> "KeyFile":
    from qa.api.keys import KeyFile

    return KeyFile(settings_for(home).home)
