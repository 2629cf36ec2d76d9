"""A chat model's prose is told as it comes, each sentence with the quotes that prove it."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.types import AnswerKind, Citation, Delta
from tests.answering.writing import (
    AGROUND,
    QUESTION,
    check_citations,
    proved_of,
    replies,
    streamed,
    written_home,
)
from tests.scripted_model import Exchange, ScriptedModel, says, scripted_model
from ui.home import Home

OPENED = "When was the bridge over the river opened?"
GEOEFFNET = "Die Brücke über den Fluss wurde 1931 eröffnet."


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as running:
        yield running


@pytest.fixture(scope="module")
def home(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("home")
    with written_home(folder, model, chat_timeout_seconds=30, chat_api_key="sk-secret") as home:
        yield home


@pytest.fixture(scope="module")
def strict(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("strict")
    settings = {"chat_timeout_seconds": 30, "chat_nothing_supported": "none"}
    with written_home(folder, model, **settings) as home:
        yield home


def test_the_answer_is_in_the_askers_language_and_the_quote_in_its_own(
    home: Home, model: ScriptedModel
) -> None:
    said = "The bridge over the river was opened in 1931"
    model.then(lambda e: e.say(f"{said} [{e.number_of('1931')}]."))
    answer, _ = streamed(home.service, OPENED)
    assert answer.kind is AnswerKind.GENERATED
    assert answer.text == "The bridge over the river was opened in 1931. [1]"
    [citation] = answer.citations
    assert (citation.quote, citation.language) == (GEOEFFNET, "de")
    assert 0.5 < citation.support <= 1
    assert 0.3 <= answer.confidence <= 1
    assert (answer.note, answer.unsupported) == (None, 0)
    check_citations(answer)


def test_the_answer_can_be_asked_for_in_the_other_language(
    home: Home, model: ScriptedModel
) -> None:
    model.then(lambda e: e.say(f"{GEOEFFNET} [{e.number_of('1931')}]"))
    assert home.service.ask(OPENED, answer_language="de").kind is AnswerKind.GENERATED
    assert "German" in model.requests[0]["messages"][0]["content"]
    answer = home.service.ask(OPENED)  # proved, but not in the asker's language
    assert answer.kind is AnswerKind.EXTRACTIVE


@pytest.mark.parametrize(
    "written",
    [
        "{text} [{a}]", "{bare} [{a}].", "{bare}[{a}].", "{bare} [{a}][{b}].", "{bare} [{a}, {b}].",
        "{bare} [{a},{b}].", "{bare} [{a}; {b}].", "{bare} [{a} and {b}].", "{bare} 【{a}】.",
        "{text}【{a}†source】", "{bare} ({a}).", "{text} ({a})", "{bare} [^{a}].", "{text} [[{a}]]",
        "{bare} [Sentence {a}].", "{bare} [sentences {a}, {b}].", "{bare} [S{a}].",
        "{bare} [#{a}].", "[{a}] {bare}.", "- {bare} [{a}]", "1. {bare} [{a}].",
        "**{bare}** [{a}].", "{bare} ［{a}］.", "{bare} [{a}-{a}].",
        "<think>Hm. [3]</think>\n\n{text} [{a}]", "{text} [{a}] [999]",
    ],
)  # fmt: skip
def test_markers_are_read_as_models_write_them(
    home: Home, model: ScriptedModel, written: str
) -> None:
    def script(exchange: Exchange) -> None:
        a, b = exchange.number_of("ran aground"), exchange.number_of("nobody was hurt")
        exchange.say(written.format(text=AGROUND, bare=AGROUND[:-1], a=a, b=b))

    model.then(script)
    answer, _ = streamed(home.service, QUESTION)
    assert answer.kind is AnswerKind.GENERATED
    [sentence] = proved_of(answer)
    assert sentence.rstrip(".") == AGROUND[:-1]
    assert [c.quote for c in answer.citations] == [AGROUND]
    assert answer.unsupported == 0


def test_quotes_of_one_article_may_prove_a_sentence_together(
    home: Home, model: ScriptedModel
) -> None:
    said = "The ferry Corvina ran aground on Tuesday, the owner Norvatek will pay 40,000 dollars."
    model.then(replies(f"{said[:-1]} [$aground][$pay]."))
    answer, _ = streamed(home.service, QUESTION)
    assert answer.text == f"{said} [1][2]"
    assert ["40,000" in c.quote for c in answer.citations] == [False, True]


def test_quotes_are_numbered_by_their_first_use(home: Home, model: ScriptedModel) -> None:
    model.then(
        replies(
            f"Captain Maria Lindqvist said that nobody was hurt [$hurt]. {AGROUND} [$aground] "
            "The captain said that nobody was hurt. [$hurt]"
        )
    )
    answer, events = streamed(home.service, QUESTION)
    assert answer.text == (
        "Captain Maria Lindqvist said that nobody was hurt. [1] "
        f"{AGROUND} [2] The captain said that nobody was hurt. [1]"
    )
    kinds = [type(event) for event in events[:-1]]
    assert kinds == [Delta, Citation, Delta, Citation, Delta]
    check_citations(answer)


def test_a_quote_that_supports_nothing_of_it_is_left_out(home: Home, model: ScriptedModel) -> None:
    model.then(replies(f"{AGROUND} [$insured][$aground][$miracle]"))
    assert [c.quote for c in home.service.ask(QUESTION).citations] == [AGROUND]


def test_true_quotation_marks_stay(home: Home, model: ScriptedModel) -> None:
    said = "The mayor called the rescue “a small miracle of the sea”."
    model.then(replies(f"{said} [$miracle]"))
    assert proved_of(home.service.ask(QUESTION)) == [said]


def test_lines_stay_lines(home: Home, model: ScriptedModel) -> None:
    hurt = "Captain Maria Lindqvist said nobody was hurt."
    model.then(replies(f"- {AGROUND} [$aground]\n- {hurt} [$hurt]"))
    assert home.service.ask(QUESTION).text == f"{AGROUND} [1]\n{hurt} [2]"


@pytest.mark.parametrize("size", [1, 2, 3, 11, 10_000])
def test_pieces_of_any_size_make_the_same_answer(
    home: Home, model: ScriptedModel, size: int
) -> None:
    reply = (
        f"Here it is:\n\n{AGROUND} [$aground] Pirates were seen near St. Mary (2). Captain Maria "
        "Lindqvist said that nobody was hurt [$hurt, 99].\nThe owner Norvatek will pay 40,000 "
        "dollars for the damage.【$pay】 Travellers should"
    )
    model.then(replies(reply, size))
    answer, events = streamed(home.service, QUESTION)
    assert answer.text == (
        f"{AGROUND} [1] Captain Maria Lindqvist said that nobody was hurt. [2]\n"
        "The owner Norvatek will pay 40,000 dollars for the damage. [3]"
    )
    assert answer.unsupported == 3
    assert [e.text for e in events if isinstance(e, Delta)] == [
        f"{AGROUND} [1]",
        " Captain Maria Lindqvist said that nobody was hurt. [2]",
        "\nThe owner Norvatek will pay 40,000 dollars for the damage. [3]",
    ]


def test_a_sentence_is_told_while_the_model_still_writes(home: Home, model: ScriptedModel) -> None:
    heard = threading.Event()

    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk(content=f"{AGROUND} [{exchange.number_of('ran aground')}]\nCaptain")
        assert heard.wait(20), "the first sentence was kept back"
        marker = f"[{exchange.number_of('hurt')}]"
        exchange.chunk(content=f" Maria Lindqvist said nobody was hurt {marker}.")
        exchange.end()

    model.then(script)
    events = home.service.stream(QUESTION)
    assert next(events) == Delta(f"{AGROUND} [1]")
    assert isinstance(next(events), Citation)
    heard.set()
    assert [type(event).__name__ for event in events] == ["Delta", "Citation", "Answer"]


@pytest.mark.parametrize("ends", ["leaves", "reads on"])
def test_a_reply_without_end_is_not_read_to_the_end(
    home: Home, model: ScriptedModel, ends: str
) -> None:
    hung_up = threading.Event()

    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk(content=f"{AGROUND} [{exchange.number_of('ran aground')}]\n")
        try:
            while True:
                exchange.chunk(content="Pirates sank the ferry in the night. ")
                time.sleep(0.001)
        except ConnectionError:
            hung_up.set()
            raise

    model.then(script)
    started = time.monotonic()
    events = home.service.stream(QUESTION)
    assert next(events) == Delta(f"{AGROUND} [1]")
    if ends == "leaves":
        events.close()
    else:
        *_, answer = events
        assert answer.text == f"{AGROUND} [1]"
    assert hung_up.wait(20), "the connection to the model stayed open"
    assert time.monotonic() - started < 25


def test_what_the_articles_do_not_answer_is_refused_before_the_model_is_asked(
    home: Home, model: ScriptedModel
) -> None:
    model.then(says("Leonardo painted it. [1]"))
    answer, _ = streamed(home.service, "Who painted the Mona Lisa?")
    assert (answer.kind, answer.citations, answer.models.chat) == (AnswerKind.NONE, (), None)
    assert answer.nearest
    assert model.requests == []


@pytest.mark.parametrize(
    ("question", "reply", "text", "note"),
    [
        (QUESTION, "Pirates did it. [1]", "The articles do not answer this question.",
         "No sentence of the chat model could be proved."),
        (QUESTION, "NONE", "The articles do not answer this question.",
         "The chat model found no answer in the articles."),
        (QUESTION, "", "The articles do not answer this question.",
         "The chat model said nothing."),
        ("Wann wurde die Brücke eröffnet?", "Trolle bauten sie. [1]",
         "Die Artikel beantworten diese Frage nicht.",
         "Kein Satz des Sprachmodells ließ sich belegen."),
    ],
)  # fmt: skip
def test_nothing_proved_may_mean_no_answer(
    strict: Home, model: ScriptedModel, question: str, reply: str, text: str, note: str
) -> None:
    model.then(says(reply))
    answer, _ = streamed(strict.service, question)
    assert (answer.kind, answer.text, answer.note) == (AnswerKind.NONE, text, note)
    assert answer.citations == ()
    assert 1 <= len(answer.nearest) <= 3


def test_a_model_that_fails_leaves_the_articles_words_whatever_is_set(
    strict: Home, model: ScriptedModel
) -> None:
    model.then(lambda exchange: exchange.fail(401))
    answer, _ = streamed(strict.service, QUESTION)
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.note == (
        "The chat model refused access (check BELEG_CHAT_API_KEY): this is the answer in the "
        "articles' own words."
    )


def test_unproved_sentences_before_the_first_proof_wait(
    model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("marking")
    model.then(replies(f"Pirates came.\n{AGROUND} [$aground] Pirates went home. [$hurt]"))
    with written_home(folder, model, chat_unsupported="marked") as home:
        answer, events = streamed(home.service, QUESTION)
    assert answer.text == f"Pirates came. [?]\n{AGROUND} [1] Pirates went home. [?]"
    assert answer.unsupported == 2
    assert answer.note == "No quote proves what is marked [?]."
    assert events[0] == Delta(f"Pirates came. [?]\n{AGROUND} [1]")


def test_the_model_gets_sentences_with_title_outlet_and_date_and_the_key_is_ours(
    home: Home, model: ScriptedModel
) -> None:
    model.then(replies(f"{AGROUND} [$aground]"))
    home.service.ask(QUESTION)
    [request] = model.requests
    prompt = request["messages"][1]["content"]
    assert "Article: Ferry aground, Harbour Post, 2024-02-06" in prompt
    assert f"Question: {QUESTION}" in prompt
    assert request["path"] == "/v1/chat/completions"
    assert (request["key"], request["model"]) == ("Bearer sk-secret", "scripted")


def test_many_may_ask_at_once(home: Home, model: ScriptedModel) -> None:
    def script(exchange: Exchange) -> None:
        if "bridge" in exchange.prompt.split("Question:")[1]:
            said = f"The bridge over the river was opened in 1931 [{exchange.number_of('1931')}]."
        else:
            said = f"{AGROUND} [{exchange.number_of('ran aground')}]"
        exchange.say(said, 3)

    model.then(script)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(home.service.ask, [QUESTION, OPENED] * 12))
    assert all(answer.kind is AnswerKind.GENERATED for answer in answers)
    assert {a.text for a in answers[0::2]} == {f"{AGROUND} [1]"}
    assert {a.text for a in answers[1::2]} == {"The bridge over the river was opened in 1931. [1]"}


def test_the_words_that_answer_are_marked_as_without_a_model(
    home: Home, model: ScriptedModel, tmp_path: Path
) -> None:
    question = "When was the bridge opened?"
    with written_home(tmp_path, None) as plain:
        [found] = [c for c in plain.service.ask(question).citations if c.quote == GEOEFFNET]
    assert found.highlight is not None
    model.then(lambda e: e.say(f"The bridge was opened in 1931 [{e.number_of('1931')}]."))
    [citation] = home.service.ask(question).citations
    assert citation.highlight == found.highlight


def test_articles_that_contradict_each_other_are_shown_without_the_model(
    model: ScriptedModel, tmp_path: Path
) -> None:
    with written_home(tmp_path, model) as home:
        home.pipeline.ingest(
            Draft(text=text, item=name, id=name, title=name, language="en", published=published)
            for name, text, published in (
                ("early", "The storm in Wexley killed 10 people, the police said.", "2024-03-01"),
                ("late", "The storm in Wexley killed 12 people, the police said.", "2024-03-09"),
            )
        )
        model.then()
        answer, _ = streamed(home.service, "How many people did the storm in Wexley kill?")
    assert answer.text.startswith("The articles contradict each other.")
    assert {c.article_id for c in answer.citations} == {"early", "late"}
    assert (answer.models.chat, model.requests) == (None, [])
