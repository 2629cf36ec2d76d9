"""What stands before every route: who may call, how much may be sent, which headers go back."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import error_response

# Gradio needs inline scripts, and eval for its HTML parts; nothing may come from another host.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "connect-src 'self'; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")  # "none": typed into the address bar
DRAINED = 10  # times the limit: a client that is still sending reads our answer only after


class SecurityHeaders:
    """Adds the headers of this file to every response that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of what comes back."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_guarded if scope["type"] == "http" else send)


class OwnPagesOnly:
    """Refuses what a foreign web page makes a browser send: forged hosts and cross-site posts.

    A page of another site can post a form to this machine without asking first. Browsers say so in
    Sec-Fetch-Site, or where the address is not a trustworthy one, such as http://server, in Origin
    alone; programs send neither. Where a key is asked for, any name of the host will
    do: a page that reaches this machine under a forged one has no cookie for it.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: Iterable[str],
        asks_for_key: Callable[[], bool],
    ) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.origins = frozenset(origins)
        self.asks_for_key = asks_for_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421 or 403."""
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self.app(scope, receive, send)
            return
        await error_response(scope["path"], refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> HTTPException | None:
        headers = Headers(scope=scope)
        host = _without_port(headers.get("host", ""))
        if host not in self.hosts and not self.asks_for_key():
            named = ", ".join(sorted(self.hosts))
            return HTTPException(421, f"the Host header names {host!r}; expected one of {named}")
        if scope.get("method", "GET") in SAFE_METHODS or headers.get("origin") in self.origins:
            return None
        if not _is_own(headers):
            return HTTPException(403, "a page of another site may not change anything here")
        return None


def _is_own(headers: Headers) -> bool:
    """Say whether a page of this server, or a program, sends these headers."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in OWN_SITE
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class UploadLimit:
    """Answers 413 to a body over the limit, counted while it arrives, however it is declared."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading too much of its body raises HTTPException."""
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received <= self.most_bytes:
                return message
            while message.get("more_body") and received < DRAINED * self.most_bytes:
                message = await receive()
                received += len(message.get("body", b""))
            raise HTTPException(
                413, f"expected at most {self.most_bytes:,} bytes (BELEG_MAX_UPLOAD_MB); send less"
            )

        await self.app(scope, receive_counted if scope["type"] == "http" else receive, send)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
