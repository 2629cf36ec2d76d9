"""Tell whether a question means something said before: "he", "there", "and …"."""

import re

from qa.phrases import phrases

_OPENS = {
    "en": re.compile(r"^(?:and|but|so)\b", re.IGNORECASE),
    "de": re.compile(r"^(?:und|aber)\b", re.IGNORECASE),
}
# Personal pronouns and possessives mean a name of the same clause, or one said before. In German
# a capital "Sie" is the person who is spoken to.
_PERSONS = {
    "en": re.compile(r"\b(?:[Hh]e|[Ss]he|it|It|[Tt]hey|him|her|them|[Hh]is|[Ii]ts|[Tt]heir)\b"),
    "de": re.compile(
        r"\b(?:er|sie|es|ihn|ihm|ihr|ihnen|ihre[nmrs]?|seine?[nmrs]?)\b"
        r"|^(?:Er|Sie|Es|Ihn|Ihm|Ihr|Ihnen|Ihre[nmrs]?|Seine?[nmrs]?)\b"
    ),
}
# Words for what was said, where or when: a question with a name of its own can do without.
_THINGS = {
    "en": re.compile(r"\b(?:this|that|these|those|there|then)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:dies(?:e[rmns]?)?|das)\b", re.IGNORECASE),
}
# These mean what was said whatever else is named.
_ALWAYS = {
    "en": re.compile(r"\b(?:this|that|these|those|there|then)\W*$", re.IGNORECASE),
    "de": re.compile(
        r"\b(?:dort|dann|danach|dabei|dafür|dagegen|damit|davon|dazu|daran|darüber)\b"
        r"|\b(?:dies|das)\W*$",
        re.IGNORECASE,
    ),
}
# The same words where they mean nothing said before.
_TRUE = (
    "true|right|wrong|correct|possible|likely|unlikely|known|certain|clear|legal|illegal|allowed|"
    "forbidden|necessary|important|dangerous|safe|said"
)
_BE = "is|are|was|were|be|been|isn[’']t|aren[’']t|wasn[’']t|weren[’']t"
_AUXILIARIES = f"{_BE}|do|does|did|has|have|had|will|would|can|could|should|might|may|must"
_BEFORE_A_PRONOUN = (
    f"{_AUXILIARIES}|before|after|about|of|like|by|with|for|to|from|than|on|at|in|"
    "how|why|when|where|what|and|but|so"
)
_BEGINS_A_CLAUSE = (
    f"the|an?|his|her|its|their|he|she|it|they|we|you|there|no|all|{_AUXILIARIES}|(?-i:[A-Z]\\w+)"
)
_NO_ADJECTIVE = "d(?:ie|er|en|em|es)|(?:[ms]?ein|kein|ihr)\\w*|alle\\w*|viele\\w*|er|sie"
_TIMES = (
    "days?|weeks?|weekend|months?|years?|century|decade|season|summer|winter|spring|autumn|"
    "morning|evening|time"
)
_GERMAN_TIMES = (
    "Tage?n?|Wochen?|Wochenende|Monate?n?|Jahre?[sn]?|Jahrhundert|Sommer|Winter|Frühling|Frühjahr|"
    "Herbst|Morgen|Abend"
)
_EMPTY = {
    "en": (
        rf"\b(?:{_BE}) (?:not )?there\b(?= \w)",
        rf"\bthere (?:{_AUXILIARIES})\b",
        rf"\b(?:{_BE}) it (?:not )?(?:{_TRUE})\b",
        rf"\bit (?:{_BE}) (?:not )?(?:{_TRUE})\b",
        r"\b(?:does|did|do|will|would) it take\b(?=.* to\b)",
        r"\bit t(?:akes?|ook)\b(?=.* to\b)",
        # "the claim that he", "countries that have"; but "is that the", "after that he".
        rf"\b(?!(?:{_BEFORE_A_PRONOUN})\b)\w+ that\b(?= (?:{_BEGINS_A_CLAUSE})\b)",
        rf"\bth(?:is|ese) (?:{_TIMES})\b",
    ),
    "de": (
        # The article: "das neue Kunstmuseum"; a relative clause: "das Museum, das".
        rf"\bdas(?=(?: (?!(?:{_NO_ADJECTIVE}) )[a-zäöüß-]+e[nrms]?){{0,2}} (?-i:[A-ZÀ-ÖØ-Þ]))",
        r",(?: \w+)? das\b",
        r"\bg(?:ibt|ab|äbe) es\b(?= \w)",
        r"\bes g(?:ibt|ab)\b",
        r"\b(?:stimmt|ist|war) es(?: \w+)?, (?:dass|ob)\b",
        r"\bk(?:am|ommt) es (?:zu|zum|zur|dazu)\b",
        r"\bgeht es (?:um|bei|in)\b",
        r"\bhandelte? es sich\b",
        # "damit gerechnet, dass": what is meant follows.
        r"\bda(?:bei|für|gegen|mit|von|zu|ran|rüber)\b(?=.*, (?:dass|ob|wie|warum)\b)",
        rf"\bdiese[rmns]? (?:{_GERMAN_TIMES})\b",
    ),
}
_EMPTY_WORDS = {
    language: re.compile("|".join(patterns), re.IGNORECASE) for language, patterns in _EMPTY.items()
}
# Words that no name of the same clause can be meant by, and what begins another clause.
_FREE = re.compile(r"he|she|it|they|him|them|her|er|sie|es|ihn|ihm|ihnen", re.IGNORECASE)
_CLAUSE = re.compile(
    r",|\b(?:when|while|if|because|after|before|since|that|which|who|als|wenn|weil|dass|nachdem|"
    r"bevor|seit|die|der|das)\b|\b(?:and (?:wh\w+|how)|und w\w+)\b"
)


def opens_as_one_more(question: str, language: str) -> bool:
    """Say whether it opens with "and" or the like, and names nothing itself."""
    return _OPENS[language].match(question) is not None and not _names(question, language)


def points_back(question: str, language: str) -> bool:
    """Say whether a word of a question may mean something said before."""
    told = _without_empty(question, language)
    return any(words[language].search(told) for words in (_PERSONS, _THINGS, _ALWAYS))


def needs_a_name(question: str, language: str) -> bool:
    """Say whether a question means something said before that it does not name.

    "What did Obama say about her?" does. "When did Newton publish his book?" does not, nor does
    "How old was Newton when he died?": there the name that is meant comes first. Nor does "Is
    that bridge in Cologne?", which names another place.
    """
    told = _without_empty(question, language)
    if any(_lacks_its_name(told, language, found) for found in _PERSONS[language].finditer(told)):
        return True
    if _ALWAYS[language].search(told):
        return True
    return _THINGS[language].search(told) is not None and not _names(question, language)


def _without_empty(question: str, language: str) -> str:
    return _EMPTY_WORDS[language].sub("…", question)


def _names(question: str, language: str) -> bool:
    """Say whether a question has a name of its own; a lone German noun may be none."""
    for phrase in phrases(question, language):
        is_plain = language == "en" or phrase.preposition or " " in phrase.name
        if is_plain and not phrase.is_common and not phrase.is_number:
            return True
    return False


def _lacks_its_name(question: str, language: str, pronoun: re.Match[str]) -> bool:
    """Say whether no name before a pronoun can be meant by it."""
    name = next((p for p in phrases(question, language) if not p.is_number), None)
    if name is None or name.end > pronoun.start():
        return True
    is_free = _FREE.fullmatch(pronoun.group()) is not None
    return is_free and not _CLAUSE.search(question, name.end, pronoun.start())
