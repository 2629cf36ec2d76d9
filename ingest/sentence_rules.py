"""What the words beside a full stop say about it, where the segmenter errs.

The segmenter proposes ends; these rules decide the English and German cases they know.
"""

import re

OPENING = "\"'“”„‚‘’«»‹›([{¿¡"
# “ opens in English and closes in German: which marks may follow an end mark depends on it.
CLOSING = {"en": "\"'”’»›)]}", "de": "\"'“‘”’«»‹›)]}"}

_STARTERS = {
    "en": """A After Again All Also Although An And Another Are Around As At Back Because
        Before Both But By Can Critics Despite Did Do Does During Each Earlier Either Even
        Every Few Finally First For From Further Had Has Have He Her Here His How However I If
        In Instead Is It Its Last Later Let Many Maybe Meanwhile More Most Much My Neither Next
        No Nor Not Nothing Now Of Officials On Once One Only Or Other Others Our Over People
        Perhaps Police Second She Since So Some Soon Still Such That The Their Then There These
        They This Those Though Three Through Thus To Today Two Under Until Was We Were What
        When Where Whether Which While Who Why Will With Without Yes Yet You Your""",
    "de": """Ab Aber Alle Allerdings Alles Als Also Am An Andere Anfang Anschließend Auch Auf
        Aus Außerdem Bald Bei Beide Beim Bereits Bis Bisher Da Dabei Dadurch Dafür Dagegen
        Daher Damals Damit Danach Daneben Dann Daran Darauf Daraus Darin Darüber Darum Das Dass
        Davon Davor Dazu Dem Den Denn Dennoch Der Deren Derzeit Des Deshalb Dessen Deswegen Die
        Dies Diese Diesem Diesen Dieser Dieses Doch Dort Du Durch Ebenso Ein Eine Einem Einen
        Einer Eines Einige Er Erst Es Etwa Etwas Falls Ferner Früher Für Gegen Genau Gestern
        Heute Hier Hinter Hinzu Ich Ihm Ihn Ihr Ihre Ihrem Ihren Ihrer Im Immer In Inzwischen
        Ist Ja Jede Jeder Jedes Jedoch Jetzt Kein Keine Kurz Laut Man Manche Mehr Mein Meine
        Mit Mittlerweile Morgen Nach Nachdem Natürlich Neben Nein Nicht Nichts Noch Nun Nur Ob
        Obwohl Oder Oft Ohne Schließlich Schon Sehr Seine Seinem Seinen Seiner Seit Seitdem Sie
        Sind So Sobald Sogar Solche Somit Sondern Sonst Sowohl Später Statt Trotz Trotzdem Über
        Um Und Uns Unser Unsere Unter Viele Vielmehr Vom Von Vor Während War Waren Warum Was
        Weder Wegen Weil Weitere Wenn Wer Wie Wieder Wir Wird Wo Zu Zudem Zuerst Zugleich
        Zuletzt Zum Zumal Zunächst Zur Zuvor Zwar Zwischen""",
}
STARTERS = {language: frozenset(words.split()) for language, words in _STARTERS.items()}

# A name, a noun or a number always follows these: they never end a sentence.
_NEVER = {
    "en": """adm approx c ca capt cf cmdr col cpl dr e.g fr ft gen gov hon i.e lt maj messrs
        mme mr mrs ms mt mx pres prof rep rev sen sgt st supt viz vs v""",
    "de": """abb abs art bd bspw bzgl bzw ca d.h dipl dr ehem einschl evtl fr frhr gem ggf hl
        hr hrn hrsg inkl insb kath kgl lt m.e mag max min nr o.g op prof rd röm s.o s.u sog st
        svw tel u.a verh vgl vs z.b z.t z.zt zit zzgl""",
}
NEVER_ENDS = {language: frozenset(words.split()) for language, words in _NEVER.items()}

# These end a sentence only before a word that starts one.
_SOMETIMES = {
    "en": """a.m p.m al assn ave bldg blvd bros co corp dept dist esq est etc inc jr ltd m.d
        n.v no ph.d pty rd sr u.k u.n u.s u.s.a jan feb mar apr jun jul aug sep sept oct nov
        dec""",
    "de": """a.d a.m allg bldg bros chr co corp e.v etc geb gegr gest inc jh jhd jr jun sen m.w
        mio mrd o.ä p.m p.a sr std str tsd u.ä u.s.w usf usw u.v.m uvm jan feb aug sep sept okt
        nov dez mo di mi do fr sa so""",
}
SOMETIMES_ENDS = {language: frozenset(words.split()) for language, words in _SOMETIMES.items()}

# These belong to a number that follows them.
_NUMBERED = {
    "en": """apr art aug ch chap dec eq fig feb jan jul jun mar no nos nov oct op p par pp sec
        sep sept vol""",
    "de": """abb abs anm apr art aufl aug bd bl dez f feb ff jan jun jul kap lfd mär nov nr okt
        rn rz s sep sept str tab tel u.a z ziff""",
}
BEFORE_NUMBER = {language: frozenset(words.split()) for language, words in _NUMBERED.items()}

# German writes ordinals with a full stop: "am 3. Oktober", "im 19. Jahrhundert", "der 1. FC Köln".
_ORDINAL_NOUN = re.compile(
    r"(Jan|Feb|Mär|April|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\b|Jänner\b"
    r"|(Jahrhundert|Jahrtausend|Geburtstag|Jahrestag|Todestag|Lebensjahr|Weltkrieg|Wahlperiode"
    r"|Legislaturperiode|Bundesliga|Bundestag|Liga|FC|FSV|SC|SV|Platz|Rang|Stock|Etage|Klasse"
    r"|Auflage|Mal|Spieltag|Runde|Minute|Stunde|Woche|Etappe|Tag|Teil|Kapitel|Bezirk)\w*\b"
)
_BEFORE_ORDINAL = frozenset(
    """der die das den dem des am im vom zum zur beim ins jeder jede jedes jeden jedem ein eine
    einen einem einer sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer mein meinen
    unser unseren dieser diesen diesem diese seit bis ab nach vor ihrem und oder""".split()
)
_NUMBER = re.compile(r"\d{1,3}\.")
_ROMAN = re.compile(r"[IVXLC]+\.")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")
_ELLIPSIS = re.compile(r"(?:…|\.\.)\.?$")
_GLUED_LEFT = re.compile(r"(?:^|[\s(\"„“»«])[^\W\d_]*[^\W\d_]{2}[.!?]$")
_GLUED_RIGHT = re.compile(r"[^\W\d_]{2}")
_PLAIN_WORD = re.compile(r"(?:\w+-)*[^\W\d_]{4,}\.")
_WORD = re.compile(r"[^\W\d_]+")


def ends_sentence(left: str, right: str, language: str) -> bool | None:
    """Say whether a sentence ends between `left` and `right`; None where no rule knows.

    `left` is the sentence so far, up to and with its end and closing marks; `right` is what
    follows, with the white space between them.
    """
    bare = left.rstrip(CLOSING[language])
    rest = right.lstrip().lstrip(OPENING)
    if right and not right[0].isspace():
        return _ends_before_missing_blank(bare, right, language)
    if not rest:
        return True
    if rest[0].islower() or right.lstrip()[0] in ",;:)]}":
        return False
    if sum(map(str.isalpha, left[:40])) < 2 and left[-1:] == ".":
        return False  # the mark of a list item: "1.", "A."
    word = _WORD.match(rest)
    starts = word is not None and word.group() in STARTERS[language]
    if _ELLIPSIS.search(bare):
        return starts or (language == "en" and rest[0].isupper())
    if bare != left and bare[-1:] in ".!?" and (starts or rest[0].isdigit()):
        return True
    opens_quotation = right.lstrip()[0] in '"“„‚‘«»`'
    if bare != left or not left.endswith("."):
        return True if opens_quotation and bare[-1:] in ".!?" else None
    before, token = _last_two_tokens(left, language)
    if language == "de" and _NUMBER.fullmatch(token):
        return _ends_at_german_number(before, token, rest, starts)
    verdict = _ends_at_abbreviation(token, rest, language, starts)
    if verdict is None and (opens_quotation or rest[0].isdigit()) and _PLAIN_WORD.fullmatch(token):
        return True  # the segmenter misses these
    return verdict


def _ends_at_abbreviation(token: str, rest: str, language: str, starts: bool) -> bool | None:
    name = token[:-1].lower()
    if rest[0].isdigit() and (
        name in BEFORE_NUMBER[language] or (language == "de" and name.endswith("str"))
    ):
        return False
    if name in NEVER_ENDS[language]:
        return False
    if name in SOMETIMES_ENDS[language]:
        return starts
    if _INITIAL.fullmatch(token):
        return starts
    if language == "de" and _ROMAN.fullmatch(token):
        return starts
    return None


def _ends_at_german_number(before: str, token: str, rest: str, starts: bool) -> bool | None:
    if _ORDINAL_NOUN.match(rest):
        return False
    if starts:
        return True
    if before.lower() in _BEFORE_ORDINAL and len(token) <= 4:
        return False
    return None


def _ends_before_missing_blank(bare: str, right: str, language: str) -> bool:
    """Judge "…gesprochen.Vertreter": an end, unless it is an address, a name or a number."""
    if not (_GLUED_LEFT.search(bare[-40:]) and _GLUED_RIGHT.match(right)):
        return False
    if not right[0].isupper() or not right[1].islower():
        return False
    word = _WORD.match(right)
    starts = word is not None and word.group() in STARTERS[language]
    return starts or bare[:-1].split()[-1].lstrip(OPENING).islower()


def _last_two_tokens(left: str, language: str) -> tuple[str, str]:
    """Return the last token and the one before; an abbreviation set with blanks is one token."""
    tokens = left[-60:].split()
    tokens = [token.lstrip(OPENING) for token in tokens]
    token = tokens.pop()
    while tokens and _INITIAL.fullmatch(tokens[-1]) and _INITIAL.fullmatch(token):
        joined = tokens[-1] + token
        if joined[:-1].lower() not in NEVER_ENDS[language] | SOMETIMES_ENDS[language]:
            break
        token = joined
        tokens.pop()
    return (tokens[-1] if tokens else ""), token
