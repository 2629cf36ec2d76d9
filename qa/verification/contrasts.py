"""Words that turn a statement round though nearly all others are the quote's.

"Closed" for "plans to close", "all" for "some", "before" for "after": too few words for a score to
feel, and the whole difference. What is listed here is found by the word alone, in both languages.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from qa.library.analysis import content_words, stem
from qa.verification.beside_numbers import said_otherwise
from qa.verification.facts import facts_of
from qa.verification.negations import REJECTIONS, n_denials
from qa.verification.ranks import other_fraction, other_ordinal, other_rank
from qa.verification.turning_words import DENIED, GROUPS, LOOSE_GROUPS, SCALES

# What a statement must not add in the quote's own language, and how the quote may say it.
_ALL = r"all|every|each|everyone|any|alle[rnms]?|jede[rnms]?|sämtliche[rn]?|ganze[rnms]?"
_ONLY = r"only|solely|exclusively|just|alone|nur|lediglich|ausschließlich|allein"
_ALWAYS = r"always|ever|constantly|immer|stets|ständig"
_NEVER = r"never|not|no|nie|niemals|nicht|kein\w*"
_CAUSE = (
    r"because|due|since|as|so|after|therefore|thus|hence|caus\w+|led|leads?|leading|result\w*"
    r"|reasons?|out of|thanks|owing|for|from|over|amid|following|given|by|in order"
    r"|weil|wegen|aufgrund|aus|da|denn|daher|darum|deshalb|deswegen|nach|nachdem|infolge|durch"
    r"|grund|gründe\w*|um|dank|angesichts|führt\w*|verursach\w*|damit"
)
ADDED = {
    "all": (r"all|every|each|everyone|alle[rnms]?|jede[rnms]?|sämtliche[rn]?", _ALL),
    "only": (r"only|solely|exclusively|nur|lediglich|ausschließlich", _ONLY),
    "always": (r"always|immer|stets", _ALWAYS),
    "never": (r"never|nie|niemals", _NEVER),
    "because": (r"because|therefore|weil|deshalb|deswegen|aufgrund", _CAUSE),
}
# What is not said to be so, but planned, possible, or said by one side.
HEDGES = (
    r"plans?|planned|planning|intend\w*|hop(?:es?|ed|ing)|wants?|wanted|threaten\w*|propos\w+"
    r"|consider(?:s|ed|ing)?|demand\w*|(?-i:may|will)|might|could|would|should|shall|likely"
    r"|possibl\w+"
    r"|(?<!than[- ])expect\w*|tr(?:y|ies|ied|ying) to|aims?|seeks?|sought|ready to|about to"
    r"|due to \w+"
    r"|wollen|wollte\w*|soll|sollen|sollte\w*|könnt\w*|dürfte\w*|möcht\w*|plan\w*|beabsichtig\w*"
    r"|würde\w*|droh\w*|erwarte\w*|möglich\w*|vielleicht|wohl|wird|werden|werde|hoff\w*|forder\w*"
)
# A German passive is written with the word of the future: "wird geleitet", "der geleitet wird".
_PARTICIPLE = (
    r"(?:(?:\w*ge\w{2,}|(?:be|ver|er|ent|zer|miss|über|unter)\w{3,})(?:t|en)|\w{3,}iert)"
)
_PASSIVE = re.compile(
    rf"\b(?:wird|werden|werde)\b(?=.*\b{_PARTICIPLE}\W*$)|\b{_PARTICIPLE} (?:wird|werden)\b"
)
# Where a passive is of the future after all.
_COMING = r"nächste[nrsm]?|kommende[nrsm]?|morgen|künftig\w*|demnächst|bald|ab"
# The same for all that the sentence says; "may" does justice to it, "would" and "will" do not.
POSSIBLE = (
    r"(?-i:may)|might|could|possibl\w+|threaten\w*|plan\w*|könnt\w*|möglich\w*|droh\w*|soll\w*"
)
DOUBTS = (
    r"if|unless|whether|alleged\w*|reportedly|suspected|suspicion|claim\w*|wenn|falls|ob"
    r"|(?:police|prosecutors|investigators|authorities|officials) suspect|angeblich\w*"
    r"|mutmaßlich\w*|behaupt\w*|verdächtig(?:t|te|ten|en)|(?:im|unter|in|den) verdacht"
    r"|verdachts?(?: auf|,? dass)"
)
DISPUTES = (
    rf"accus\w+|{DENIED}|w[ia]rf\w*\b[^.]*\bvor|vorgeworfen|vorwurf|vorwürfe|bestritt\w*"
    r"|bestreite\w*|dementier\w*|beschuldig\w*"
)
# In "all but Bavaria" it is not all of them; "außer Kraft" is something else.
_EXCEPT = (
    r"except(?:ing|ed)?|with the exception|apart from|all but|ausgenommen|abgesehen von"
    r"|bis auf(?! weiteres| \d)|mit ausnahme"
    r"|außer(?! (?:kraft|betrieb|dienst|gefecht|frage|acht|haus|kontrolle|dass)\b)"
)
_WHOLE = r"all|every|each|everyone|daily|alle[rnms]?|jede[rnms]?|sämtliche[rn]?|täglich"
_UNDONE = r"(?:refus|declin|fail)(?:es?|s|ed|ing)? to|unable to"
# In "some of the miners" the miners are not all of them.
_PART = re.compile(
    r"\b(?:some|most|many|few|several|half|part|one|two|three|four|five|einige|manche|viele"
    r"|wenige|die hälfte|ein teil|zwei|drei|vier|fünf) (?:of )?(?:the|these|those|its|their|his|her"
    r"|der|dieser|seiner|ihrer) (?:\d+ |two |three |four |five |ten |zehn |zwei |drei )?(\w+)",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|never|nor|neither|nicht|nie|niemals|weder|noch)|n['’]t) (?!only |nur )(?:\w+ )?$",
    re.IGNORECASE,
)
_DENIED_INSIDE = re.compile(r"\b(?:nicht|nie|niemals)\b(?! nur\b)", re.IGNORECASE)
_DENIED_AFTER = re.compile(
    r" (?:(?!und |oder |aber |and |or |but )\w+ ){0,2}(?:nicht|nie|niemals)\b(?! nur\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_CLAUSE = re.compile(r"[,;:–—]|\b(?:and|but|while|und|aber|während|sondern)\b", re.IGNORECASE)


def contrasts(statement: str, language: str, quote: str, quote_language: str) -> list[str]:
    """Return, in plain English, what a few words of the statement make of the quote."""
    is_across = language != quote_language
    groups = GROUPS if is_across else (*GROUPS, *LOOSE_GROUPS)
    found = [turn for group in groups if (turn := _turn(statement, quote, group, group))]
    held = facts_of(quote, quote_language).values
    unproven = _without_numbers(statement, language, held)
    if turn := _turn(unproven, quote, SCALES[language], SCALES[quote_language]):
        found.append(turn)
    found += said_otherwise(statement, language, quote, quote_language)
    if fraction := other_fraction(statement, quote):
        found.append(f"the quote says {fraction!r}")
    if not is_across:
        found += _turns_within(statement, quote, language)
    if _is_surer(statement, quote, language, is_across=is_across):
        found.append("the quote has it as planned, possible or disputed")
    return found


def _is_undone(statement: str, quote: str, language: str) -> bool:
    """Say whether the statement has as done what the quote says somebody refused to do."""
    if n_denials(statement) or _has(rf"{_UNDONE}|{REJECTIONS.pattern}", statement):
        return False
    return _has(_UNDONE, _nearest(statement, _CLAUSE.split(quote), language))


def _turns_within(statement: str, quote: str, language: str) -> Iterator[str]:
    """Yield what can be told of two texts in one language only."""
    for held in (
        other_rank(statement, quote, language),
        other_ordinal(statement, quote, language),
    ):
        if held:
            yield f"the quote says {held!r}"
    if added := other_rank(quote, statement, language):
        yield f"the quote does not say {added!r}"
    for name, (words, likes) in ADDED.items():
        if _has(words, statement) and not _has(likes, quote):
            yield f"the quote does not say {name!r}"
    if _has(_WHOLE, statement) and _has(_EXCEPT, quote) and not _has(_EXCEPT, statement):
        yield "the quote names an exception"
    if _is_undone(statement, quote, language):
        yield "the quote says that it was not done"
    if whole := _whole_for_part(statement, quote, language):
        yield f"the quote speaks of a part: {whole!r}"


def _without_numbers(statement: str, language: str, held: frozenset[str]) -> str:
    """Return the statement without the numbers that are held: 4.5 billion is 4,500 million."""
    for fact in facts_of(statement, language).numbers:
        if fact.values & held:
            statement = statement.replace(fact.shown, " ")
    return statement


def _is_surer(statement: str, quote: str, language: str, *, is_across: bool) -> bool:
    """Say whether the statement has as a fact what the quote has as planned, doubtful or denied."""
    if is_across:
        return _has(DISPUTES, quote) and not _has(f"{DISPUTES}|{DOUBTS}|{POSSIBLE}", statement)
    sentence = _nearest(statement, _SENTENCE.split(quote), language)
    if _has(f"{DISPUTES}|{DOUBTS}", sentence):
        return not _has(f"{DISPUTES}|{DOUBTS}|{POSSIBLE}", statement)
    clause = _nearest(statement, _CLAUSE.split(sentence), language)
    if not _has(_COMING, clause):
        clause = _PASSIVE.sub(" ", clause)
    return _has(HEDGES, clause) and not _has(HEDGES, statement)


def _turn(
    statement: str, quote: str, said: Mapping[str, str], quoted: Mapping[str, str]
) -> str | None:
    """Say how the statement answers the group's question as the quote does not, if it does so."""
    held = [sense for sense, words in quoted.items() if _affirms(words, quote)]
    for sense, words in said.items():
        if held and sense not in held and _affirms(words, statement):
            return f"the quote says {held[0]!r}, not {sense!r}"
    return None


def _affirms(words: str, text: str) -> bool:
    """Say whether a text has one of the words undenied: "did not accept" is not "accepted"."""
    return any(
        not (
            _DENIED_BEFORE.search(text[: found.start()])
            or _DENIED_INSIDE.search(found[0])
            or _DENIED_AFTER.match(text[found.end() :])
        )
        for found in _compiled(words).finditer(text)
    )


def _nearest(statement: str, parts: list[str], language: str) -> str:
    """Return the part of a quote that has most of the statement's words."""
    wanted = {stem(word, language) for word in content_words(statement, language)}

    def n_held(part: str) -> int:
        return len(wanted & {stem(word, language) for word in content_words(part, language)})

    return max(parts, key=n_held)


def _whole_for_part(statement: str, quote: str, language: str) -> str | None:
    """Return the part that the quote speaks of where the statement speaks of the whole."""
    said = {stem(word, language) for word in content_words(statement, language)}
    for part in _PART.finditer(quote):
        counted = part[0].split()[0]
        if stem(part[1].lower(), language) in said and not _has(re.escape(counted), statement):
            return part[0]
    return None


def _has(words: str, text: str) -> bool:
    return _compiled(words).search(text) is not None


@cache
def _compiled(words: str) -> re.Pattern[str]:
    # A sign needs no blank beside it: $5, 5%.
    return re.compile(
        rf"(?:(?<!\w)|(?=[€$£%]))(?:{words})(?:(?!\w)|(?<=[€$£%]))", re.IGNORECASE
    )
