"""Both clients under one door, so that each test asks them the same."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from qa.client import AsyncClient, Client

KINDS = ("sync", "async")


class Awaited:
    """An AsyncClient whose methods are awaited to their end."""

    def __init__(self, client: AsyncClient, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object, **named: object) -> Any:
            made = getattr(self._client, name)(*arguments, **named)
            if inspect.isasyncgen(made):
                return self._items(made)
            return self._runner.run(made)

        return call

    def _items(self, made: Any) -> Iterator[Any]:
        async def following() -> Any:
            return await anext(made, None)

        while (item := self._runner.run(following())) is not None:
            yield item


@contextmanager
def opened(kind: str, *arguments: Any, **named: Any) -> Iterator[Client]:
    """Open a client of the kind."""
    if kind == "sync":
        with Client(*arguments, **named) as client:
            yield client
        return
    with asyncio.Runner() as runner:
        client = AsyncClient(*arguments, **named)
        yield Awaited(client, runner)  # type: ignore[misc]
        runner.run(client.aclose())
