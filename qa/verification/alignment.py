"""Lay a statement beside a quote in the same language, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from qa.library.analysis import STOP_WORDS, stem
from qa.verification.clauses import CLAUSE
from qa.verification.covering import ordered_terms
from qa.verification.exchange import Names, has_exchanged
from qa.verification.negations import denials, rejections, words_with_not

SHORT = 3  # words: a longer stretch that the statement leaves out is a clause of its own
BESIDE = 2  # words that a neighbour is away, at most
# A statement of the quote's words is scattered when more of their pairs are not, and so many.
NEARLY_ALL, SCATTERED, FEWEST_BROKEN = 0.8, 0.5, 3
PHRASES = 0.3  # of the pairs of words in a true passive, at least; of shuffled words 1 in 10
_CONDITIONS = frozenset(("without", "ohne"))


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
        is_scattered=_is_scattered(said, held, language) and not _keeps_phrases(statement, quote),
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


def _keeps_phrases(statement: str, quote: str) -> bool:
    """Say whether many words stand right behind the same one as in the quote: "in the city".

    A passive moves what it speaks of, but not the articles and prepositions that go with it.
    """
    said = list(pairwise(words_with_not(statement)))
    held = frozenset(pairwise(words_with_not(quote)))
    return sum(pair in held for pair in said) >= PHRASES * len(said)


def _following(terms: list[str]) -> set[tuple[str, str]]:
    """Return each term with those that follow it closely."""
    return {
        (one, other) for k, one in enumerate(terms) for other in terms[k + 1 : k + 1 + BESIDE]
    }


def _denied(statement: str, quote: str, language: str) -> int:
    """Return how many more of the words that differ deny in the statement than in the quote."""
    said, held = words_with_not(statement), words_with_not(quote)
    said_denials, held_denials = denials(said), denials(held)
    clauses, nearest = _clauses(quote), _nearest_clause(statement, quote, language)
    put_in: set[int] = set()
    left_out: set[int] = set()
    same: dict[int, int] = {}
    lost = 0
    kept = {stem(word, language) for word in said}
    denied = [
        (place, clause, _told(clause - held_denials, held, language))
        for clause in clauses
        for place in sorted(held_denials & clause)
    ]
    matcher = SequenceMatcher(a=held, b=said, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            same |= zip(range(i, j), range(k, m), strict=True)
            continue
        put_in |= set(range(k, m))
        left_out |= set(range(i, j))
        lost += sum(
            _is_lost(held[place], set(range(i, j)) & clause, clause, told, kept, nearest)
            for place, clause, told in denied
            if place in range(i, j)
        )
    # "Not" is no longer the quote's where all else that its clause says has been left out; but
    # "did not drink" is held by "did not smoke, drink or gamble".
    for place, clause, told in denied:
        if place not in same or not told:
            continue
        least = 1 if clause == nearest else len(told) / 2
        following = frozenset(said[same[place] + 1 : same[place] + 2])
        is_listed = language == "en" and following.issubset(held)
        if len(told & kept) < least and not is_listed:
            put_in.add(same[place])
    difference = len(said_denials & put_in) - lost
    if difference > 0:
        # "Did not accept" is "rejected", and "the mayor did not" is "neither the mayor nor ...".
        spare = len(left_out & (rejections(held) | held_denials) & nearest) - lost
        return max(0, difference - max(0, spare - len(put_in & rejections(said))))
    replaced = len(put_in & rejections(said)) - len(left_out & rejections(held))
    return min(0, difference + max(0, replaced))


def _is_lost(
    denial: str, left: set[int], clause: set[int], told: set[str], kept: set[str],
    nearest: set[int],
) -> bool:  # fmt: skip
    """Say whether a denial is left out, and what it denies is not."""
    if told and told.isdisjoint(kept) and clause != nearest:
        # What is denied is gone, too; but "without subsidies, ..." is a condition of the rest.
        return denial in _CONDITIONS and 0 in clause and len(left) <= SHORT
    return len(left) <= SHORT or (left == clause and told <= kept)


def _told(places: set[int], held: Sequence[str], language: str) -> set[str]:
    """Return the stems of the content words at these places."""
    return {stem(held[k], language) for k in places if held[k] not in STOP_WORDS[language]}


def _clauses(text: str) -> list[set[int]]:
    """Return the places of the words of each clause."""
    found: list[set[int]] = []
    first = 0
    for part in CLAUSE.split(text):
        n_words = len(words_with_not(part))
        found.append(set(range(first, first + n_words)))
        first += n_words
    return found


def _nearest_clause(statement: str, quote: str, language: str) -> set[int]:
    """Return the places of the words of the clause that has most of the statement's."""
    wanted = {stem(word, language) for word in words_with_not(statement)}
    held = words_with_not(quote)

    def n_held(clause: set[int]) -> tuple[int, int]:
        terms = [stem(held[place], language) for place in clause]
        return len(wanted & _told(clause, held, language)), sum(term in wanted for term in terms)

    return max(_clauses(quote), key=n_held)
