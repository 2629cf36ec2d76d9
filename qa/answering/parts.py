"""Split a question that asks two or three things into the questions it is made of, by rule.

"Why did the minister resign and who succeeds him?" is two questions; "When and where did it
happen?" is one, and so is what only names two things. Where the rules are not sure, a question
stays whole: half a question may be answered by what nobody asked for.
"""

import re
from dataclasses import dataclass

MOST_PARTS = 3

# What may stand between two questions. After "and" a capital belongs to a title: "and What Is
# Life?".
_JOINT = re.compile(
    r"(?P<end>[?;])\s+(?:(?:[Aa]nd|[Uu]nd)\s+)?(?=\w)"
    r"|,?\s+(?:and|und)\s+(?:(?:also|then|auch|dann|außerdem)\s+)?(?=[a-z])"
    r"|(?P<comma>,)\s+(?=[a-z])"
)
_LEADING = re.compile(
    r"(?:(?:and|but|so|und|aber) )?"
    r"(?:(?:according to|in|on|at|after|before|during|since|besides) [^,;?]+, )?",
    re.IGNORECASE,
)
# "Between religion and …", "both … and …": the second of two things follows.
_AWAITS_AND = re.compile(
    r"\b(?:between|both|zwischen|sowohl)\b(?!.*\b(?:and|und)\b)", re.IGNORECASE
)
_BRACKETS = (("(", ")"), ("[", "]"), ("«", "»"))
_WORD = re.compile(r"\w")

_AUXILIARIES = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|"
    r"must)(?:n[’']t)?"
)
_DETERMINERS = (
    "the|an?|this|that|these|those|my|your|his|her|its|our|their|i|he|she|it|we|you|they|there|"
    "him|them|someone|anyone|any|some|all|both|each|every"
)
_IRREGULAR = (
    "ate|became|began|bought|broke|brought|built|came|caught|chose|cost|cut|drew|drove|fell|felt|"
    "fled|flew|fought|found|froze|gave|got|grew|heard|held|hit|hurt|kept|knew|laid|lay|led|left|"
    "lent|lost|made|meant|met|paid|ran|rang|read|rode|rose|said|sang|sank|sat|saw|sent|set|shot|"
    "shut|slept|sold|spent|spoke|spread|stole|stood|struck|swam|taught|thought|threw|told|took|"
    "understood|went|woke|won|wore|wrote"
)
_PAST = rf"(?:{_IRREGULAR}|(?!(?:need|seed|speed|indeed|hundred)\b)\w{{2,}}ed)"
# "What causes" is a verb, "what laws" is none.
_PRESENT = (
    "(?:happens|causes|makes|means|lies|follows|comes|remains|drives|explains|triggers|gives|takes|"
    "brings|becomes|keeps|connects|prevents|protects)"
)
_NO_PRESENT = "(?:else|this|his|its|always|sometimes|perhaps|besides)"
_NOUN = rf"(?:(?!(?:{_AUXILIARIES}|{_DETERMINERS}|{_PAST}|of|and|or|to|if|whether)\b)[\w’'-]+)"
_NOUNS = rf"{_NOUN}(?: (?:of (?:the |all )?)?{_NOUN}){{0,3}}"
_BEFORE = "(?:(?:at|in|on|by|for|from|to|with|of|about|since|until|under|after) )?"
_MEASURES = (
    "old|long|high|deep|far|big|large|tall|often|fast|quickly|soon|strong|heavy|expensive|wide|"
    "close|likely|bad|badly|hot|cold|warm|serious|seriously|dangerous|important|good|well|small"
)
_ASKED_FOR = (
    rf"(?:when|where|why|whom|how(?: (?:many|much)(?: {_NOUNS})?| (?:{_MEASURES}))?"
    rf"|(?:what|which|whose) {_NOUNS}|what)(?: (?:exactly|else|then|also))?"
)

_FINITE = (
    "ist|sind|war|waren|wäre|wären|sei|hat|haben|hatte|hatten|hätte|hätten|wird|werden|wurde|"
    "wurden|würde|würden|kann|können|konnte|konnten|könnte|könnten|muss|müssen|musste|mussten|"
    "müsste|müssten|soll|sollen|sollte|sollten|will|wollen|wollte|wollten|darf|dürfen|durfte|"
    "durften|dürfte|dürften|mag|mögen|möchte|möchten"
)
_STRONG = (
    "gab|kam|ging|fand|fiel|blieb|hielt|hieß|ließ|lag|saß|sah|schrieb|sprach|starb|trat|trug|nahm|"
    "verlor|zog|begann|gewann|errang|schoss|schlug|brach|half|stieg|sank|schloss|geschah|rief|lief|"
    "fuhr|flog|floh|lud|bat|warf|schuf|weiß|stahl|sang|trank|aß"
)
_NO_VERBS = (
    "nicht|mit|seit|statt|jetzt|oft|dort|fast|erst|selbst|zuletzt|laut|heute|gestern|den|einen|"
    "unten|oben|hinten|ihnen|letzte|letzten|erste|ersten|zweite|zweiten|gegen|neben|zwischen|"
    "seinen|ihren|keinen|diesen|jeden|allen|vielen|anderen"
)
_VERB = (
    rf"(?:{_FINITE}|(?:be|er|ver|ent|unter)?(?:{_STRONG})"
    rf"|(?!(?:{_NO_VERBS})\b)(?-i:[a-zäöüß]+)(?:t|te|ten|en|rn|ln))"
)
_GERMAN_NOUNS = (
    r"(?:(?:zwei|drei|vier|fünf) )?(?:(?-i:[a-zäöüß]+e[nrms]?) ){0,2}(?-i:[A-ZÄÖÜ])[\w-]*"
    r"(?: (?:(?:in|im|aus|von|vom|am|an|auf|bei|der|des|den|für|mit)(?: der| den| dem)? )?"
    r"(?-i:[A-ZÄÖÜ])[\w-]*){0,3}"
)
_GERMAN_BEFORE = (
    "(?:(?:ab|an|am|auf|aus|bei|bis|durch|für|gegen|in|im|mit|nach|seit|über|um|unter|von|vor|"
    "wegen|zu|zum|zur) )?"
)
_GERMAN_MEASURES = (
    "viele?|lange?|oft|hoch|tief|groß|alt|weit|stark|schnell|schwer|teuer|breit|warm|kalt|laut|"
    "häufig|wenige?"
)
_WHEREWITH = (
    "wo|wobei|wodurch|wofür|wogegen|woher|wohin|womit|wonach|woran|worauf|woraus|worin|worüber|"
    "worum|wovon|wovor|wozu"
)
_CAN_BE_SUBJECT = rf"(?:wer|was|(?:wie ?viele?|welche[rs]?|wessen) {_GERMAN_NOUNS}|wie ?viele?)"
_GERMAN_ASKED_FOR = (
    rf"(?:{_CAN_BE_SUBJECT}|wen|wem|wann|warum|wieso|weshalb|weswegen|{_WHEREWITH}"
    rf"|wie(?: (?:{_GERMAN_MEASURES}))?|welche[mn] {_GERMAN_NOUNS})"
    r"(?: (?:genau|sonst|noch|alles|eigentlich|denn))?"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Rules:
    """How the questions of a language open; `rest` is what follows the verb."""

    asks: re.Pattern[str]  # `end` is matched where the question may end after its verb
    is_none: re.Pattern[str]  # what looks like a question and is none
    sure: re.Pattern[str]  # verb before subject: it cannot be a clause of another sentence
    yes_no: re.Pattern[str]
    event: re.Pattern[str]  # whole without a further word
    inner: re.Pattern[str]  # begins a clause, with which what follows "and" may go on


_RULES = {
    "en": _Rules(
        asks=_compiled(
            rf"{_BEFORE}(?:(?:{_ASKED_FOR}|who(?: else)?) {_AUXILIARIES}"
            r"|(?:who|what|where|when|why|how)[’']s"
            rf"|(?P<end>who (?:first )?(?:(?!{_NO_PRESENT}\b)\w{{2,}}s|{_PAST})"
            rf"|what (?:{_PRESENT}(?! of\b)|{_PAST})"
            rf"|(?:which {_NOUNS}|what {_NOUNS}|how many(?: {_NOUNS})?) {_PAST}))\b(?P<rest>.*)"
        ),
        # "Religion and what is called magic" are two things of one question.
        is_none=_compiled(
            r"what (?:is|are|was|were) (?:\w+ )?(?:called|considered|known|now|termed|then|today)\b"
        ),
        sure=_compiled(
            rf"{_BEFORE}(?:(?:{_ASKED_FOR}|who) (?:do|does|did)(?:n[’']t)? \w"
            rf"|{_ASKED_FOR} {_AUXILIARIES} (?:(?:{_DETERMINERS})\b|(?-i:[A-Z])))"
        ),
        yes_no=_compiled(rf"{_AUXILIARIES}\b(?P<rest>.*)"),
        event=_compiled(r"(?:what happened|how many [\w ]+ (?:died|survived|drowned))\W*$"),
        inner=_compiled(
            r"\b(?:who|whom|whose|what|which|when|where|why|how|that|whether|if|because)\b"
        ),
    ),
    "de": _Rules(
        asks=_compiled(
            rf"{_GERMAN_BEFORE}(?:(?P<end>{_CAN_BE_SUBJECT} {_VERB}(?=\W*$))"
            rf"|{_GERMAN_ASKED_FOR} {_VERB})\b(?P<rest>.*)"
        ),
        # The verb at the end: "wer gewonnen hat" is part of another sentence.
        is_none=_compiled(
            r"\w+ .*\w (?:ist|sind|war|waren|hat|hatte|hatten|wird|wurde|wurden|würde|kann|konnte|"
            r"muss|musste|soll|sollte|will|wollte|darf|durfte)\W*$"
        ),
        sure=_compiled(
            rf"{_GERMAN_BEFORE}{_GERMAN_ASKED_FOR} {_VERB} "
            r"(?:(?:d(?:er|ie|as|en|em)|ein\w*|er|sie|es|man|ihn|ihm|ihr|sich|sein\w*|ihr\w*|"
            r"diese\w*)\b|(?-i:[A-ZÄÖÜ]))"
        ),
        yes_no=_compiled(rf"(?:{_FINITE}|gibt|gab)\b(?P<rest>.*)"),
        event=_compiled(
            r"(?:was (?:geschah|passierte)|wie viele [\w ]+ (?:starben|überlebten|ertranken))\W*$"
        ),
        inner=_compiled(
            r"\b(?:wer|wen|wem|wessen|was|wann|warum|wieso|weshalb|weswegen|wie|welche[mnrs]?|"
            rf"{_WHEREWITH}|ob|dass|wenn)\b"
        ),
    ),
}


def parts(question: str, language: str) -> tuple[str, ...]:
    """Return the questions that a question asks, up to three, in order; nearly always itself.

    Each is as it was written, without the "and" or the like before it.
    """
    return _split(question, _RULES[language], MOST_PARTS)


def _split(question: str, rules: _Rules, most: int) -> tuple[str, ...]:
    for joint in _JOINT.finditer(question) if most > 1 else ():
        # A question mark belongs to the question that it ends.
        head = question[: joint.end("end") if joint["end"] == "?" else joint.start()]
        tail = question[joint.end() :]
        # "Who can say, what happened …": after a comma a clause may follow.
        if joint["comma"] and not rules.sure.match(tail):
            continue
        if _asks(tail, rules) and _may_end(head, tail, rules):
            later = _split(tail, rules, most - 1)
            # A comma joins questions only in a list of three.
            if not joint["comma"] or len(later) > 1:
                return (head.strip(), *later)
    return (question,)


def _asks(text: str, rules: _Rules) -> re.Match[str] | None:
    """Return how a text opens as a question of its own: with a question word and a verb."""
    found = rules.asks.match(text)
    if found is None or not (found["end"] or _WORD.search(found["rest"])):
        return None
    return None if rules.is_none.match(text) else found


def _may_end(head: str, tail: str, rules: _Rules) -> bool:
    """Say whether the question before a joint is whole, so that another may follow."""
    leading = _LEADING.match(head)
    asked = head[leading.end() :] if leading else head
    is_sure = rules.sure.match(tail) is not None
    found = _asks(asked, rules) or (rules.yes_no.match(asked) if is_sure else None)
    if found is None or _AWAITS_AND.search(asked) or _is_open(head):
        return False
    if not _WORD.search(found["rest"]) and not rules.event.match(asked):
        return False  # "Who wrote and who directed the film?"
    return is_sure or not rules.inner.search(found["rest"])


def _is_open(head: str) -> bool:
    """Say whether a quotation or a bracket is open at the end of a text."""
    quotes = ("„", "“") if "„" in head else ("“", "”")
    return head.count('"') % 2 == 1 or any(
        head.count(opening) > head.count(closing) for opening, closing in (quotes, *_BRACKETS)
    )
