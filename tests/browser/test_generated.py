"""The page shows a chat model's prose as it comes, its markers open the quotes."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.answering.writing import AGROUND, QUESTION, replies, written_home
from tests.browser.serving import serving
from tests.scripted_model import Exchange, ScriptedModel, scripted_model

HURT = "Captain Maria Lindqvist said that nobody was hurt."


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as running:
        yield running


@pytest.fixture(scope="module")
def address(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("home")
    with (
        written_home(folder, model, chat_unsupported="marked") as home,
        serving(home, folder) as found,
    ):
        yield found


def test_prose_comes_sentence_by_sentence_and_its_markers_open_the_quote(visit, model):
    go_on = threading.Event()

    def script(exchange: Exchange) -> None:
        numbers = [exchange.number_of(words) for words in ("ran aground", "nobody was hurt")]
        exchange.begin()
        time.sleep(0.5)
        exchange.chunk(content=f"{AGROUND} [{numbers[0]}]\n")
        go_on.wait(30)
        exchange.chunk(content=f"{HURT} [{numbers[1]}]\nPirates came.")
        exchange.end()

    model.then(script)
    page = visit().page
    page.locator("#question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    unfinished = page.locator("#conversation .unfinished")
    unfinished.wait_for()
    assert unfinished.locator(".said").inner_text().startswith(AGROUND)
    go_on.set()
    answer = page.locator("#conversation .answer:not(.unfinished)")
    answer.wait_for()
    assert unfinished.count() == 0
    said = answer.locator(".said").inner_text()
    assert " ".join(said.split()) == f"{AGROUND} [1] {HURT} [2] Pirates came. [?]"
    assert answer.locator(".receipt .quote").all_inner_texts() == [AGROUND, HURT]
    assert "No quote proves" in answer.locator(".note").inner_text()
    answer.locator("a.marker").nth(1).click()
    page.wait_for_function(
        "text => document.querySelector('#article-panel mark').textContent === text", arg=HURT
    )


def test_a_model_that_fails_leaves_the_articles_words(visit, model):
    model.then(lambda exchange: exchange.fail(401))
    visited = visit(locale="de-DE")
    visited.ask("Wann wurde die Brücke über den Fluss eröffnet?")
    answer = visited.page.locator("#conversation .answer").last
    assert "1931" in answer.locator(".said").inner_text()
    assert "Sprachmodell" in answer.locator(".note").inner_text()
    assert answer.locator(".receipt .quote").count() == 0


def test_what_is_asked_next_knows_the_conversation(visit, model):
    visited = visit()
    model.then(replies(f"{AGROUND} [$aground]"))
    visited.ask(QUESTION)
    rewritten = "Was anybody hurt on the ferry Corvina?"
    model.then(lambda e: e.say(rewritten), replies(f"{HURT} [$hurt]"))
    visited.ask("Was anybody hurt on it?")
    said = visited.page.locator("#conversation .said").last.inner_text()
    assert said.strip() == f"{HURT} [1]"
    assert rewritten in model.requests[1]["messages"][1]["content"]
