"""Words that deny, in both languages."""

import re

NEGATIONS = re.compile(
    r"\b(?:not|cannot|no|never|without|nobody|none|nothing|neither|nor|nowhere|non"
    r"|nicht|nicht(?!sdesto)[a-zäöü]{5,}|kein(?:e[mnrs]?)?|nie|niemals|ohne|niemand(?:e[mn])?|nichts|weder|nirgend\w*"
    r"|keines\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
# Verbs by which somebody says that it is not so.
DENYING = r"den(?:y|ies|ied|ying)|dementier\w*|bestr(?:eite[nt]?|itt\w*)"
_DENYING = re.compile(rf"\b(?:{DENYING})\b", re.IGNORECASE)


def n_denials(text: str) -> int:
    """Return how many words of a text deny: negations, and verbs such as "denied"."""
    return len(NEGATIONS.findall(text)) + len(_DENYING.findall(text))
