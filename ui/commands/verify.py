"""`beleg verify`."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import HomeOption, JsonOption, settings_for

NOT_ALL_HOLDS = 3

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A citation or answer as JSON, answers as JSON lines, or plain text; - reads stdin.",
        allow_dash=True,
    ),
]


def verify(file: FileArgument, home: HomeOption = None, json: JsonOption = False) -> None:
    """Check that quotes still stand, and that sentences follow from them.

    Ends with 0 when every quote is exact and every sentence supported, 3 when not.
    """
    from ui.connection import connect
    from ui.verifiable import read_verifiable
    from ui.verification_text import verification_text

    sent = read_verifiable(file)
    all_holds = True
    with connect(settings_for(home)) as connection:
        for item in sent.items:
            verification = connection.verify(item)
            all_holds &= verification.all_exact and verification.all_supported
            if json:
                typer.echo(verification.model_dump_json(indent=None if sent.are_lines else 2))
            else:
                typer.echo(verification_text(verification))
    if not all_holds:
        raise typer.Exit(NOT_ALL_HOLDS)
