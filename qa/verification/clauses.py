"""A clause of a statement that the quote does not hold, joined to others that it does hold.

"The bridge was closed on Monday, and the mayor resigned": most words are the quote's, so that a
score of the whole hardly feels the rest.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.library.analysis import content_words
from qa.verification.covering import CoveredWord

CLAUSE = re.compile(r"[,;:.–—](?=\s)|(?=\s(?:and|but|while|und|aber|während|sondern)\s)")
_AND = r"and|but|while|so|yet|und|aber|während|sondern|deshalb|daher|doch"
_WHO = r"who|whose|which|where|der|die|das|dem|den|denen|deren|dessen|wo"
_OPENS = re.compile(rf"\s*(?:(?:{_AND}|{_WHO})\b|[a-z]{{3,}}ing\b)", re.IGNORECASE)
_AUXILIARY = (
    r"is|are|was|were|will|would|can|could|has|had|have|should|may|might|must|did"
    r"|ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|konnten?|sollen?"
    r"|muss|müssen|wollen"
)
_PHRASE = (
    r"an?|the|his|her|its|their|him|them|it|that|to|(?:ein|kein|sein|ihr)e?[mnrs]?|der|die|das|den"
    r"|dem|sich|zu"
)
# Known by an auxiliary, by its ending, or by what stands between "and" and an article: "bit a".
_VERB = re.compile(
    rf"\b(?:{_AUXILIARY})\b|\b[a-zäöüß]{{2,}}(?:ed|te|ten)\b|^\s*[a-z]{{3,}}ing\b"
    rf"|^\s*(?:{_AND})(?:\s\w+ly)?\s[a-zäöüß]{{2,}}\s(?:{_PHRASE})\b"
)
# A list has no comma before these: what they join behind one is a clause, whatever its verb.
_SURELY_JOINED = re.compile(r",\s(?:und|aber|doch|so|but)\b")
# By whether it is across languages, chosen so that few true statements are taken for such
# (docs/verification.md): how much of its own words the quote holds at most, and how much nearer to
# the quote the statement comes without it at least. A clause in other words leaves a gap.
HARDLY_HELD = {False: 0.2, True: 0.1}
LEAST_GAIN = {False: -0.02, True: -0.005}  # of the cosine


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a statement that says something of its own."""

    text: str
    rest: str  # the statement without it
    held: float  # mean share of its own content words that the quote holds


def clause_put_in(
    statement: str,
    language: str,
    covered: Sequence[CoveredWord],
    cosine: Callable[[str], float],
    *,
    is_across: bool,
) -> str | None:
    """Return a clause that is not the quote's; `cosine` is that of a text and the quote."""
    for clause in _clauses(statement, language, covered):
        is_held = clause.held >= HARDLY_HELD[is_across]
        if not is_held and cosine(clause.rest) - cosine(statement) > LEAST_GAIN[is_across]:
            return clause.text
    return None


def _clauses(statement: str, language: str, covered: Sequence[CoveredWord]) -> Iterator[Clause]:
    """Yield the clauses that have words which the rest has not."""
    parts = [part for part in CLAUSE.split(statement) if any(map(str.isalpha, part))]
    cover = {word.word.lower(): word.cover for word in covered}
    for k, part in enumerate(parts):
        others = parts[:k] + parts[k + 1 :]
        is_joined = _OPENS.match(part) or (k == 0 and others and _OPENS.match(others[0]))
        if not (others and is_joined and _is_clause(part, statement)):
            continue
        repeated = set(content_words(" ".join(others), language))
        own = [
            cover[word]
            for word in dict.fromkeys(content_words(part, language))
            if word in cover and word not in repeated
        ]
        if own:
            yield Clause(part.strip(), " ".join(map(str.strip, others)), sum(own) / len(own))


def _is_clause(part: str, statement: str) -> bool:
    """Say whether a part has a verb, or is joined as only clauses are."""
    comma = statement.find(f",{part}")
    is_surely_joined = comma >= 0 and _SURELY_JOINED.match(statement, comma) is not None
    return is_surely_joined or _VERB.search(part) is not None
