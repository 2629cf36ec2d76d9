"""The login page: a person gives an API key once and gets a cookie."""

import logging
from html import escape
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException

from qa.api.sessions import SESSION_SECONDS, Sessions, cookie_name
from qa.api.viewer import page

logger = logging.getLogger("beleg.login")
MOST_FAILED = 10  # logins from one address within a minute
LONGEST_FORM = 10_000  # bytes; this page is open to strangers
TEXTS = {
    "en": ("Log in", "API key", "Log in"),
    "de": ("Anmelden", "API-Schlüssel", "Anmelden"),
}
WRONG = {"en": "This key is not valid.", "de": "Dieser Schlüssel ist nicht gültig."}
TOO_MANY = {
    "en": "Too many wrong keys: try again in a minute.",
    "de": "Zu viele falsche Schlüssel: In einer Minute geht es wieder.",
}
STYLE = """
form { display: grid; gap: .8rem; max-width: 24rem; }
label { display: grid; gap: .3rem; }
input, button { font: inherit; padding: .5rem .6rem; }
"""

class FailedLogins:
    """Counts wrong keys by the address they come from."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = RateLimitItemPerMinute(MOST_FAILED)

    def count(self, client: str) -> None:
        """Take a wrong key from an address into account."""
        self._limiter.hit(self._most, client)

    def are_too_many(self, client: str) -> bool:
        """Say whether an address has to wait."""
        return not self._limiter.test(self._most, client)


people = APIRouter(include_in_schema=False)


@people.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """Show the form, or go on when there is nothing to log in to."""
    sessions = _sessions(request)
    if not sessions.are_needed or sessions.caller(request.headers) is not None:
        return RedirectResponse(_own_path(next), 303)
    return _form(request, next)


@people.post("/login")
async def log_in(request: Request, next: str = "/") -> Response:
    """Give the cookie to who knows a key."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, f"expected a form of at most {LONGEST_FORM:,} bytes")
    sent = parse_qs(body.decode("utf-8", "replace")).get("key", [""])[0].strip()
    client = request.client.host if request.client else ""
    failed: FailedLogins = request.app.state.failed_logins
    if failed.are_too_many(client):
        return _form(request, next, 429, TOO_MANY)
    cookie = _sessions(request).cookie_for(sent)
    if cookie is None:
        failed.count(client)
        logger.warning("a login failed", extra={"facts": {"client": client}})
        return _form(request, next, 401, WRONG)
    answered = RedirectResponse(_own_path(next), 303)
    answered.set_cookie(
        cookie_name(request.headers),
        cookie,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",  # a link to an article, followed from elsewhere, must open
        secure=request.url.scheme == "https",
    )
    return answered


def _form(
    request: Request, wanted: str, status: int = 200, refusal: dict[str, str] | None = None
) -> Response:
    wishes = request.headers.get("accept-language", "").lower()
    language = "de" if wishes.startswith("de") else "en"
    title, label, submit = TEXTS[language]
    alert = f"<p role=alert>{refusal[language]}</p>" if refusal else ""
    action = f"/login?next={quote(_own_path(wanted), safe='')}"
    content = (
        f"<h1>Beleg</h1>{alert}"
        f'<form method="post" action="{escape(action)}"><label>{label}'
        '<input type="password" name="key" autocomplete="current-password" required autofocus>'
        f"</label><button>{submit}</button></form>"
    )
    return HTMLResponse(
        page(title, content, language=language, style=STYLE),
        status,
        headers={"Cache-Control": "no-store"} | ({"Retry-After": "60"} if status == 429 else {}),
    )


def _own_path(wanted: str) -> str:
    """Return where to go next, never to another site."""
    is_own = (
        wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    )
    return wanted if is_own else "/"


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions
