"""Beleg inside LangChain: retriever, chain and tool of one service, and the example that runs."""

import os
import subprocess
import sys

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate

from qa.errors import QuestionError
from qa.service import Service
from qa.types import Answer, AnswerKind, Filters
from tests.api.running import PATIENCE, QUESTION, QUOTE, ROOT, SEEDS
from tests.asynchronous import runner

STRIKE = "What do the train drivers want?"
NOTHING = "Who invented the zipper?"


def test_the_chain_gives_the_answer_of_ask(service: Service) -> None:
    told, asked = service.as_chain().invoke(STRIKE), service.ask(STRIKE)
    assert told["text"] == told["answer"].text == asked.text
    assert told["citations"] == list(told["answer"].citations) == list(asked.citations) != []


def test_streamed_pieces_add_up_to_the_same(service: Service) -> None:
    pieces = list(service.as_chain().stream(STRIKE))
    assert len(pieces) > 2
    total = pieces[0]
    for piece in pieces[1:]:
        total += piece
    whole = service.as_chain().invoke(STRIKE)
    assert (total["text"], total["citations"]) == (whole["text"], whole["citations"])
    assert isinstance(pieces[-1]["answer"], Answer)


def test_it_runs_in_batches_and_without_blocking(service: Service) -> None:
    chain = service.as_chain()
    texts = [told["text"] for told in chain.batch([STRIKE, NOTHING])]
    assert texts == [service.ask(STRIKE).text, service.ask(NOTHING).text]
    with runner() as loop:
        assert loop.run(chain.ainvoke(STRIKE))["text"] == texts[0]


def test_messages_make_a_follow_up(service: Service) -> None:
    said = service.ask(STRIKE).text
    messages = [
        SystemMessage("Be a pirate."), HumanMessage(STRIKE), AIMessage(said),
        HumanMessage("And why?"),
    ]  # fmt: skip
    answer = service.as_chain().invoke(messages)["answer"]
    assert answer.standalone_question != "And why?"
    prompt = ChatPromptTemplate.from_messages(
        [("human", "{first}"), ("ai", "{said}"), ("human", "And why?")]
    )
    behind_prompt = (prompt | service.as_chain()).invoke({"first": STRIKE, "said": said})
    assert behind_prompt["answer"].standalone_question == answer.standalone_question


def test_nothing_found_has_no_citations(service: Service) -> None:
    told = service.as_chain().invoke(NOTHING)
    assert told["answer"].kind is AnswerKind.NONE
    assert told["citations"] == []


def test_the_last_message_must_be_a_question(service: Service) -> None:
    with pytest.raises(QuestionError, match="must be a person's"):
        service.as_chain().invoke([HumanMessage(STRIKE), AIMessage("Money.")])


def test_the_tool_gives_a_model_the_quotes_and_a_program_the_answer(service: Service) -> None:
    call = {"type": "tool_call", "id": "1", "name": "ask_articles", "args": {"question": STRIKE}}
    message = service.as_tool().invoke(call)
    answer = message.artifact
    assert answer.citations == service.ask(STRIKE).citations
    assert message.content.startswith(answer.text)
    for citation in answer.citations:
        assert f'[{citation.marker}] "{citation.quote}" ({citation.title}' in message.content


def test_the_tool_tells_the_model_what_was_wrong(service: Service) -> None:
    call = {"type": "tool_call", "id": "1", "name": "ask_articles", "args": {"question": "?"}}
    message = service.as_tool().invoke(call)
    assert message.status == "error"
    assert "write at least one word" in message.content


def test_filters_hold_for_chain_and_tool(service: Service) -> None:
    nowhere = Filters(outlet="nobody")
    assert service.as_chain(filters=nowhere).invoke(STRIKE)["citations"] == []
    assert service.as_tool(filters=nowhere).invoke({"question": STRIKE}) == service.ask(
        STRIKE, filters=nowhere
    ).text


def test_the_example_runs() -> None:
    run = subprocess.run(
        [sys.executable, "examples/langchain_parts.py", str(SEEDS), QUESTION],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count(QUOTE) >= 3
