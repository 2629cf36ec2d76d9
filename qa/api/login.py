"""The login page: a person gives an API key once and gets a cookie."""

from html import escape
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from qa.api.sessions import COOKIE, SESSION_SECONDS, Sessions
from qa.api.viewer import page

LONGEST_FORM = 10_000  # bytes; this page is open to strangers
TEXTS = {
    "en": ("Log in", "API key", "This key is not valid.", "Log in"),
    "de": ("Anmelden", "API-Schlüssel", "Dieser Schlüssel ist nicht gültig.", "Anmelden"),
}
STYLE = """
form { display: grid; gap: .8rem; max-width: 24rem; }
label { display: grid; gap: .3rem; }
input, button { font: inherit; padding: .5rem .6rem; }
"""

people = APIRouter(include_in_schema=False)


@people.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """Show the form, or go on when there is nothing to log in to."""
    sessions = _sessions(request)
    if not sessions.are_needed or sessions.caller(request.headers) is not None:
        return RedirectResponse(_own_path(next), 303)
    return _form(request, next, is_wrong=False)


@people.post("/login")
async def log_in(request: Request, next: str = "/") -> Response:
    """Give the cookie to who knows a key."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, f"expected a form of at most {LONGEST_FORM:,} bytes")
    sent = parse_qs(body.decode("utf-8", "replace")).get("key", [""])[0].strip()
    cookie = _sessions(request).cookie_for(sent)
    if cookie is None:
        return _form(request, next, is_wrong=True)
    answered = RedirectResponse(_own_path(next), 303)
    answered.set_cookie(
        COOKIE,
        cookie,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",  # a link to an article, followed from elsewhere, must open
        secure=request.url.scheme == "https",
    )
    return answered


def _form(request: Request, wanted: str, *, is_wrong: bool) -> Response:
    wishes = request.headers.get("accept-language", "").lower()
    language = "de" if wishes.startswith("de") else "en"
    title, label, wrong, submit = TEXTS[language]
    action = f"/login?next={quote(_own_path(wanted), safe='')}"
    content = (
        f"<h1>Beleg</h1>{f'<p role=alert>{wrong}</p>' if is_wrong else ''}"
        f'<form method="post" action="{escape(action)}"><label>{label}'
        '<input type="password" name="key" autocomplete="current-password" required autofocus>'
        f"</label><button>{submit}</button></form>"
    )
    return HTMLResponse(
        page(title, content, language=language, style=STYLE),
        401 if is_wrong else 200,
        headers={"Cache-Control": "no-store"},
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
