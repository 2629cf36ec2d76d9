"""Numbers and dates are one in both languages and both ways to write them."""

import pytest

from qa.language import detect_language
from qa.verification.facts import facts_of, missing


def lacking(statement: str, quote: str) -> list[str]:
    said, held = (facts_of(text, detect_language(text)) for text in (statement, quote))
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
        ("Twenty-five people", "25 Menschen"),
        ("zweihundertfünfzig Leute", "250 people"),
        ("the second round", "die zweite Runde"),
        ("the nineteenth century", "the 19th century"),
        ("minus 5 degrees", "-5 °C"),
        ("Forty-three people died.", "43 people died."),
        ("Es starben hundertzwanzig Tiere.", "120 animals died."),
        ("the first quarter", "im ersten Quartal"),
        ("He won 3:1.", "He won 3-1."),
        ("He won 3-1.", "Er gewann 3:1."),
        ("in 5-10 minutes", "in 5 bis 10 Minuten"),
        ("the twenty-third floor", "im 23. Stock"),
        ("They met at 10:30.", "Um 10:30 Uhr trafen sie sich."),
        ("The tower is 1,200 metres high.", "Der Turm ist 1.200 Meter hoch."),
        ("The tower is 1.5 metres high.", "Der Turm ist 1,5 Meter hoch."),
        ("The tower is 1 200 metres high.", "Der Turm ist 1200 Meter hoch."),
        ("About 0.125 of it was lost.", "Davon gingen etwa 0,125 verloren."),
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
        ("Twenty-five people", "twenty-six people", ["Twenty-five"]),
        ("zweihundertfünfzig Leute", "zweihundert Leute", ["zweihundertfünfzig"]),
        ("the second round", "the first round", ["second"]),
        ("im neunzehnten Jahrhundert", "im neunten Jahrhundert", ["neunzehnten"]),
        ("5 degrees", "minus 5 degrees", ["5"]),
        ("Forty-three people died.", "Forty people died, and three were hurt.", ["Forty-three"]),
        ("hundertzwanzig Tiere", "hundertzwölf Tiere", ["hundertzwanzig"]),
        ("in the nineteenth century", "in the eighteenth century", ["nineteenth"]),
        ("in der ersten Runde", "in der zweiten Runde", ["ersten"]),
        ("the first quarter", "the third quarter", ["first"]),
        ("He won 3:1.", "He won 1:3.", ["3:1"]),
        ("He won 3:1.", "He won 1-3.", ["3:1"]),
        ("He won 3-1.", "He won 1-3.", ["3-1"]),
        ("They drew 1-1.", "They won 3-1.", ["1-1"]),
        ("The tower is 1,200 metres high.", "The tower is 1.2 metres high.", ["1,200"]),
        ("Der Turm ist 1,2 Meter hoch.", "Der Turm ist 1.200 Meter hoch.", ["1,2"]),
        ("minus 5 degrees", "5 degrees", ["5"]),
    ],
)
def test_another_is_another(statement: str, quote: str, lacks: list[str]) -> None:
    assert lacking(statement, quote) == lacks


def test_what_is_denied_in_one_breath_is_denied_once() -> None:
    assert facts_of("Neither the mayor nor the council came.").n_negations == 1
    assert facts_of("Weder der Bürgermeister noch der Rat kam.").n_negations == 1
    assert facts_of("He has no house and no car.").n_negations == 1
    assert facts_of("He does not smoke, nor does he drink.").n_negations == 1
    assert facts_of("He does not smoke. Nobody drinks.").n_negations == 2


def test_negations_are_counted_in_both_languages() -> None:
    assert facts_of("He didn't say no, and never will.").n_negations == 3
    assert facts_of("Er hat nie keinen Hund und auch nicht ohne.").n_negations == 4
    assert facts_of("Note that nothing is known.").n_negations == 1
