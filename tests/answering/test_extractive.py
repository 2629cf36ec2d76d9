"""Answers quote the article; what points back brings the sentence before along."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.answering.extractive import BEFORE_LABELS, REFUSALS
from qa.errors import QuestionError
from qa.service import Service
from qa.settings import load_settings
from qa.types import AnswerKind, Turn
from ui.home import open_home

TEXT = (
    "Die Brücke über den Fluss wurde 1931 eröffnet. Im Januar rammte ein Frachter den Pfeiler. "
    "Daraufhin sperrte die Stadt die Brücke für Lastwagen. Eine neue soll 2027 fertig sein."
)
SHUT = "Daraufhin sperrte die Stadt die Brücke für Lastwagen."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = load_settings({"home": tmp_path_factory.mktemp("home")}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest([Draft(text=TEXT, item="bridge", id="bridge", language="de")])
        yield home.service


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Wann wurde die Brücke eröffnet?", "Die Brücke über den Fluss wurde 1931 eröffnet."),
        ("When was the bridge opened?", "Die Brücke über den Fluss wurde 1931 eröffnet."),
        ("What hit the pillar?", "Im Januar rammte ein Frachter den Pfeiler."),
    ],
)
def test_the_first_citation_answers(service: Service, question: str, quote: str) -> None:
    answer = service.ask(question)
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.citations[0].quote == quote
    assert answer.text.startswith(f"{quote} [1]")


def test_white_space_around_a_question_means_nothing(service: Service) -> None:
    answer = service.ask("  Wann wurde die Brücke eröffnet?\n")
    assert answer.question == "Wann wurde die Brücke eröffnet?"
    assert answer.citations == service.ask(answer.question).citations


def test_every_citation_stands_where_it_says(service: Service) -> None:
    for citation in service.ask("Why is the bridge closed to lorries?").citations:
        assert TEXT[citation.start : citation.end] == citation.quote


def test_a_sentence_that_points_back_brings_the_one_before(service: Service) -> None:
    answer = service.ask("Was sperrte die Stadt?")
    assert answer.citations[0].quote == SHUT
    quotes = [c.quote for c in answer.citations]
    assert "Im Januar rammte ein Frachter den Pfeiler." in quotes
    for citation in answer.citations:
        assert f"{citation.quote} [{citation.marker}]" in answer.text


@pytest.mark.parametrize(
    ("language", "second", "pointed_to"),
    [
        ("de", "\n\nEr zahlte der Stadt neun Millionen Euro.", True),
        ("de", " Dies kostete die Stadt neun Millionen Euro.", True),
        ("de", " Das bedeute jedoch neun Millionen Euro Kosten.", True),
        ("de", " Das sagte Bürgermeister Klein über neun Millionen Euro.", True),
        ("de", " Kurz danach zahlte die Stadt neun Millionen Euro.", True),
        ("de", "\n\nDies kostete die Stadt neun Millionen Euro.", False),
        ("de", " Das Kunstmuseum kostete die Stadt neun Millionen Euro.", False),
        ("de", " Das neue Kunstmuseum kostete die Stadt neun Millionen Euro.", False),
        ("de", " Es gibt neun Millionen Euro für die Stadt.", False),
        ("de", " Diese Woche zahlte die Stadt neun Millionen Euro.", False),
        ("en", "\n\nHe paid the town nine million euros.", True),
        ("en", " This cost the town nine million euros.", True),
        ("en", " There he paid the town nine million euros.", True),
        ("en", "\n\nThis cost the town nine million euros.", False),
        ("en", " There were nine million euros for the town.", False),
        ("en", " This week the town paid nine million euros.", False),
    ],
)
def test_the_sentence_before_is_shown_where_one_points_to_it(
    tmp_path: Path, language: str, second: str, pointed_to: bool
) -> None:
    first = {"de": "Ein Händler kam am Morgen.", "en": "A merchant came in the morning."}[language]
    question = {
        "de": "Wie viele Millionen Euro werden genannt?",
        "en": "How many million euros are mentioned?",
    }[language]
    settings = load_settings({"home": tmp_path / "home"}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest([Draft(text=first + second, item="a", id="a", language=language)])
        answer = home.service.ask(question)
    assert answer.citations[0].quote == second.strip()
    assert (BEFORE_LABELS[language] in answer.text) == pointed_to


@pytest.mark.parametrize(
    ("question", "text"),
    [("Und warum?", REFUSALS["de"]), ("And why?", REFUSALS["en"])],
)
def test_a_follow_up_is_refused_in_its_own_language(
    service: Service, question: str, text: str
) -> None:
    other = {"Und warum?": "Who painted the Mona Lisa?", "And why?": "Wer malte die Mona Lisa?"}
    turn = Turn(question=other[question], answer="…")
    assert service.ask(question, conversation=(turn,)).text == text


def test_what_was_quoted_before_gives_way(service: Service) -> None:
    question = "What else is said of the bridge?"
    before = Turn(question="What happened to the bridge?", answer=f"{SHUT} [1]")
    assert service.ask(question).citations[0].quote == SHUT
    first, *others = service.ask(question, conversation=(before,)).citations
    assert first.quote != SHUT
    assert SHUT in {citation.quote for citation in others}


def test_what_may_answer_too_is_set_apart(service: Service) -> None:
    answer = service.ask("What is said of the bridge?")
    first, *others = answer.citations
    assert answer.text.startswith(f"{first.quote} [1]\n\n")
    assert "\n\nPerhaps also: " in answer.text
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [f"[{c.marker}]" for c in answer.citations] == re.findall(r"\[\d\]", answer.text)
    assert first.support > max(c.support for c in others)
    assert sum(c.support for c in answer.citations) == pytest.approx(answer.confidence, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "answer_language", "text"),
    [
        ("Who painted the Mona Lisa?", None, "The articles do not answer this question."),
        ("Wer malte die Mona Lisa?", None, "Die Artikel beantworten diese Frage nicht."),
        ("Wer malte die Mona Lisa?", "en", "The articles do not answer this question."),
    ],
)
def test_what_is_not_there_is_refused_in_the_askers_language(
    service: Service, question: str, answer_language: str | None, text: str
) -> None:
    answer = service.ask(question, answer_language=answer_language)
    assert (answer.kind, answer.text, answer.citations) == (AnswerKind.NONE, text, ())
    assert answer.nearest[0].passage.article_id == "bridge"


def test_a_follow_up_takes_the_subject_along(service: Service) -> None:
    turns = [Turn(question="Wann wurde die Brücke eröffnet?", answer="…")]
    answer = service.ask("Und wann soll die neue fertig sein?", conversation=turns)
    assert answer.citations[0].quote == "Eine neue soll 2027 fertig sein."
    assert answer.standalone_question == "Und wann soll die neue fertig sein? (Brücke)"


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 2001])
def test_what_is_no_question_is_an_error(service: Service, question: str) -> None:
    with pytest.raises(QuestionError):
        service.ask(question)
