"""Filters as a condition of SQL on `articles` joined with `versions`."""

import json

from qa.types import Filters

CLOCK = 19  # characters of "2016-08-11T10:00:00": what follows is the time zone


def condition(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition and the values of its question marks.

    Dates compare as far as both are written: 2016-08-11T10:00:00Z is inside 2016-08-11, which is
    inside 2016-08. Times compare as the clock showed them where the article was published. An
    article without a date lies in no period.
    """
    wanted: list[tuple[str, str | None]] = [
        ("versions.language = ?", filters.language),
        ("versions.collection = ?", filters.collection),
        ("versions.outlet_folded = ?", filters.outlet and filters.outlet.casefold()),
        (_period(">="), filters.published_from and filters.published_from[:CLOCK]),
        (_period("<="), filters.published_to and filters.published_to[:CLOCK]),
        (
            "articles.id IN (SELECT value FROM json_each(?))",
            None if filters.article_ids is None else json.dumps(filters.article_ids),
        ),
    ]
    used = [(part, value) for part, value in wanted if value is not None]
    return " AND ".join(part for part, _ in used) or "TRUE", [value for _, value in used]


def _period(operator: str) -> str:
    """Compare both dates up to the length of the shorter one."""
    return (
        "(SELECT substr(published, 1, length(bound)) "
        f"{operator} substr(bound, 1, length(published)) FROM (SELECT ? AS bound))"
    )
