"""What names and signs are also called: the European Central Bank is the ECB, 5 % five percent."""

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.library.compounds import split

# Units that are written as signs; words() does not see these.
_SIGNS = {
    "€": " euros ", "$": " dollars ", "£": " pounds pfund ", "%": " percent prozent ",
    "°": " degrees grad ", "°C": " celsius ", "Celsius": " c ",
    "km/h": " kilometres kilometers per hour kilometer kilometern pro stunde ",
    "km²": " square kilometres kilometers quadratkilometer ",
    "square kilomet": " km² km2 ", "uadratkilomet": " km² km2 ",
}  # fmt: skip
# Names for one thing, the acronym first; in whichever way a quote writes it, it holds all of them.
_ALIASES = tuple(
    (re.compile(pattern), names)
    for pattern, names in (
        (
            r"\bUSA?\b|\bU\.S\.|\bUnited States\b|\bVereinigten? Staaten\b"
            r"|(?<!Latin )(?<!South )(?<!North )(?<!Central )\bAmericans?\b|\b[Aa]merikanisch\w*",
            "US USA U United States American Vereinigte Vereinigten Staaten amerikanisch",
        ),
        (
            r"\bUK\b|\bU\.K\.|\bUnited Kingdom\b|\bBritain\b|\bBritish\b|\bGroßbritanniens?\b"
            r"|\bVereinigte[ns]? Königreichs?\b|\b[Bb]ritisch\w*",
            "UK United Kingdom Britain British Großbritannien Vereinigtes Königreich britisch",
        ),
        (
            r"\bEU\b|\bEuropean Union\b|\bEuropäischen? Union\b",
            "EU European Union Europäische Europäischen",
        ),
        (
            r"\bUNO?\b|\bUnited Nations\b|\bVereinten? Nationen\b",
            "UN UNO United Nations Vereinte Vereinten Nationen",
        ),
        (
            r"\bECB\b|\bEZB\b|\bEuropean Central Bank\b|\bEuropäischen? Zentralbank\b",
            "ECB EZB European Central Bank Europäische Europäischen Zentralbank",
        ),
        (
            r"\bIMF\b|\bIWF\b|\bInternational Monetary Fund\b|\bInternationalen? Währungsfonds\b",
            "IMF IWF International Monetary Fund Internationale Währungsfonds",
        ),
        (
            r"\bWHO\b|\bWorld Health Organi[sz]ation\b|\bWeltgesundheitsorganisation\b",
            "WHO World Health Organization Weltgesundheitsorganisation",
        ),
        (
            r"\bCO[2₂]\b|\b[Cc]arbon dioxide\b|\bKohlen(?:stoff)?dioxids?\b",
            "CO2 carbon dioxide Kohlendioxid Kohlenstoffdioxid",
        ),
    )
)
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_FEWEST_INITIALS, _MOST_INITIALS = 3, 6
# "Federal Bureau of Investigation" is the FBI.
_RUN = re.compile(r"\b[A-ZÄÖÜ]\w+(?:[ -](?:(?:of|the|for|and|der|des|für|und) )?[A-ZÄÖÜ]\w+)+")


@lru_cache(maxsize=5_000)
def acronyms_of(text: str) -> frozenset[str]:
    """Return the acronyms that a text has, and those of its names of three words or more."""
    found = {*ACRONYM.findall(spelled_out(text)), *re.findall(r"\bOder\b", text)}
    return frozenset(found.union(short for short, _ in initials_of(text)))


def initials_of(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the acronym of each name of several words, and these."""
    for run in _RUN.finditer(text):
        names = [part for part in re.split("[ -]", run[0]) if part[0].isupper()]
        # In German also that of compounds: the Europäische Zentralbank is the EZB.
        parts = ["".join(word[0] for word in split(name.lower()) or (name,)) for name in names]
        for first in range(len(names)):
            for last in range(first + 2, min(first + _MOST_INITIALS, len(names)) + 1):
                for letters in ([name[0] for name in names[first:last]], parts[first:last]):
                    if len("".join(letters)) >= _FEWEST_INITIALS:
                        yield "".join(letters).upper(), names[first:last]


def spelled_out(text: str) -> str:
    """Return a text with what its signs and names are also called."""
    aliases = " ".join(names for pattern, names in _ALIASES if pattern.search(text))
    units = "".join(unit for sign, unit in _SIGNS.items() if sign in text)
    return f"{text} {units} {aliases}"
