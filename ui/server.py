"""The server: the API and the chat over one open home."""

import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from ingest.articles import Draft
from ingest.pipeline import Pipeline
from ingest.sources import SourceItem, drafts, items
from qa.api.access import Access, origins_of_setting
from qa.api.app import MEGABYTE, create_app
from qa.api.ingestor import SentArticle, SentFile
from qa.api.keys import (
    KeyFile,
    KeyRing,
    is_loopback,
    keys_of_setting,
    local_key,
    refuse_open_host,
)
from qa.errors import ConfigurationError, HomeInUse
from qa.index.ownership import owner_of
from qa.settings import Settings, trace_export
from qa.tracing import exported
from qa.types import Filters, IngestReport, ItemReport
from ui import chat, logs
from ui.home import Home, open_home

# Seconds an idle connection stays open: longer than clients keep theirs (httpx: 5), or the server
# would close one just when a request comes.
KEEP_ALIVE = 65
FAREWELL = 5  # seconds that open streams get to end


class PipelineIngestor:
    """Gives the API's articles and files to the pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def ingest_articles(self, articles: Sequence[SentArticle]) -> IngestReport:
        """Return one report item for each article, in the order given."""
        return self._pipeline.ingest(Draft(**asdict(article)) for article in articles)

    def ingest_files(self, files: Sequence[SentFile]) -> IngestReport:
        """Return the report of the articles found in the files."""
        return self._pipeline.ingest(_drafts_of(files))


def build_app(settings: Settings, home: Home, ring: KeyRing) -> FastAPI:
    """Return the API with the chat mounted at /; the ring says who needs which key."""
    if settings.log_questions:
        home.service.observe(logs.log_question)
    app = create_app(
        home.service,
        PipelineIngestor(home.pipeline),
        home.library,
        home.feedback,
        host=settings.host,
        max_upload_mb=settings.max_upload_mb,
        access=Access(
            keys=ring,
            requests_per_minute=settings.requests_per_minute,
            cors_origins=origins_of_setting(settings.cors_origins),
        ),
    )
    return chat.mount(app, home, settings.max_upload_mb)


def serve(
    settings: Settings,
    *,
    seeds: Path | None = None,
    open_browser: bool = False,
    tell: Callable[[str], None],
) -> None:
    """Serve the home until the process is told to end; `tell` hears where and how much.

    `seeds` are taken in first when the library holds no article. Raises HomeInUse when another
    process owns the home, ConfigurationError when the port is taken, or when others could reach the
    host and there is no API key.
    """
    given, file = keys_of_setting(settings.api_keys.get_secret_value()), KeyFile(settings.home)
    refuse_open_host(settings.host, KeyRing(given, file))
    origins_of_setting(settings.cors_origins)
    owner = owner_of(settings.home)
    if owner is not None and owner.address is not None:
        raise HomeInUse(
            f"{settings.home} is already served at {owner.address} by process {owner.pid}",
            pid=owner.pid,
            address=owner.address,
        )
    # The default would end the process before the home is closed.
    signal.signal(signal.SIGTERM, _leave)
    address = address_of(settings)
    logs.set_up(settings.log_level)
    with (
        exported(trace_export()),
        _listening(settings) as listener,
        open_home(settings, address) as home,
    ):
        ring = KeyRing(
            given, file, local=local_key(settings.home), always=not is_loopback(settings.host)
        )
        if seeds is not None and home.service.articles(Filters(), limit=1, offset=0)[1] == 0:
            report = home.pipeline.ingest(_seeds(seeds, settings.max_upload_mb * MEGABYTE))
            tell(f"{len(report.items)} articles of {seeds} taken in")
        server = uvicorn.Server(
            uvicorn.Config(
                build_app(settings, home, ring),
                log_config=None,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=FAREWELL,
                timeout_keep_alive=KEEP_ALIVE,
                server_header=False,
            )
        )
        tell(f"Beleg serves {settings.home} at {address}")
        if open_browser:
            webbrowser.open(address)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            tell("stopped")


def address_of(settings: Settings) -> str:
    """Return the URL at which the server of these settings answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _listening(settings: Settings) -> socket.socket:
    """Take the port before anything slow: who calls from now on waits instead of failing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {address_of(settings)}: {error.strerror}; end the program that "
            "does, or choose another port with BELEG_PORT"
        ) from error


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _drafts_of(files: Iterable[SentFile]) -> Iterator[Draft | ItemReport]:
    for file in files:
        item = SourceItem(name=file.name, content=file.content, source=file.name)
        for draft in drafts(item):
            if isinstance(draft, Draft) and file.collection is not None:
                yield replace(draft, collection=file.collection)
            else:
                yield draft


def _seeds(folder: Path, max_bytes: int) -> Iterator[Draft | ItemReport]:
    """Yield the text files alone: what else lies there, such as questions, is about them."""
    texts = [str(path) for path in sorted(folder.glob("*.txt"))]
    for item in items(texts, max_bytes):
        yield from drafts(item) if isinstance(item, SourceItem) else [item]
