"""Two articles contradict each other where both answer, and only one of them can be right."""

from collections.abc import Iterator

import pytest

from qa.service import Service
from qa.types import Filters
from tests.answering.test_several_articles import article, asked

DIFFER = ("The articles contradict each other.", "Die Artikel widersprechen einander.")
# question, what one article says, what the other says; a German text begins with "de:"
CONTRADICTING = [
    ("Is the bridge in Alm open to lorries?",
     "The bridge in Alm is open to lorries again. Farmers were pleased.",
     "The bridge in Alm is not open to lorries again. Cracks were found."),
    ("How many skiers did the avalanche in Torsby kill?",
     "The avalanche in Torsby killed seven skiers on Friday, police said.",
     "The avalanche in Torsby killed nine skiers on Friday, police said."),
    ("How many people did the earthquake in Larissa kill?",
     "The earthquake in Larissa killed twelve people, the police said.",
     "The earthquake in Larissa killed fifteen people, the mayor said."),
    ("How many people died in the earthquake in Kolmar?",
     "de:Das Erdbeben in Kolmar tötete zwei Menschen. Mehrere Häuser stürzten ein.",
     "The earthquake in Kolmar killed seven people, rescuers said on Saturday."),
    ("What is the population of Velden?",
     "The town of Velden has a population of 4,200. It lies on a lake.",
     "The town of Velden has a population of 6,900. Tourism is its main business."),
    ("When did the mill in Orsa burn down?",
     "The mill in Orsa burned down on 5 March. Insurance will pay.",
     "The mill in Orsa burned down on 7 March. A new mill is planned."),
    ("How long is the Brenk tunnel?",
     "The Brenk tunnel is 5 km long. It opened last spring.",
     "de:Der Brenk-Tunnel ist 7000 Meter lang. Er wurde im Frühjahr freigegeben."),
    ("Did the minister resign?",
     "The minister, who had been ill for weeks, resigned on Monday.",
     "The minister, who had been ill for weeks, did not resign on Monday."),
    ("Ging die Fähre Corvina unter?",
     "de:Die Fähre Corvina, die 1998 gebaut wurde, ging am Montag unter.",
     "de:Die Fähre Corvina, die 1998 gebaut wurde, ging am Montag nicht unter."),
    ("Did Carla Brandt resign?",
     "Carla Brandt resigned on Monday after weeks of criticism, her office said.",
     "Carla Brandt, the transport minister, never resigned, her office said."),
    ("Is a tax on sugar planned in Talheim?",
     "A tax on sugar is planned in Talheim, the government said on Monday.",
     "The government denied that a tax on sugar is planned in Talheim."),
    ("Plant die Regierung in Talheim eine Steuer auf Zucker?",
     "de:Die Regierung in Talheim plant eine neue Steuer auf Zucker, sagte der Minister.",
     "de:Eine Steuer auf Zucker plant die Regierung in Talheim derzeit nicht."),
    ("Schließt Veltra sein Werk in Soltau?",
     "de:Der Autobauer Veltra schließt sein Werk in Soltau. Das teilte der Vorstand mit.",
     "de:Der Autobauer Veltra schließt sein Werk in Soltau nicht. Das sagte ein Sprecher."),
    ("How many people were killed in the fire in Braga?",
     "The fire in Braga killed at least 10 people, police said.",
     "The fire in Braga killed 7 people, the mayor said."),
    ("Wie viele Menschen starben bei dem Brand in Braga?",
     "de:Bei dem Brand in Braga starben nicht mehr als 10 Menschen, sagte die Polizei.",
     "de:Bei dem Brand in Braga starben 17 Menschen, sagte der Bürgermeister."),
    ("Wie viele Menschen starben bei dem Brand in Braga?",
     "de:Bei dem Brand in Braga starben fast 40 Menschen, sagte die Polizei.",
     "de:Bei dem Brand in Braga starben 42 Menschen, sagte der Bürgermeister."),
    ("How many percent of the vote did the mayor of Brekke win?",
     "The mayor of Brekke won 54 percent of the vote. He thanked his voters.",
     "The mayor of Brekke won 54.8 percent of the vote. Turnout was low."),
    ("How many euros does the new hall in Talheim cost?",
     "The new hall in Talheim costs 2 million euros. Critics were loud.",
     "The new hall in Talheim costs 2.4 million euros, the mayor said."),
    ("How many people did the earthquake in Larissa kill?",
     "de:Bei dem Erdbeben in Larissa kamen zwölf Menschen ums Leben.",
     "de:Bei dem Erdbeben in Larissa kamen 15 Menschen ums Leben, hieß es in Athen."),
    ("How many people work for Varo in Kiel?",
     "The battery maker Varo employs 1,200 people in Kiel.",
     "The battery maker Varo employs 900 people in Kiel, the union said in Hamburg."),
    ("How many people work for Varo?",
     "de:Varo beschäftigt 1200 Menschen in Köln.",
     "Varo employs 300 people in Cologne."),
    # A town may lie in the country.
    ("How many people were killed by the storm Odette?",
     "The storm Odette killed twelve people in Greece, the police said.",
     "The storm Odette killed fifteen people in Larissa, the mayor said."),
    # "There were" names no place.
    ("How many people did the earthquake in Larissa kill?",
     "The earthquake in Larissa killed twelve people, the police said.",
     "An earthquake shook Volos in May. There were 15 people killed by the one in Larissa."),
]  # fmt: skip
AGREEING = [
    ("How much aid was promised to Larissa?",
     "The state promised Larissa 1,500,000 euros of aid after the earthquake.",
     "The government promised 1.5 million euros of aid to Larissa."),
    ("How many tonnes of paper were lost in the Orsa fire?",
     "The owner, Nils Berg, said 12 000 tonnes of paper were lost in the Orsa fire.",
     "Some 12,000 tonnes of paper were lost in the Orsa fire, according to the owner."),
    ("How many tonnes of paper were lost in the Orsa fire?",
     "The owner, Nils Berg, said 12\u202f000 tonnes of paper were lost in the Orsa fire.",
     "As many as 12\u00a0000 tonnes of paper were lost in the Orsa fire, it was said."),
    ("How long is the Brenk tunnel?",
     "The Brenk tunnel is 5 km long. It opened last spring.",
     "de:Der Brenk-Tunnel ist 5000 Meter lang. Er wurde im Frühjahr freigegeben."),
    ("How many percent of the vote did the mayor of Brekke win?",
     "The mayor of Brekke won 54 percent of the vote. He thanked his voters.",
     "Of the vote, 54.0 percent went to the mayor of Brekke. Turnout was low."),
    ("Wie viel kostet das neue Hallenbad in Talheim?",
     "de:Das neue Hallenbad in Talheim kostet 14 Millionen Euro. Die Kritik war groß.",
     "The new swimming pool in Talheim costs 14.0 million euros. Critics were loud."),
    ("How many tourists did the ferry to Vestra carry in May?",
     "The ferry to Vestra carried 1,234 tourists in May. The island is small.",
     "The ferry to Vestra carried more than 1,200 tourists in May. The operator was content."),
    ("When did the concert in Halden begin?",
     "The concert in Halden began at 8 pm. It rained.",
     "The concert in Halden began at 20:00. Fans were happy."),
    ("When did the mill in Orsa burn down?",
     "The mill in Orsa burned down on 5 March. Insurance will pay.",
     "The mill in Orsa burned down in 2021. A new mill is planned."),
    ("Did Carla Brandt resign?",
     "Transport minister Carla Brandt resigned on Monday, without giving a reason.",
     "Carla Brandt, the transport minister, resigned on Monday after weeks of criticism."),
    ("Are the drivers of Metro Aveiro on strike?",
     "The drivers of Metro Aveiro are on strike. The union was in no mood to talk.",
     "The drivers of Metro Aveiro are on strike, and no trains are running."),
    ("How many passengers did Skylark carry?",
     "The airline Skylark carried 4.1 million passengers in 2022. Business was good.",
     "The airline Skylark carried 5.3 million passengers in 2023. Business was better."),
    ("What was the debt of Skylark?",
     "The airline Skylark had a debt of 410 million euros in 2022. Business was good.",
     "The airline Skylark had a debt of 530 million euros in 2023. Business was better."),
    ("How many people were killed in the fire in Braga?",
     "The fire in Braga killed at least 10 people, police said.",
     "The fire in Braga killed 17 people, the mayor said."),
    ("How many people were killed in the fire in Braga?",
     "The fire in Braga killed no fewer than ten people, police said.",
     "de:Bei dem Brand in Braga starben 17 Menschen, sagte der Bürgermeister."),
    ("Wie viele Menschen starben bei dem Brand in Braga?",
     "de:Bei dem Brand in Braga starben mehr als ein Dutzend Menschen, sagte die Polizei.",
     "de:Bei dem Brand in Braga starben 17 Menschen, sagte der Bürgermeister."),
    ("Wie viele Menschen starben bei dem Brand in Braga?",
     "de:Bei dem Brand in Braga starben bis zu 30 Menschen, sagte die Polizei.",
     "de:Bei dem Brand in Braga starben 17 Menschen, sagte der Bürgermeister."),
    ("Wie viele Menschen starben bei dem Brand in Braga?",
     "de:Bei dem Brand in Braga starben fast 40 Menschen, sagte die Polizei.",
     "de:Bei dem Brand in Braga starben 38 Menschen, sagte der Bürgermeister."),
    ("How many percent of the vote did the mayor of Brekke win?",
     "The mayor of Brekke won 54 percent of the vote. He thanked his voters.",
     "The mayor of Brekke won 54.3 percent of the vote. Turnout was low."),
    ("How many tonnes of paper were lost in the Orsa fire?",
     "The owner, Nils Berg, said 12,000 tonnes of paper were lost in the Orsa fire.",
     "In the Orsa fire 12,345 tonnes of paper were lost, according to the insurer."),
    ("Wie viele Menschen leben in Velden?",
     "de:In Velden leben rund 4000 Menschen. Die Stadt liegt an einem See.",
     "de:In Velden leben 4321 Menschen. Die Stadt lebt vom Tourismus."),
    # Numbers of different places may both be true.
    ("How many people work for Varo?",
     "The battery maker Varo employs 1,200 people in Kiel. It was founded in 2009.",
     "The battery maker Varo employs 300 people in Lübeck."),
    ("How many people work for Varo?",
     "In Kiel, the battery maker Varo employs 1,200 people.",
     "Varo opened a plant in Lübeck last year. The battery maker Varo employs 300 people there."),
    ("Wie viele Menschen arbeiten für Varo?",
     "de:Der Batteriehersteller Varo beschäftigt in Kiel 1200 Menschen.",
     "de:Der Batteriehersteller Varo eröffnete ein Werk in Lübeck. Dort beschäftigt Varo 300 "
     "Menschen."),
    ("How many people work for Varo?",
     "de:Varo beschäftigt mehr als 1200 Menschen in Kiel.",
     "Varo employs 300 people in Lübeck."),
]  # fmt: skip
# One contradiction, asked in either language: the questions, and the texts that say yes and no.
EITHER_WAY = [
    (("Did the minister resign?", "Trat der Minister zurück?"),
     "The minister, who had been ill for weeks, resigned on Monday.",
     "de:Der Minister, der seit Wochen krank war, trat am Montag nicht zurück."),
    (("Did the minister resign?", "Ist der Minister zurückgetreten?"),
     "The minister, who had been ill for weeks, resigned on Monday.",
     "de:Der Minister, der seit Wochen krank war, trat am Montag nicht zurück."),
    (("Did the minister resign?", "Trat der Minister zurück?"),
     "de:Der Minister, der seit Wochen krank war, trat am Montag zurück.",
     "The minister, who had been ill for weeks, did not resign on Monday."),
    (("Did the ferry Corvina sink?", "Ging die Fähre Corvina unter?"),
     "de:Die Fähre Corvina, die 1998 gebaut wurde, ging am Montag unter.",
     "The ferry Corvina, which was built in 1998, did not sink on Monday."),
    (("Did the ferry Corvina sink?", "Sank die Fähre Corvina?"),
     "The ferry Corvina, which was built in 1998, sank on Monday.",
     "The ferry Corvina, which was built in 1998, did not sink on Monday."),
    (("Is a tax on sugar planned in Talheim?", "Ist in Talheim eine Steuer auf Zucker geplant?"),
     "A tax on sugar is planned in Talheim, the government said on Monday.",
     "de:Eine Steuer auf Zucker plant die Regierung in Talheim derzeit nicht."),
    (("Did the minister know of the report before the vote?",
      "Wusste die Ministerin vor der Abstimmung von dem Bericht?"),
     "The minister knew of the report before the vote, her office said.",
     "de:Die Ministerin wusste vor der Abstimmung nichts von dem Bericht, sagte sie."),
]  # fmt: skip
# Yes and no, but not to one thing: in either language they are not set against each other.
BESIDE_IT = [
    (("Did the ferry Corvina sink?", "Sank die Fähre Corvina?"),
     "The ferry Corvina sank on Monday.",
     "de:Die Fähre Selma sank am Montag nicht."),
    (("Is Veltra closing its plant in Soltau?", "Schließt Veltra sein Werk in Soltau?"),
     "de:Der Autobauer Veltra schließt sein Werk in Soltau.",
     "Veltra is not closing its plant in Halle."),
    (("Did the government raise the tax on sugar?", "Hat die Regierung die Zuckersteuer erhöht?"),
     "The government raised the tax on sugar in March.",
     "The government did not raise the tax on alcohol in March."),
]  # fmt: skip
CONTRADICTING += [(question, *texts) for asked_as, *texts in EITHER_WAY for question in asked_as]
AGREEING += [(question, *texts) for asked_as, *texts in BESIDE_IT for question in asked_as]


def ids(pair: int) -> tuple[str, str]:
    return f"{pair}-one", f"{pair}-other"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    drafts = [
        article(name, text.removeprefix("de:"), "de" if text.startswith("de:") else "en")
        for k, (_, *texts) in enumerate([*CONTRADICTING, *AGREEING])
        for name, text in zip(ids(k), texts, strict=True)
    ]
    with asked(tmp_path_factory.mktemp("home"), *drafts) as it:
        yield it


@pytest.mark.parametrize("pair", range(len(CONTRADICTING)), ids=lambda k: CONTRADICTING[k][0])
def test_both_are_shown_where_one_must_be_wrong(service: Service, pair: int) -> None:
    answer = service.ask(CONTRADICTING[pair][0], filters=Filters(article_ids=ids(pair)))
    assert answer.text.startswith(DIFFER)
    assert {citation.article_id for citation in answer.citations} == set(ids(pair))


@pytest.mark.parametrize("pair", range(len(AGREEING)), ids=lambda k: AGREEING[k][0])
def test_articles_that_agree_are_not_set_against_each_other(service: Service, pair: int) -> None:
    both = ids(pair + len(CONTRADICTING))
    answer = service.ask(AGREEING[pair][0], filters=Filters(article_ids=both))
    assert answer.citations
    assert not answer.text.startswith(DIFFER)
