"""Whom `beleg mcp` asks: the server that owns the home, else the home, held for a while."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock, Timer

from qa.api.keys import local_key
from qa.api.mcp_desk import Desk, ServiceDesk
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody, ArticleBody, SearchBody
from qa.api.schemas_verify import VerificationBody
from qa.index.ownership import owner_of
from qa.settings import Settings
from qa.types import Filters
from ui import logs
from ui.home import open_home
from ui.remote import connect_to

IDLE_SECONDS = 20.0


class SharingDesk:
    """Finds out with each call who owns the home, so that a server may come and go.

    A client keeps `beleg mcp` running all day. Nobody could ingest, serve, or start a second one
    if it kept the home: it opens it for a call, holds it while calls come, and gives it back when
    none came for `idle_seconds`. Calls raise HomeInUse when a process owns it that does not serve.
    """

    def __init__(self, settings: Settings, idle_seconds: float = IDLE_SECONDS) -> None:
        self._settings = settings
        self._idle_seconds = idle_seconds
        self._lock = Lock()
        self._calls = 0
        self._desk: Desk | None = None
        self._closing = ExitStack()
        self._timer: Timer | None = None

    @property
    def address(self) -> str | None:
        """The URL of the server that owns the home, or None."""
        owner = owner_of(self._settings.home)
        return None if owner is None else owner.address

    def answer(self, request: AskRequest) -> AnswerBody:
        """Answer a question; the answer is remembered."""
        with self._asked() as desk:
            return desk.answer(request)

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question, best first."""
        with self._asked() as desk:
            return desk.search(question, limit=limit, filters=filters)

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article or its named version; raise ArticleNotFound."""
        with self._asked() as desk:
            return desk.article(article_id, version)

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as `POST /v1/verify` takes it."""
        with self._asked() as desk:
            return desk.verify(sent)

    def close(self) -> None:
        """Give the home back, if it is held; no call may be under way."""
        with self._lock:
            self._give_back()

    @contextmanager
    def _asked(self) -> Iterator[Desk]:
        owner = None if self._desk else owner_of(self._settings.home)
        if owner is not None and owner.address is not None:
            with connect_to(owner.address, local_key(self._settings.home)) as remote:
                yield remote
            return
        desk = self._taken()
        try:
            yield desk
        finally:
            self._left()

    def _taken(self) -> Desk:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._desk is None:
                home = self._closing.enter_context(open_home(self._settings))
                if self._settings.log_questions:
                    home.service.observe(logs.log_question)
                self._desk = ServiceDesk(home.service, home.feedback)
            self._calls += 1
            return self._desk

    def _left(self) -> None:
        with self._lock:
            self._calls -= 1
            if self._calls == 0:
                self._timer = Timer(self._idle_seconds, self._idle)
                self._timer.daemon = True
                self._timer.start()

    def _idle(self) -> None:
        with self._lock:
            if self._calls == 0:
                self._give_back()

    def _give_back(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._desk = None
        self._closing.close()
