"""The routes that OpenAI's clients call: Beleg as a chat model whose every statement is quoted."""

import json
import logging
from collections.abc import Callable, Iterator
from time import time
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.sse import format_sse_event
from starlette.exceptions import HTTPException

from qa.api.native import TheService
from qa.api.problems import openai_error, problem_of
from qa.api.routes_feedback import TheFeedback
from qa.api.schemas import AnswerBody
from qa.api.schemas_openai import (
    MODEL,
    AssistantMessage,
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionRequest,
    Choice,
    ChoiceDelta,
    ChunkChoice,
    ModelBody,
    ModelsBody,
    OpenAIErrorBody,
    Usage,
    annotations,
)
from qa.api.stream import EventStream
from qa.errors import BelegError
from qa.types import Answer, AnswerEvent, Delta

logger = logging.getLogger(__name__)
_STARTED = int(time())  # OpenAI's clients want to know since when there is a model
_ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": OpenAIErrorBody, "description": "What is wrong with the request."},
    "5XX": {"model": OpenAIErrorBody, "description": "What went wrong in the server."},
}
# The answer as chunks; the last line is [DONE].
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "itemSchema": {
                    "type": "object",
                    "properties": {"data": {"type": "string"}},
                    "required": ["data"],
                }
            }
        }
    }
}

speaking_openai = APIRouter(prefix="/v1", responses=_ERRORS)


@speaking_openai.post("/chat/completions", response_model=ChatCompletion, responses=_STREAMED)
def complete_chat(
    request: ChatCompletionRequest, service: TheService, feedback: TheFeedback, http: Request
) -> Any:  # noqa: ANN401 - two kinds, by `stream`
    """Answer the last message, with what was said before; the model named changes nothing."""
    question, turns = request.question(), request.turns()
    wanted: dict[str, Any] = {
        "conversation": turns,
        "filters": request.filters.filters(),
        "answer_language": request.answer_language,
    }
    address = str(http.base_url).rstrip("/")

    def remembered(answer: Answer) -> None:
        feedback.remember(answer, turns)

    if request.stream:
        events = service.stream(question, **wanted)
        return EventStream(_chunks(request, events, address, remembered))
    answer = service.ask(question, **wanted)
    remembered(answer)
    message = AssistantMessage(
        content=answer.text, annotations=annotations(answer.text, answer.citations, address)
    )
    return ChatCompletion(
        id=_new_id(),
        created=int(time()),
        choices=[Choice(message=message)],
        usage=Usage.of(request, answer),
        beleg=AnswerBody.of(answer),
    )


@speaking_openai.get("/models")
def models() -> ModelsBody:
    """List the one model."""
    return ModelsBody(data=[ModelBody(id=MODEL, created=_STARTED)])


@speaking_openai.get("/models/{name}")
def model(name: str) -> ModelBody:
    """Return the one model by its name."""
    if name != MODEL:
        raise HTTPException(404, f"{name!r} is not a model of this server; it has {MODEL!r}")
    return ModelBody(id=MODEL, created=_STARTED)


def _chunks(
    request: ChatCompletionRequest,
    events: Iterator[AnswerEvent],
    address: str,
    remembered: Callable[[Answer], None],
) -> Iterator[bytes]:
    name, created = _new_id(), int(time())

    def chunk(delta: ChoiceDelta) -> ChatCompletionChunk:
        return ChatCompletionChunk(id=name, created=created, choices=[ChunkChoice(delta=delta)])

    try:
        yield _data(chunk({"role": "assistant", "content": ""}).model_dump_json())
        for event in events:
            if isinstance(event, Delta):
                yield _data(chunk({"content": event.text}).model_dump_json())
            elif isinstance(event, Answer):
                remembered(event)
                marked = annotations(event.text, event.citations, address)
                if marked:
                    yield _data(chunk({"annotations": marked}).model_dump_json())
                last = chunk({})
                last.choices[0].finish_reason = "stop"
                last.beleg = AnswerBody.of(event)
                yield _data(last.model_dump_json())
                if request.stream_options and request.stream_options.include_usage:
                    last.choices, last.beleg = [], None
                    last.usage = Usage.of(request, event)
                    yield _data(last.model_dump_json())
        yield _data("[DONE]")
    # The status line has gone out: whatever happens now can only be told inside the stream.
    except Exception as error:
        if not isinstance(error, BelegError):
            logger.exception("a streamed question failed")
        yield _data(json.dumps(openai_error(problem_of(error))))


def _new_id() -> str:
    return f"chatcmpl-{uuid4().hex}"


def _data(data: str) -> bytes:
    return format_sse_event(data_str=data)
