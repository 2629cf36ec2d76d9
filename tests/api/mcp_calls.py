"""The official MCP client, for tests that are not asynchronous."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from tests.api.running import PATIENCE

MODES = ("legacy", "auto")  # with the handshake of 2025, and without any
CHANGING = ("id", "timings_ms")
Talked = TypeVar("Talked")


def talk(
    target: str | StdioServerParameters,
    conversation: Callable[[Client], Awaitable[Talked]],
    *,
    mode: str = "auto",
    headers: dict[str, str] | None = None,
) -> Talked:
    """Connect to the URL or the command, and return what the conversation with it gives."""

    async def connected() -> Talked:
        if isinstance(target, StdioServerParameters):
            async with Client(target, mode=mode) as client:
                return await conversation(client)
        async with httpx2.AsyncClient(
            headers=headers, timeout=PATIENCE, trust_env=False
        ) as sending:
            transport = streamable_http_client(target, http_client=sending)
            async with Client(transport, mode=mode) as client:
                return await conversation(client)

    return anyio.run(connected)


def call(
    target: str | StdioServerParameters,
    tool: str,
    arguments: dict[str, Any],
    *,
    mode: str = "auto",
    headers: dict[str, str] | None = None,
) -> CallToolResult:
    """Call one tool over a connection of its own."""

    async def called(client: Client) -> CallToolResult:
        return await client.call_tool(tool, arguments)

    return talk(target, called, mode=mode, headers=headers)


def given(called: CallToolResult) -> dict[str, Any]:
    """Return the structured content of a call that went well."""
    assert not called.is_error, text_of(called)
    return called.structured_content


def text_of(called: CallToolResult) -> str:
    [content] = called.content
    return content.text


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without what differs from one time to the next."""
    return {name: value for name, value in answer.items() if name not in CHANGING}
