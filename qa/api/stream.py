"""An answer as server-sent events: delta, citation, answer; or error."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

from fastapi.concurrency import run_in_threadpool
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import TypeAdapter

from qa.api.problems import problem_of
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody
from qa.errors import BelegError
from qa.feedback import FeedbackStore
from qa.service import Service
from qa.types import Answer, AnswerEvent, Citation, Delta

logger = logging.getLogger(__name__)
LONGEST_SILENCE = 15.0  # seconds; proxies cut connections that are silent for a minute or less
_citation = TypeAdapter(Citation)
_delta = TypeAdapter(Delta)


class EventStream(EventSourceResponse):
    """Sends server-sent events as they are made, and a comment while the next is long in coming."""

    def __init__(self, events: Iterator[bytes]) -> None:
        # Proxies must not collect the events.
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__(_kept_alive(events), headers=headers)


async def _kept_alive(events: Iterator[bytes]) -> AsyncIterator[bytes]:
    while True:
        coming = asyncio.ensure_future(run_in_threadpool(next, events, None))
        while not (await asyncio.wait([coming], timeout=LONGEST_SILENCE))[0]:
            yield KEEPALIVE_COMMENT
        event = coming.result()
        if event is None:
            return
        yield event


def answer_to(request: AskRequest, service: Service, feedback: FeedbackStore) -> AnswerBody:
    """Return the whole answer; it is remembered, so that it can be rated."""
    answer = service.ask(
        request.question,
        conversation=request.turns(),
        filters=request.filters.filters(),
        answer_language=request.answer_language,
    )
    feedback.remember(answer, request.turns())
    return AnswerBody.of(answer)


def answer_stream(
    request: AskRequest, service: Service, feedback: FeedbackStore
) -> EventStream:
    """Return the events of an answer; the deltas joined are its text, each citation comes once."""
    events = service.stream(
        request.question,
        conversation=request.turns(),
        filters=request.filters.filters(),
        answer_language=request.answer_language,
    )
    return EventStream(_sent(events, request, feedback))


def _sent(
    events: Iterator[AnswerEvent], request: AskRequest, feedback: FeedbackStore
) -> Iterator[bytes]:
    try:
        for event in events:
            if isinstance(event, Answer):
                feedback.remember(event, request.turns())
            yield _told(event)
    # The status line has gone out: whatever happens now can only be told inside the stream.
    except Exception as error:
        if not isinstance(error, BelegError):
            logger.exception("a streamed question failed")
        yield _event("error", problem_of(error).model_dump_json())


def _told(event: AnswerEvent) -> bytes:
    if isinstance(event, Answer):
        return _event("answer", AnswerBody.of(event).model_dump_json())
    if isinstance(event, Citation):
        return _event("citation", _citation.dump_json(event).decode("utf-8"))
    return _event("delta", _delta.dump_json(event).decode("utf-8"))


def _event(name: str, data: str) -> bytes:
    return format_sse_event(event=name, data_str=data)
