"""The word translation table: which terms of the other language a term may stand for."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np


class TranslationTable:
    """p(target term | source term), both ways between English and German, read from one file.

    Trained with IBM model 1 on stems (training/translation.py). A direction is decoded when it is
    first asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def translations(self, term: str, source: str, target: str) -> Mapping[str, float]:
        """Return the terms of language `target` that `term` may mean, with their probabilities.

        Empty when the table does not know the term, such as a rare name or a number.
        """
        return self._direction(source, target).get(term, {})

    def _direction(self, source: str, target: str) -> Mapping[str, Mapping[str, float]]:
        return self._english_german if (source, target) == ("en", "de") else self._german_english

    @cached_property
    def _english_german(self) -> Mapping[str, Mapping[str, float]]:
        return self._decoded("en_de")

    @cached_property
    def _german_english(self) -> Mapping[str, Mapping[str, float]]:
        return self._decoded("de_en")

    def _decoded(self, prefix: str) -> Mapping[str, Mapping[str, float]]:
        with np.load(self._path) as file:
            sources = bytes(file[f"{prefix}_sources"]).decode().split("\n")
            targets = bytes(file[f"{prefix}_targets"]).decode().split("\n")
            lengths = file[f"{prefix}_lengths"].tolist()
            links = [targets[k] for k in file[f"{prefix}_target"].tolist()]
            probabilities = (file[f"{prefix}_probability"] / 255.0).tolist()
        table = {}
        position = 0
        for source, length in zip(sources, lengths, strict=True):
            part = slice(position, position + length)
            table[source] = dict(zip(links[part], probabilities[part], strict=True))
            position += length
        return table
