"""The version that the interfaces tell of themselves."""

from importlib.metadata import PackageNotFoundError, version


def beleg_version() -> str:
    """Return the version of the installed package, or 0 where it runs from a folder."""
    try:
        return version("beleg")
    except PackageNotFoundError:
        return "0"
