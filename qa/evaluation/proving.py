"""Whether what is cited proves what was asked: by characters of the articles, not by words.

What is cited is a sequence of citations, each the places where it may stand; what must be proved is
a group of gold quotes, given as all of their places, of which one is needed.
"""

from collections.abc import Sequence

from qa.evaluation.citations import Units
from qa.evaluation.places import Place

ENOUGH = 0.5  # share of a gold quote's characters that must be cited


def prove_together(cited: Sequence[Sequence[Place]], group: Sequence[Place]) -> bool:
    """Say whether citations, taken together, hold at least half of one place of a group."""
    return any(_share(cited, gold) >= ENOUGH for gold in group)


def proves(found: Sequence[Place], group: Sequence[Place]) -> bool:
    """Say whether a single citation holds half of one place of a group, or is a part of it.

    It may be a part where the gold quote runs over several sentences, which are cited one by one.
    """
    return any(
        _share([found], gold) >= ENOUGH
        or (len(gold.sentences) > 1 and any(place.lies_in(gold) for place in found))
        for gold in group
    )


def _share(cited: Sequence[Sequence[Place]], gold: Place) -> float:
    """Return the share of the characters of a gold quote's place that are cited."""
    covered: Units = frozenset().union(*(_common(found, gold) for found in cited))
    return len(covered) / len(gold.characters)


def _common(found: Sequence[Place], gold: Place) -> Units:
    """Return the characters of a gold quote that a citation holds: it stands at one place only."""
    shared = [place.characters & gold.characters for place in found if place.meets(gold)]
    return max(shared, key=len, default=frozenset())
