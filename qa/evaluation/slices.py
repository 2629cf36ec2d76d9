"""Cut the cases by language pair, question word and article."""

from collections.abc import Callable, Sequence
from statistics import fmean

from qa.evaluation.records import Case, Slice

KINDS: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("languages", lambda case: case.language_pair),
    ("question word", lambda case: case.question_word),
    ("article", lambda case: case.article or "none"),
)


def slices(cases: Sequence[Case]) -> tuple[Slice, ...]:
    """Return the slices of each kind, the largest first."""
    found: list[Slice] = []
    for kind, of in KINDS:
        members: dict[str, list[Case]] = {}
        for case in cases:
            members.setdefault(of(case), []).append(case)
        for name, chosen in sorted(members.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            found.append(
                Slice(
                    kind=kind,
                    name=name,
                    n=len(chosen),
                    right=_mean([c.right for c in chosen if c.right is not None]),
                    refused=_mean([float(c.refused) for c in chosen if not c.answerable]),
                )
            )
    return tuple(found)


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
