"""Join a clause of another sentence to a statement: an invention that looks like an answer."""

import re
from random import Random

from training.damage import FINITE

LEAST, MOST = 10, 70  # characters of what is said in a clause
LONGEST_SUBJECT = 45  # characters
SHORT = 100  # characters of a sentence that is joined whole
WAYS = ("with a subject", "with a pronoun", "without a subject")
# How a clause goes on from the verb: to the next sign, or to another "and".
_PREDICATE = re.compile(
    rf"(?:[^.,;:!?()–—\"„“”]|[.,](?=\d)){{{LEAST},{MOST}}}?"
    r"(?=[.,;!?](?!\d)|$| (?:and|but|und|aber) )"
)
_PLURAL = frozenset("are were have sind waren werden wurden haben hatten".split())
_JOINED: dict[str, dict[str, tuple[str, ...]]] = {
    "with a subject": {
        "en": (", and {s} {p}", ", but {s} {p}", ", so {s} {p}", ", while {s} {p}"),
        "de": (", und {s} {p}", ", aber {s} {p}", " und {s} {p}", ", deshalb {v} {s} {r}"),
    },
    "with a pronoun": {
        "en": (", and {pronoun} {p}", ", so {pronoun} {p}", ", but {pronoun} {p}"),
        "de": (", und {pronoun} {p}", ", deshalb {v} {pronoun} {r}", ", aber {pronoun} {p}"),
    },
    "without a subject": {
        "en": (" and {p}", ", and {p}", ", which {p}"),
        "de": (" und {p}", ", und {p}"),
    },
}
# What begins a sentence in a capital that it has not inside one.
_SMALL = frozenset(
    "the a an this these that those it he she they we i in on at but for his her its their there "
    "der die das ein eine dieser diese dieses es er sie wir ich in im am auf bei für nach seit "
    "sein seine ihr ihre viele einige alle man".split()
)
_PRONOUNS = {"en": ("it", "they"), "de": ("es", "sie")}


def damage_clause(text: str, other: str, language: str, way: str, random: Random) -> str | None:
    """Join what another sentence says to a text, in one of WAYS; None when it says it too long."""
    verb = FINITE[language].search(other)
    found = verb and _PREDICATE.match(other, verb.start())
    if verb is None or found is None:
        return None
    subject, said = other[: verb.start()].strip(), found[0]
    if way == "with a subject" and not re.fullmatch(rf"[\w .'’-]{{3,{LONGEST_SUBJECT}}}", subject):
        return None
    rest = said.removeprefix(verb[0]).strip()
    if len(rest) < LEAST // 2:
        return None
    is_plural = verb[0] in _PLURAL
    clause = random.choice(_JOINED[way][language]).format(
        s=_inside(subject), p=said, v=verb[0], r=rest, pronoun=_PRONOUNS[language][is_plural]
    )
    end = re.search(r"[.!?]*[\"”“»«’']*$", text)
    return text[: end.start()] + clause + (text[end.start() :] or ".") if end else None


def joined(one: str, other: str, language: str) -> str:
    """Return two statements as one sentence."""
    return f"{one.rstrip('.!?')}, {'and' if language == 'en' else 'und'} {_inside(other)}"


def _inside(text: str) -> str:
    """Return the beginning of a sentence as it is written inside one."""
    first = text.split(" ", 1)[0]
    is_small = first.lower() in _SMALL
    return text[0].lower() + text[1:] if is_small else text
