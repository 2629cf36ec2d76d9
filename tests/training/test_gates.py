"""A product of two models is an "and": either condition says no by itself."""

import numpy as np
from scipy.special import expit

from training.gates import likeliest_product

CORNERS = np.array([[-1.0], [-1.0], [1.0], [1.0]]), np.array([[-1.0], [1.0], [-1.0], [1.0]])
BOTH = np.array([False, False, False, True])


def fitted(labels: np.ndarray, bounds=((None, None), (None, None))) -> np.ndarray:
    one, two = CORNERS
    parameters = likeliest_product(
        one, two, labels, np.full(4, 0.25), ridge=1e-4, bounds=list(bounds), start=np.zeros(4)
    )
    odds = one @ parameters[:1] + parameters[2], two @ parameters[1:2] + parameters[3]
    return expit(odds[0]) * expit(odds[1])


def test_only_both_together_are_probable() -> None:
    probabilities = fitted(BOTH)
    assert (probabilities[:3] < 0.1).all()
    assert probabilities[3] > 0.9


def test_a_weight_keeps_its_admitted_sign() -> None:
    # The first may only speak against it, so that it tells nothing here.
    probabilities = fitted(BOTH, bounds=((None, 0.0), (None, None)))
    assert np.allclose(probabilities[1], probabilities[3], atol=1e-3)
