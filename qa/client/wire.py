"""Between a call and httpx: requests out of calls, records or errors out of replies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, TypeVar

import httpx
from httpx_sse import SSEError
from pydantic import TypeAdapter

from qa.client.calls import Call
from qa.client.errors import ConnectionLost, CouldNotConnect, Refused, TimedOut, UnreadableReply
from qa.errors import ConfigurationError

DEFAULT_URL = "http://127.0.0.1:7860"
CONNECT_SECONDS = 5.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document (RFC 9457), as far as Beleg writes it."""

    title: str
    status: int
    detail: str
    request_id: str | None = None


_problem = TypeAdapter(Problem)


def settings_of_http(base_url: str, api_key: str | None, timeout_seconds: float) -> dict[str, Any]:
    """Return what httpx's clients are made with; raise ConfigurationError for wrong values."""
    address = _address(base_url)
    if not timeout_seconds > 0:
        raise ConfigurationError(
            f"timeout_seconds: expected a number above 0, got {timeout_seconds!r}"
        )
    return {
        "base_url": address,
        "headers": {} if api_key is None else {"Authorization": f"Bearer {_checked(api_key)}"},
        "timeout": httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
        # A proxy in the environment must not stand between two processes of one machine.
        "trust_env": not _is_loopback(address.host),
    }


def request_of(call: Call[T], http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
    """Return the request of a call."""
    if call.files:
        files = [("files", (name, content)) for name, content in call.files]
        return http.build_request(call.method, call.target, data=call.form, files=files)
    headers = {"Content-Type": "application/json"} if call.content is not None else {}
    return http.build_request(call.method, call.target, content=call.content, headers=headers)


def read(call: Call[T], reply: httpx.Response) -> T:
    """Return what a whole reply says; raise Refused or UnreadableReply."""
    if not reply.is_success and reply.status_code not in call.statuses:
        raise refusal(reply)
    try:
        return call.read(reply.content)
    except ValueError as error:
        raise UnreadableReply(
            f"{call.method} {reply.url} was answered with something that is not Beleg's "
            f"({_first_line(error)}); does base_url name a Beleg server of this version?"
        ) from error


def refusal(reply: httpx.Response) -> Refused:
    """Return what a reply that is no success says, as an error."""
    try:
        told = problem(reply.content)
    except ValueError:  # of a proxy, or of another server
        told = Problem(
            title=reply.reason_phrase,
            status=reply.status_code,
            detail=f"{reply.request.method} {reply.url} was answered with {reply.status_code} "
            f"{reply.reason_phrase}, and not by Beleg; is base_url right, and what is between?",
        )
    return refusal_of(told, retry_after=_seconds_to_wait(reply))


def problem(content: bytes | str) -> Problem:
    """Return a problem document; raise ValueError for anything else."""
    return _problem.validate_json(content)


def refusal_of(told: Problem, *, retry_after: float | None = None) -> Refused:
    """Return a problem document as an error."""
    return Refused(
        told.detail,
        status=told.status,
        title=told.title,
        request_id=told.request_id,
        retry_after=retry_after,
    )


@contextmanager
def in_our_words(http: httpx.Client | httpx.AsyncClient) -> Iterator[None]:
    """Raise what httpx raises as errors of the client."""
    address = str(http.base_url).rstrip("/")
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise CouldNotConnect(
            f"no server answers at {address} ({_reason(error)}); "
            "start one with `beleg serve`, or correct base_url"
        ) from error
    except httpx.TimeoutException as error:
        raise TimedOut(
            f"{address} sent nothing for {http.timeout.read:g} s; "
            "ask for less at once, or give the client a longer timeout_seconds"
        ) from error
    except SSEError as error:
        raise UnreadableReply(
            f"{address} answered a streamed question with something that is no stream; "
            "does base_url name a Beleg server?"
        ) from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise ConnectionLost(
            f"the connection to {address} broke before the whole reply was there "
            f"({_reason(error)}); try again"
        ) from error


def _address(base_url: str) -> httpx.URL:
    try:
        address = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError) as error:
        raise _wrong_address(base_url) from error
    if address.scheme not in ("http", "https") or not address.host:
        raise _wrong_address(base_url)
    return address


def _wrong_address(base_url: object) -> ConfigurationError:
    return ConfigurationError(
        f"base_url: expected an address such as {DEFAULT_URL}, got {base_url!r}"
    )


def _checked(api_key: str) -> str:
    if not api_key or not api_key.isascii() or not api_key.isprintable() or " " in api_key:
        raise ConfigurationError(
            "api_key: expected the key as `beleg keys add` printed it, got one that is empty or "
            "holds blanks or other characters that no key has"
        )
    return api_key


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds_to_wait(reply: httpx.Response) -> float | None:
    """Read Retry-After: seconds, or a date (RFC 9110, section 10.2.3)."""
    given = reply.headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdigit():
        return float(given)
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
