"""A home that a running server owns, reached over the server's own API."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from time import perf_counter

from ingest.articles import Draft
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody, ArticleBody, ArticlesBody, HitBody, SearchBody
from qa.api.schemas_verify import VerificationBody, verify_request
from qa.client import Client, CouldNotConnect, NewArticle, Refused
from qa.errors import ArticleNotFound, BelegError
from qa.evaluation.dataset import Evaluable
from qa.evaluation.records import Report
from qa.types import Filters, IngestReport, ItemOutcome, ItemReport

ANSWER_SECONDS = 600.0  # an article of 50 MB takes minutes to embed
BATCH_ARTICLES = 16  # articles a request: small, so that the progress bar moves
BATCH_CHARACTERS = 200_000
NOT_FOUND = 404


class RemoteConnection:
    """Asks the server what a local connection would ask the home."""

    def __init__(self, client: Client, address: str) -> None:
        """Ask by `client` the server at the URL `address`, which has no final slash."""
        self._client = client
        self.address = address

    def ask(self, question: str, *, filters: Filters) -> AnswerBody:
        """Answer a question."""
        return AnswerBody.of(self._client.ask(question, filters=filters))

    def answer(self, request: AskRequest) -> AnswerBody:
        """Answer a question with all that may be said of it; the server remembers the answer."""
        answer = self._client.ask(
            request.question,
            conversation=request.turns(),
            filters=request.filters.filters(),
            answer_language=request.answer_language,
        )
        return AnswerBody.of(answer)

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question."""
        hits = self._client.search(question, limit=limit, filters=filters)
        return SearchBody(question=question, hits=[HitBody.of(hit) for hit in hits])

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as the API takes it."""
        request = verify_request(sent)
        return VerificationBody.of(self._client.verify(request.text, request.citations))

    def evaluate(self, evaluable: Evaluable) -> Report:
        """Measure answers on a question set."""
        return self._client.evaluate(
            evaluable.questions, evaluable.answers, name=evaluable.name
        )

    def articles(
        self, filters: Filters, *, named: str = "", limit: int, offset: int
    ) -> ArticlesBody:
        """Return a page of the list of articles."""
        page = self._client.articles(filters=filters, named=named, limit=limit, offset=offset)
        return ArticlesBody(articles=list(page.articles), total=page.total)

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article."""
        with _not_found():
            stored = self._client.article(article_id, version)
        return ArticleBody.of(stored.article, list(stored.sentences))

    def delete(self, article_id: str, *, forget: bool) -> None:
        """Stop searching an article."""
        with _not_found():
            self._client.delete_article(article_id, forget=forget)

    def ingest(
        self, drafts: Iterable[Draft | ItemReport], progress: Callable[[ItemReport], None]
    ) -> IngestReport:
        """Send the drafts in small batches; reports of what could not be read pass through."""
        started = perf_counter()
        items: list[ItemReport] = []
        for batch in _batches(drafts):
            for item in self._send(batch):
                items.append(item)
                progress(item)
        return IngestReport(items=tuple(items), seconds=perf_counter() - started)

    def _send(self, batch: list[Draft | ItemReport]) -> Iterator[ItemReport]:
        articles = [_new_article(draft) for draft in batch if isinstance(draft, Draft)]
        try:
            sent = self._client.send_articles(articles).items if articles else ()
        except Refused as error:
            for draft in batch:
                yield draft if isinstance(draft, ItemReport) else _failed(draft, error)
            return
        told = iter(sent)
        for draft in batch:
            yield draft if isinstance(draft, ItemReport) else replace(next(told), item=draft.item)


@contextmanager
def connect_to(address: str, key: str | None) -> Iterator[RemoteConnection]:
    """Open a connection to the server at `address`, such as http://127.0.0.1:7860."""
    try:
        with Client(address, api_key=key, timeout_seconds=ANSWER_SECONDS, retries=0) as client:
            yield RemoteConnection(client, address)
    except CouldNotConnect as error:
        raise BelegError(
            f"the server at {address} owns the home but cannot be reached; "
            "wait until it has started, or stop it and try again"
        ) from error


@contextmanager
def _not_found() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        if error.status == NOT_FOUND:
            raise ArticleNotFound(error.detail) from error
        raise


def _new_article(draft: Draft) -> NewArticle:
    return NewArticle(**{name: value for name, value in asdict(draft).items() if name != "item"})


def _failed(draft: Draft, error: Refused) -> ItemReport:
    return ItemReport(item=draft.item, outcome=ItemOutcome.FAILED, message=str(error))


def _batches(drafts: Iterable[Draft | ItemReport]) -> Iterator[list[Draft | ItemReport]]:
    batch: list[Draft | ItemReport] = []
    characters = 0
    for draft in drafts:
        batch.append(draft)
        characters += len(draft.text) if isinstance(draft, Draft) else 0
        if len(batch) >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
