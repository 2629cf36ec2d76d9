"""Make a follow-up question stand alone, by rule."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.language import detect_language
from qa.library.analysis import content_words
from qa.library.evidence import Evidence
from qa.types import Turn

# A question that opens so, or holds such a word, means something said before.
_POINTS_BACK = {
    "en": re.compile(
        r"^(?:and|but|so)\b"
        r"|\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|there|then)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:und|aber)\b"
        r"|\b(?:er|sie|es|ihn|ihm|ihr|ihnen|ihre[nmrs]?|seine?[nmrs]?|dies(?:e[rmns]?)?|das|dort|"
        r"dann|danach|dabei|dafür|dagegen|damit|davon|dazu|daran|darüber)\b",
        re.IGNORECASE,
    ),
}
# Words that no name of the same clause can be meant by, and what begins another clause.
_FREE = re.compile(r"he|she|it|they|him|them|her|er|sie|es|ihn|ihm|ihnen", re.IGNORECASE)
_CLAUSE = re.compile(
    r",|\b(?:when|while|if|because|after|before|since|that|which|who|als|wenn|weil|dass|nachdem|"
    r"bevor|seit|die|der|das)\b"
)
# "What about Russia?": the last question, with another name in it.
_FILLER = {"en": r"(?:in|of|by|for|the)", "de": r"(?:in|im|von|bei|die|der|das|den|dem)"}
_NAMES = r"[A-ZÄÖÜ\d][\w’'.-]*(?: [A-ZÄÖÜ\d][\w’'.-]*)*"
_WHAT_ABOUT = {
    "en": re.compile(
        r"^(?:[Aa]nd |[Bb]ut )?(?:[Ww]hat|[Hh]ow) about (?P<other>.+?)\??$"
        rf"|^(?:[Aa]nd|[Bb]ut) (?P<bare>(?:{_FILLER['en']} )*{_NAMES})\??$"
    ),
    "de": re.compile(
        r"^(?:[Uu]nd |[Aa]ber )?[Ww](?:as ist|ie ist es|ie steht es|ie sieht es) mit "
        r"(?P<other>.+?)(?: aus)?\??$"
        rf"|^(?:[Uu]nd|[Aa]ber) (?P<bare>(?:{_FILLER['de']} )*{_NAMES})\??$"
    ),
}
_DETERMINER = "the|die|der|das|den|dem"
_PREPOSITIONS = re.compile(r"^(?:(?:in|of|by|for|im|von|bei) )+", re.IGNORECASE)
_FILLERS = re.compile(rf"^(?:(?:{_FILLER['en']}|{_FILLER['de']}) )+", re.IGNORECASE)
# Words that ask for a circumstance: one may stand in another's place, in either language.
_CIRCUMSTANCES = {
    "en": {"why": "why", "when": "when", "where": "where", "how": "how"},
    "de": {
        "warum": "why", "wieso": "why", "weshalb": "why", "wann": "when", "wo": "where",
        "wie": "how",
    },
}
# "How long", "wie viele": the measure goes when another circumstance is asked for.
_MEASURE = re.compile(
    r" (?:long|many|much|often|far|old|big|large|high|strong|fast"
    r"|lange|viele?|oft|weit|alt|groß|hoch|stark|schnell)\b"
)
_AS_ASKED = {
    "en": {"why": "Why", "when": "When", "where": "Where", "how": "How"},
    "de": {"why": "Warum", "when": "Wann", "where": "Wo", "how": "Wie"},
}
MOST_OWN_WORDS = 6  # content words: a longer question means what it says, "that" and all
_NAME = re.compile(r"(?:(?<=[\w,;:] )|(?<=\())[A-ZÄÖÜ][\w’'-]+|\d[\d.,]*\d")
_QUOTED = re.compile(r"^(?P<quote>.+?)\s*\[1\]", re.MULTILINE)
_WORD = re.compile(r"[\w’'-]+")


def turns_of(said: Iterable[tuple[bool, str]]) -> tuple[Turn, ...]:
    """Return the turns of a conversation given as (is it a question, text) in order of time.

    A question that nothing followed has an empty answer; what was said before any is left out.
    """
    turns: list[Turn] = []
    for is_question, text in said:
        if not text.strip():
            continue
        if is_question:
            turns.append(Turn(question=text, answer=""))
        elif turns:
            turns[-1] = Turn(question=turns[-1].question, answer=text)
    return tuple(turns)


def standalone_question(question: str, conversation: Sequence[Turn]) -> str:
    """Return the question with what it needs of those before it, or as it is.

    "And when?" becomes the last question with another question word; "What about Russia?" the last
    question with another name; a question that points back takes the names of the last one (in
    German: its nouns) in brackets. The person sees what was searched.
    """
    last = ""
    for turn in (*conversation, Turn(question=question, answer="")):
        # The question before may itself lean on an earlier one: its subject travels along.
        last = _after(turn.question.strip(), last) if last else turn.question.strip()
    return last


def within(evidence: Evidence, question: str, conversation: Sequence[Turn]) -> Evidence:
    """Return the evidence of a follow-up with how it is to be read.

    The names in brackets found the passages. Among them the question is read as it was asked: an
    article, too, goes on with "he", and a name would draw the reader to where the name stands.
    What was quoted before is less likely wanted again. On 54 follow-ups to 189 articles the two
    raised what is first right from .57 to .61, and what is quoted at all from .65 to .74
    (docs/retrieval.md).
    """
    if question not in evidence.question:
        return evidence  # it became another question, such as the last one with another name
    has_own_words = content_words(question, detect_language(question))
    told = tuple(turn.answer for turn in conversation) if has_own_words else ()
    return replace(evidence, asked=question, told=told)


def quoted_first(answer: str) -> str | None:
    """Return the sentence that an answer quotes first, as far as its markers tell; else None."""
    found = _QUOTED.search(answer)
    return found["quote"].strip() if found else None


def _after(question: str, last: str) -> str:
    """Return a question that stands alone, asked after one that does."""
    language = detect_language(question)
    about = _WHAT_ABOUT[language].search(question)
    if about is not None:
        return _with_another(last, about["other"] or about["bare"])
    own = content_words(question, language)
    if not own:
        return _with_another_circumstance(question, language, last)
    if len(own) <= MOST_OWN_WORDS and _points_back(question, language):
        known = _NAME.findall(last) or content_words(last, detect_language(last))
        told = [word for word in dict.fromkeys(known) if word not in _WORD.findall(question)]
        if told:
            return f"{question} ({', '.join(told)})"
    return question


def _points_back(question: str, language: str) -> bool:
    """Say whether a question means something said before it.

    "What did Obama say about her?" does. "When did Newton publish his book?" does not, nor does
    "How old was Newton when he died?": there the name that is meant comes first.
    """
    found = _POINTS_BACK[language].search(question)
    if found is None or found.start() == 0:
        return found is not None
    name = _NAME.search(question, 1, found.start())
    if name is None:
        return True
    is_free = _FREE.fullmatch(found.group()) is not None
    return is_free and not _CLAUSE.search(question, name.end(), found.start())


def _with_another(last: str, other: str) -> str:
    """Return the last question with its first name, or its number, replaced by another."""
    is_number = _FILLERS.sub("", other)[:1].isdigit()
    fitting = [name for name in _NAME.findall(last) if name[0].isdigit() == is_number]
    if not fitting:
        return f"{last.rstrip(' ?')} ({other})?"
    # The other name has its own "the", or none: "die Türkei", but "Russland".
    replaced = rf"(?:\b(?:{_DETERMINER}) )?(?<![\w-]){re.escape(fitting[0])}(?![\w-])"
    named = _PREPOSITIONS.sub("", other)
    return re.sub(replaced, lambda _: named, last, count=1, flags=re.IGNORECASE)


def _with_another_circumstance(question: str, language: str, last: str) -> str:
    """Return the last question asked with "why", "when", "where" or "how" instead."""
    wanted = next(
        (
            _CIRCUMSTANCES[language][word]
            for word in _WORD.findall(question.lower())
            if word in _CIRCUMSTANCES[language]
        ),
        None,
    )
    before = detect_language(last)
    opening = _WORD.search(last)
    if wanted and opening and opening.group().lower() in _CIRCUMSTANCES[before]:
        changed = _AS_ASKED[before][wanted] + _MEASURE.sub("", last[opening.end() :], count=1)
        if changed.lower() != last.lower():
            return changed
    return f"{last} {question}"
