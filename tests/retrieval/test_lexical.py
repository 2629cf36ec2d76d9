"""BM25 with translated words, against the arithmetic written out."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.library.library import Postings
from qa.library.query import question_terms
from qa.library.spelling import spellings
from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE
from qa.retrieval.lexical import inverse_document_frequency, translated_counts

TABLE = TranslationTable(TRANSLATION_FILE)


def postings(keys: list[int], counts: list[int]) -> Postings:
    return Postings(
        np.array(keys), np.array(counts, np.int32), np.full(len(keys), 10, np.int32)
    )


def test_counts_are_the_weighted_sums_over_translations() -> None:
    held = {"angriff": postings([1, 3], [2, 1]), "schlag": postings([3], [4])}
    keys = np.array([1, 2, 3])
    count, n_with = translated_counts({"angriff": 0.5, "schlag": 0.25, "fehlt": 1.0}, held, keys)
    assert count.tolist() == [1.0, 0.0, 0.5 + 1.0]
    assert n_with == 0.5 * 2 + 0.25 * 1


def test_inverse_document_frequency() -> None:
    assert inverse_document_frequency(2, 10) == pytest.approx(math.log(1 + 8.5 / 2.5))
    assert inverse_document_frequency(99, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))


@pytest.mark.parametrize(
    ("word", "source", "target", "meaning"),
    [
        ("Turkey", "en", "de", "turkei"),
        ("airstrikes", "en", "de", "luftangriff"),
        ("Vergeltung", "de", "en", "retali"),
        ("Luftangriffe", "de", "en", "airstrik"),
    ],
)
def test_a_word_may_be_called_what_it_means(
    word: str, source: str, target: str, meaning: str
) -> None:
    (term, *_) = question_terms(word, source, target, TABLE)
    assert term.alternatives[meaning] > 0.3


@pytest.mark.parametrize("name", ["Çavuşoğlu", "Cavusoglu", "1789", "20.000"])
def test_names_and_numbers_also_match_as_they_stand(name: str) -> None:
    (term,) = question_terms(name, "en", "de", TABLE)
    assert max(term.alternatives, key=term.alternatives.__getitem__) in (
        "cavusoglu", "1789", "20000",
    )


@pytest.mark.parametrize(
    ("word", "source", "target", "spelt"),
    [
        ("Kassiterit", "de", "en", "cassiterit"),
        ("cassiterite", "en", "de", "kassiterit"),
        ("Adipozyt", "de", "en", "adipocyt"),
        ("Schewardnadse", "de", "en", "shevardnads"),
        ("Chekhovian", "en", "de", "tschechowian"),
    ],
)
def test_a_word_nobody_translates_may_be_spelt_by_the_other_rules(
    word: str, source: str, target: str, spelt: str
) -> None:
    (term,) = question_terms(word, source, target, TABLE)
    assert term.alternatives[spelt] == 0.8
    assert max(term.alternatives.values()) == 1.0  # as it stands
    (same_language,) = question_terms(word, source, source, TABLE)
    assert len(same_language.alternatives) == 1


@given(st.text(st.characters(categories=("Ll",)), max_size=30), st.sampled_from(["de", "en"]))
def test_there_are_few_spellings_and_the_word_itself_is_none(word: str, language: str) -> None:
    found = spellings(word, language)
    assert len(found) < 32
    assert word not in found


def test_a_german_compound_is_asked_by_its_parts_too() -> None:
    words = {t.word: t.weight for t in question_terms("Luftangriffe?", "de", "de", TABLE)}
    assert words == {"luftangriffe": 1.0, "luft": 0.5, "angriffe": 0.5}


def test_the_table_is_one_file() -> None:
    assert Path(TRANSLATION_FILE).stat().st_size < 5_000_000
