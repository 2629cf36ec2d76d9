"""The MCP server: the tools over a desk, for any transport."""

import logging
from typing import TYPE_CHECKING, Any

from anyio import run, to_thread
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from qa.api.mcp_desk import Desk
from qa.api.mcp_tools import INSTRUCTIONS, TOOLS, Tool
from qa.api.problems import problem_of
from qa.errors import BelegError

if TYPE_CHECKING:
    import mcp_types as types
    from mcp.server import Server, ServerRequestContext

logger = logging.getLogger(__name__)
_BY_NAME = {tool.name: tool for tool in TOOLS}


def mcp_server(desk: Desk, version: str) -> "Server[Any]":
    """Return a server of `TOOLS`; it keeps no state between calls, so one serves all clients.

    What goes wrong in a tool is told in its content, with `isError`; what is not ours is logged
    and told as an internal error.
    """
    import mcp_types as types
    from mcp import MCPError
    from mcp.server import Server

    listed = types.ListToolsResult(tools=[_listed(tool) for tool in TOOLS])

    async def list_tools(
        _context: "ServerRequestContext[Any]", _given: "types.PaginatedRequestParams | None"
    ) -> "types.ListToolsResult":
        return listed

    async def call_tool(
        context: "ServerRequestContext[Any]", given: "types.CallToolRequestParams"
    ) -> "types.CallToolResult":
        tool = _BY_NAME.get(given.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS,
                f"{given.name!r} is not a tool; expected one of {', '.join(_BY_NAME)}",
            )
        address = None if context.request is None else str(context.request.base_url).rstrip("/")
        return await to_thread.run_sync(_called, tool, desk, given.arguments or {}, address)

    return Server(
        "beleg",
        title="Beleg",
        version=version,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(server: "Server[Any]") -> None:
    """Serve over standard input and output until the client closes the input.

    The SDK points file descriptor 1 at standard error meanwhile, so nothing but the protocol can
    get onto standard output, whoever prints.
    """
    from mcp.server.stdio import stdio_server

    async def serve() -> None:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    run(serve)


def _listed(tool: Tool) -> "types.Tool":
    import mcp_types as types

    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        output_schema=tool.body.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _called(
    tool: Tool, desk: Desk, arguments: dict[str, Any], address: str | None
) -> "types.CallToolResult":
    """Call a tool; this blocks for as long as the service does."""
    import mcp_types as types

    try:
        body = _body(tool, desk, arguments)
        text = tool.text(body, address or desk.address)
    # Whatever it is, the model must read that its call failed.
    except Exception as error:
        if not isinstance(error, BelegError | RequestValidationError):
            logger.exception("the tool %s failed", tool.name)
        told = types.TextContent(text=problem_of(error).detail)
        return types.CallToolResult(content=[told], is_error=True)
    return types.CallToolResult(
        content=[types.TextContent(text=text)], structured_content=body.model_dump(mode="json")
    )


def _body(tool: Tool, desk: Desk, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
    # Clients whose schemas admit no optional field send null for what is left out.
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        checked = tool.arguments.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(
            [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        ) from error
    return tool.call(desk, checked)
