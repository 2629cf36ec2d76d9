"""Citation recall and precision as ALCE defines them, with a support function for its NLI model.

T. Gao, H. Yen, J. Yu, D. Chen: "Enabling Large Language Models to Generate Text with Citations",
EMNLP 2023, section 3. There an NLI model (TRUE) says whether quotes entail a statement; here the
support function that the caller passes in does, so figures are not comparable with those of papers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Quote = TypeVar("Quote")


@dataclass(frozen=True, slots=True)
class CitingStatement(Generic[Quote]):
    """A sentence of an answer and the quotes it cites."""

    text: str
    quotes: tuple[Quote, ...]


Supports = Callable[[str, Sequence[Quote]], bool]


def citation_recall(
    statements: Sequence[CitingStatement[Quote]], supports: Supports[Quote]
) -> float:
    """Return the share of statements that their quotes, taken together, support.

    recall = |{s : quotes(s) not empty and supports(s, quotes(s))}| / |statements|. NaN for none.
    """
    if not statements:
        return float("nan")
    return sum(_is_supported(s, supports) for s in statements) / len(statements)


def citation_precision(
    statements: Sequence[CitingStatement[Quote]], supports: Supports[Quote]
) -> float:
    """Return the share of citations that are not irrelevant.

    A citation c of statement s counts when quotes(s) support s, and c alone supports s or the
    others without c do not. 0 when nothing is cited, as in ALCE's eval.py; NaN without statements.
    """
    if not statements:
        return float("nan")
    counted: list[bool] = []
    for statement in statements:
        supported = _is_supported(statement, supports)
        for k, quote in enumerate(statement.quotes):
            others = [*statement.quotes[:k], *statement.quotes[k + 1 :]]
            counted.append(
                supported
                and (
                    supports(statement.text, [quote])
                    or not (others and supports(statement.text, others))
                )
            )
    return sum(counted) / len(counted) if counted else 0.0


def _is_supported(statement: CitingStatement[Quote], supports: Supports[Quote]) -> bool:
    return bool(statement.quotes) and supports(statement.text, statement.quotes)
