"""Numbers are read one way: in digits and words, in either spelling, with their scale."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.particulars.numbers import numbers_in

ONES = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
SCALES = [
    ("thousand", 1e3), ("tausend", 1e3), ("million", 1e6), ("Millionen", 1e6), ("Mio.", 1e6),
    ("bn", 1e9), ("Milliarden", 1e9), ("Mrd.", 1e9), ("Billionen", 1e12),
]  # fmt: skip


def in_words(number: int, language: str) -> str:
    ones = ["", *ONES[language].split()]
    if number < 20:
        return ones[number]
    ten, one = TENS[language].split()[number // 10 - 2], ones[number % 10]
    if not one:
        return ten
    return f"{ten}-{one}" if language == "en" else f"{one}und{ten}"


def only(text: str) -> frozenset[float]:
    [number] = numbers_in(text)
    assert number.span.of(text).startswith(number.shown)
    return number.values


@given(number=st.integers(2, 99), language=st.sampled_from(["en", "de"]))
def test_a_number_in_words_is_the_one_in_digits(number: int, language: str) -> None:
    assert only(f"They counted {in_words(number, language)} of them.") == {number}
    assert only(f"They counted {number} of them.") == {number}


@given(
    number=st.integers(0, 10**9),
    separator=st.sampled_from([",", ".", " ", "\u00a0", "\u2009", "\u202f", "'", "’"]),
)
def test_thousands_are_read_by_whatever_parts_them(number: int, separator: str) -> None:
    text = f"There were {number:,} tonnes.".replace(",", separator)
    assert number in only(text)


@given(
    number=st.decimals(1, 999, places=1, allow_nan=False),
    comma=st.booleans(),
    scale=st.sampled_from(SCALES),
)
def test_a_scale_multiplies(number: Decimal, comma: bool, scale: tuple[str, float]) -> None:
    written = f"{number}".replace(".", ",") if comma else f"{number}"
    [value] = only(f"It cost {written} {scale[0]}")
    assert value == pytest.approx(float(number) * scale[1])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve thousand", [{12_000}]),
        ("12 thousand tonnes", [{12_000}]),
        ("a dozen", [{12}]),
        ("5000 m", [{5000, 5e9}]),
        ("Zweihundert und zwei", [{200}, {2}]),
        ("1.234", [{1234, 1.234}]),
        ("1.234.567,8", [{1_234_567.8}]),
        ("in 2021 300 people", [{2021}, {300}]),
        ("2:1", [{2}, {1}]),
        ("No one counts one.", []),
    ],
)
def test_numbers_come_in_reading_order(text: str, values: list[set[float]]) -> None:
    assert [number.values for number in numbers_in(text)] == values
