"""Citation precision and recall against gold quotes, by characters or by sentences.

Both count units of the articles: a unit is (article, position of a character) or (article,
position of a sentence). Precision and recall as in C. J. van Rijsbergen, "Information Retrieval",
1979, on positions rather than on words, so that equal words elsewhere do not count.
"""

from collections.abc import Sequence, Set

Unit = tuple[str, int]  # (article id, position)
Units = Set[Unit]


def precision(cited: Units, n_unknown: int, gold: Units) -> float:
    """Return |cited & gold| / (|cited| + n_unknown); NaN when nothing is cited.

    `n_unknown` units are cited that stand in no article. `gold` holds every place that would do.
    """
    n_cited = len(cited) + n_unknown
    return len(cited & gold) / n_cited if n_cited else float("nan")


def recall(cited: Units, groups: Sequence[Sequence[Units]]) -> float:
    """Return mean over groups of (max over the group's places g of |cited & g| / |g|).

    A group's places each prove the same, so the one that is cited best counts. NaN without groups.
    """
    if not groups:
        return float("nan")
    best = [max(len(cited & place) / len(place) for place in group) for group in groups]
    return sum(best) / len(best)
