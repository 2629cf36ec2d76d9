"""Dates and times are compared by what both texts state of them."""

import pytest

from qa.particulars.moments import Part, moments_differ, moments_in


def stated(text: str) -> set[tuple[str, frozenset[int]]]:
    return {(moment.part.value, moment.values) for moment in moments_in(text)}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("on 11 August 2016", [(Part.DAY, 11), (Part.MONTH, 8), (Part.YEAR, 2016)]),
        ("August 11th, 2016", [(Part.DAY, 11), (Part.MONTH, 8), (Part.YEAR, 2016)]),
        ("am 11. August", [(Part.DAY, 11), (Part.MONTH, 8)]),
        ("2016-08-11", [(Part.DAY, 11), (Part.MONTH, 8), (Part.YEAR, 2016)]),
        ("in August 2016", [(Part.MONTH, 8), (Part.YEAR, 2016)]),
        ("am Sonnabend", [(Part.WEEKDAY, 6)]),
        ("at 8.30pm", [(Part.CLOCK, 20 * 60 + 30)]),
        ("um 20:30 Uhr", [(Part.CLOCK, 20 * 60 + 30)]),
        ("at 12 am", [(Part.CLOCK, 0)]),
        ("It may cost 1,950 or 1.950 in the 1990s.", []),
    ],
)
def test_what_a_text_states(text: str, parts: list[tuple[Part, int]]) -> None:
    assert stated(text) == {(part.value, frozenset({value})) for part, value in parts}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("on 5 March", "in 2021", False),
        ("on 5 March", "on 5 March 2021", False),
        ("on 5 March", "on 6 March", True),
        ("in March", "im April", True),
        ("on Monday", "am Dienstag", True),
        ("on Monday", "on 5 March", False),
        ("at 8 pm", "at 20:00", False),
        ("at 8 o'clock", "um 20 Uhr", False),
        ("at 8 pm", "at 21:00", True),
        ("am 11.08.16", "on 11 August 2016", False),
        ("in 1911", "1912", True),
        ("soon", "in 1912", False),
    ],
)
def test_only_what_both_state_is_compared(one: str, other: str, differ: bool) -> None:
    assert moments_differ(moments_in(one), moments_in(other)) is differ
    assert moments_differ(moments_in(other), moments_in(one)) is differ
