"""Turn text into the terms that lexical search counts: words, lower case, stop words out, stems."""

import re
import unicodedata
from functools import lru_cache
from threading import local

import Stemmer

from qa.library.compounds import split

LANGUAGES = {"en": "english", "de": "german"}

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_thread = local()  # a Snowball stemmer is not thread-safe

STOP_WORDS = {
    "en": frozenset(
        """a about after all also am an and any are aren as at be because been before being between
        both but by can cannot could couldn did didn do does doesn doing don down during each few
        for from further had hadn has hasn have haven having he her here hers herself him himself
        his how i if in into is isn it its itself just ll me more most my myself no nor not now of
        off on once only or other our ours ourselves out over own re s same shan she should shouldn
        so some such t than that the their theirs them themselves then there these they this those
        through to too under until up us ve very was wasn we were weren what when where which while
        who whom whose why will with won would wouldn you your yours yourself yourselves""".split()
    ),
    "de": frozenset(
        """ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer
        anderes auch auf aus bei beim bin bis bist da damit dann das dass dasselbe dazu daß dein
        deine deinem deinen deiner dem den denn der deren derer des dessen dich die dies diese
        diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einige
        einigen einmal er es etwas euch euer eure für gegen gewesen hab habe haben hat hatte hatten
        hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja
        jede jedem jeden jeder jedes jene jenem jenen jener jetzt kann kein keine keinem keinen
        keiner können könnte machen man manche manchem manchen mancher mein meine meinem meinen
        meiner mich mir mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine
        seinem seinen seiner seines selbst sich sie sind so solche solchem solchen solcher soll
        sollte sondern sonst um und uns unser unsere unserem unseren unter viel vom von vor war
        waren warst was wegen weil weiter welche welchem welchen welcher welches wem wen wenn wer
        werde werden wessen wie wieder wieso wieviel will wird wirst wo wollen wollte wurde wurden
        während warum weshalb wann woher wohin womit worüber wofür würde würden zu zum zur zwar
        zwischen über""".split()
    ),
}


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, in reading order.

    Numbers are written one way in both languages: 20.000 and 20,000 become 20000, 1,5 becomes 1.5.
    """
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [_plain_number(word) if word[0].isdigit() else word for word in found]


def _plain_number(number: str) -> str:
    if _THOUSANDS.fullmatch(number):
        return number.replace(".", "").replace(",", "")
    return number.replace(",", ".")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a lower-case word, accents and case of ß folded."""
    stemmers = _thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(LANGUAGES[language], 0)
    return fold(stemmers[language].stemWord(word))


def fold(word: str) -> str:
    """Drop accents, so that Erdoğan and Erdogan, Größe and Grösse are one term."""
    decomposed = unicodedata.normalize("NFKD", word.replace("ß", "ss").replace("ı", "i"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def content_words(text: str, language: str) -> list[str]:
    """Return the words of a text without the language's stop words, in reading order."""
    stop_words = STOP_WORDS[language]
    return [word for word in words(text) if word not in stop_words]


def terms(text: str, language: str) -> list[str]:
    """Return the stems of a text's content words, in reading order."""
    return [stem(word, language) for word in content_words(text, language)]


def indexed_terms(text: str, language: str) -> list[str]:
    """Return what the lexical index holds of a text: its terms, then the parts of compounds."""
    found = terms(text, language)
    if language == "de":
        for word in content_words(text, language):
            found += [stem(part, language) for part in split(word)]
    return found
