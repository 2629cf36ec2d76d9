"""A server on the loopback address that does to each request what a script says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

Step = Callable[[BaseHTTPRequestHandler], None]


def sends(
    status: int = 200, content: str = "{}", kind: str = "application/json", **headers: str
) -> Step:
    """Answer with a whole reply."""

    def step(handler: BaseHTTPRequestHandler) -> None:
        told = content.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(told)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(told)

    return step


def refuses(status: int, **headers: str) -> Step:
    """Answer with a problem document."""
    problem = {"title": "Scripted", "status": status, "detail": f"no: {status}"}
    return sends(status, json.dumps({**problem, "request_id": "r-7"}), **headers)


def streams(*events: tuple[str, object], raw: str = "", breaks: bool = False) -> Step:
    """Send events, then `raw`; then end in order, or break off in the middle."""

    def step(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        told = [f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events]
        for text in [*told, raw]:
            if text:
                encoded = text.encode()
                handler.wfile.write(f"{len(encoded):x}\r\n".encode() + encoded + b"\r\n")
        if not breaks:
            handler.wfile.write(b"0\r\n\r\n")

    return step


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""


def is_silent(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing for a while."""
    sleep(2)


@dataclass
class ScriptedServer:
    """What it shall do with the next requests, and which came, and when."""

    address: str
    steps: list[Step] = field(default_factory=list)  # the last one stays
    requests: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def then(self, *steps: Step) -> None:
        self.steps[:] = steps


@contextmanager
def scripted_server(port: int = 0) -> Iterator[ScriptedServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            running.requests.append(f"{self.command} {self.path}")
            running.times.append(monotonic())
            running.headers.append(dict(self.headers))
            step = running.steps.pop(0) if len(running.steps) > 1 else running.steps[0]
            step(self)
            self.close_connection = True

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - http.server's names

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as listener:
        listener.daemon_threads = True
        running = ScriptedServer(f"http://127.0.0.1:{listener.server_address[1]}")
        serving = threading.Thread(target=listener.serve_forever, args=(0.02,))
        serving.start()
        try:
            yield running
        finally:
            listener.shutdown()
            serving.join()
