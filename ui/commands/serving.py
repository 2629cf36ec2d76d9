"""`beleg serve` and `beleg doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import HomeOption, settings_for


def serve(
    home: HomeOption = None,
    seeds: Annotated[
        Path | None,
        typer.Option(
            "--seeds", metavar="DIR", help="Take its *.txt in first if there is no article."
        ),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the chat in the browser.")
    ] = False,
) -> None:
    """Serve the chat and the HTTP API until stopped with Ctrl+C."""
    settings = settings_for(home)

    from ui.server import serve as serve_home

    serve_home(settings, seeds=seeds, open_browser=open_browser, tell=typer.echo)


def doctor(
    home: HomeOption = None,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline", help="Ingest and ask for real, and list every host that was contacted."
        ),
    ] = False,
) -> None:
    """Check the installation and the home; say what to do about each fault."""
    settings = settings_for(home)

    from ui.doctor import Verdict, examine
    from ui.offline import examine_offline

    findings = examine_offline(settings) if offline else examine(settings)
    worst = Verdict.OK
    for finding in findings:
        worst = max(worst, finding.verdict)
        typer.echo(finding.line)
    if worst is Verdict.FAIL:
        raise typer.Exit(1)
