"""Tell English from German, in an article as in a question of two words."""

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MAX_CHARACTERS = 3000  # more text does not change the verdict, it only takes longer
FEWEST_WORDS_OF_A_LANGUAGE = 4  # fewer may be names, which have no language
LAST_LATIN = "\u024f"  # of the letters that names in English and German articles are written in
FEW_WORDS = 12  # up to here the words of a language decide before its letters do

SURE = 0.7  # probability from which a text counts as being in a third language

_GERMAN_LETTERS = re.compile("[äöüßÄÖÜ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Words of one of the two languages that are none of the other: "in", "was", "so", "will" are both.
_WORDS = {
    "en": frozenset(
        """a about after all and any are aren't because been before being between both but by
        can can't cannot could couldn't did didn't do does doesn't doing don't during each
        else every exactly few for from had has have having he he's her him his how how's i
        i'm if into is isn't it it's its just know last less many me mean much my name no not
        now of on only or other our out please say she should since some something still tell
        than that that's the their them then there these they this those though through to too
        until up very we were what what's when where where's which while who who's whom whose why
        with without won won't would yes you your explain give list say says said show people
        year years""".split()
    ),
    "de": frozenset(
        """aber alle alles als am auch auf aus bei beim bin bis bitte bist da dagegen damit
        danach dann das dass davon dazu dein deine dem den denn der des deshalb dich dies diese
        diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er
        erkläre es etwas euch für gab gegen geht genau gibt ging habe haben hast hat hatte hatten
        hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer ist ja jahr jede jeder jetzt
        kann kein keine kommt kommen können könnte mehr mein meine mich mir mit muss nach nein
        nenne nicht nichts noch nun nur ob oder ohne seit sehr sein seine sich sie sind soll
        sollte um und uns unser unter vom von vor wann warum weil welche welchem welchen
        welcher welches wem wen wenn wer werden weshalb wessen wie wieder wieso wieviel wir
        wird wo wofür woher wohin wollen wollte womit woran worauf worüber wovon wozu wurde
        wurden während zeige zu zum zur zwischen über""".split()
    ),
}

_loading = Lock()
_NAMES = {
    "en": ("en", "eng", "english", "englisch"),
    "de": ("de", "deu", "ger", "german", "deutsch"),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}


def detect_language(text: str) -> str:
    """Return "en" or "de": the language of `text`, or the likelier one where it has none."""
    head = text[:MAX_CHARACTERS]
    # Abbreviations are no words: "US", "IT".
    found = [word for word in _WORD.findall(head) if len(word) == 1 or not word.isupper()]
    # In a question all in capitals they are: "UND WARUM?".
    words = [word.lower().replace("’", "'") for word in found or _WORD.findall(head)]
    if len(words) <= FEW_WORDS:
        german = sum(word in _WORDS["de"] for word in words)
        english = sum(word in _WORDS["en"] for word in words)
        if german != english:
            return "de" if german > english else "en"
        if _GERMAN_LETTERS.search(head):
            return "de"
    language, _score = _identifier().classify(head)
    return str(language)


def is_written_in(text: str, language: str) -> bool:
    """Say whether a text may be in `language`, "en" or "de"; a name or two may be in either."""
    letters = [c for c in text if c.isalpha()]
    if sum(c > LAST_LATIN for c in letters) * 2 > len(letters):
        return False
    if len(_WORD.findall(text)) < FEWEST_WORDS_OF_A_LANGUAGE:
        return True
    with _loading:
        world = _world_identifier()
    likeliest, probability = world.classify(text)
    if likeliest not in _NAMES and probability >= SURE:
        return False
    return detect_language(text) == language


def language_code(name: str) -> str | None:
    """Return "en" or "de" for a language's code or name ("en-GB", "deu", "Deutsch"), else None."""
    return _CODES.get(re.split(r"[-_]", name.strip().lower())[0])


def _identifier() -> "LanguageIdentifier":
    with _loading:
        return _load_identifier()


@cache
def _load_identifier() -> "LanguageIdentifier":
    """Load a classifier apart from the library's global one; using it changes nothing in it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_NAMES))
    return identifier


@cache
def _world_identifier() -> "LanguageIdentifier":
    """Load a classifier of all languages, with probabilities."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
