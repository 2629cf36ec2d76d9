"""What kind of thing a question asks for, and whether a sentence has one."""

import re
from enum import StrEnum


class QuestionKind(StrEnum):
    """Kinds whose answers look a certain way on the page."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    QUANTITY = "quantity"
    CAUSE = "cause"


# The first pattern that a question shows decides. Order matters: "how many years" is a quantity.
_QUESTIONS = {
    "en": (
        (QuestionKind.CAUSE, r"\bwhy\b|\bwhat (?:\w+ )?(?:cause|reason|led to)|\bfor what reason"),
        (QuestionKind.QUANTITY, r"\bhow (?:many|much|long|old|large|big|far|high|tall|often)\b"
                                r"|\bwhat (?:percent|number|amount)|\bwhich percent"),
        (QuestionKind.TIME, r"\bwhen\b|\b(?:what|which) (?:\w+ )?"
                            r"(?:year|date|day|month|century|decade)\b"),
        (QuestionKind.PLACE, r"\bwhere\b|\b(?:what|which) "
                             r"(?:city|country|place|state|town|region)\b"),
        (QuestionKind.PERSON, r"\bwho(?:m|se)?\b"),
    ),
    "de": (
        (QuestionKind.CAUSE, r"\b(?:warum|wieso|weshalb|weswegen|wodurch)\b|\baus welchem grund"),
        (QuestionKind.QUANTITY, r"\bwie ?(?:viele?r?n?|lange|alt|groß|weit|hoch|oft)\b|\bprozent\b"
                                r"|\bwelche (?:anzahl|zahl|menge)"),
        (QuestionKind.TIME, r"\bwann\b|\bwelche[rmns]? "
                            r"(?:jahr|datum|tag|monat|jahrhundert|jahrzehnt)"),
        (QuestionKind.PLACE, r"\b(?:wo|wohin|woher)\b|\bwelche[rmns]? "
                             r"(?:stadt|land|ort|region|staat)"),
        (QuestionKind.PERSON, r"\bwe(?:r|n|m|ssen)\b"),
    ),
}
_NUMBER_WORDS = {
    "en": r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand"
          r"|million|billion|half|several|many|few",
    "de": r"ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend|hundert|tausend"
          r"|million(?:en)?|milliarden?|hälfte|mehrere|viele|mehrfach|wenige",
}
_SHOWN = {
    "en": {
        QuestionKind.CAUSE: r"\bbecause\b|\bdue to\b|\bas a result\b|\bso that\b|\bin order to\b"
                            r"|\bfor fear\b|\bfear(?:ed|ing|s)?\b|\breasons?\b|\btherefore\b"
                            r"|\bto (?:avoid|prevent|protect)\b|\bout of\b|\bowing to\b",
        QuestionKind.TIME: r"\b\d{4}(?:s|\b)|\b(?:January|February|March|April|May|June|July|August"
                           r"|September|October|November|December|Monday|Tuesday|Wednesday"
                           r"|Thursday|Friday|Saturday|Sunday|century|week|month|year|yesterday"
                           r"|today|ago|last|later|decade|night|morning|evening|weekend|spring|summer"
                           r"|autumn|fall|winter|era|before|after|when|until|during|since|now)s?\b",
    },
    "de": {
        QuestionKind.CAUSE: r"\bweil\b|\bwegen\b|\baufgrund\b|\bum\b[^.]*\bzu\b|\bgründen?\b"
                            r"|\baus (?:Angst|Furcht|Sorge|Protest|Rache|Mangel)\b|\bgrund\b"
                            r"|\bdeshalb\b|\bdeswegen\b|\bdaher\b|\binfolge\b",
        QuestionKind.TIME: r"\b\d{4}\b|\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August"
                           r"|September|Oktober|November|Dezember|Montag|Dienstag|Mittwoch|Donnerstag|Freitag"
                           r"|Samstag|Sonntag|Jahrhundert|Woche|Monat|Jahr|gestern|heute|später"
                           r"|Anfang|Ende|Mitte|Tag|Nacht|Morgen|Abend|Jahrzehnt|Frühling|Frühjahr"
                           r"|Sommer|Herbst|Winter|Zeit|als|nachdem|bevor|seit|bis|während|nach|derzeit"
                           r"|inzwischen|zuletzt)(?:s|es|en|e|n)?\b",
    },
}
_YES_OR_NO = {
    "en": re.compile(
        r"^(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|"
        r"shall|should|may|might|must)(?:n't|n’t)?\b",
        re.IGNORECASE,
    ),
    # German asks with the verb first: what opens otherwise asks for something else.
    "de": re.compile(
        r"^(?:und |aber |also )?(?!(?:"
        r"wer|wen|wem|wessen|was|wann|warum|wieso|weshalb|weswegen|wie|wieviele?|welche[rmns]?|welch"
        r"|wo|wohin|woher|wobei|wodurch|wofür|wogegen|wohinter|womit|wonach|wor(?:an|auf|aus|in|über"
        r"|um|unter)|wovon|wovor|wozu|ab|an|am|auf|aus|außer|bei|beim|bis|durch|für|gegen|gemäß|hinter"
        r"|in|im|innerhalb|laut|mit|nach|neben|ohne|seit|trotz|über|um|unter|von|vom|vor|während|wegen"
        r"|zu|zum|zur|zwischen|der|die|das|dem|den|des|ein(?:e[mnrs]?)?"
        r")\b)\w+\b.*\?\W*$",
        re.IGNORECASE | re.DOTALL,
    ),
}
_CAPITALISED = re.compile(r"(?<!^)(?<![.!?„“\"»] )\b[A-ZÄÖÜÇŞİ][\w’'-]+")


def kind_of(question: str, language: str) -> QuestionKind | None:
    """Return the kind a question asks for, or None when its answer can look like anything."""
    lowered = question.lower()
    for kind, pattern in _QUESTIONS[language]:
        if re.search(pattern, lowered):
            return kind
    return None


def is_yes_or_no(question: str, language: str) -> bool:
    """Say whether a question wants yes or no for an answer."""
    return _YES_OR_NO[language].search(question.strip()) is not None


def shows(kind: QuestionKind, sentence: str, language: str) -> bool:
    """Say whether a sentence has something of the kind."""
    if kind in (QuestionKind.PERSON, QuestionKind.PLACE):
        return _CAPITALISED.search(sentence) is not None
    if kind is QuestionKind.QUANTITY:
        pattern = rf"\d|\b(?:{_NUMBER_WORDS[language]})\b"
        return re.search(pattern, sentence, re.IGNORECASE) is not None
    return re.search(_SHOWN[language][kind], sentence, re.IGNORECASE) is not None
