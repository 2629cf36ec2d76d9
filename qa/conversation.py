"""Make a follow-up question stand alone, by rule."""

import re
from collections.abc import Sequence

from qa.language import detect_language
from qa.library.analysis import content_words
from qa.types import Turn

# A question that opens so, or holds such a word, means something said before.
_POINTS_BACK = {
    "en": re.compile(
        r"^(?:and|but|so|what about|how about)\b"
        r"|\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|there|then)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:und|aber|was ist mit|wie steht es)\b"
        r"|\b(?:er|sie|es|ihn|ihm|ihr|ihnen|ihre[nmrs]?|seine?[nmrs]?|dies(?:e[rmns]?)?|das|dort|"
        r"dann|danach|dabei|dafür|dagegen|damit)\b",
        re.IGNORECASE,
    ),
}
FEWEST_WORDS = 1  # content words: "Why?" and "Und wann?" have none to search for
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+|\d[\d.,]*\d")


def standalone_question(question: str, conversation: Sequence[Turn]) -> str:
    """Return the question with what it needs of the one before it, or as it is.

    A question without a word of its own takes the last one along whole; one that points back takes
    the names in it (in German: its nouns), in brackets. The person sees what was searched.
    """
    if not conversation:
        return question
    language = detect_language(question)
    last = conversation[-1].question.strip()
    if len(content_words(question, language)) < FEWEST_WORDS:
        return f"{last} {question}"
    names = [name for name in _NAME.findall(last) if name not in question]
    if names and _POINTS_BACK[language].search(question):
        return f"{question} ({', '.join(names)})"
    return question
