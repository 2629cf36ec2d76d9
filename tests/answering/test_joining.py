"""A question that asks two things is answered part by part, and says what is not answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles import Draft
from ingest.sentences import sentences
from qa.answering.citations import cite
from qa.answering.extractive import REFUSALS, Shown
from qa.answering.joining import UNANSWERED_LABELS, AnsweredPart, joined_answer
from qa.service import Service
from qa.settings import load_settings
from qa.types import AnswerKind, Article, Citation, Turn, sha256_of
from tests.answering.writing import check_citations, streamed
from ui.home import open_home

TEXTS = {
    "minister": "Finance minister Carla Oduya resigned on Monday because she had accepted flights "
    "from a builder. Her deputy Jonas Weil will succeed her until the election.",
    "brakel": "A storm cut the power in Brakel on Friday night. The outage lasted eleven hours. "
    "The damage in Brakel amounts to two million euros, the mayor said.",
    "lake": "The lake of Tirn is 84 metres deep. It freezes nearly every winter.",
    "zell": "Zell has a new town hall. Mayor Anna Brandt of Zell opened it in May.",
    "strike": "Die Lokführer streiken seit Montag. Der Streik begann um zwei Uhr morgens. Die "
    "Gewerkschaft fordert acht Prozent mehr Lohn. Die Bahn nennt das unbezahlbar.",
    "tower": "Der Turm von Lauen wurde 1312 gebaut. Er ist 61 Meter hoch.",
}
DEEP = "The lake of Tirn is 84 metres deep."
MAYOR = "Mayor Anna Brandt of Zell opened it in May."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = load_settings({"home": tmp_path_factory.mktemp("home")}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest([Draft(text=t, item=name, id=name) for name, t in TEXTS.items()])
        yield home.service


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Why did the minister resign and who succeeds her?",
         ("she had accepted flights", "Jonas Weil will succeed her")),
        ("How long was the power out and how high is the damage in Brakel?",
         ("lasted eleven hours", "two million euros")),
        ("How deep is the lake of Tirn and who is the mayor of Zell?", (DEEP, MAYOR)),
        ("Who is the mayor of Zell? How deep is the lake of Tirn?", (MAYOR, DEEP)),
        ("Wie tief ist der See von Tirn und wer ist Bürgermeister von Zell?", (DEEP, MAYOR)),
        ("Wann begann der Streik und was fordert die Gewerkschaft?",
         ("um zwei Uhr morgens", "acht Prozent mehr Lohn")),
        ("When was the tower of Lauen built and how high is it?", ("1312 gebaut", "61 Meter hoch")),
        ("Who is the mayor of Zell, how deep is the lake of Tirn and when did the strike begin?",
         (MAYOR, DEEP, "um zwei Uhr morgens")),
    ],
)  # fmt: skip
def test_each_part_is_answered_in_the_order_asked(
    service: Service, question: str, quotes: tuple[str, ...]
) -> None:
    answer, _ = streamed(service, question)
    check_citations(answer, TEXTS)
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.question == answer.standalone_question == question
    assert len(answer.citations) <= 3
    places = [answer.text.index(quote) for quote in quotes]
    assert places == sorted(places)
    assert not any(label in answer.text for label in UNANSWERED_LABELS.values())


@pytest.mark.parametrize(
    ("question", "answer_language", "line"),
    [
        ("How deep is the lake of Tirn and who painted the Mona Lisa?", None,
         'Not answered by the articles: "who painted the Mona Lisa?"'),
        ("Who painted the [1] \"Mona Lisa\" and how deep is the lake of Tirn?", None,
         'Not answered by the articles: "Who painted the (1) \'Mona Lisa\'?"'),
        ("Wie tief ist der See von Tirn und wer malte die Mona Lisa?", None,
         'Von den Artikeln nicht beantwortet: "wer malte die Mona Lisa?"'),
        ("Wie tief ist der See von Tirn und wer malte die Mona Lisa?", "en",
         'Not answered by the articles: "wer malte die Mona Lisa?"'),
        ("How deep is the lake of Tirn? Who wrote Hamlet? And who painted the Mona Lisa?", None,
         'Not answered by the articles: "Who wrote Hamlet?" "who painted the Mona Lisa?"'),
    ],
)  # fmt: skip
def test_what_is_not_answered_is_said(
    service: Service, question: str, answer_language: str | None, line: str
) -> None:
    answer, _ = streamed(service, question, answer_language=answer_language)
    check_citations(answer, TEXTS)
    assert answer.text.split("\n\n")[0] == f"{DEEP} [1]"
    assert answer.text.split("\n\n")[-1] == line
    judged = service.verify(answer.text, ()).statements
    assert [statement.text for statement in judged] == [c.quote for c in answer.citations]


def test_when_nothing_is_answered_the_refusal_is_the_usual_one(service: Service) -> None:
    answer, _ = streamed(service, "Who painted the Mona Lisa and who wrote Hamlet?")
    assert (answer.kind, answer.text, answer.citations) == (AnswerKind.NONE, REFUSALS["en"], ())
    assert 1 <= len(answer.nearest) <= 3
    assert len({hit.passage.id for hit in answer.nearest}) == len(answer.nearest)


def test_the_confidence_is_that_of_the_part_answered_least_surely(service: Service) -> None:
    deep = service.ask("How deep is the lake of Tirn?").confidence
    mayor = service.ask("Who is the mayor of Zell?").confidence
    question = "How deep is the lake of Tirn and who is the mayor of Zell?"
    assert service.ask(question).confidence == pytest.approx(min(deep, mayor), abs=1e-3)
    half = service.ask("How deep is the lake of Tirn and who painted the Mona Lisa?")
    assert half.confidence == pytest.approx(deep, abs=1e-3)


def test_what_answers_both_is_quoted_once(service: Service) -> None:
    answer = service.ask("Who opened the town hall of Zell and when was it opened?")
    assert answer.text == f"{MAYOR} [1]"


def test_a_follow_up_of_two_parts_takes_the_subject_along(service: Service) -> None:
    turn = Turn(question="Where is the tower of Lauen?", answer="…")
    question = "When was it built and how high is it?"
    answer = service.ask(question, conversation=[turn])
    assert "1312" in answer.text
    assert "61" in answer.text
    assert answer.standalone_question == f"{question} (Lauen)"


def test_a_question_that_asks_one_thing_is_answered_as_before(service: Service) -> None:
    answer = service.ask("How deep is the lake of Tirn?")
    assert answer.text.split("\n\n")[0] == f"{DEEP} [1]"


ARTICLE_TEXT = "Anna came. Bob ate. Cara ran. Dora hid. Emil sang. Finn swam. Gina won. Hugo lost."
SPANS = sentences(ARTICLE_TEXT, "en")
ARTICLE = Article(id="a", text=ARTICLE_TEXT, sha256=sha256_of(ARTICLE_TEXT), title="A")
CITATIONS = [cite(ARTICLE, span, SPANS, marker=1, support=0.5) for span in SPANS]


@st.composite
def shown(draw: st.DrawFn) -> Shown:
    """What may be quoted to a part: distinct sentences, two that contradict or not, or none."""
    confidence = draw(st.floats(0, 1))
    chosen: list[Citation] = draw(st.lists(st.sampled_from(CITATIONS), max_size=4, unique=True))
    if len(chosen) < 2:
        return Shown(confidence, joined=tuple(chosen))
    if draw(st.booleans()):
        return Shown(confidence, tuple(chosen[:2]), tuple(chosen[2:3]), contradicts=True)
    first, second = sorted(draw(st.tuples(*[st.integers(1, len(chosen))] * 2)))
    groups = chosen[:first], chosen[first:second], chosen[second:]
    return Shown(confidence, *map(tuple, groups))


@given(st.lists(shown(), min_size=2, max_size=3), st.sampled_from(["en", "de"]))
def test_markers_and_citations_belong_together(found: list[Shown], language: str) -> None:
    draft = joined_answer([AnsweredPart(f"Part {k}?", s) for k, s in enumerate(found)], language)
    named = [c.marker for c in draft.citations]
    assert named == list(range(1, len(named) + 1))
    assert all(f"{c.quote} [{c.marker}]" in draft.text for c in draft.citations)
    assert draft.text.count("[") >= len(named)
    assert len({(c.start, c.end) for c in draft.citations}) == len(named)
    answered = [s for s in found if s.joined]
    assert (draft.kind is AnswerKind.NONE) == (not answered)
    if not any(s.contradicts for s in found):
        assert len(named) <= 3
        assert draft.text.count("[") == len(named)
    for s in answered:
        best = s.joined if s.contradicts else s.joined[:1]
        assert all(c.quote in draft.text for c in best)
    for k, s in enumerate(found):
        assert (f'"Part {k}?"' in draft.text) == (bool(answered) and not s.joined)
