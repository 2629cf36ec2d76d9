"""Two runs compared pair by pair, over the questions that both have."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from qa.evaluation.bootstrap import SEED, interval
from qa.evaluation.figures import MEANS
from qa.evaluation.records import Comparison, Difference, Outcome, Report

PERMUTATIONS = 9_999


def p_value(differences: Sequence[float]) -> float | None:
    """Return how probable a mean this far from 0 is if before and now were exchangeable.

    Two-sided paired randomisation test: each difference keeps or changes its sign (R. A. Fisher,
    "The Design of Experiments", 1935; for retrieval M. Smucker et al., CIKM 2007). A difference of
    0 has no sign and is left out. All signs are tried where there are few, else 9,999 draws. None
    for fewer than two questions.
    """
    import numpy as np
    from scipy.stats import permutation_test

    if len(differences) < 2:
        return None
    changed = [difference for difference in differences if difference]
    if len(changed) < 2:
        return 1.0
    tested = permutation_test(
        (np.asarray(changed, dtype=np.float64),),
        lambda drawn, axis: drawn.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        rng=np.random.default_rng(SEED),
    )
    return float(tested.pvalue)


def compared(now: Report, before: Report) -> Report:
    """Return `now` with its comparison to `before`."""
    earlier = {case.id: case for case in before.cases}
    pairs = [
        (earlier[case.id], case)
        for case in now.cases
        if case.id in earlier and earlier[case.id].question == case.question
    ]
    differences: list[Difference] = []
    for mean in MEANS:
        values = [(mean.value(then), mean.value(case)) for then, case in pairs]
        both = [(a, b) for a, b in values if a is not None and b is not None]
        if not both:
            continue
        changes = [b - a for a, b in both]
        differences.append(
            Difference(
                name=mean.name,
                title=mean.title,
                n=len(both),
                before=fmean(a for a, _ in both),
                now=fmean(b for _, b in both),
                interval=interval(changes, fmean),
                p_value=p_value(changes),
            )
        )
    right = [(then.outcome is Outcome.RIGHT, c.outcome is Outcome.RIGHT, c.id) for then, c in pairs]
    return replace(
        now,
        comparison=Comparison(
            differences=tuple(differences),
            mended=tuple(name for was, is_now, name in right if is_now and not was),
            broken=tuple(name for was, is_now, name in right if was and not is_now),
            same_corpus=now.corpus == before.corpus,
        ),
    )
