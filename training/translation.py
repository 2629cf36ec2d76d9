"""Train the word translation table of lexical search: p(German stem | English stem) and back.

    python -m training.translation --data DATA --out FILE.npz
"""

import argparse
import logging
from collections import Counter
from pathlib import Path

import numpy as np

from qa.library.analysis import terms
from training.alignment import NULL, train_model_1
from training.data import Pair, dictionary_pairs, parallel_pairs
from training.own_questions import translated_questions

logger = logging.getLogger(__name__)

SMALLEST = 0.02  # weaker translations add noise and size
MOST = 10  # translations a word keeps
RAREST = 2  # a word seen once in the sentences and not in the dictionary is not learned
DICTIONARY_WEIGHT = 2  # times a dictionary entry is counted: it is a certain, but single, link
# Times a translated question is counted: short, close, and in the words that questions are asked in
QUESTION_WEIGHT = 2


def ids_of(texts: list[list[str]], vocabulary: dict[str, int]) -> list[np.ndarray]:
    """Map terms to their ids, unknown ones left out."""
    return [
        np.array([vocabulary[t] for t in text if t in vocabulary], dtype=np.int64)
        for text in texts
    ]


def vocabulary_of(texts: list[list[str]]) -> dict[str, int]:
    """Number the terms that occur often enough, from 1."""
    counts = Counter(term for text in texts for term in text)
    kept = sorted(term for term, count in counts.items() if count >= RAREST)
    return {term: k for k, term in enumerate(kept, 1)}


def direction(
    sources: list[list[str]], targets: list[list[str]], iterations: int = 8
) -> dict[str, list[tuple[str, float]]]:
    """Return for each source term its likeliest target terms with p(target | source)."""
    source_vocabulary, target_vocabulary = vocabulary_of(sources), vocabulary_of(targets)
    source_ids = ids_of(sources, source_vocabulary)
    target_ids = ids_of(targets, target_vocabulary)
    usable = [k for k in range(len(sources)) if len(source_ids[k]) and len(target_ids[k])]
    table = train_model_1(
        [source_ids[k] for k in usable], [target_ids[k] for k in usable], iterations, SMALLEST
    )
    source_terms = {k: term for term, k in source_vocabulary.items()}
    target_terms = {k: term for term, k in target_vocabulary.items()}
    translations: dict[str, list[tuple[str, float]]] = {}
    for source, target, probability in zip(
        table.source.tolist(), table.target.tolist(), table.probability.tolist(), strict=True
    ):
        if source != NULL:
            translations.setdefault(source_terms[source], []).append(
                (target_terms[target], probability)
            )
    for found in translations.values():
        found.sort(key=lambda item: -item[1])
        del found[MOST:]
    return translations


def arrays(translations: dict[str, list[tuple[str, float]]], prefix: str) -> dict[str, np.ndarray]:
    """Lay a direction out as arrays: sorted source terms, offsets, target terms, probabilities."""
    sources = sorted(translations)
    targets = sorted({target for found in translations.values() for target, _ in found})
    number = {target: k for k, target in enumerate(targets)}
    lengths = [len(translations[source]) for source in sources]
    links = [link for source in sources for link in translations[source]]
    return {
        f"{prefix}_sources": np.array("\n".join(sources).encode(), dtype=np.bytes_),
        f"{prefix}_targets": np.array("\n".join(targets).encode(), dtype=np.bytes_),
        f"{prefix}_lengths": np.array(lengths, dtype=np.uint8),
        f"{prefix}_target": np.array([number[t] for t, _ in links], dtype=np.uint32),
        f"{prefix}_probability": np.array(
            [round(p * 255) for _, p in links], dtype=np.uint8
        ),
    }


def train(pairs: list[Pair]) -> dict[str, np.ndarray]:
    """Return the arrays of both directions."""
    english = [terms(pair.english, "en") for pair in pairs]
    german = [terms(pair.german, "de") for pair in pairs]
    logger.info("%d pairs", len(pairs))
    return arrays(direction(english, german), "en_de") | arrays(direction(german, english), "de_en")


def main() -> None:
    """Parse the command line, train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    pairs = [
        *parallel_pairs(arguments.data),
        *dictionary_pairs(arguments.data) * DICTIONARY_WEIGHT,
        *translated_questions(arguments.data) * QUESTION_WEIGHT,
    ]
    np.savez_compressed(arguments.out, **train(pairs))
    logger.info("%s: %d bytes", arguments.out, arguments.out.stat().st_size)


if __name__ == "__main__":
    main()
