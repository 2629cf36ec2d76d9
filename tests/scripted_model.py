"""An OpenAI-compatible server that does to each request what a script says, over real HTTP."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Exchange"], None]


class Exchange:
    """One request and the ways to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        self._handler = handler
        self.request = request
        self.prompt = "\n".join(message["content"] for message in request["messages"])

    def number_of(self, words: str) -> int:
        """Return the number under which the prompt shows the sentence with these words."""
        [line] = [x for x in self.prompt.splitlines() if x.startswith("[") and words in x]
        return int(line[1 : line.index("]")])

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def write(self, raw: bytes) -> None:
        self._handler.wfile.write(raw)
        self._handler.wfile.flush()

    def chunk(self, finish: str | None = None, **delta: object) -> None:
        """Send a piece of the reply as OpenAI does."""
        body = {
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }  # fmt: skip
        self.write(f"data: {json.dumps(body)}\n\n".encode())

    def end(self, finish: str = "stop") -> None:
        self.chunk(finish=finish)
        self.write(b"data: [DONE]\n\n")

    def say(self, text: str, size: int = 7) -> None:
        """Reply with `text`, in pieces of `size` characters."""
        self.begin()
        self.chunk(role="assistant", content="")
        for start in range(0, len(text), size):
            self.chunk(content=text[start : start + size])
        self.end()

    def fail(self, status: int, **headers: str) -> None:
        self.begin(status, "application/json", **headers)
        self.write(json.dumps({"error": {"message": "scripted", "type": "scripted"}}).encode())


def says(text: str, size: int = 7) -> Script:
    return lambda exchange: exchange.say(text, size)


@dataclass
class ScriptedModel:
    """A running server: what it shall do next, and what it was asked."""

    base_url: str
    scripts: list[Script] = field(default_factory=list)  # the last one stays
    requests: list[dict[str, Any]] = field(default_factory=list)

    def then(self, *scripts: Script) -> None:
        self.scripts[:] = scripts
        self.requests.clear()

    def next(self) -> Script:
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            request["path"], request["key"] = self.path, self.headers["Authorization"]
            model.requests.append(request)
            # Who asked may have hung up: that is what some scripts are about.
            with suppress(ConnectionError):
                model.next()(Exchange(self, request))

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = ScriptedModel(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield model
    server.shutdown()
    thread.join()
    server.server_close()


def hang(seconds: float) -> Script:
    def script(exchange: Exchange) -> None:
        time.sleep(seconds)
        exchange.say("Too late.")

    return script
