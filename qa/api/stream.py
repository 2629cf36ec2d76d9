"""An answer as server-sent events: delta, citation, answer; or error."""

import logging
from collections.abc import Iterator

from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import TypeAdapter

from qa.api.problems import problem_of
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody
from qa.errors import BelegError
from qa.feedback import FeedbackStore
from qa.service import Service
from qa.types import Answer, AnswerEvent, Citation, Delta

logger = logging.getLogger(__name__)
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # proxies must not collect
_citation = TypeAdapter(Citation)
_delta = TypeAdapter(Delta)


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
) -> EventSourceResponse:
    """Return the events of an answer; the deltas joined are its text, each citation comes once."""
    return EventSourceResponse(_events(request, service, feedback), headers=HEADERS)


def _events(
    request: AskRequest, service: Service, feedback: FeedbackStore
) -> Iterator[bytes]:
    try:
        for event in service.stream(
            request.question,
            conversation=request.turns(),
            filters=request.filters.filters(),
            answer_language=request.answer_language,
        ):
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
