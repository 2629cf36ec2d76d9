"""Follow-ups are asked of the article quoted last, and answered in the language they are in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.service import Service
from qa.settings import load_settings
from qa.types import AnswerKind, Turn
from ui.home import open_home

# The same of two towns: what is asked next is of the town whose article was quoted.
TOWNS = {
    "velden": "The town of Velden has a population of 4,200. The mayor opened a school in May.",
    "aubach": "The town of Aubach has a population of 9,100. The mayor opened a school in June.",
}
NEXT = "When did the mayor open a school?"
SAID = {town: text.partition(". ")[0] + "." for town, text in TOWNS.items()}
CONTRADICTED = (
    "The articles contradict each other.\n\nPost, 11 February 2023: {} [1]\n\n"
    "Mail, 3 March 2023: Some 5,000 people live there. [2]"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = load_settings({"home": tmp_path_factory.mktemp("home")}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest([Draft(text=t, item=k, id=k) for k, t in TOWNS.items()])
        yield home.service


def first_article(service: Service, answers: list[str]) -> str:
    turns = [Turn(question="How many people live there?", answer=answer) for answer in answers]
    return service.ask(NEXT, conversation=turns).citations[0].article_id


@pytest.mark.parametrize("town", sorted(TOWNS))
def test_the_article_quoted_last_is_asked_first(service: Service, town: str) -> None:
    assert first_article(service, [f"{SAID[town]} [1]"]) == town


@pytest.mark.parametrize("town", sorted(TOWNS))
def test_a_contradiction_keeps_its_first_article(service: Service, town: str) -> None:
    assert first_article(service, [CONTRADICTED.format(SAID[town])]) == town


@pytest.mark.parametrize("town", sorted(TOWNS))
def test_a_refusal_in_between_keeps_the_article(service: Service, town: str) -> None:
    refused = "The articles do not answer this question."
    other = next(name for name in TOWNS if name != town)
    assert first_article(service, [f"{SAID[town]} [1]", refused, refused]) == town
    assert first_article(service, [f"{SAID[other]} [1]", f"{SAID[town]} [1]", refused]) == town


@pytest.mark.parametrize(
    ("question", "last", "answer_language", "language"),
    [
        ("Und warum?", "Who painted the Mona Lisa?", None, "de"),
        ("Wie lange?", "Who painted the Mona Lisa?", None, "de"),
        ("UND WARUM?", "Who painted the Mona Lisa?", None, "de"),
        ("Was genau?", "Who painted the Mona Lisa?", None, "de"),
        ("And why?", "Wer malte die Mona Lisa?", None, "en"),
        ("Where exactly?", "Wer malte die Mona Lisa?", None, "en"),
        ("Und warum?", "Who painted the Mona Lisa?", "en", "en"),
    ],
)
def test_a_follow_up_is_answered_in_the_language_it_is_asked_in(
    service: Service, question: str, last: str, answer_language: str | None, language: str
) -> None:
    turn = Turn(question=last, answer="…")
    answer = service.ask(question, conversation=(turn,), answer_language=answer_language)
    assert answer.language == language


def test_how_many_asks_on_of_what_was_answered(service: Service) -> None:
    turn = Turn(question="What is the population of Aubach?", answer=f"{SAID['aubach']} [1]")
    answer = service.ask("How many?", conversation=(turn,))
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.citations[0].quote == SAID["aubach"]
