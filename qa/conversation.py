"""Make a follow-up question stand alone, by rule."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.anaphora import needs_a_name, opens_as_one_more, points_back
from qa.language import detect_language
from qa.library.analysis import STOP_WORDS, content_words
from qa.library.evidence import Evidence
from qa.phrases import only_phrase, phrases
from qa.substitution import with_another
from qa.types import Turn

# "What about Russia?": the last question, with another name in it.
_WHAT_ABOUT = {
    "en": re.compile(r"^(?:(?:and|but) )?(?:what|how) about (?P<other>.+)$", re.IGNORECASE),
    "de": re.compile(
        r"^(?:(?:und|aber) )?w(?:as ist|ie ist es|ie steht es|ie sieht es) mit "
        r"(?P<other>.+?)(?: aus| los)?$",
        re.IGNORECASE,
    ),
}
_AND = {
    "en": re.compile(r"^(?:and|but) (?P<other>.+)$", re.IGNORECASE),
    "de": re.compile(r"^(?:und|aber) (?P<other>.+)$", re.IGNORECASE),
}
_ONE_MORE = {"en": "And", "de": "Und"}
# Words that ask for a circumstance: one may stand in another's place, in either language.
_CIRCUMSTANCES = {
    "en": {"why": "why", "when": "when", "where": "where", "how": "how"},
    "de": {
        "warum": "why", "wieso": "why", "weshalb": "why", "wann": "when", "wo": "where",
        "wie": "how",
    },
}
_AS_ASKED = {
    "en": {"why": "Why", "when": "When", "where": "Where", "how": "How"},
    "de": {"why": "Warum", "when": "Wann", "where": "Wo", "how": "Wie"},
}
# "How long", "wie viele": the measure goes when another circumstance is asked for.
_MEASURES = {
    "en": frozenset("long many much often far old big large high strong fast".split()),
    "de": frozenset("lange viel viele oft weit alt groß hoch stark schnell".split()),
}
_MEASURE = re.compile(rf" (?:{'|'.join(sorted(frozenset().union(*_MEASURES.values())))})\b")
# Words that ask for more of the same, and say nothing of what.
_VAGUE = {
    "en": frozenset("else exactly precisely since one ones".split()) | _MEASURES["en"],
    "de": frozenset("genau sonst seit noch".split()) | _MEASURES["de"],
}
# Of these, a circumstance asked for keeps its meaning when they are left out.
_EXACTLY = frozenset("exactly precisely genau".split())
MOST_OWN_WORDS = 6  # content words: a longer question means what it says, "that" and all
MOST_WORDS_OF_A_NAME = 2  # content words, of what is not written as one: "the second work"
_LONGEST_ABBREVIATION = 3  # letters: "USA" stays in capitals in a question all in capitals
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
    "When was that?" is read with the question that it goes on from.
    What was quoted before is less likely wanted again. On 54 follow-ups to 189 articles the two
    raised what is first right from .57 to .61, and what is quoted at all from .65 to .74
    (docs/retrieval.md).
    """
    if question not in evidence.question:
        return evidence  # it became another question, such as the last one with another name
    if _is_elliptic(question, detect_language(question)):
        return evidence  # by itself it asks for nothing that could be read
    return replace(evidence, asked=question, told=tuple(turn.answer for turn in conversation))


def parts_asked(
    parts: Sequence[str], language: str, conversation: Sequence[Turn]
) -> list[tuple[str, tuple[Turn, ...]]]:
    """Return each part of a question as it is asked, with the conversation that it is asked in.

    A part that lacks a name is a follow-up to the first one: "who succeeds him?" is asked as "And
    who succeeds him?". The first part of a conversation, where it names nothing, takes the names
    of those after it: in "How long was the power out and who pays in Brakel?" both are of Brakel.
    """
    first, *later = (f"{part.rstrip(' ,;?')}?" for part in parts)
    turns = (*conversation, Turn(question=first, answer=""))
    rest = " ".join(later)
    asked = [(first, tuple(conversation))]
    if not conversation and phrases(rest, language) and not _is_elliptic(first, language):
        asked = [_leaning(first, language, (Turn(question=rest, answer=""),), ())]
    return asked + [_leaning(part, language, turns, tuple(conversation)) for part in later]


def _leaning(
    part: str, language: str, turns: tuple[Turn, ...], conversation: tuple[Turn, ...]
) -> tuple[str, tuple[Turn, ...]]:
    """Return a part as a follow-up to `turns`, or, where it needs nothing of them, by itself."""
    follow_up = f"{_ONE_MORE[language]} {part[0].lower()}{part[1:]}"
    if standalone_question(follow_up, turns) != follow_up:
        return follow_up, turns
    return part[0].upper() + part[1:], conversation


def quoted_first(answer: str) -> tuple[str, ...]:
    """Return what an answer may quote first, as far as its markers tell, the likeliest first.

    Where articles contradict each other the quote stands behind who said it, and a colon.
    """
    found = _QUOTED.search(answer)
    if found is None:
        return ()
    quote = found["quote"].strip()
    return (quote, *(quote[colon.end() :] for colon in re.finditer(": ", quote)))


def _after(question: str, last: str) -> str:
    """Return a question that stands alone, asked after one that does."""
    language = detect_language(question)
    quiet = _unshouted(question, language)
    other = _another_name(quiet, language)
    if other is not None:
        return with_another(last, detect_language(last), other, language)
    if _is_elliptic(quiet, language):
        return _with_another_circumstance(question, language, last)
    if _takes_names_along(quiet, language):
        told = _told(last, question)
        if told:
            return f"{question} ({', '.join(told)})"
    return question


def _unshouted(question: str, language: str) -> str:
    """Return a question all in capitals as it is usually written, as far as one can tell."""
    if not question.isupper():
        return question

    def usual(found: re.Match[str]) -> str:
        word = found.group()
        if word.lower() in STOP_WORDS[language] | _VAGUE[language]:
            return word.lower()
        return word if len(word) <= _LONGEST_ABBREVIATION else word.capitalize()

    return _WORD.sub(usual, question)


def _another_name(question: str, language: str) -> str | None:
    """Return what the last question is asked of now, as in "And the Kurds?", or None."""
    bare = question.rstrip(" ?!.")
    about = _WHAT_ABOUT[language].search(bare)
    if about is not None and _is_a_name(about["other"], language):
        return about["other"]
    more = _AND[language].search(bare)
    return more["other"] if more and only_phrase(more["other"], language) else None


def _is_a_name(other: str, language: str) -> bool:
    """Say whether "what about" asks of a thing, not of "him", nor of what it says at length."""
    n_own = len(content_words(other, language))
    return only_phrase(other, language) is not None or 0 < n_own <= MOST_WORDS_OF_A_NAME


def _is_elliptic(question: str, language: str) -> bool:
    """Say whether a question has nothing of its own to ask about: "Why?", "Since when?"."""
    own = content_words(question, language)
    return not own or (_VAGUE[language].issuperset(own) and not points_back(question, language))


def _takes_names_along(question: str, language: str) -> bool:
    if len(content_words(question, language)) > MOST_OWN_WORDS:
        return False
    if _WHAT_ABOUT[language].match(question.rstrip(" ?!.")):
        return True
    return needs_a_name(question, language) or opens_as_one_more(question, language)


def _told(last: str, question: str) -> list[str]:
    """Return the names and numbers of the last question, or its words, that this one has not."""
    language = detect_language(last)
    known = [phrase.name for phrase in phrases(last, language) if len(phrase.name) > 1]
    said = set(_WORD.findall(question))
    return [
        name
        for name in dict.fromkeys(known or content_words(last, language))
        if not said.issuperset(_WORD.findall(name))
    ]


def _with_another_circumstance(question: str, language: str, last: str) -> str:
    """Return the last question asked with "why", "when", "where" or "how" instead.

    What asks for something else, such as "How long?" or "Who else?", is added to it.
    """
    asked = question.lower()
    wanted = next(
        (
            _CIRCUMSTANCES[language][word]
            for word in _WORD.findall(asked)
            if word in _CIRCUMSTANCES[language]
        ),
        None,
    )
    is_more = not _EXACTLY.issuperset(_VAGUE[language].intersection(_WORD.findall(asked)))
    before = detect_language(last)
    opening = _WORD.search(last)
    if wanted and not is_more and opening and opening.group().lower() in _CIRCUMSTANCES[before]:
        changed = _AS_ASKED[before][wanted] + _MEASURE.sub("", last[opening.end() :], count=1)
        if changed.lower() != last.lower():
            return changed
    return f"{last} {question}"
