"""The page on a port of its own, in a thread of the test."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.asynchronous import run

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.home import Home


@contextmanager
def serving(home: "Home", folder: Path) -> Iterator[str]:
    """Serve an open home and yield the address of its page."""
    import uvicorn

    from qa.api.keys import KeyRing
    from qa.settings import Settings
    from ui.server import build_app

    servers: list[uvicorn.Server] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        async def build() -> "FastAPI":
            return build_app(Settings(home=folder, port=port), home, KeyRing())

        def serve() -> None:
            # The page is built while a loop runs: else Gradio makes three and closes none.
            app = run(build)
            servers.append(uvicorn.Server(uvicorn.Config(app, log_level="warning")))
            servers[0].run([listener])

        thread = threading.Thread(target=serve)
        thread.start()
        deadline = time.monotonic() + 30
        while not (servers and servers[0].started) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        servers[0].should_exit = True
        thread.join()
