"""Run asynchronous code in a test, and leave this thread's event loop as it was.

`asyncio.run` takes it away; one that a library had made then ends unclosed, in some later test.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

Given = TypeVar("Given")


def runner() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=asyncio.new_event_loop)


def run(function: Callable[[], Awaitable[Given]]) -> Given:
    return anyio.run(function, backend_options={"loop_factory": asyncio.new_event_loop})
