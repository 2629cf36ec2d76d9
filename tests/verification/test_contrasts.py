"""A few words can turn a statement round; what says the same in other words stays supported."""

import pytest

from qa.language import detect_language
from qa.library.translation import TranslationTable
from qa.models.catalog import SUPPORT_FILE, TRANSLATION_FILE, embedding_model
from qa.verification.support import SupportModel

MODEL = SupportModel(SUPPORT_FILE, TranslationTable(TRANSLATION_FILE), embedding_model("bundled"))
PLANS = "The company plans to close the factory in Leeds next year."
MINERS = "Some of the miners survived the collapse before rescuers arrived."
DENIED = "The minister denied that taxes would rise to 20 percent."
PROFITS = "Profits rose by 3 million euros, more than in 2019."
TALKS = "If the talks fail, the union will call a strike on Monday."
ABOUT = "The hospital treated about 40 people, most of them with cuts."
JUDGES = "Only two of the ten judges voted against the law."
BRIDGE = "The bridge was closed in 2014 and the tunnel was opened in 2016."
RUSSIA = "Russia accused Turkey of buying oil from the group."
PLANT = "Das Unternehmen will die Fabrik in Köln im nächsten Jahr schließen."
BERGLEUTE = "Einige der Bergleute überlebten, bevor die Retter kamen."
VORWURF = "Russland warf der Türkei vor, Öl von der Gruppe gekauft zu haben."
STREIK = "Wenn die Gespräche scheitern, ruft die Gewerkschaft am Montag zum Streik auf."
ANKARA = (
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe gegen "
    "den IS in Syrien ein."
)
EARNED = "The company earned 4,500 million euros in 2019."
DOLLARS = "The price is $5 million."
LED = "Die Klinik wird von Anna Beck geleitet."
REJECTED = "The government rejected the plan."
RAILWAY = "The government in London stopped the construction of the railway in March."


@pytest.mark.parametrize(
    ("statement", "quote", "reason"),
    [
        ("The company closed the factory in Leeds.", PLANS, "planned, possible or disputed"),
        ("The company plans to open the factory in Leeds next year.", PLANS, "not 'opened'"),
        ("The company plans to close the factory in Leeds next month.", PLANS, "not 'months'"),
        ("The company plans to close all factories in Leeds next year.", PLANS, "not say 'all'"),
        (MINERS.replace("Some", "All"), MINERS, "the quote says 'some', not 'all'"),
        (MINERS.replace("before", "after"), MINERS, "the quote says 'before', not 'after'"),
        ("The miners survived the collapse.", MINERS, "speaks of a part: 'Some of the miners'"),
        (DENIED.replace("denied", "confirmed"), DENIED, "the quote says 'denied', not 'said'"),
        ("Taxes would rise to 20 percent.", DENIED, "planned, possible or disputed"),
        (PROFITS.replace("rose", "fell"), PROFITS, "the quote says 'up', not 'down'"),
        (PROFITS.replace("million", "billion"), PROFITS, "says 'million', not '1,000 million'"),
        (PROFITS.replace("more", "less"), PROFITS, "the quote says 'more', not 'less'"),
        (PROFITS.replace("euros", "dollars"), PROFITS, "the quote says 'euros', not 'dollars'"),
        (PROFITS.replace("by", "to"), PROFITS, "the quote says 'by', not 'to'"),
        ("The union will call a strike on Monday.", TALKS, "planned, possible or disputed"),
        ("The hospital treated exactly 40 people.", ABOUT, "says 'about', not 'exactly'"),
        ("Two of the ten judges voted for the law.", JUDGES, "says 'against', not 'for'"),
        ("The bridge was closed because the tunnel was opened.", BRIDGE, "not say 'because'"),
        ("Turkey bought oil from the group.", RUSSIA, "planned, possible or disputed"),
        ("Das Unternehmen hat die Fabrik in Köln geschlossen.", PLANT, "planned, possible"),
        (BERGLEUTE.replace("bevor", "nachdem"), BERGLEUTE, "says 'before', not 'after'"),
        ("Alle Bergleute überlebten.", BERGLEUTE, "the quote says 'some', not 'all'"),
        ("Die Türkei hat Öl von der Gruppe gekauft.", VORWURF, "planned, possible or disputed"),
        ("Die Gewerkschaft ruft am Montag zum Streik auf.", STREIK, "planned, possible"),
        ("Theresa May resigned.", "Theresa May plans to resign.", "planned, possible"),
        ("The bridge was closed.", "The bridge may be closed on Monday.", "planned, possible"),
        ("Anna Beck leitete die Klinik.", "Anna Beck wird die Klinik leiten.", "planned, possible"),
        ("Die Klinik wurde verkauft.", "Die Klinik wird im nächsten Jahr verkauft.", "planned"),
        ("The west of Turkey was hit.", "The east of Turkey was hit.", "says 'east', not 'west'"),
        (EARNED.replace("million", "billion"), EARNED, "says 'million', not '1,000 million'"),
        (DOLLARS.replace("$", "€"), DOLLARS, "the quote says 'dollars', not 'euros'"),
        ("The price is 5 million euros.", DOLLARS, "the quote says 'dollars', not 'euros'"),
        ("Der Preis ist 5 Millionen Euro.", DOLLARS, "the quote says 'dollars', not 'euros'"),
        ("The price rose by 5 dollars.", "The price rose by 5%.", "says 'percent', not 'dollars'"),
        ("The price rose by 5%.", "The price rose by $5.", "says 'dollars', not 'percent'"),
        ("The government accepted the plan.", REJECTED, "says 'against', not 'for'"),
        (
            "Out of fear of Russian retaliation, the government in Ankara started air strikes "
            "against IS in Syria.",
            ANKARA,
            "the quote says 'ended', not 'begun'",
        ),
        (
            "Die Regierung in London begann den Bau der Bahnstrecke im März.",
            RAILWAY,
            "the quote says 'ended', not 'begun'",
        ),
    ],
)  # fmt: skip
def test_what_turns_a_quote_round_is_not_supported(
    statement: str, quote: str, reason: str
) -> None:
    found = MODEL.support(statement, detect_language(statement), quote, detect_language(quote))
    assert not found.is_enough
    assert any(reason in told for told in found.reasons), found.reasons
    assert found.probability <= 0.3


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The company plans to close the factory in Leeds.", PLANS),
        ("The company may close the factory in Leeds next year.", PLANS),
        ("Some of the miners survived the collapse.", MINERS),
        ("Profits rose by 3 million euros.", PROFITS),
        ("If the talks fail, the union will call a strike.", TALKS),
        ("The hospital treated about 40 people.", ABOUT),
        ("The tunnel was opened in 2016.", BRIDGE),
        ("Einige der Bergleute überlebten.", BERGLEUTE),
        ("Theresa May resigned.", "Theresa May resigned in July 2019."),
        ("The bridge was closed.", "The bridge was closed in May."),
        ("Die Klinik wurde von Anna Beck geleitet.", LED),
        ("Die Klinik leitet Anna Beck.", LED),
        ("Die Klinik wird verkauft.", "Die Klinik wird im nächsten Jahr verkauft."),
        ("At least 20 people died in the east.", "At least 20 people died in the east on Monday."),
        ("The company earned 4.5 billion euros.", EARNED),
        ("The price is 5 million dollars.", DOLLARS),
        (DOLLARS, "The price is 5 million dollars, a tenth of what was asked."),
        ("The price rose by 5 percent.", "The price rose by 5% in May."),
        ("The government did not accept the plan.", REJECTED),
        (REJECTED, "The government did not accept the plan."),
        (
            "Out of fear of Russian retaliation, the government in Ankara stopped air strikes "
            "against IS in Syria.",
            ANKARA,
        ),
        ("Die Regierung in London stoppte den Bau der Bahnstrecke im März.", RAILWAY),
        (
            "The Soviet physicist Vitaly Ginzburg wrote about it in 1963.",
            "Der sowjetische Physiker Witali Ginsburg schrieb 1963 darüber.",
        ),
        (
            "It is the largest non-government employer in Pittsburgh.",
            "Sie ist der größte nichtstaatliche Arbeitgeber in Pittsburgh.",
        ),
    ],
)
def test_what_says_the_same_stays_supported(statement: str, quote: str) -> None:
    found = MODEL.support(statement, detect_language(statement), quote, detect_language(quote))
    assert found.is_enough, found.reasons
