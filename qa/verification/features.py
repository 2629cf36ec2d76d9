"""What is known of a statement beside a quote: numbers that a model can weigh."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.verification.alignment import align
from qa.verification.covering import CoveredWord, Vocabulary
from qa.verification.facts import Fact, facts_of, missing
from qa.verification.form import same_in_form

# Whether the quote speaks of the same.
SUBJECT = (
    "cosine",  # of statement and quote
    "cover",  # mean share of the content words that the quote holds
    "order",  # share of its content words and numbers in the quote's order; 0 across languages
    "uncovered",  # log(1 + content words that it lacks)
    "log_length",  # of the statement in content words
    "shorter",  # log of how many times longer the quote is, 0 at least
)
# Whether it says the same of it.
PARTICULARS = (
    "name_lacking",  # 1 if the quote lacks a name
    "names_lacking",  # log(1 + how many)
    "worst_name",  # how badly the quote holds the name it holds worst; 0 without a name
    "names_exchanged",  # 1 if it lacks a name, and the statement one of its names
    "names_left",  # 1 if the statement lacks a name of the quote, which is hardly longer
    "capitals_exchanged",  # 1 if it lacks a word with a capital, and the statement a name
    "capital_lacking",  # log(1 + words with a capital that it lacks)
    "number_missing",  # 1 if a number of the statement is not in the quote
    "numbers_missing",  # log(1 + how many)
    "date_missing",  # 1 if a month or day of the week is not
    "negation_added",  # 1 if the statement denies what the quote in no way does
    "negation_added_softly",  # 1 if it does, but the quote has a word that may deny
    "negation_lost",  # 1 if the quote denies what the statement does not
    "disordered",  # 1 if all words are the quote's, but in another order; 0 across languages
    "few_lacking",  # 1 if one or two words of many are not the quote's
)
NAMES = SUBJECT + PARTICULARS
LACKING = 0.35  # a word covered less counts as lacking
MOST_COUNTED = 6
HARDLY_LONGER = 1.3


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A statement beside a quote: the features, and in words what does not agree."""

    values: NDArray[np.float64]  # (n_features,)
    is_across: bool  # in two languages
    is_verbatim: bool
    missing_numbers: tuple[Fact, ...]
    missing_dates: tuple[Fact, ...]
    missing_names: tuple[str, ...]
    missing_words: tuple[str, ...]
    negation_added: bool
    negation_lost: bool
    is_disordered: bool


def compare(
    statement: str,
    language: str,
    quote: str,
    quote_language: str,
    cosine: float,
    vocabulary: Vocabulary,
) -> Comparison:
    """Return how a statement stands to a quote; `cosine` is that of their vectors."""
    is_across = language != quote_language
    said, held = facts_of(statement), facts_of(quote)
    numbers = tuple(missing(said.numbers, held.values))
    dates = tuple(missing(said.dates, held.values))
    words = vocabulary.covered(statement, language, quote, quote_language)
    back = vocabulary.covered(quote, quote_language, statement, language)
    lacking = [word for word in words if word.cover < LACKING]
    names = [word for word in lacking if word.is_name]
    capitals = sum(word.has_capital for word in lacking)
    left = any(map(_is_lacking_name, back))
    alignment = None if is_across else align(statement, quote, language)
    is_disordered = alignment is not None and alignment.is_disordered and not lacking
    if alignment is None:
        negation = said.n_negations - held.n_negations
    else:
        negation = alignment.negations_added - alignment.negations_lost
    features = {
        "cosine": cosine,
        "cover": float(np.mean([word.cover for word in words])) if words else 1.0,
        "order": alignment.order if alignment else 0.0,
        "uncovered": _log(len(lacking)),
        "log_length": float(np.log1p(len(words))),
        "shorter": max(0.0, float(np.log((1 + len(quote)) / (1 + len(statement))))),
        "name_lacking": float(bool(names)),
        "names_lacking": _log(len(names)),
        "worst_name": max((1 - word.cover for word in words if word.is_name), default=0.0),
        "names_exchanged": float(bool(names) and left),
        "names_left": float(left and len(quote) < HARDLY_LONGER * len(statement)),
        "capitals_exchanged": float(capitals > 0 and left),
        "capital_lacking": _log(capitals),
        "number_missing": float(bool(numbers)),
        "numbers_missing": _log(len(numbers)),
        "date_missing": float(bool(dates)),
        "negation_added": float(negation > 0 and held.n_soft_negations == 0),
        "negation_added_softly": float(negation > 0 and held.n_soft_negations > 0),
        "negation_lost": float(negation < 0),
        "disordered": float(is_disordered),
        "few_lacking": float(0 < len(lacking) <= 2 and len(lacking) <= 0.3 * len(words)),
    }
    return Comparison(
        values=np.array([features[name] for name in NAMES]),
        is_across=is_across,
        is_verbatim=same_in_form(statement, quote),
        missing_numbers=numbers,
        missing_dates=dates,
        missing_names=tuple(word.word for word in names),
        missing_words=tuple(word.word for word in lacking if not word.is_name),
        negation_added=negation > 0,
        negation_lost=negation < 0,
        is_disordered=is_disordered,
    )


def _is_lacking_name(word: CoveredWord) -> bool:
    return word.is_name and word.cover < LACKING


def _log(count: int) -> float:
    return float(np.log1p(min(count, MOST_COUNTED)))
