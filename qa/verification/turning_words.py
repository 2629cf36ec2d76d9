"""Words that answer one question in several ways, in both languages: rose, fell."""

_BEFORE_NUMBER = r"(?= (?:[€$£]|\d))"
_CLAUSE_END = r"(?= *[.,;]|$)"
_RAISED = (
    r"rais(?:es?|ed|ing)(?! (?:in|by (?![\d€$£])\w+|(?:\w+ )?(?:concern|question|doubt|money|fund"
    r"|alarm|aware|hope|fear|child)\w*)\b)"
)
# Who was denied parole denies nothing.
DENIED = r"den(?:y|ies)|(?<!was )(?<!were )(?<!been )(?<!being )denied"
# Each group is one question with several answers; a word answers it one way, in either language.
# A statement that answers as the quote does not, where the quote answers otherwise, turns it round.
GROUPS: tuple[dict[str, str], ...] = (
    {
        "up": r"rises?|rose|risen|rising|increas\w+|grows?|grew|grown|climb\w*|surg\w+|soar\w*"
        rf"|{_RAISED}|steig\w*|stieg\w*|gestieg\w+|wächst|wuchs\w*|gewachsen|zunahm\w*"
        r"|zugenommen|erhöh\w+|angehoben\w*|anheb\w*"
        rf"|h[eo]b(?:t|en)?\b[^.]*\ban{_CLAUSE_END}",
        "down": r"falls?|fell|fallen|drops?|dropped|declin\w+|decreas\w+|shr[aiu]nk\w*|slump\w*"
        r"|cuts?|lower(?:s|ed|ing)|s[aiu]nk\w*|gesunken|fiel\w*|gefallen|schrumpf\w*|zurückg\w+|abgenommen|verringer\w+"
        r"|gesenkt\w*|senk\w+",
    },
    {
        "opened": r"open(?:s|ed|ing)?|reopen\w*|eröffn\w+|öffne\w*|geöffnet\w*",
        "closed": r"close(?! to\b)|close[sd]|closing|closure|shut\w*|schließ\w*|schloss\w*"
        r"|geschlossen\w*",
    },
    {
        "begun": r"start\w*|beg[aiu]n\w*|launch\w*|resum\w+|beginn\w*|begann\w*|begonnen"
        r"|gestartet|aufgenommen|nahm\w*\b[^.]*\bauf|anfing\w*|angefangen|eröffn\w+",
        "ended": r"stop\w*|halt(?:s|ed|ing)?|ceas\w+|end(?:s|ed|ing)?|suspend\w*|abandon\w*"
        r"|cancel\w*|stopp\w*|gestoppt|beende\w*|eingestellt|stell\w*\b[^.]*\bein|ausgesetzt"
        r"|abgebrochen|aufgehört",
    },
    {
        "for": r"voted for|in favou?r of|support(?:s|ed|ing)?|back(?:s|ed|ing)|approv\w+"
        r"|accept\w*|unterstütz\w*|befürwort\w*|billigt\w*|zugestimmt|stimm\w*\b[^.]*\b(?:für|zu)"
        r"|akzeptier\w*|voted to (?:join|accept|approve|adopt|support|back)"
        rf"|angenommen|nahm\w*\b[^.]*\ban{_CLAUSE_END}",
        "against": r"voted against|against|oppos(?:es|ed|ing)|reject\w*|refus\w*|stimm\w*"
        r"\b[^.]*\bgegen|lehn\w*\b[^.]*\bab|abgelehnt|ablehn\w*|verweiger\w*",
    },
    {
        "won": r"w[io]ns?|winning|gain(?:s|ed)|gewann\w*|gewonnen|gewinn\w*|siegte\w*",
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
        "convicted": r"convict(?:ed|s)|sentenced|jailed|found guilty|verurteil\w*",
        "acquitted": r"acquit\w*|not guilty|freigesprochen\w*|freispruch\w*",
    },
    {
        "granted": r"grant(?:s|ed|ing)?|gewähr(?:t|te|ten)|bewillig\w*",
        "refused": r"refus\w*|denied|verweiger\w*|abgelehnt|versagt",
    },
    {
        "seriously": r"(?:seriously|severely|badly|schwer)(?= (?:injur|wound|hurt|verletz))\w*",
        "slightly": r"(?:slightly|lightly|leicht)(?= (?:injur|wound|hurt|verletz))\w*",
    },
    {
        "arrested": r"arrest(?:s|ed)?|detain\w*|festgenommen|verhaftet",
        "released": r"releas(?:es?|ed)|freed|freigelassen",
    },
    {
        "lawful": r"lawful|constitutional(?! court)|rechtmäßig\w*|verfassungs(?:gemäß|konform)\w*",
        "unlawful": r"unlawful|illegal\w*|unconstitutional|(?:rechts|verfassungs)widrig\w*",
    },
    {
        "imposed": r"impos(?:es?|ed|ing)|verhäng\w*",
        "lifted": rf"lift(?:s|ed|ing)|aufgehoben|aufheb\w*|hob(?:en)?\b[^.]*\bauf{_CLAUSE_END}",
    },
    {
        "highest": r"highest|höchste[nrsm]?",
        "lowest": r"lowest|niedrigste[nrsm]?|tiefste[nrsm]?",
    },
    {
        "largest": r"largest|biggest|größte[nrsm]?",
        "smallest": r"smallest|kleinste[nrsm]?",
    },
    {
        "longest": r"longest|längste[nrsm]?",
        "shortest": r"shortest|kürzeste[nrsm]?",
    },
    {
        "fastest": r"fastest|schnellste[nrsm]?",
        "slowest": r"slowest|langsamste[nrsm]?",
    },
    {
        "oldest": r"oldest|älteste[nrsm]?",
        "youngest": r"youngest|jüngste[nrsm]?",
    },
    {
        "heavier": r"heavier|heaviest|schwerer(?: als)|schwerste[nrsm]?",
        "lighter": r"lighter|lightest|leichter(?: als)|leichteste[nrsm]?",
    },
    {
        "higher": r"higher|höher\w*",
        "lower": r"lower|niedriger\w*",
    },
    {
        "densely": r"dens(?:e|ely|est)|dicht(?:e[nrsm]?|esten)?",
        "sparsely": r"spars(?:e|ely|est)|dünn(?:e[nrsm]?|sten)?",
    },
    {
        "summer": r"summers?|sommer\w*",
        "winter": r"winters?|winter\w*",
    },
    {
        "inside": r"inside|innerhalb|drinnen",
        "outside": r"outside|außerhalb|draußen",
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
        "more": rf"more (?:\w+ )?than|at least|mehr als|mindestens|(?:over|über){_BEFORE_NUMBER}",
        "less": r"less (?:\w+ )?than|fewer|at most|weniger|höchstens"
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
        "denied": rf"{DENIED}|refut\w*|bestritt\w*|bestreite\w*|dementier\w*"
        r"|w[ie]+s\w*\b[^.]*\bzurück|zurückgewiesen",
    },
    {
        "hours": r"hours?|stunden?",
        "days": r"days?|daily|tag(?:e[ns]?)?|täglich",
        "weeks": r"weeks?|weekly|wochen?",
        "months": r"months?|monthly|monat(?:e[ns]?|s)?",
        "years": r"years?|yearly|annual\w*|jahr(?:e[ns]?|s)?|jährlich\w*",
    },
)
# A million is one in both languages; a German Billion is a trillion.
SCALES = {
    "en": {"million": r"millions?", "1,000 million": r"billions?|bn", "million²": r"trillions?"},
    "de": {"million": r"million\w*|mio", "1,000 million": r"milliarde\w*|mrd",
           "million²": r"billion\w*"},
}
