"""German words of nationality: in lower case, yet as telling as a name."""

from functools import cache

from babel import Locale

from qa.library.analysis import stem

SHARED_LETTERS = 4  # of Syrien and syrisch


def is_nationality(word: str) -> bool:
    """Say whether a German word, in lower case, tells a nation: deutsche, türkischen, syrisch.

    It is the name of a language in CLDR, or begins like that of a territory and ends as such
    adjectives do.
    """
    languages, territories = _beginnings()
    if stem(word, "de") in languages:
        return True
    return "isch" in word[SHARED_LETTERS - 1 :] and word[:SHARED_LETTERS] in territories


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[str]]:
    locale = Locale("de")
    languages = {stem(name.lower(), "de") for name in locale.languages.values()}
    territories = {name[:SHARED_LETTERS].lower() for name in locale.territories.values()}
    return frozenset(languages), frozenset(territories)
