"""Whether the sentences of an answer follow from what they cite."""

import pytest

from qa.service import Service
from qa.verification.records import CitedQuote, StatementCheck
from tests.verification.conftest import ARTICLES

EATS = "They eat 17 fish a day, says Anna Beck."
STOPPED = (
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe gegen "
    "den IS in Syrien ein."
)
SHOT = "Die Türkei hat am Dienstag einen russischen Kampfbomber abgeschossen."
PAYS = "The town of Dessau does not pay for the damage."
STRIKE = "Train drivers went on strike for six days in March."
FOREIGNERS = (
    "Rotterdam hat in den Niederlanden den höchsten Anteil an Ausländern aus nicht "
    "industrialisierten Ländern."
)
OXFORD = "Oxford hat die älteste Universität im englischsprachigen Raum."


def judged(service: Service, text: str, *quotes: str) -> StatementCheck:
    cited = [CitedQuote(marker=k, quote=quote) for k, quote in enumerate(quotes, 1)]
    (found,) = service.verify(text, cited).statements
    assert 0 <= found.probability <= 1
    assert found.supported or found.reasons
    return found


@pytest.mark.parametrize("quote", [EATS, STOPPED, SHOT, PAYS, STRIKE])
def test_a_quote_supports_itself_with_certainty(service: Service, quote: str) -> None:
    found = judged(service, f"{quote} [1]", quote)
    assert (found.supported, found.probability, found.reasons) == (True, 1.0, ())
    assert found.quote == quote
    assert ARTICLES[str(found.article_id)][found.quote_start : found.quote_end] == quote


@pytest.mark.parametrize(
    ("statement", "quote", "reason"),
    [
        (EATS.replace("17", "71"), EATS, "number 71 is not in the quote"),
        (EATS.replace("Beck", "Kruse"), EATS, "name Kruse is not in the quote"),
        (PAYS.replace("does not pay", "pays"), PAYS, "the quote denies"),
        (STRIKE.replace("March", "May"), STRIKE, "date May is not in the quote"),
        (STRIKE.replace("six", "nine"), STRIKE, "number nine is not in the quote"),
        (STRIKE.replace("went", "never went"), STRIKE, "the statement denies"),
        (STOPPED.replace("Syrien", "Libyen"), STOPPED, "name Libyen is not in the quote"),
        (SHOT.replace("Dienstag", "Freitag"), SHOT, "date Freitag is not in the quote"),
        (SHOT.replace("einen", "keinen"), SHOT, "the statement denies"),
        ("Turkey shot down a Russian bomber on Friday.", SHOT, "date Friday is not in the quote"),
        ("Oxford has the oldest university in the Spanish-speaking world.", OXFORD, "name Spanish"),
        ("Greece shot down a Russian bomber on Tuesday.", SHOT, "name Greece is not in the quote"),
        ("Otter fressen 71 Fische am Tag, sagt Anna Beck.", EATS, "number 71 is not in the quote"),
        ("Otter fressen 17 Fische am Tag, sagt Uwe Kruse.", EATS, "name Kruse is not in the quote"),
    ],
)
def test_what_was_damaged_is_not_supported_and_said(
    service: Service, statement: str, quote: str, reason: str
) -> None:
    found = judged(service, f"{statement} [1]", quote)
    assert not found.supported
    assert any(told.startswith(reason) for told in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("They eat 17 fish a day.", EATS),
        ("Train drivers went on strike for 6 days.", STRIKE),
        ("Turkey shot down a Russian bomber on Tuesday.", SHOT),
        ("Die Lokführer streikten im März sechs Tage lang.", STRIKE),
        (
            "In the Netherlands, Rotterdam has the highest percentage of foreigners from "
            "non-industrialised countries.",
            FOREIGNERS,
        ),
        ("Oxford has the oldest university in the English-speaking world.", OXFORD),
        ("The government pays 3.5 million euros.", "Die Regierung zahlt 3,5 Millionen Euro."),
    ],
)
def test_a_shorter_or_translated_statement_is_supported(
    service: Service, statement: str, quote: str
) -> None:
    found = judged(service, f"{statement} [1]", quote)
    assert found.supported, (found.probability, found.reasons)


def test_a_statement_without_a_marker_is_judged_by_all_citations(service: Service) -> None:
    assert judged(service, STRIKE, EATS, STRIKE).quote == STRIKE


def test_a_statement_is_judged_by_what_it_cites_alone(service: Service) -> None:
    assert not judged(service, f"{STRIKE} [1]", EATS, STRIKE).supported


def test_two_quotes_support_together(service: Service) -> None:
    both = "Train drivers went on strike for six days and the union asks for a week of 35 hours."
    asks = "The union asks for a week of 35 hours and for higher wages."
    assert not judged(service, f"{both} [1]", STRIKE).supported
    assert judged(service, f"{both} [1][2]", STRIKE, asks).supported


def test_of_many_quotes_the_nearest_support_together(service: Service) -> None:
    both = "Train drivers went on strike for six days and the union asks for a week of 35 hours."
    asks = "The union asks for a week of 35 hours and for higher wages."
    others = [EATS, PAYS, "Otters returned to the Elbe in 2019.", "The river is clean again.", SHOT]
    quotes = (asks, *others, STRIKE)
    markers = "".join(f"[{k}]" for k in range(1, len(quotes) + 1))
    assert judged(service, f"{both} {markers}", *quotes).supported
    assert not judged(service, f"{both} {markers}", asks, *others, EATS).supported


def test_an_item_number_is_no_number_of_the_statement(service: Service) -> None:
    assert judged(service, "2. They eat 17 fish a day. [1]", EATS).supported
    assert not judged(service, "2. They eat 2 fish a day. [1]", EATS).supported


def test_a_text_that_cites_nothing_is_looked_up(service: Service) -> None:
    found = judged(service, "Otters returned to the Elbe in 2019.")
    assert (found.supported, found.article_id) == (True, "otters")
    assert not judged(service, "Otters returned to the Elbe in 2015.").supported
    assert not judged(service, "Whales sing in the Baltic Sea at night.").supported
    assert judged(service, "Turkey shot down a Russian bomber on Tuesday.").article_id == "flug"


def test_a_quote_that_stands_nowhere_supports_nothing(service: Service) -> None:
    invented = "Whales sing in the Baltic Sea at night."
    found = judged(service, f"{invented} [1]", invented)
    assert (found.supported, found.probability, found.quote) == (False, 0.0, None)
    assert found.reasons[0].startswith("citation [1] is missing")


def test_a_marker_without_a_citation_is_told(service: Service) -> None:
    found = judged(service, f"{EATS} [7]", EATS)
    assert not found.supported
    assert "there is no citation [7]" in found.reasons


def test_a_changed_quote_supports_what_stands_there_now(service: Service) -> None:
    wrong = EATS.replace("17", "71")
    assert not judged(service, f"{wrong} [1]", wrong).supported
    assert judged(service, f"{EATS} [1]", wrong).supported


def test_our_own_answers_are_exact_and_supported(service: Service) -> None:
    for question in ("Why did Turkey stop airstrikes?", "How long did train drivers strike?"):
        answer = service.ask(question)
        cited = [
            CitedQuote(
                marker=c.marker, quote=c.quote, article_id=c.article_id, start=c.start, end=c.end,
                article_sha256=c.article_sha256, quote_sha256=c.quote_sha256,
            )
            for c in answer.citations
        ]  # fmt: skip
        assert cited
        verification = service.verify(answer.text, cited)
        assert verification.all_exact
        assert verification.all_supported
        assert all(s.probability == 1.0 for s in verification.statements)


def test_nothing_to_verify_is_no_error(service: Service) -> None:
    verification = service.verify("", [])
    assert (verification.citations, verification.statements) == ((), ())
    assert verification.all_exact
    assert verification.all_supported
