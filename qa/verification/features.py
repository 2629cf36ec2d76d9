"""What is known of a statement beside a quote: numbers that a model can weigh."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.library.analysis import words
from qa.verification.alignment import Alignment, align
from qa.verification.clauses import clause_put_in
from qa.verification.covering import CoveredWord, Vocabulary, capitals_of, inner_capitals
from qa.verification.exchange import Names
from qa.verification.facts import Fact, facts_of, missing
from qa.verification.form import same_in_form

# Whether the quote speaks of the same.
SUBJECT = (
    "cosine",  # of statement and quote
    "cover",  # mean share of the content words that the quote holds
    "beside",  # share of content words and numbers with a neighbour of the quote's; 0 across
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
    "exchanged",  # 1 if two names or numbers stand in each other's place; 0 across languages
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
    is_exchanged: bool
    is_scattered: bool
    clause_put_in: str | None  # that the quote hardly holds


def compare(
    statement: str,
    language: str,
    quote: str,
    quote_language: str,
    cosine: Callable[[str], float],
    vocabulary: Vocabulary,
) -> Comparison:
    """Return how a statement stands to a quote; `cosine` is that of a text and the quote."""
    is_across = language != quote_language
    said, held = facts_of(statement, language), facts_of(quote, quote_language)
    numbers = tuple(missing(said.numbers, held.values))
    dates = tuple(missing(said.dates, held.values))
    covered = vocabulary.covered(statement, language, quote, quote_language)
    back = vocabulary.covered(quote, quote_language, statement, language)
    lacking = [word for word in covered if word.cover < LACKING]
    lacking_names = [word for word in lacking if word.is_name]
    capitals = sum(word.has_capital for word in lacking)
    left = any(map(_is_lacking_name, back))
    if is_across:
        alignment = Alignment(
            0.0, is_scattered=False, is_exchanged=False, denied=said.n_negations - held.n_negations
        )
    else:
        names = _names(statement, quote, language, (*covered, *back))
        alignment = align(statement, quote, language, names)
    denied = alignment.denied
    features = {
        "cosine": cosine(statement),
        "cover": float(np.mean([word.cover for word in covered])) if covered else 1.0,
        "beside": alignment.beside,
        "uncovered": _log(len(lacking)),
        "log_length": float(np.log1p(len(covered))),
        "shorter": max(0.0, float(np.log((1 + len(quote)) / (1 + len(statement))))),
        "name_lacking": float(bool(lacking_names)),
        "names_lacking": _log(len(lacking_names)),
        "worst_name": max((1 - word.cover for word in covered if word.is_name), default=0.0),
        "names_exchanged": float(bool(lacking_names) and left),
        "names_left": float(left and len(quote) < HARDLY_LONGER * len(statement)),
        "capitals_exchanged": float(capitals > 0 and left),
        "capital_lacking": _log(capitals),
        "number_missing": float(bool(numbers)),
        "numbers_missing": _log(len(numbers)),
        "date_missing": float(bool(dates)),
        "negation_added": float(denied > 0 and held.n_soft_negations == 0),
        "negation_added_softly": float(denied > 0 and held.n_soft_negations > 0),
        "negation_lost": float(denied < 0),
        "exchanged": float(alignment.is_exchanged),
        "few_lacking": float(0 < len(lacking) <= 2 and len(lacking) <= 0.3 * len(covered)),
    }
    return Comparison(
        values=np.array([features[name] for name in NAMES]),
        is_across=is_across,
        is_verbatim=same_in_form(statement, quote),
        missing_numbers=numbers,
        missing_dates=dates,
        missing_names=tuple(word.word for word in lacking_names),
        missing_words=tuple(word.word for word in lacking if not word.is_name),
        negation_added=denied > 0,
        negation_lost=denied < 0,
        is_exchanged=alignment.is_exchanged,
        is_scattered=alignment.is_scattered,
        clause_put_in=clause_put_in(statement, language, covered, cosine, is_across=is_across),
    )


def _names(statement: str, quote: str, language: str, covered: Iterable[CoveredWord]) -> Names:
    """Return the words of both that are names or numbers."""
    likely = {
        name
        for text in (statement, quote)
        for name in (*capitals_of(text, language), *inner_capitals(text))
    }
    for fact in facts_of(statement, language).numbers:
        likely |= set(words(fact.shown))
    sure = frozenset(word.word.lower() for word in covered if word.is_name)
    return Names(frozenset(likely), sure)


def _is_lacking_name(word: CoveredWord) -> bool:
    return word.is_name and word.cover < LACKING


def _log(count: int) -> float:
    return float(np.log1p(min(count, MOST_COUNTED)))
