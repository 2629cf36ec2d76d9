"""The id of the request that is being answered: the caller's own, or one we make."""

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-ID"
current: ContextVar[str | None] = ContextVar("request_id", default=None)

# What a log line and a header can hold without harm; anything else is replaced.
_USABLE = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")


def request_id_of(sent: str | None) -> str:
    """Return the id that was sent when it is usable, else a new one."""
    return sent if sent is not None and _USABLE.fullmatch(sent) else uuid4().hex
