"""What surrounds every request: its id, its line in the log, its numbers, its span, its failure."""

import logging
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api import request_id
from qa.api.metrics import Metrics
from qa.api.problems import error_response
from qa.tracing import request_span

logger = logging.getLogger("beleg.requests")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NO_ROUTE = "none"  # refused before a route was found


class Watching:
    """Gives each request an id, logs and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the answer carries its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        headers = Headers(scope=scope)
        given = request_id.request_id_of(headers.get(request_id.HEADER))
        token = request_id.current.set(given)
        status = 0
        started = perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[request_id.HEADER] = given
            await send(message)

        try:
            with request_span(scope["method"], headers) as span:
                try:
                    await self.app(scope, receive, send_named)
                finally:
                    span.describe(route_of(scope), status)
        finally:
            seconds = perf_counter() - started
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.metrics.request_done(method, route_of(scope), status, seconds)
            facts = {**_facts(scope), "status": status, "milliseconds": round(1000 * seconds, 1)}
            logger.info("request", extra={"facts": facts})
            request_id.current.reset(token)


class Failures:
    """Answers what nobody caught, as far as nothing has been answered yet, and logs it.

    It stands inside of what adds headers, so that its answers have them too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer the error that comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_seen(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_seen)
        except ClientDisconnect:
            return  # nobody is there to hear an answer
        except Exception as error:
            logger.exception("a request failed", extra={"facts": _facts(scope)})
            if has_begun:  # the connection can only be cut
                raise
            await error_response(scope["path"], error)(scope, receive, send)


def route_of(scope: Scope) -> str:
    """Return the route as the API writes it, so that there are only so many of them."""
    path = getattr(scope.get("route"), "path", None)
    return NO_ROUTE if path is None else str(path)


def _facts(scope: Scope) -> dict[str, object]:
    return {
        "method": scope["method"],
        "path": scope["path"],
        "key": scope["state"].get("caller"),
    }
