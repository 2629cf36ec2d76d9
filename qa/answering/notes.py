"""What an answer says of how it was made, when a chat model did not do what was asked of it."""

from qa.errors import ChatFailure

# Failures of the model, then of its reply.
NOTHING_SAID = "nothing said"
NO_ANSWER = "no answer"
NOTHING_PROVED = "nothing proved"

_REASONS = {
    "en": {
        ChatFailure.TIMEOUT: "The chat model took too long",
        ChatFailure.RATE_LIMITED: "The chat model takes no more questions for now",
        ChatFailure.ACCESS_REFUSED: "The chat model refused access (check BELEG_CHAT_API_KEY)",
        ChatFailure.UNREACHABLE: "The chat model cannot be reached",
        ChatFailure.BROKEN: "The chat model failed",
        NOTHING_SAID: "The chat model said nothing",
        NO_ANSWER: "The chat model found no answer in the articles",
        NOTHING_PROVED: "No sentence of the chat model could be proved",
    },
    "de": {
        ChatFailure.TIMEOUT: "Das Sprachmodell brauchte zu lange",
        ChatFailure.RATE_LIMITED: "Das Sprachmodell nimmt zurzeit keine Fragen mehr an",
        ChatFailure.ACCESS_REFUSED: "Das Sprachmodell verweigert den Zugang (BELEG_CHAT_API_KEY)",
        ChatFailure.UNREACHABLE: "Das Sprachmodell ist nicht zu erreichen",
        ChatFailure.BROKEN: "Das Sprachmodell ist ausgefallen",
        NOTHING_SAID: "Das Sprachmodell sagte nichts",
        NO_ANSWER: "Das Sprachmodell fand in den Artikeln keine Antwort",
        NOTHING_PROVED: "Kein Satz des Sprachmodells ließ sich belegen",
    },
}
_OWN_WORDS = {
    "en": "{reason}: this is the answer in the articles' own words.",
    "de": "{reason}: Dies ist die Antwort in den Worten der Artikel.",
}
_BROKEN_OFF = {
    "en": "{reason}, so the answer may be incomplete.",
    "de": "{reason}, die Antwort ist vielleicht unvollständig.",
}
_REMOVED = {
    "en": ("1 sentence that no quote proves was removed.",
           "{n} sentences that no quote proves were removed."),
    "de": ("1 Satz, den kein Zitat belegt, wurde entfernt.",
           "{n} Sätze, die kein Zitat belegt, wurden entfernt."),
}  # fmt: skip
_MARKED = {
    "en": "No quote proves what is marked {mark}.",
    "de": "Kein Zitat belegt, was mit {mark} gekennzeichnet ist.",
}


def own_words_note(reason: str, language: str) -> str:
    """Say why the answer is not the chat model's."""
    return _OWN_WORDS[language].format(reason=_REASONS[language][reason])


def none_note(reason: str, language: str) -> str:
    """Say why there is no answer."""
    return _REASONS[language][reason] + "."


def broken_off_note(reason: str, language: str) -> str:
    """Say that the reply was not whole."""
    return _BROKEN_OFF[language].format(reason=_REASONS[language][reason])


def removed_note(n_sentences: int, language: str) -> str:
    """Say how many sentences were removed."""
    one, many = _REMOVED[language]
    return one if n_sentences == 1 else many.format(n=n_sentences)


def marked_note(mark: str, language: str) -> str:
    """Say what the mark of an unproved sentence means."""
    return _MARKED[language].format(mark=mark)
