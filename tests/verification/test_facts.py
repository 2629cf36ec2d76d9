"""Numbers and dates are one in both languages and both ways to write them."""

import pytest

from qa.verification.facts import facts_of, missing


def lacking(statement: str, quote: str) -> list[str]:
    said, held = facts_of(statement), facts_of(quote)
    return [fact.shown for fact in missing((*said.numbers, *said.dates), held.values)]


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("1,000.5 tons", "1.000,5 Tonnen"),
        ("20,000 people", "20.000 Menschen"),
        ("3.5 million euros", "3,5 Mio. Euro"),
        ("3,500,000 euros", "3,5 Millionen Euro"),
        ("two billion", "zwei Milliarden"),
        ("£5m", "5 million pounds"),
        ("twelve men", "12 Männer"),
        ("einundzwanzig Tage", "21 days"),
        ("17 %", "17 percent"),
        ("a two-year plan", "ein zweijähriger Plan"),
        ("on 11 August 2016", "am 11.08.2016"),
        ("2016-08-11", "am 11. August 2016"),
        ("last Saturday", "am vergangenen Sonnabend"),
        ("It may rain.", "Es regnet."),
        ("the 1990s", "die 1990er Jahre"),
    ],
)
def test_the_same_is_the_same(statement: str, quote: str) -> None:
    assert lacking(statement, quote) == []


@pytest.mark.parametrize(
    ("statement", "quote", "lacks"),
    [
        ("17 fish", "71 Fische", ["17"]),
        ("3.5 million", "3,5 Milliarden", ["3.5 million"]),
        ("two men", "drei Männer", ["two"]),
        ("in May 2016", "im Juni 2016", ["May"]),
        ("on Monday", "am Dienstag", ["Monday"]),
        ("1.5 tons", "15 Tonnen", ["1.5"]),
        ("am 11.08.2016", "am 12.08.2016", ["11.08.2016"]),
        ("yesterday", "morgen", ["yesterday"]),
    ],
)
def test_another_is_another(statement: str, quote: str, lacks: list[str]) -> None:
    assert lacking(statement, quote) == lacks


def test_negations_are_counted_in_both_languages() -> None:
    assert facts_of("He didn't say no, and never will.").n_negations == 3
    assert facts_of("Er hat nie keinen Hund und auch nicht ohne.").n_negations == 4
    assert facts_of("Note that nothing is known.").n_negations == 1
