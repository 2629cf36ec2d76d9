"""Ask the last question of another name: "What about Russia?", "Und im Jahr 2018?"."""

import re

from qa.phrases import CAPITAL, IN_FULL, Phrase, only_phrase, phrases

# Of a place: "the population of Germany" is asked again as "and in France?".
_OF_PLACES = frozenset("in at of von nach to from aus".split())
_JOINED_BY = "and|or|und|oder|sowie"
_JOINED_BEFORE = re.compile(rf"{CAPITAL}[\w’'-]* (?:{_JOINED_BY}) $")
_JOINED_AFTER = re.compile(rf" (?:{_JOINED_BY}) (?:\w+ )?{CAPITAL}")
_IN_BRACKETS = re.compile(r"\((?P<names>[^()]*)\)\??$")


def with_another(last: str, last_language: str, other: str, language: str) -> str:
    """Return the last question with a name, or its number, replaced by another.

    A number takes a number's place, a name that of the name behind the same preposition, or of
    the first one of its kind. Where that is not plain, the other stands in brackets.
    """
    meant = only_phrase(other, language)
    brackets = _IN_BRACKETS.search(last)
    asked = last[: brackets.start()] if brackets else last
    if meant is None or meant.name.lower() in last.lower() or last.isupper():
        return _beside(last, other)
    among = phrases(asked, last_language, is_long=bool(meant.determiner) or " of " in meant.name)
    replaced = _replaced([p for p in among if p.is_number == meant.is_number], meant)
    may_be_two = last_language == "de" and replaced is not None and _may_be_two(replaced, meant)
    if replaced and not may_be_two and not _is_one_of_several(asked, replaced):
        return _put(last, replaced, other, meant)
    if not among and brackets and "," not in brackets["names"] and not meant.is_number:
        return f"{asked}({other[meant.start :]})"
    return _beside(last, other)


def _replaced(fitting: list[Phrase], meant: Phrase) -> Phrase | None:
    """Return the phrase whose place another takes, or None where that is not plain."""
    if meant.is_number:
        fitting = [phrase for phrase in fitting if phrase.is_date == meant.is_date]
        return _behind(meant.preposition, fitting) or next(iter(fitting), None)
    if meant.preposition:
        alike = [p for p in fitting if {p.preposition, meant.preposition} <= _OF_PLACES]
        return _behind(meant.preposition, fitting) or _best(alike, meant)
    if meant.is_common and meant.determiner:
        return _noun_replaced(fitting, meant)
    return _best([phrase for phrase in fitting if not phrase.is_common], meant)


def _behind(preposition: str, fitting: list[Phrase]) -> Phrase | None:
    return next((phrase for phrase in fitting if phrase.preposition == preposition), None)


def _noun_replaced(fitting: list[Phrase], meant: Phrase) -> Phrase | None:
    """Return the only noun with an article, or with this one: "die Kirche" for "die Brücke"."""
    nouns = [phrase for phrase in fitting if phrase.determiner]
    same = [phrase for phrase in nouns if phrase.determiner == meant.determiner]
    return next((found[0] for found in (same, nouns) if len(found) == 1), None)


def _best(fitting: list[Phrase], meant: Phrase) -> Phrase | None:
    """Return the first phrase that is most like another in kind and place.

    None where a later one is as long as the other and the first is not: "Scholz" may stand for
    "Lyon" as for "Angela Merkel".
    """

    def unlikeness(phrase: Phrase) -> tuple[bool, bool, bool]:
        return (
            phrase.is_territory != meant.is_territory,
            bool(phrase.preposition) != bool(meant.preposition),
            bool(phrase.determiner) != bool(meant.determiner),
        )

    best = min(fitting, key=unlikeness, default=None)
    if best is None or (best.is_territory and meant.is_territory):
        return best
    lengths = [len(phrase.name.split()) for phrase in fitting]
    length = len(meant.name.split())
    return best if len(best.name.split()) == length or length not in lengths else None


def _is_one_of_several(question: str, phrase: Phrase) -> bool:
    """Say whether "and" or "or" joins it to another name."""
    return bool(
        _JOINED_BEFORE.search(question[: phrase.outset])
        or _JOINED_AFTER.match(question[phrase.end :])
    )


def _may_be_two(phrase: Phrase, meant: Phrase) -> bool:
    """Say whether a German run may be two names, as in "Hat Merkel Lyon besucht?"."""
    n_words, n_meant = len(phrase.name.split()), len(meant.name.split())
    return n_words > n_meant and not (phrase.determiner or phrase.preposition or phrase.is_number)


def _put(last: str, replaced: Phrase, other: str, meant: Phrase) -> str:
    """Return the last question with another in the place of what it replaces."""
    before = last[replaced.outset : replaced.start]
    is_same = replaced.preposition == meant.preposition
    # "on 5 May 2015", asked again "in 2016"; but of "the 2015 budget" the number alone goes.
    is_dated = meant.is_date and not replaced.determiner
    if meant.preposition and (is_same or is_dated):
        told = other
    elif meant.is_number:
        told = last[replaced.outset : replaced.end].replace(replaced.name, meant.name)
    else:
        # Another name has its own article, or none: "im Saarland", but "in Bayern".
        is_contracted = before.strip().lower() in IN_FULL
        told = (f"{replaced.preposition} " if is_contracted else before) + other[meant.start :]
    if replaced.outset == 0:
        told = told[0].upper() + told[1:]
    return last[: replaced.outset] + told + last[replaced.end :]


def _beside(last: str, other: str) -> str:
    """Return the last question with another name in brackets behind it."""
    if last.endswith(")"):
        return f"{last[:-1]}, {other})"
    return f"{last.rstrip(' ?!.')} ({other})?"
