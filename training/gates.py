"""Fit the product of two logistic models: an "and" of two conditions, of which either can veto."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

Bounds = list[tuple[float | None, float | None]]


def likeliest_product(
    one: np.ndarray,
    two: np.ndarray,
    labels: np.ndarray,
    importance: np.ndarray,
    *,
    ridge: float,
    bounds: Bounds,
    start: np.ndarray,
) -> np.ndarray:
    """Return the likeliest weights of `one`, (n, a), and `two`, (n, b), then both biases.

    `importance`, (n,), sums to 1; `bounds` are those of the a + b weights, `start` holds the biases
    too: the product has more than one best point.
    """
    n_one = one.shape[1]
    n = n_one + two.shape[1]

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        weights = parameters[:n]
        odds_one = one @ weights[:n_one] + parameters[n]
        odds_two = two @ weights[n_one:] + parameters[n + 1]
        log_p = -np.logaddexp(0, -odds_one) - np.logaddexp(0, -odds_two)
        p = np.minimum(np.exp(log_p), 1 - 1e-9)
        value = -importance @ np.where(labels, log_p, np.log1p(-p))
        # d/d odds of one gate: (1 - gate) times -1 when true, p / (1 - p) when not.
        slope = importance * np.where(labels, -1.0, p / (1 - p))
        by_one, by_two = slope * expit(-odds_one), slope * expit(-odds_two)
        gradient = np.concatenate([one.T @ by_one, two.T @ by_two]) + 2 * ridge * weights
        return value + ridge * weights @ weights, np.append(
            gradient, [by_one.sum(), by_two.sum()]
        )

    fitted = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None), (None, None)],
        options={"maxiter": 2_000},
    )  # fmt: skip
    return fitted.x
