"""Quote exactness: whether the quotes are quotes, letter for letter."""

from collections.abc import Sequence


def exactness(stands: Sequence[bool]) -> float:
    """Return the share of citations whose quote stands letter for letter.

    exactness = |{c : quote(c) is a substring of a stored version}| / |citations|, over the
    versions of the named article, or of every article when none is named. NaN without citations.
    """
    return sum(stands) / len(stands) if stands else float("nan")
