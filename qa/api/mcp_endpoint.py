"""MCP over streamable HTTP at /mcp: each request stands alone, so any process can answer it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from qa.api.problems import error_response

if TYPE_CHECKING:
    from mcp.server import Server

PATH = "/mcp"


class McpEndpoint:
    """Answers POST with JSON; 405 to GET and DELETE, which are for servers that keep sessions.

    Which hosts and sites may call is OwnPagesOnly's to say. As MCP asks, an Origin that no browser
    vouches for must be this server's own, or one of `origins`.
    """

    def __init__(self, server: "Server[Any]", origins: Iterable[str]) -> None:
        self.server = server
        self.origins = frozenset(origins)
        # With and without a final slash: clients do not follow redirects.
        self.routes = [Route(path, self, include_in_schema=False) for path in (PATH, PATH + "/")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["route"] = self.routes[0]  # by which it is counted
        refusal = self._refusal(scope)
        if refusal is not None:
            await error_response(PATH, refusal)(scope, receive, send)
            return
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # One manager a request: nothing has to be started with the application and ended with it.
        manager = StreamableHTTPSessionManager(self.server, stateless=True, json_response=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    def _refusal(self, scope: Scope) -> HTTPException | None:
        if scope["method"] != "POST":
            detail = f"{scope['method']} is not a method of {PATH}; expected POST"
            return HTTPException(405, detail, {"Allow": "POST"})
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None or "sec-fetch-site" in headers or origin in self.origins:
            return None
        if urlsplit(origin).netloc == headers.get("host"):
            return None
        return HTTPException(403, f"the Origin {origin!r} is of another site (BELEG_CORS_ORIGINS)")
