"""The options that several commands share, and what they become."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from qa.settings import Settings
    from qa.types import Filters

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Folder of the library; short for BELEG_HOME."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP API sends it.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="en|de", help="Only articles in this language.")
]
OutletOption = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet.")
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Only articles published on this day or later."),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Only articles published on this day or earlier."),
]
CollectionOption = Annotated[
    str | None, typer.Option("--collection", metavar="NAME", help="Only this collection.")
]


def settings_for(home: Path | None) -> "Settings":
    """Read the settings; an option given on the command line wins."""
    from qa.settings import load_settings

    return load_settings({} if home is None else {"home": home})


def filters_of(
    language: str | None,
    outlet: str | None,
    published_from: str | None,
    published_to: str | None,
    collection: str | None,
) -> "Filters":
    """Check the filters as the API does; a wrong one is a usage error."""
    from pydantic import ValidationError

    from qa.api.problems import in_words
    from qa.api.requests import FiltersRequest

    try:
        request = FiltersRequest.model_validate(
            {
                "language": language,
                "outlet": outlet,
                "published_from": published_from,
                "published_to": published_to,
                "collection": collection,
            }
        )
    except ValidationError as error:
        raise typer.BadParameter(in_words(error.errors(), skip=0)) from error
    return request.filters()


def readable(argument: str) -> str:
    """Replace bytes of an argument that are no text, which Python keeps as lone surrogates."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
