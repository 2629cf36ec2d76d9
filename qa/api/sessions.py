"""Who calls: a program by its key, a person by the cookie that the login page gave for a key."""

import re
import secrets
from hashlib import sha256
from hmac import compare_digest, new
from time import time

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from qa.api.keys import LOCAL, ApiKey, KeyRing

_COOKIE = "beleg_session"
_PORT = re.compile(r":(\d{1,5})$")
SESSION_SECONDS = 30 * 24 * 3600


class Sessions:
    """Makes and checks cookies. They end with the process, after 30 days, or with their key."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._secret = secrets.token_bytes(32)

    @property
    def are_needed(self) -> bool:
        """Whether anybody must say who they are."""
        return self._ring.is_required()

    def cookie_for(self, secret: str) -> str | None:
        """Return the cookie of who knows the key, or None for a wrong key.

        The key of the commands on this machine opens no session.
        """
        key = self._ring.find(secret)
        if key is None or key.name == LOCAL:
            return None
        ends = int(time()) + SESSION_SECONDS
        return f"{ends}.{self._signature(key, ends)}"

    def caller(self, headers: Headers) -> ApiKey | None:
        """Return the key that a request proves, or None."""
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._ring.find(secret.strip())
        # Not the standard library's: it drops all cookies for one, of any program on this host,
        # that it does not like.
        cookie = cookie_parser(headers.get("cookie", "")).get(cookie_name(headers))
        return None if cookie is None else self._of_cookie(cookie)

    def _of_cookie(self, value: str) -> ApiKey | None:
        written, _, signature = value.partition(".")
        if not (written.isascii() and written.isdigit() and len(written) < 20):
            return None
        ends = int(written)
        found = None
        for key in self._ring.own():
            if compare_digest(self._signature(key, ends).encode(), signature.encode("utf-8")):
                found = key
        return found if ends > time() else None

    def _signature(self, key: ApiKey, ends: int) -> str:
        return new(self._secret, f"{key.name} {key.sha256} {ends}".encode(), sha256).hexdigest()


def cookie_name(headers: Headers) -> str:
    """Return the name of the cookie at the address that was called.

    Browsers send a host's cookies to all its ports: each server there needs a name of its own.
    """
    port = _PORT.search(headers.get("host", ""))
    return f"{_COOKIE}_{port[1]}" if port else _COOKIE
