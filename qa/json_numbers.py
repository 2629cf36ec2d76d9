"""Whole numbers as JSON has them: 20 and 20.0 are, "20" and true are not."""

from typing import Annotated

from pydantic import BeforeValidator


def _a_number(value: object) -> object:
    # For Python True is 1, and pydantic reads "1" as 1.
    if isinstance(value, bool | str):
        raise ValueError(f"expected a whole number, got {value!r}")
    return value


NumberOnly = BeforeValidator(_a_number)  # behind the bounds of a number, if it has any
Whole = Annotated[int, NumberOnly]
