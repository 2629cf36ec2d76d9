"""How a command reaches the home: by opening it, or through the server that owns it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from qa.api.schemas import AnswerBody, ArticleBody, ArticlesBody, HitBody, SearchBody
from qa.api.schemas_verify import VerificationBody, verify_request
from qa.types import Filters, IngestReport, ItemReport

if TYPE_CHECKING:
    from ingest.articles import Draft
    from qa.evaluation.dataset import Evaluable
    from qa.evaluation.records import Report
    from qa.settings import Settings
    from ui.home import Home

Progress = Callable[[ItemReport], None]


class Connection(Protocol):
    """What the commands ask for; what they print is what the API would send."""

    def ask(self, question: str, *, filters: Filters) -> AnswerBody:
        """Answer a question."""

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question."""

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as the API takes it."""

    def evaluate(self, evaluable: "Evaluable") -> "Report":
        """Measure answers on a question set."""

    def articles(
        self, filters: Filters, *, named: str = "", limit: int, offset: int
    ) -> ArticlesBody:
        """Return a page of the list of articles, of those named so if a name is given."""

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article; raise ArticleNotFound."""

    def delete(self, article_id: str, *, forget: bool) -> None:
        """Stop searching an article; raise ArticleNotFound."""

    def ingest(self, drafts: "Iterable[Draft | ItemReport]", progress: Progress) -> IngestReport:
        """Take the drafts in; `progress` hears of each item when it is done."""


class LocalConnection:
    """Asks a home that this process has opened."""

    def __init__(self, home: "Home") -> None:
        self._home = home

    def ask(self, question: str, *, filters: Filters) -> AnswerBody:
        """Answer a question."""
        return AnswerBody.of(self._home.service.ask(question, filters=filters))

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question."""
        hits = self._home.service.search(question, limit=limit, filters=filters)
        return SearchBody(question=question, hits=[HitBody.of(hit) for hit in hits])

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as the API takes it."""
        request = verify_request(sent)
        return VerificationBody.of(self._home.service.verify(request.text, request.citations))

    def evaluate(self, evaluable: "Evaluable") -> "Report":
        """Measure answers on a question set."""
        from qa.evaluation.run import evaluate

        return evaluate(
            self._home.service,
            self._home.library,
            evaluable.questions,
            evaluable.answers,
            name=evaluable.name,
        )

    def articles(
        self, filters: Filters, *, named: str = "", limit: int, offset: int
    ) -> ArticlesBody:
        """Return a page of the list of articles."""
        entries, total = self._home.service.articles(
            filters, named=named, limit=limit, offset=offset
        )
        return ArticlesBody(articles=entries, total=total)

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article."""
        found = self._home.service.article(article_id, version)
        return ArticleBody.of(found, self._home.service.sentences(found.id, found.sha256))

    def delete(self, article_id: str, *, forget: bool) -> None:
        """Stop searching an article."""
        self._home.service.delete(article_id, forget=forget)

    def ingest(self, drafts: "Iterable[Draft | ItemReport]", progress: Progress) -> IngestReport:
        """Take the drafts in."""
        return self._home.pipeline.ingest(drafts, progress)


@contextmanager
def connect(settings: "Settings") -> Iterator[Connection]:
    """Reach the home of the settings.

    Raises HomeInUse when a process owns it that does not serve it.
    """
    from qa.index.ownership import owner_of

    owner = owner_of(settings.home)
    if owner is not None and owner.address is not None:
        from qa.api.keys import local_key
        from ui.remote import connect_to

        with connect_to(owner.address, local_key(settings.home)) as remote:
            yield remote
        return
    from ui.home import open_home

    with open_home(settings) as home:
        yield LocalConnection(home)
