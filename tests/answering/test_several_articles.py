"""Several articles: copies count once, contradictions are shown with their dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.articles import Draft
from qa.library.copies import say_the_same
from qa.service import Service
from qa.settings import load_settings
from qa.types import AnswerKind
from ui.home import open_home

AGENCY = (
    "Ein Frachter hat am Montag in Duisburg den Pfeiler einer Brücke gerammt. Die Polizei sperrte "
    "die Brücke für Lastwagen, nachdem Risse im Beton entdeckt worden waren. Der Kapitän blieb "
    "unverletzt. Gutachter prüfen nun den Schaden an der Brücke und am Schiff."
)
EDITED = AGENCY.replace("Ein Frachter hat", "Wie gestern gemeldet, hat ein Frachter")


@contextmanager
def asked(folder: Path, *drafts: Draft) -> Iterator[Service]:
    with open_home(load_settings({"home": folder}, {}, Path("no.env"))) as home:
        home.pipeline.ingest(drafts)
        yield home.service


def article(name: str, text: str, language: str = "de", published: str | None = None) -> Draft:
    return Draft(text=text, item=name, id=name, title=name, language=language, published=published)


def test_an_agency_copy_is_quoted_once(tmp_path: Path) -> None:
    with asked(tmp_path, article("a", AGENCY), article("b", EDITED), article("c", AGENCY)) as it:
        answer = it.ask("Warum sperrte die Polizei die Brücke?")
    closed = [c for c in answer.citations if "sperrte" in c.quote]
    assert len(closed) == 1
    assert len({c.quote for c in answer.citations}) == len(answer.citations)


def test_copies_make_an_answer_no_less_sure(tmp_path: Path) -> None:
    question = "Warum sperrte die Polizei die Brücke?"
    with asked(tmp_path / "one", article("a", AGENCY)) as it:
        alone = it.ask(question).confidence
    with asked(tmp_path / "two", article("a", AGENCY), article("b", AGENCY)) as it:
        twice = it.ask(question).confidence
    assert twice > alone - 0.1


def test_another_number_in_another_article_is_shown_with_both_dates(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("early", "Bei dem Zugunglück in Bad Aibling starben am Dienstag 10 Menschen.",
                published="2016-02-09"),
        article("late", "Bei dem Zugunglück in Bad Aibling starben nach neuen Angaben 12 Menschen.",
                published="2016-02-16"),
    ) as it:
        answer = it.ask("Wie viele Menschen starben bei dem Zugunglück in Bad Aibling?")
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.text.startswith("Die Artikel widersprechen einander.")
    assert "early, 9. Februar 2016: " in answer.text
    assert "late, 16. Februar 2016: " in answer.text
    assert {c.article_id for c in answer.citations} == {"early", "late"}


THREE_NUMBERS = [
    article("army", "The attack in Dorna killed five people, the army said.", "en"),
    article("police", "Three people were killed in the attack in Dorna, police said.", "en",
            "2024-05-02"),
    article("mayor", "Bei dem Anschlag in Dorna wurden vier Menschen getötet, sagte der "
            "Bürgermeister."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "dated"),
    [
        ("How many people were killed in the attack in Dorna?", "police, 2 May 2024: "),
        ("Wie viele Menschen wurden bei dem Anschlag in Dorna getötet?", "police, 2. Mai 2024: "),
    ],
)
def test_three_numbers_are_all_shown_the_best_first(
    tmp_path: Path, question: str, dated: str
) -> None:
    with asked(tmp_path, *THREE_NUMBERS) as it:
        answer = it.ask(question)
    assert {c.article_id for c in answer.citations} == {"army", "police", "mayor"}
    assert [c.marker for c in answer.citations] == [1, 2, 3]
    supports = [c.support for c in answer.citations]
    assert supports == sorted(supports, reverse=True)
    assert sum(supports) == pytest.approx(answer.confidence, abs=1e-3)
    assert dated in answer.text
    assert answer.text.count("\n\n") == 3


def test_of_four_numbers_three_are_shown(tmp_path: Path) -> None:
    fourth = article("doctor", "The attack in Dorna killed six people, a doctor said.", "en")
    with asked(tmp_path, *THREE_NUMBERS, fourth) as it:
        answer = it.ask("How many people were killed in the attack in Dorna?")
    assert len({c.article_id for c in answer.citations}) == len(answer.citations) == 3


def test_a_third_article_that_agrees_with_one_of_two_is_not_shown(tmp_path: Path) -> None:
    army, police, _ = THREE_NUMBERS
    agreeing = article("doctor", "At least four people died in the attack in Dorna.", "en")
    with asked(tmp_path, army, police, agreeing) as it:
        answer = it.ask("How many people were killed in the attack in Dorna?")
    assert answer.text.startswith("The articles contradict each other.")
    assert len(answer.citations) == 2
    assert "police" in {c.article_id for c in answer.citations}


def test_an_updated_copy_with_another_number_is_shown_beside_the_first(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("early", f"{AGENCY} Die Reparatur kostet 300.000 Euro.", published="2024-03-01"),
        article("late", f"{AGENCY} Die Reparatur kostet 450.000 Euro.", published="2024-03-09"),
    ) as it:
        answer = it.ask("Wie viel kostet die Reparatur der Brücke?")
    assert answer.text.startswith("Die Artikel widersprechen einander.")
    assert {c.published for c in answer.citations} == {"2024-03-01", "2024-03-09"}


@pytest.mark.parametrize(
    ("question", "early", "late"),
    [
        ("Wie viele Wochen dauert die Reparatur der Brücke?",
         f"{AGENCY} Die Reparatur dauert sieben Wochen.",
         f"{AGENCY} Die Reparatur dauert neun Wochen."),
        ("Sperrte die Polizei die Brücke für Lastwagen?",
         AGENCY, AGENCY.replace("sperrte die Brücke für", "sperrte die Brücke nicht für")),
    ],
)  # fmt: skip
def test_a_copy_with_another_number_or_a_denial_is_shown_beside_the_first(
    tmp_path: Path, question: str, early: str, late: str
) -> None:
    with asked(tmp_path, article("early", early), article("late", late)) as it:
        answer = it.ask(question)
        hits = it.search(question)
    assert answer.text.startswith("Die Artikel widersprechen einander.")
    assert {hit.passage.article_id for hit in hits} == {"early", "late"}


def test_yes_against_no_is_shown(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("yes", "The minister knew of the report before the vote, her office said.", "en"),
        article("no", "The minister did not know of the report before the vote, she said.", "en"),
    ) as it:
        answer = it.ask("Did the minister know of the report before the vote?")
    assert answer.text.startswith("The articles contradict each other.")
    assert "undated" in answer.text
    assert len(answer.citations) == 2


def test_articles_that_agree_do_not_contradict(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("one", "Bei dem Zugunglück in Bad Aibling starben am Dienstag 12 Menschen."),
        article("two", "Insgesamt 12 Menschen sind bei dem Unglück in Bad Aibling gestorben."),
    ) as it:
        answer = it.ask("Wie viele Menschen starben bei dem Zugunglück in Bad Aibling?")
    assert "widersprechen" not in answer.text


HELD = (
    "The shipyard Kappel will build four ferries for Norway in Husum. The contract is worth 90 "
    "million euros. The works council welcomed the order and spoke of a good day for the region."
)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("HUSUM, 3 April (Reuters) - ", "HUSUM, 4 April (Reuters) - "),
        ("Husum, 3. April (dpa) - ", "Husum, 4. April (dpa) - "),
    ],
)
def test_a_dateline_makes_no_other_article(tmp_path: Path, early: str, late: str) -> None:
    with asked(
        tmp_path, article("a", early + HELD, "en"), article("b", late + HELD, "en")
    ) as it:
        answer = it.ask("How many ferries will the shipyard Kappel build?")
        hits = it.search("How many ferries will the shipyard Kappel build?")
    assert "contradict" not in answer.text
    assert len([c for c in answer.citations if "ferries" in c.quote]) == 1
    assert len(hits) == 1


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Many copies of one agency text, and three articles that have something of their own."""
    text = (
        "The oil tanker Selma ran aground off Norderney on Tuesday night. The tanker Selma had 12 "
        "sailors on board, the agency learned. A tug tried to pull it free at high tide."
    )
    drafts = [article(f"copy-{k}", text, "en") for k in range(25)]
    drafts += [
        article("owner", "There were 21 sailors on the tanker Selma, its owner said.", "en"),
        article("cause", "Investigators say that the helmsman of the Selma was asleep.", "en"),
        article("more", f"{text} The cargo of crude oil is said to be worth a fortune.", "en"),
    ]
    with asked(tmp_path_factory.mktemp("home"), *drafts) as it:
        yield it


def test_a_search_finds_one_of_the_copies(copies: Service) -> None:
    hits = copies.search("tanker Selma aground", limit=4)
    found = [hit.passage.article_id for hit in hits]
    assert sum(name.startswith("copy") for name in found) <= 1
    assert {"owner", "cause", "more"} <= set(found)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_copies_do_not_keep_another_article_from_being_read(copies: Service) -> None:
    answer = copies.ask("How many sailors were on the tanker Selma?")
    assert answer.text.startswith("The articles contradict each other.")
    assert "owner" in {citation.article_id for citation in answer.citations}


def test_a_copy_that_says_more_is_read_too(copies: Service) -> None:
    answer = copies.ask("What is said of the worth of the cargo of crude oil?")
    assert answer.citations[0].article_id == "more"


def test_the_nearest_of_a_refusal_are_no_copies(copies: Service) -> None:
    answer = copies.ask("How old is the wife of the king of Norway?")
    assert answer.kind is AnswerKind.NONE
    texts = [hit.passage.text for hit in answer.nearest]
    assert len(texts) == len(set(texts)) == 3


@given(st.lists(st.sampled_from("der Minister sagte nichts 17 19 Tote".split()), min_size=4))
@settings(max_examples=60, deadline=None)
def test_sentences_with_other_numbers_never_say_the_same(found: list[str]) -> None:
    sentence = " ".join(found)
    assert say_the_same(sentence, sentence)
    assert not say_the_same(f"{sentence} 17", f"{sentence} 18") or "18" in found
