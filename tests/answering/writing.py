"""Homes whose answers a scripted chat model writes, and what an answer of it must keep to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from ingest.articles import Draft
from qa.service import Service
from qa.settings import load_settings
from qa.types import Answer, AnswerKind, Citation, Delta
from tests.scripted_model import Exchange, Script, ScriptedModel
from ui.home import Home, open_home

FERRY = (
    "The ferry Corvina ran aground near Port Ellery on Tuesday. Captain Maria Lindqvist said that "
    "nobody was hurt. The owner Norvatek will pay 40,000 dollars for the damage. The ferry was not "
    "insured against ice. The mayor called the rescue \"a small miracle of the sea\"."
)
BRIDGE = (
    "Die Brücke über den Fluss wurde 1931 eröffnet. Im Januar rammte ein Frachter den Pfeiler. "
    "Daraufhin sperrte die Stadt die Brücke für Lastwagen. Eine neue soll 2027 fertig sein."
)
ARTICLES = {"ferry": FERRY, "bridge": BRIDGE}
DRAFTS = [
    Draft(text=FERRY, item="ferry", id="ferry", language="en", title="Ferry aground",
          outlet="Harbour Post", published="2024-02-06"),
    Draft(text=BRIDGE, item="bridge", id="bridge", language="de", title="Die Brücke"),
]  # fmt: skip
QUESTION = "What happened to the ferry Corvina?"
AGROUND = "The ferry Corvina ran aground near Port Ellery on Tuesday."
# What names the sentences in the scripts: $aground is the number of the first one.
WORDS = {
    "aground": "ran aground", "hurt": "nobody was hurt", "pay": "40,000 dollars",
    "insured": "not insured", "miracle": "miracle of the sea",
}  # fmt: skip

_MARKED_END = re.compile(r"\s*((?:\[(?:\d+|\?)\])+)\s*")


@contextmanager
def written_home(folder: Path, model: ScriptedModel | None, **settings: object) -> Iterator[Home]:
    """Open a home with the articles; with a `model` it writes the answers."""
    chat = {"chat_model": "openai:scripted", "chat_base_url": model.base_url} if model else {}
    loaded = load_settings({"home": folder, **chat, **settings}, {}, Path("no.env"))
    with open_home(loaded) as home:
        home.pipeline.ingest(DRAFTS)
        yield home


def replies(template: str, size: int = 7) -> Script:
    """Reply with the template, $aground and the like replaced by the numbers of the prompt."""

    def script(exchange: Exchange) -> None:
        numbers = {name: exchange.number_of(words) for name, words in WORDS.items()}
        exchange.say(Template(template).safe_substitute(numbers), size)

    return script


def streamed(service: Service, question: str, **arguments: object) -> tuple[Answer, list[object]]:
    """Ask by stream; the events must tell what the answer holds."""
    events = list(service.stream(question, **arguments))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == answer.text
    assert tuple(e for e in events if isinstance(e, Citation)) == answer.citations
    return answer, events


def sentences_of(answer: Answer) -> list[tuple[str, str]]:
    """Return each sentence of a generated answer with the markers that follow it."""
    parts = _MARKED_END.split(answer.text)
    assert parts[-1] == "", f"text without a marker at its end: {answer.text!r}"
    return list(zip(parts[0::2], parts[1::2], strict=False))


def proved_of(answer: Answer) -> list[str]:
    """Return the sentences that the answer shows as proved."""
    return [text for text, markers in sentences_of(answer) if markers != "[?]"]


def check_citations(answer: Answer, articles: dict[str, str] = ARTICLES) -> None:
    """Assert that every marker names a citation, each is named, and its quote stands there."""
    named = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    assert named == {citation.marker for citation in answer.citations}
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        text = articles[citation.article_id]
        assert text[citation.start : citation.end] == citation.quote
    assert (answer.kind is AnswerKind.NONE) == (not answer.citations)
