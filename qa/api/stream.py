"""An answer as server-sent events: delta, citation, answer; or error."""

import logging
import re
from collections.abc import Iterator

from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, TypeAdapter

from qa.api.problems import problem_of
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody
from qa.errors import BelegError
from qa.feedback import FeedbackStore
from qa.service import Service
from qa.types import Citation

logger = logging.getLogger(__name__)
_MARKER = re.compile(r"\[(\d+)\]")
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # proxies must not collect
_citation = TypeAdapter(Citation)


class Delta(BaseModel):
    """The next characters of the answer's text."""

    text: str


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
    return EventSourceResponse(_events(request, service, feedback), headers=_HEADERS)


def _events(
    request: AskRequest, service: Service, feedback: FeedbackStore
) -> Iterator[bytes]:
    try:
        answer = answer_to(request, service, feedback)
    # The status line has gone out: whatever happens now can only be told inside the stream.
    except Exception as error:
        if not isinstance(error, BelegError):
            logger.exception("a streamed question failed")
        yield _event("error", problem_of(error).model_dump_json())
        return
    waiting = {citation.marker: citation for citation in answer.citations}
    position = 0
    for marker in _MARKER.finditer(answer.text):
        yield _event("delta", Delta(text=answer.text[position : marker.end()]).model_dump_json())
        position = marker.end()
        citation = waiting.pop(int(marker[1]), None)
        if citation is not None:
            yield _event("citation", _citation.dump_json(citation).decode("utf-8"))
    if position < len(answer.text):
        yield _event("delta", Delta(text=answer.text[position:]).model_dump_json())
    for citation in waiting.values():
        yield _event("citation", _citation.dump_json(citation).decode("utf-8"))
    yield _event("answer", answer.model_dump_json())


def _event(name: str, data: str) -> bytes:
    return format_sse_event(event=name, data_str=data)
