"""What asks callers for their key and counts what each of them sends."""

import re
from dataclasses import dataclass
from math import ceil
from time import time
from urllib.parse import quote

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api.keys import LOCAL, KeyRing
from qa.api.problems import error_response
from qa.api.sessions import Sessions
from qa.errors import ConfigurationError

_ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+")

OPEN_PATHS = ("/healthz", "/login")  # who watches or wants to log in has no key yet
PROGRAM_PATHS = ("/v1", "/mcp", "/metrics", "/openapi.json", "/gradio_api")
# What makes the machine work: files of the page are not counted, or loading it would use it up.
COUNTED_PATHS = ("/v1", "/mcp", "/gradio_api/queue/join", "/gradio_api/run", "/gradio_api/call",
                 "/gradio_api/api")


@dataclass(frozen=True, slots=True)
class Access:
    """What callers may do: with which keys, how often, and from which other sites' pages.

    `requests_per_minute` is for each key, 0 for any number; origins are as browsers send them.
    """

    keys: KeyRing
    requests_per_minute: int = 0
    cors_origins: tuple[str, ...] = ()


def origins_of_setting(value: str) -> tuple[str, ...]:
    """Read `https://a.example,https://b.example`; raise ConfigurationError for no origin."""
    origins = tuple(filter(None, (origin.strip() for origin in value.split(","))))
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigurationError(
                f"BELEG_CORS_ORIGINS: {origin!r} is not an origin; expected a scheme and a host "
                "without a path, such as https://news.example or http://localhost:3000"
            )
    return origins


class KeyRequired:
    """Answers 401 to who shows no key when there are keys; a person is led to the login page."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self.app = app
        self.sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the name of its key in the state, or refuse it."""
        if scope["type"] in ("http", "websocket") and self.sessions.are_needed:
            key = self.sessions.caller(Headers(scope=scope))
            if key is not None:
                scope.setdefault("state", {})["caller"] = key.name
            elif scope["path"] not in OPEN_PATHS:
                await _refusal(scope)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class RateLimit:
    """Answers 429 to a key that has sent its number of requests within the last minute.

    Commands on this machine are not counted, and nobody is while no key is asked for.
    """

    def __init__(self, app: ASGIApp, requests_per_minute: int) -> None:
        self.app = app
        self.item = RateLimitItemPerMinute(requests_per_minute)
        self.limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it and say when to come again."""
        caller = scope.get("state", {}).get("caller", LOCAL)
        is_counted = scope["type"] == "http" and _is_under(scope["path"], COUNTED_PATHS)
        if caller == LOCAL or not is_counted or self.limiter.hit(self.item, caller):
            await self.app(scope, receive, send)
            return
        window = self.limiter.get_window_stats(self.item, caller)
        seconds = max(1, ceil(window.reset_time - time()))
        refusal = HTTPException(
            429,
            f"the key {caller!r} has sent {self.item.amount} requests within a minute "
            f"(BELEG_REQUESTS_PER_MINUTE); try again in {seconds} s",
            headers={"Retry-After": str(seconds)},
        )
        await error_response(scope["path"], refusal)(scope, receive, send)


def _refusal(scope: Scope) -> Response:
    headers = Headers(scope=scope)
    is_page = scope.get("method") == "GET" and "text/html" in headers.get("accept", "")
    if is_page and not _is_under(scope["path"], PROGRAM_PATHS):
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1")
        wanted = quote(path + (f"?{query}" if query else ""), safe="")
        return RedirectResponse(f"/login?next={wanted}", 303)
    error = HTTPException(
        401,
        "this needs an API key: send the header `Authorization: Bearer KEY`",
        headers={"WWW-Authenticate": 'Bearer realm="Beleg"'},
    )
    return error_response(scope["path"], error)


def _is_under(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(root + "/") for root in roots)
