"""`beleg mcp`."""

import signal

from ui.commands.options import HomeOption, settings_for


def mcp(home: HomeOption = None) -> None:
    """Offer the articles to an MCP client, such as Claude Desktop, over stdin and stdout.

    While a server runs on the home, it is asked; it also serves MCP over HTTP itself, at /mcp.
    """
    settings = settings_for(home)

    from qa.api.mcp import mcp_server, serve_stdio
    from qa.api.version import beleg_version
    from ui import logs
    from ui.desk import SharingDesk

    # The thread that waits for input cannot be woken: Ctrl+C ends the process, which only reads.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    logs.set_up(settings.log_level)
    desk = SharingDesk(settings)
    try:
        serve_stdio(mcp_server(desk, beleg_version()))
    finally:
        desk.close()
