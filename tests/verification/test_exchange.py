"""A clause may stand elsewhere; two names or numbers that change places say something else."""

import pytest

from qa.language import detect_language
from qa.library.translation import TranslationTable
from qa.models.catalog import SUPPORT_FILE, TRANSLATION_FILE, embedding_model
from qa.verification.support import SupportModel

MODEL = SupportModel(SUPPORT_FILE, TranslationTable(TRANSLATION_FILE), embedding_model("bundled"))
ARREST = "The police arrested three men in Hamburg on Friday."
FESTNAHME = "Die Polizei nahm am Freitag in Hamburg drei Männer fest."
FIRE = "The fire killed 17 people and injured 30."
STRIKE = "Train drivers went on strike for six days in March. The union asks for higher wages."


def is_supported(statement: str, quote: str) -> tuple[bool, tuple[str, ...]]:
    found = MODEL.support(statement, detect_language(statement), quote, detect_language(quote))
    return found.is_enough, found.reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("He was born on June 12, 1950.", "He was born on 12 June 1950."),
        ("On Friday, the police arrested three men in Hamburg.", ARREST),
        ("Am Freitag nahm die Polizei in Hamburg drei Männer fest.", FESTNAHME),
        ("In Hamburg nahm die Polizei am Freitag drei Männer fest.", FESTNAHME),
        ('Anna Beck said: "The river is clean."', '"The river is clean", Anna Beck said.'),
        (
            "Die CDU gewann die Wahl mit 32,9 Prozent.",
            "Bei der Wahl in Hessen gewann die CDU mit 32,9 Prozent.",
        ),
        ("The union asks for higher wages and train drivers went on strike for six days.", STRIKE),
        ("Die Türkei beschuldigte Russland.", "Russland wurde von der Türkei beschuldigt."),
        ("Den FC Bayern besiegte der VfB.", "Der VfB besiegte den FC Bayern."),
        ("Er sprach mit Merkel, der Kanzlerin.", "Er sprach mit Kanzlerin Merkel."),
    ],
)
def test_what_only_stands_elsewhere_is_supported(statement: str, quote: str) -> None:
    supported, reasons = is_supported(statement, quote)
    assert supported, reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Turkey accused Russia of buying oil.", "Russia accused Turkey of buying oil."),
        ("Uwe Kruse met Anna Beck in Dessau.", "Anna Beck met Uwe Kruse in Dessau."),
        ("The fire killed 30 people and injured 17.", FIRE),
        ("In Bremen, the police of Hamburg met.", "In Hamburg, the police of Bremen met."),
        ("On Monday she left, on Friday he came.", "On Friday she left, on Monday he came."),
        ("Microsoft sued Bank of America.", "Bank of America sued Microsoft."),
        ('Uwe Kruse said: "Anna Beck is wrong."', 'Anna Beck said: "Uwe Kruse is wrong."'),
        ("Bremen besiegte Hamburg am Freitag.", "Hamburg besiegte Bremen am Freitag."),
        (
            "Gestern beschuldigte Russland die Türkei.",
            "Gestern beschuldigte die Türkei Russland.",
        ),
        ("Schalke won 3:1 in Bremen.", "Schalke won 1:3 in Bremen."),
    ],
)
def test_what_has_changed_places_is_not_supported(statement: str, quote: str) -> None:
    supported, reasons = is_supported(statement, quote)
    assert not supported
    assert reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (
            "Near Tuesday aground ran Port Ellery's ferry.",
            "The ferry Corvina ran aground near Port Ellery on Tuesday.",
        ),
        ("Hamburg three arrested Friday police the men.", ARREST),
        ("Freitag Männer Polizei drei Hamburg fest nahm.", FESTNAHME),
    ],
)
def test_words_thrown_about_are_not_supported(statement: str, quote: str) -> None:
    supported, reasons = is_supported(statement, quote)
    assert not supported
    assert "the words stand in another order" in reasons


def test_what_has_changed_places_is_told() -> None:
    _, reasons = is_supported("Turkey accused Russia of it.", "Russia accused Turkey of it.")
    assert "two names or numbers have changed places" in reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The mayor did not agree.", "Neither the mayor nor the council agreed."),
        ("Neither the mayor nor the council came.", "The mayor and the council did not come."),
        ("Der Bürgermeister kam nicht.", "Weder der Bürgermeister noch der Rat kam."),
        (
            "Neither the mayor nor the council came to the meeting.",
            "Weder der Bürgermeister noch der Rat kam zur Sitzung.",
        ),
    ],
)
def test_what_is_denied_in_other_words_is_supported(statement: str, quote: str) -> None:
    supported, reasons = is_supported(statement, quote)
    assert supported, reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The mayor and the council came.", "Neither the mayor nor the council came."),
        ("Neither the mayor nor the council came.", "The mayor and the council came."),
        ("Der Bürgermeister kam.", "Weder der Bürgermeister noch der Rat kam."),
        ("The mayor came.", "Weder der Bürgermeister noch der Rat kam."),
        ("The government accepted the plan.", "The government did not accept the plan."),
        ("The government did not reject the plan.", "The government rejected the plan."),
    ],
)
def test_what_is_no_longer_denied_is_not_supported(statement: str, quote: str) -> None:
    assert not is_supported(statement, quote)[0]
