"""Lay a statement beside a quote in the same language, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from qa.library.analysis import stem
from qa.verification.covering import ordered_terms
from qa.verification.exchange import Names, has_exchanged
from qa.verification.negations import denials, rejections, words_with_not

SHORT = 3  # words: a longer stretch that the statement leaves out is a clause of its own
BESIDE = 2  # words that a neighbour is away, at most
# A statement of the quote's words is scattered when more of their pairs are not, and so many.
NEARLY_ALL, SCATTERED, FEWEST_BROKEN = 0.8, 0.5, 3
_CLAUSE = re.compile(r"[,;:.–—](?=\s)|(?=\s(?:and|but|while|und|aber|während|sondern)\s)")


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the statement leaves as it is in the quote, and what not."""

    beside: float  # share of its content words and numbers that stand beside one as in the quote
    is_scattered: bool  # the words are the quote's, but most of them follow other ones there
    is_exchanged: bool  # two names or numbers stand in each other's place
    denied: int  # words that deny what the quote does not, less those that the statement lacks


def align(statement: str, quote: str, language: str, names: Names) -> Alignment:
    """Return how the statement's words lie in the quote."""
    said, held = ordered_terms(statement, language), ordered_terms(quote, language)
    return Alignment(
        beside=_beside(said, held),
        is_scattered=_is_scattered(said, held, language),
        is_exchanged=has_exchanged(statement, quote, language, names),
        denied=_denied(statement, quote, language),
    )


def _beside(said: list[str], held: list[str]) -> float:
    """Return the share of `said` whose neighbour on one side follows or precedes it in `held`.

    A clause that stands elsewhere keeps its words together.
    """
    pairs = _following(held)
    joined = [pair in pairs for pair in pairwise(said)]
    if not joined:
        return float(bool(said) and said[0] in held)
    sides = zip([False, *joined], [*joined, False], strict=True)
    return sum(left or right for left, right in sides) / len(said)


def _is_scattered(said: list[str], held: list[str], language: str) -> bool:
    """Say whether the quote has the statement's words, but most of them follow other ones there.

    A clause or a date that stands elsewhere breaks one or two of these pairs. In German either of
    two words may come first: "gewann die CDU", "die CDU gewann".
    """
    pairs, known = _following(held), frozenset(held)
    if language == "de":
        pairs |= _following(held[::-1])
    kept = [term for term in said if term in known]
    if len(kept) < NEARLY_ALL * len(said):
        return False
    broken = sum(pair not in pairs for pair in pairwise(kept))
    return broken >= FEWEST_BROKEN and broken > SCATTERED * (len(kept) - 1)


def _following(terms: list[str]) -> set[tuple[str, str]]:
    """Return each term with those that follow it closely."""
    return {
        (one, other) for k, one in enumerate(terms) for other in terms[k + 1 : k + 1 + BESIDE]
    }


def _denied(statement: str, quote: str, language: str) -> int:
    """Return how many more of the words that differ deny in the statement than in the quote."""
    said, held = words_with_not(statement), words_with_not(quote)
    said_denials, held_denials = denials(said), denials(held)
    put_in: set[int] = set()
    left_out: set[int] = set()
    lost = 0
    matcher = SequenceMatcher(a=held, b=said, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            continue
        put_in |= set(range(k, m))
        left_out |= set(range(i, j))
        if j - i <= SHORT:
            lost += len(held_denials & set(range(i, j)))
    difference = len(said_denials & put_in) - lost
    if difference > 0:
        # "Did not accept" is "rejected", and "the mayor did not" is "neither the mayor nor ...".
        clause = _nearest_clause(statement, quote, language)
        spare = len(left_out & (rejections(held) | held_denials) & clause) - lost
        return max(0, difference - max(0, spare - len(put_in & rejections(said))))
    replaced = len(put_in & rejections(said)) - len(left_out & rejections(held))
    return min(0, difference + max(0, replaced))


def _nearest_clause(statement: str, quote: str, language: str) -> set[int]:
    """Return the places of the words of the clause that has most of the statement's."""
    wanted = {stem(word, language) for word in words_with_not(statement)}
    nearest, most, first = set[int](), -1, 0
    for part in _CLAUSE.split(quote):
        found = words_with_not(part)
        n_held = sum(stem(word, language) in wanted for word in found)
        if n_held > most:
            nearest, most = set(range(first, first + len(found))), n_held
        first += len(found)
    return nearest
