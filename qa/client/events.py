"""A streamed answer: server-sent events become Delta, Citation and Answer."""

import httpx
from httpx_sse import ServerSentEvent
from pydantic import TypeAdapter

from qa.api.schemas import AnswerBody
from qa.client.errors import ConnectionLost, UnreadableReply
from qa.client.wire import problem, refusal_of
from qa.types import AnswerEvent, Citation, Delta

_citation = TypeAdapter(Citation)
_delta = TypeAdapter(Delta)


def read_event(sent: ServerSentEvent, reply: httpx.Response) -> AnswerEvent | None:
    """Return an event of the answer; None for a kind that this client does not know.

    Raises Refused for the event `error`, and UnreadableReply.
    """
    try:
        if sent.event == "delta":
            return _delta.validate_json(sent.data)
        if sent.event == "citation":
            return _citation.validate_json(sent.data)
        if sent.event == "answer":
            return AnswerBody.model_validate_json(sent.data).answer()
        if sent.event == "error":
            raise refusal_of(problem(sent.data))
    except ValueError as error:
        raise UnreadableReply(
            f"{reply.url} sent an event {sent.event!r} that cannot be read; "
            "are the server and this client of one version?"
        ) from error
    return None


def unfinished(reply: httpx.Response) -> ConnectionLost:
    """Return the error of a stream that ended in order, but before the whole answer."""
    return ConnectionLost(f"the stream from {reply.url} ended before the whole answer; ask again")
