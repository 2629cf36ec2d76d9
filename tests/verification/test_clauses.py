"""A clause that no quote holds is not supported by being joined to one that a quote does hold."""

import pytest

from qa.library.translation import TranslationTable
from qa.models.catalog import SUPPORT_FILE, TRANSLATION_FILE, embedding_model
from qa.service import Service
from qa.verification.records import CitedQuote, StatementCheck
from qa.verification.support import SupportModel

MODEL = SupportModel(SUPPORT_FILE, TranslationTable(TRANSLATION_FILE), embedding_model("bundled"))
BUILT = "The bridge was built in 1931."
CLOSED = "The old bridge over the Weser was closed on Monday."
CRACKS = "Engineers found cracks in two of the pillars."
PANDA = "A red panda escaped from the zoo in Ulm."
GESPERRT = "Die alte Brücke ist seit Montag gesperrt."
ABGERISSEN = "Sie wird im Mai abgerissen."
ENTKAM = "Ein Panda entkam aus dem Zoo in Ulm."

SHOT = "Die Türkei hat am Dienstag einen russischen Kampfbomber abgeschossen."
STRIKE = "Train drivers went on strike for six days in March."
UNION = "The union asks for a week of 35 hours and for higher wages."


def judged(service: Service, text: str, *quotes: str) -> StatementCheck:
    cited = [CitedQuote(marker=k, quote=quote) for k, quote in enumerate(quotes, 1)]
    (found,) = service.verify(text, cited).statements
    return found


@pytest.mark.parametrize(
    ("statement", "quotes", "clause"),
    [
        (f"{STRIKE[:-1]}, and the minister resigned. [1]", [STRIKE], "and the minister resigned."),
        (f"{STRIKE[:-1]}, so they were dismissed. [1]", [STRIKE], "so they were dismissed."),
        (
            f"{STRIKE[:-1]}, and the minister resigned. [1][2]",
            [STRIKE, UNION],
            "and the minister resigned.",
        ),
        (f"{SHOT[:-1]}, und der Papst trat zurück. [1]", [SHOT], "und der Papst trat zurück."),
        (f"{SHOT[:-1]} und wird verklagt. [1]", [SHOT], "und wird verklagt."),
        (
            "Turkey shot down a Russian bomber on Tuesday, and the pope resigned. [1]",
            [SHOT],
            "and the pope resigned.",
        ),
        (
            "Lokführer streikten im März sechs Tage lang, und der Papst trat zurück. [1]",
            [STRIKE],
            "und der Papst trat zurück.",
        ),
    ],
)
def test_a_clause_put_in_is_not_supported_and_named(
    service: Service, statement: str, quotes: list[str], clause: str
) -> None:
    found = judged(service, statement, *quotes)
    assert not found.supported
    assert any(f"the quote does not say {clause!r}" in told for told in found.reasons)


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        (f"{STRIKE[:-1]}, and the union asks for higher wages. [1][2]", [STRIKE, UNION]),
        (f"{STRIKE[:-1]}, and the union asks for higher wages.", [f"{STRIKE} {UNION}"]),
        ("The union asks for 35 hours a week and for higher wages. [1]", [UNION]),
    ],
)
def test_two_clauses_are_supported_by_the_quotes_of_both(
    service: Service, statement: str, quotes: list[str]
) -> None:
    found = judged(service, statement, *quotes)
    assert found.supported, found.reasons


@pytest.mark.parametrize(
    ("statement", "language", "quote", "quote_language"),
    [
        ("The bridge was built in 1931, and it was ugly.", "en", BUILT, "en"),
        (f"{CRACKS[:-1]}, so the bridge will be demolished.", "en", CRACKS, "en"),
        (f"{CLOSED[:-1]}, and the mayor resigned.", "en", CLOSED, "en"),
        (f"The mayor resigned, and {CLOSED.replace('The', 'the')}", "en", CLOSED, "en"),
        ("The old bridge, which was ugly, was closed on Monday.", "en", CLOSED, "en"),
        (f"{PANDA[:-1]} and bit a child.", "en", PANDA, "en"),
        (f"{PANDA[:-1]}, injuring a keeper.", "en", PANDA, "en"),
        (f"{GESPERRT[:-1]} und wird abgerissen.", "de", GESPERRT, "de"),
        (f"{GESPERRT[:-1]}, und der Bürgermeister trat zurück.", "de", GESPERRT, "de"),
        (f"{ENTKAM[:-1]} und biss ein Kind.", "de", ENTKAM, "de"),
        ("Ein Panda, der ein Kind gebissen hat, entkam aus dem Zoo.", "de", ENTKAM, "de"),
        (
            "The old bridge has been closed since Monday and will be demolished.",
            "en",
            GESPERRT,
            "de",
        ),
        (
            "Die alte Brücke wurde am Montag gesperrt, und der Bürgermeister trat zurück.",
            "de",
            CLOSED,
            "en",
        ),
    ],
)
def test_an_invented_clause_is_found(
    statement: str, language: str, quote: str, quote_language: str
) -> None:
    found = MODEL.support(statement, language, quote, quote_language)
    assert not found.is_enough
    assert any("the quote does not say" in told for told in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("statement", "language", "quote", "quote_language"),
    [
        (f"{CRACKS[:-1]}, so the bridge was shut.", "en", f"{CRACKS} The bridge was shut.", "en"),
        ("The bridge was built in 1931, and it was closed.", "en", f"{BUILT} {CLOSED}", "en"),
        (f"{PANDA[:-1]} and bit a child.", "en", f"{PANDA} It bit a child on Monday.", "en"),
        (f"{GESPERRT[:-1]} und wird abgerissen.", "de", f"{GESPERRT} {ABGERISSEN}", "de"),
        (
            "The old bridge has been closed since Monday and will be demolished.",
            "en",
            f"{GESPERRT} {ABGERISSEN}",
            "de",
        ),
        (
            f"{GESPERRT[:-1]}, und der Bürgermeister trat zurück.",
            "de",
            "The old bridge has been closed since Monday. The mayor resigned.",
            "en",
        ),
        # Names and things that "and" joins are no clauses.
        ("Anna met Bert and Carla in Ulm.", "en", "In Ulm Anna met Bert and Carla.", "en"),
        ("Er kaufte Brot und alten Käse.", "de", "Er kaufte am Montag Brot und alten Käse.", "de"),
    ],
)
def test_a_compound_statement_that_the_quote_holds_is_supported(
    statement: str, language: str, quote: str, quote_language: str
) -> None:
    found = MODEL.support(statement, language, quote, quote_language)
    assert found.is_enough, found.reasons
