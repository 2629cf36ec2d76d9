"""Whether a text says that it cannot answer: for the answers of systems that give no `kind`.

A text does when each of its sentences opens with one of the phrases below, perhaps after "Sorry" or
"Based on the articles", and goes on without a "but": "I do not know. It was Fischer." answers. The
phrases are Beleg's own refusals and what chat models usually write, in English and German. No list
has every wording: a system that can say `"kind": "none"` should.
"""

import re

_POLITE = (
    r"(?:(?:i'm |i am )?(?:very |so )?sorry|i'm afraid|unfortunately"
    r"|(?:es )?tut mir leid|entschuldigung|leider)[,.!]?(?: but| aber)?"
)
_ARTICLES = (
    r"(?:the |these |your )?(?:provided |given )?"
    r"(?:articles?|context|documents?|passages?|sources?|texts?)(?: provided| given)?"
)
_ARTIKEL = (
    r"(?:de[rnm] |das |die |diese[nrs]? )?(?:\w+(?:te|ten|ene|enen|nde|nden) )?"
    r"(?:artikeln?|dokumenten?|kontext|passagen?|quellen?|texte?n?)"
)
_OPENING = (
    rf"(?:{_POLITE} )?(?:(?:based on|according to) {_ARTICLES},? "
    rf"|(?:auf (?:der )?grundlage|anhand|laut|nach) {_ARTIKEL},? )?"
)
_TELLS = r"(?:beantworte[nt]|enth(?:ält|alten)|erwähn(?:t|en)|geben|gibt|nenn(?:t|en)|sag(?:t|en))"
_GAP = r"[^,;:–—]*?\b"  # words of the same clause
_PHRASES = (
    rf"{_ARTICLES} (?:do|does|did)(?: not|n't) (?:answer|contain|give|include|mention|provide|say"
    r"|specify|state|tell)\b",
    r"i (?:do not|don't) know(?= (?:if|the answer|that|this|wh\w+|how)\b|[.!]?$)",
    r"i (?:do not|don't) have (?:any |enough )?information\b",
    r"i (?:can't|cannot|can not|could not|couldn't|am unable to) (?:answer|determine|find|say)\b",
    r"(?:the|this|your) question (?:can't|cannot|can not|could not) be answered\b",
    r"there is (?:no|not enough) (?:answer|information)\b",
    r"(?:no answer|no information|not enough information)(?: found| available)?[.!]?$",
    r"(?:unanswerable|n/a)[.!]?$",
    rf"{_ARTIKEL} {_TELLS} {_GAP}(?:keine\w*|nichts?)\b",
    rf"{_TELLS} {_ARTIKEL} {_GAP}(?:keine\w*|nichts?)\b",
    r"(?:(?:das )?weiß ich|ich weiß(?: das| es| die antwort)?)(?: leider)? nicht(?=,|[.!]?$)",
    rf"(?:ich kann|kann ich) {_GAP}nicht (?:beantworten|finden|sagen)\b",
    rf"(?:die|diese|ihre) frage (?:kann|lässt sich) {_GAP}nicht beantwort",
    rf"(?:kann|lässt sich) (?:die|diese|ihre) frage {_GAP}nicht beantwort",
    rf"(?:dazu |darüber |hierzu |in {_ARTIKEL} )?(?:gibt es|finde[nt]? (?:ich|sich)|steht) {_GAP}"
    r"(?:keine (?:angaben?|antwort|hinweise|informationen?)|nichts)\b",
    rf"(?:das|dies|die antwort) geht {_GAP}aus {_ARTIKEL} nicht hervor\b",
    r"keine (?:angaben?|antwort|informationen?)(?: gefunden| vorhanden)?[.!]?$",
)
_SAYS_SO = re.compile(_OPENING + f"(?:{'|'.join(_PHRASES)})")
_ONLY_POLITE = re.compile(_POLITE)
_GOES_ON = re.compile(
    r"[;:–—]|\b(?:but|however|although|though|aber|allerdings|jedoch|sondern)\b"
)
# A sentence ends here; "Dr. Smith" and "U.S. troops" go on.
_END = re.compile(r"(?<=[.!?])(?<!\b\w\.)(?<!\b(?:dr|mr|ms|nr|st)\.)\s+")


def says_it_cannot_answer(text: str) -> bool:
    """Say whether a text, without markers, says that it cannot answer, and nothing else."""
    plain = " ".join(text.replace("’", "'").lower().split())
    said = [s for s in _END.split(plain) if s and not _ONLY_POLITE.fullmatch(s)]
    return bool(said) and all(map(_says_so, said))


def _says_so(sentence: str) -> bool:
    found = _SAYS_SO.match(sentence)
    return found is not None and not _GOES_ON.search(sentence, found.end())
