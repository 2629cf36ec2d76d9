"""IBM model 1 learns which words go together."""

import numpy as np
import pytest

from training.alignment import NULL, train_model_1


def test_words_that_always_go_together_are_linked() -> None:
    # das Haus / the house; das Buch / the book; ein Buch / a book (Koehn 2010, figure 4.5)
    das, haus, buch, ein = 1, 2, 3, 4
    the, house, book, a = 1, 2, 3, 4
    sources = [np.array(s) for s in ([das, haus], [das, buch], [ein, buch])]
    targets = [np.array(t) for t in ([the, house], [the, book], [a, book])]
    table = train_model_1(sources, targets, iterations=20)
    learned = {
        (int(s), int(t)): float(p)
        for s, t, p in zip(table.source, table.target, table.probability, strict=True)
    }
    for pair in ((das, the), (haus, house), (buch, book), (ein, a)):
        assert learned[pair] == max(p for (s, _), p in learned.items() if s == pair[0])
    for source in (NULL, das, haus, buch, ein):
        total = sum(p for (s, _), p in learned.items() if s == source)
        assert total == pytest.approx(1.0, abs=1e-5)


def test_the_first_step_is_the_arithmetic_of_the_paper() -> None:
    # One pair, source (1), target (1): NULL and 1 share the target, half each, then normalised.
    table = train_model_1([np.array([1])], [np.array([1])], iterations=1)
    assert table.probability.tolist() == [1.0, 1.0]
