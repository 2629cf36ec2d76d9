"""Passives, shortenings and acronyms stay supported; ranks, units and denials are not mixed up."""

import pytest

from qa.library.translation import TranslationTable
from qa.models.catalog import SUPPORT_FILE, TRANSLATION_FILE, embedding_model
from qa.verification.support import SupportModel

MODEL = SupportModel(SUPPORT_FILE, TranslationTable(TRANSLATION_FILE), embedding_model("bundled"))
NOVEL = "The novel was translated into English three years later by Helen Lowe-Porter."
BARRETT = "The Senate confirmed Amy Coney Barrett to the Supreme Court on October 26, 2020."
FEUER = "Die Feuerwehr konnte das Feuer nach sechs Stunden löschen, verletzt wurde niemand."
GAS = "Carbon dioxide is heavier than air and does not burn."
MINISTER = "The minister, who was not present at the meeting, signed the contract in May 2015."
KOSOVO = "Spain does not recognise Kosovo, but it took part in the summit in Tirana."
HABITS = "He did not smoke, drink or gamble, and he never married."
LASCHET = "Der CDU-Politiker Armin Laschet wurde 2017 Ministerpräsident von Nordrhein-Westfalen."
TARIFFS = "The US and the EU agreed on Sunday to lift the tariffs."
RATE = "The European Central Bank raised its key interest rate by 0.25 percentage points to 4.5%."
SIEMENS = "Der Umsatz von Siemens stieg um acht Prozent auf 18,9 Milliarden Euro."
DANUBE = "The Danube is the second-longest river in Europe, after the Volga."
DOM = "Der Kölner Dom ist mit 157 Metern das zweithöchste Kirchengebäude Europas."
RIVER = "The river is 346 km (215 mi) long and drains an area of 12,935 km²."
GOLD = "Gold hat die Ordnungszahl 79 und schmilzt bei 1064 °C."
PARKS = "Rosa Parks refused to give up her seat to a white passenger in Montgomery."
BREIVIK = "Anders Breivik, who killed 77 people in 2011, was denied parole by a court on Tuesday."
VERFAHREN = (
    "Die Staatsanwaltschaft Köln hat das Verfahren gegen den Arzt eingestellt, weil sich der "
    "Verdacht nicht bestätigt habe."
)
LAW = "Das Gesetz gilt in allen Bundesländern außer Bayern."


@pytest.mark.parametrize(
    ("statement", "language", "quote", "quote_language"),
    [
        # Passives and shortenings move words, but keep phrases.
        ("Helen Lowe-Porter translated the novel into English.", "en", NOVEL, "en"),
        (
            "Amy Coney Barrett was confirmed to the Supreme Court by the Senate on October 26.",
            "en",
            BARRETT,
            "en",
        ),
        # What is denied is another clause.
        ("Nach sechs Stunden konnte die Feuerwehr das Feuer löschen.", "de", FEUER, "de"),
        ("Bei dem Feuer wurde niemand verletzt.", "de", FEUER, "de"),
        ("The minister signed the contract in May 2015.", "en", MINISTER, "en"),
        ("He did not drink or gamble.", "en", HABITS, "en"),
        # A year is no name; what "and" joins may change places.
        ("2017 wurde Laschet Ministerpräsident von Nordrhein-Westfalen.", "de", LASCHET, "de"),
        ("On Sunday the EU and the US agreed to lift the tariffs.", "en", TARIFFS, "en"),
        # "By" and "to" belong to their numbers, in digits or in words.
        ("Der Umsatz stieg um 8 Prozent auf 18,9 Milliarden Euro.", "de", SIEMENS, "de"),
        ("Siemens' revenue rose by 8% to €18.9 billion.", "en", SIEMENS, "de"),
        # Acronyms, signs and letters with a stroke.
        ("The ECB raised its key interest rate to 4.5%.", "en", RATE, "en"),
        ("The United States and the European Union agreed to lift tariffs.", "en", TARIFFS, "en"),
        ("Die USA und die EU einigten sich darauf, die Zölle aufzuheben.", "de", TARIFFS, "en"),
        ("The Federal Bureau of Investigation came.", "en", "The FBI came on Monday.", "en"),
        ("CO2 is heavier than air.", "en", GAS, "en"),
        ("Gold schmilzt bei 1064 Grad Celsius.", "de", GOLD, "de"),
        ("They met in Lodz on Monday.", "en", "They met in Łódź on Monday morning.", "en"),
        ("Der Zug fuhr um 17:40 Uhr ab.", "de", "Der Zug fuhr am Samstag um 17.40 Uhr ab.", "de"),
        # Words that are judged for themselves.
        ("Nobody was injured in Athens.", "en", "No one was injured in Athens on Sunday.", "en"),
        ("Almost 3,000 people came to Leeds.", "en", "Nearly 3,000 people came to Leeds.", "en"),
        # A parole that is denied, and a suspicion in another clause, dispute nothing.
        ("Anders Breivik killed 77 people in 2011.", "en", BREIVIK, "en"),
        ("Das Verfahren gegen den Arzt wurde eingestellt.", "de", VERFAHREN, "de"),
        ("The Danube is one of the longest rivers in Europe.", "en", DANUBE, "en"),
        ("Der Kölner Dom ist 157 Meter hoch.", "de", DOM, "de"),
        ("The river is 215 miles long.", "en", RIVER, "en"),
        ("Rosa Parks did not give up her seat to a white passenger.", "en", PARKS, "en"),
    ],
)
def test_what_says_the_same_otherwise_is_supported(
    statement: str, language: str, quote: str, quote_language: str
) -> None:
    found = MODEL.support(statement, language, quote, quote_language)
    assert found.is_enough, found.reasons


@pytest.mark.parametrize(
    ("statement", "language", "quote", "quote_language", "reason"),
    [
        ("Die Feuerwehr konnte das Feuer nicht löschen.", "de", FEUER, "de", "denies"),
        ("Carbon dioxide burns.", "en", GAS, "en", "the quote denies"),
        ("The minister did not sign the contract.", "en", MINISTER, "en", "the statement denies"),
        ("Spain did not take part in the summit in Tirana.", "en", KOSOVO, "en", "denies"),
        ("He smoked.", "en", HABITS, "en", "the quote denies"),
        (RATE.replace("0.25", "4.5", 1), "en", RATE, "en", "says 'to', not 'by'"),
        (RATE.replace("raised", "cut"), "en", RATE, "en", "says 'up', not 'down'"),
        ("Siemens' revenue rose to 8 percent.", "en", SIEMENS, "de", "says 'by', not 'to'"),
        ("The Danube is the longest river in Europe.", "en", DANUBE, "en", "'second-longest'"),
        ("The Danube is the third-longest river in Europe.", "en", DANUBE, "en", "second-longest"),
        (
            "The Volga is the second-longest river in Europe.",
            "en",
            "The Volga is the longest river in Europe.",
            "en",
            "does not say 'second-longest'",
        ),
        ("Der Kölner Dom ist das höchste Kirchengebäude Europas.", "de", DOM, "de", "zweithöchste"),
        ("Der Kölner Dom ist 157 Kilometer hoch.", "de", DOM, "de", "'metres', not 'kilometres'"),
        ("The river is 346 miles long.", "en", RIVER, "en", "'kilometres', not 'miles'"),
        ("The second woman came.", "en", "The first woman came.", "en", "'first woman'"),
        ("One third came.", "en", "Two thirds came.", "en", "the quote says 'Two thirds'"),
        ("Ein Drittel der Wähler kam.", "de", "Two thirds of voters came.", "en", "'Two thirds'"),
        ("President Pence came.", "en", "Vice-President Pence came.", "en", "'Vice-President'"),
        ("Rosa Parks agreed to give up her seat.", "en", PARKS, "en", "it was not done"),
        ("Das Gesetz gilt in allen Bundesländern.", "de", LAW, "de", "an exception"),
        ("The US asked for help.", "en", "China asked for help.", "en", "name US is not"),
        ("Die Oder steigt.", "de", "Die Elbe steigt.", "de", "name Oder is not"),
        ("The A8 was closed.", "en", "The A9 was closed for 8 hours.", "en", "name a8 is not"),
        ("It was closed to cars in May.", "en", "It was opened to cars in May.", "en", "'open"),
    ],
)
def test_another_rank_unit_or_denial_is_not_supported(
    statement: str, language: str, quote: str, quote_language: str, reason: str
) -> None:
    found = MODEL.support(statement, language, quote, quote_language)
    assert not found.is_enough
    assert any(reason in told for told in found.reasons), found.reasons


@pytest.mark.parametrize("hours", ["17:40 Uhr", "17.40 Uhr"])
def test_a_time_with_a_point_is_a_time(hours: str) -> None:
    for quote in ("um 17:40 Uhr", "um 17.40 Uhr"):
        assert MODEL.compare(f"um {hours}", "de", quote, "de").missing_numbers == ()


def test_votes_are_a_ratio_that_cannot_be_turned_round() -> None:
    quote = "The bill was rejected by 110 votes to 63."
    assert MODEL.compare("Es waren 110 zu 63 Stimmen.", "de", quote, "en").missing_numbers == ()
    assert MODEL.compare("Es waren 63 zu 110 Stimmen.", "de", quote, "en").missing_numbers
