"""When a call is tried again, and how long to wait before."""

from typing import Any, TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from qa.client.calls import Call
from qa.client.errors import ConnectionLost, CouldNotConnect, Refused
from qa.errors import ConfigurationError

TOO_MANY = 429
UNAVAILABLE = (502, 503, 504)
LONGEST_WAIT_SECONDS = 60.0  # a server that asks for more is not waited for
T = TypeVar("T")

# 0.5, 1, 2, 4 ... seconds and up to half a second more, so that many bots do not come at once.
_backoff = wait_exponential(multiplier=0.5, max=8.0) + wait_random(0.0, 0.5)


def retrying(call: Call[T], retries: int) -> Retrying:
    """Return what calls a function again, up to `retries` times, and raises its last error."""
    return Retrying(**_policy(call, retries))


def retrying_async(call: Call[T], retries: int) -> AsyncRetrying:
    """Return the same for a coroutine function."""
    return AsyncRetrying(**_policy(call, retries))


def checked_retries(retries: int) -> int:
    """Return the number; raise ConfigurationError when it is none."""
    if retries < 0:
        raise ConfigurationError(f"retries: expected 0 or more, got {retries}")
    return retries


def _policy(call: Call[T], retries: int) -> dict[str, Any]:
    return {
        "retry": retry_if_exception(lambda error: _is_worth_another(call, error)),
        "wait": _seconds,
        "stop": stop_after_attempt(retries + 1),
        "reraise": True,
    }


def _is_worth_another(call: Call[T], error: BaseException) -> bool:
    if isinstance(error, CouldNotConnect):
        return True
    if isinstance(error, ConnectionLost):
        return call.is_repeatable
    if not isinstance(error, Refused) or (error.retry_after or 0.0) > LONGEST_WAIT_SECONDS:
        return False
    # Who is told that it is too many knows that nothing was done.
    return error.status == TOO_MANY or (call.is_repeatable and error.status in UNAVAILABLE)


def _seconds(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, Refused) else None
    return _backoff(state) if asked is None else asked
