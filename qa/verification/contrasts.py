"""Words that turn a statement round though nearly all others are the quote's.

"Closed" for "plans to close", "all" for "some", "before" for "after": too few words for a score to
feel, and the whole difference. What is listed here is found by the word alone, in both languages.
"""

import re
from collections.abc import Mapping
from functools import cache

from qa.library.analysis import content_words, stem
from qa.verification.facts import facts_of

_BEFORE_NUMBER = r"(?= (?:[€$£]|\d))"
# Each group is one question with several answers; a word answers it one way, in either language.
# A statement that answers as the quote does not, where the quote answers otherwise, turns it round.
GROUPS: tuple[dict[str, str], ...] = (
    {
        "up": r"rises?|rose|risen|rising|increas\w+|grows?|grew|grown|climb\w*|surg\w+|soar\w*"
        r"|steig\w*|stieg\w*|gestieg\w+|wächst|wuchs\w*|gewachsen|zunahm\w*|zugenommen|erhöh\w+",
        "down": r"falls?|fell|fallen|drops?|dropped|declin\w+|decreas\w+|shr[aiu]nk\w*|slump\w*"
        r"|s[aiu]nk\w*|gesunken|fiel\w*|gefallen|schrumpf\w*|zurückg\w+|abgenommen|verringer\w+"
        r"|gesenkt\w*|senk\w+",
    },
    {
        "opened": r"open(?:s|ed|ing)?|reopen\w*|eröffn\w+|öffne\w*|geöffnet\w*",
        "closed": r"close[sd]?(?! to\b)|closing|closure|shut\w*|schließ\w*|schloss\w*"
        r"|geschlossen\w*",
    },
    {
        "begun": r"start\w*|beg[aiu]n\w*|launch\w*|resum\w+|beginn\w*|begann\w*|begonnen"
        r"|gestartet|aufgenommen|nahm\w*\b[^.]*\bauf|anfing\w*|angefangen",
        "ended": r"stop\w*|halt(?:s|ed|ing)?|ceas\w+|end(?:s|ed|ing)?|suspend\w*|abandon\w*"
        r"|cancel\w*|stopp\w*|gestoppt|beende\w*|eingestellt|stell\w*\b[^.]*\bein|ausgesetzt"
        r"|abgebrochen|aufgehört",
    },
    {
        "for": r"voted for|in favou?r of|support(?:s|ed|ing)?|back(?:s|ed|ing)|approv\w+"
        r"|accept\w*|unterstütz\w*|befürwort\w*|billigt\w*|zugestimmt|stimm\w*\b[^.]*\b(?:für|zu)"
        r"|akzeptier\w*",
        "against": r"voted against|against|oppos(?:es|ed|ing)|reject\w*|refus\w*|stimm\w*"
        r"\b[^.]*\bgegen|lehn\w*\b[^.]*\bab|abgelehnt|ablehn\w*|verweiger\w*",
    },
    {
        "won": r"w[io]ns?|winning|gewann\w*|gewonnen|gewinn\w*|siegte\w*",
        "lost": r"los(?:es?|t|ing)|verl[io]e?r\w*|unterlag\w*|unterlegen",
    },
    {
        "bought": r"buy(?:s|ing)?|bought|purchas\w+|kauf(?:en|t|te|ten)|gekauft",
        "sold": r"sell(?:s|ing)?|sold|verkauf\w*",
    },
    {
        "allowed": r"allow\w*|permit(?:s|ted|ting)?|erlaub\w*|genehmig\w*|gestatte\w*",
        "forbidden": r"ban(?:s|ned|ning)?|forbid\w*|forbade|prohibit\w*|verb[io][eo]?t\w*"
        r"|untersag\w*",
    },
    {
        "taken in": r"t[ao]ken? in|took in|admitt\w+|welcom\w+|aufgenommen|nahm\w*\b[^.]*\bauf",
        "sent away": r"expel\w*|deport\w*|turned away|abgeschoben|ausgewiesen|abgewiesen",
    },
    {
        "because": r"because|due to|owing to|thanks to|weil|wegen|aufgrund|dank",
        "despite": r"despite|although|though|in spite of|trotz|obwohl|obgleich",
    },
    {
        "last": r"last|previous|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?",
        "next": r"next|coming|nächste[nrsm]?|kommende[nrsm]?",
    },
    {
        "north": r"north\w*|nord\w*|nörd\w*",
        "south": r"south\w*|süd\w*",
        "east": r"(?:north|south|mid)?-?east(?:ern)?|(?:süd|nord)?ost(?:en)?"
        r"|(?:süd|nord)?östlich\w*",
        "west": r"(?:north|south|mid)?-?west(?:ern)?|(?:süd|nord)?westen|(?:süd|nord)?westlich\w*",
    },
    {
        "euros": r"euros?|eur|€",
        "dollars": r"dollars?|usd|\$",
        "pounds": r"pounds?|gbp|pfund|£",
        "percent": r"per ?cent|prozent|%",
    },
    {
        "government": r"governments?|regierung\w*",
        "opposition": r"opposition\w*",
    },
)
# The same, of words whose translation is too free to compare them across languages.
LOOSE_GROUPS: tuple[dict[str, str], ...] = (
    {
        "before": r"before|prior to|earlier than|bevor|ehe|vor (?:dem|der|den|seine[rm]|ihre[rm])",
        "after": r"after|nachdem|nach (?:dem|der|den|seine[rm]|ihre[rm])|danach",
    },
    {
        "more": rf"more than|at least|mehr als|mindestens|(?:over|über){_BEFORE_NUMBER}",
        "less": r"less than|fewer|at most|weniger|höchstens"
        rf"|(?:under|unter){_BEFORE_NUMBER}",
        "about": r"(?:about|around|roughly|approximately|some|nearly|almost|etwa|rund|knapp|fast"
        rf"|ungefähr|circa|ca\.){_BEFORE_NUMBER}",
        "exactly": rf"(?:exactly|precisely|genau|exakt){_BEFORE_NUMBER}",
    },
    {
        "all": r"all|every|each|everyone|alle[rnms]?|jede[rnms]?|sämtliche[rn]?",
        "most": r"most|majority|meisten|mehrheit",
        "half": r"half|hälfte",
        "some": r"some|several|a few|einige[rn]?|manche[rn]?|mehrere[rn]?",
        "none": r"none|nobody|no one|kein\w*|niemand\w*",
    },
    {
        "said": r"said|says|confirm\w*|admit\w*|sagte\w*|sagt|bestätig\w*|räum\w*\b[^.]*\bein"
        r"|eingeräumt|zugegeben|gab\w*\b[^.]*\bzu",
        "denied": r"den(?:y|ies|ied)|refut\w*|bestritt\w*|bestreite\w*|dementier\w*"
        r"|w[ie]+s\w*\b[^.]*\bzurück|zurückgewiesen",
    },
    {
        "hours": r"hours?|stunden?",
        "days": r"days?|daily|tag(?:e[ns]?)?|täglich",
        "weeks": r"weeks?|weekly|wochen?",
        "months": r"months?|monthly|monat(?:e[ns]?|s)?",
        "years": r"years?|yearly|annual\w*|jahr(?:e[ns]?|s)?|jährlich\w*",
    },
    {
        "by": r"(?:by|um) (?:about |almost |nearly |etwa |rund |fast )?[€$£]?\d[\d.,]*",
        "to": r"(?:to|auf) (?:about |almost |nearly |etwa |rund |fast )?[€$£]?\d[\d.,]*",
    },
)
# A million is one in both languages; a German Billion is a trillion.
SCALES = {
    "en": {"million": r"millions?", "1,000 million": r"billions?|bn", "million²": r"trillions?"},
    "de": {"million": r"million\w*|mio", "1,000 million": r"milliarde\w*|mrd",
           "million²": r"billion\w*"},
}
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
    r"|expect\w*|tr(?:y|ies|ied|ying) to|aims?|seeks?|sought|ready to|about to|due to \w+"
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
    r"if|unless|whether|alleged\w*|reportedly|suspect\w*|claim\w*|wenn|falls|ob|angeblich\w*"
    r"|mutmaßlich\w*|behaupt\w*|verdächtig\w*|verdacht"
)
DISPUTES = (
    r"accus\w+|den(?:y|ies|ied)|w[ia]rf\w*\b[^.]*\bvor|vorgeworfen|vorwurf|vorwürfe|bestritt\w*"
    r"|bestreite\w*|dementier\w*|beschuldig\w*"
)
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
_DENIED_AFTER = re.compile(r" (?:\w+ ){0,2}(?:nicht|nie|niemals)\b(?! nur\b)", re.IGNORECASE)
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
    if not is_across:
        found += [
            f"the quote does not say {name!r}"
            for name, (words, likes) in ADDED.items()
            if _has(words, statement) and not _has(likes, quote)
        ]
        if whole := _whole_for_part(statement, quote, language):
            found.append(f"the quote speaks of a part: {whole!r}")
    if _is_surer(statement, quote, language, is_across=is_across):
        found.append("the quote has it as planned, possible or disputed")
    return found


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
