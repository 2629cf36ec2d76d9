"""A home that a running server owns, reached over the server's own API."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpx

from ingest.articles import Draft
from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody, ArticleBody, ArticlesBody, ReportBody, SearchBody
from qa.api.schemas_verify import VerificationBody
from qa.errors import ArticleNotFound, BelegError
from qa.evaluation.dataset import Evaluable
from qa.evaluation.records import Report
from qa.evaluation.report_json import read_report
from qa.types import Filters, IngestReport, ItemOutcome, ItemReport

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 600.0  # an article of 50 MB takes minutes to embed
BATCH_ARTICLES = 16  # articles a request: small, so that the progress bar moves
BATCH_CHARACTERS = 200_000


class RefusedByServer(BelegError):
    """The server answered, but would not do what was asked."""


class RemoteConnection:
    """Asks the server what a local connection would ask the home."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    @property
    def address(self) -> str:
        """The URL of the server, without a final slash."""
        return str(self._client.base_url).rstrip("/")

    def ask(self, question: str, *, filters: Filters) -> AnswerBody:
        """Answer a question."""
        body = {"question": question, "filters": asdict(filters)}
        return AnswerBody.model_validate_json(self._post("/v1/ask", body))

    def answer(self, request: AskRequest) -> AnswerBody:
        """Answer a question with all that may be said of it; the server remembers the answer."""
        return AnswerBody.model_validate_json(
            self._post("/v1/ask", request.model_dump(mode="json"))
        )

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question."""
        body = {"question": question, "limit": limit, "filters": asdict(filters)}
        return SearchBody.model_validate_json(self._post("/v1/search", body))

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as the API takes it."""
        return VerificationBody.model_validate_json(self._post("/v1/verify", sent))

    def evaluate(self, evaluable: Evaluable) -> Report:
        """Measure answers on a question set."""
        body = {name: value for name, value in asdict(evaluable).items() if value is not None}
        return read_report(self._post("/v1/evaluate", body), "the server's report")

    def articles(self, filters: Filters, *, limit: int, offset: int) -> ArticlesBody:
        """Return a page of the list of articles."""
        given = {name: value for name, value in asdict(filters).items() if value is not None}
        query = {**given, "limit": limit, "offset": offset}
        return ArticlesBody.model_validate_json(self._call("GET", "/v1/articles", params=query))

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article."""
        query = {} if version is None else {"version": version}
        return ArticleBody.model_validate_json(
            self._call("GET", _path_of(article_id), params=query)
        )

    def delete(self, article_id: str, *, forget: bool) -> None:
        """Stop searching an article."""
        self._call("DELETE", _path_of(article_id), params={"forget": forget})

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
        articles = [
            {name: value for name, value in asdict(draft).items() if name != "item"}
            for draft in batch
            if isinstance(draft, Draft)
        ]
        try:
            sent = self._post("/v1/articles", articles) if articles else b""
        except RefusedByServer as error:
            for draft in batch:
                yield draft if isinstance(draft, ItemReport) else _failed(draft, error)
            return
        told = iter(ReportBody.model_validate_json(sent).items if sent else ())
        for draft in batch:
            yield draft if isinstance(draft, ItemReport) else replace(next(told), item=draft.item)

    def _post(self, path: str, body: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
        # Escaped to ASCII: JSON lines may hold half a character, which only the server judges.
        content = json.dumps(body).encode("ascii")
        return self._call(
            "POST", path, content=content, headers={"Content-Type": "application/json"}
        )

    def _call(self, method: str, path: str, **arguments: Any) -> bytes:  # noqa: ANN401
        try:
            answered = self._client.request(method, path, **arguments)
        except httpx.TransportError as error:
            raise BelegError(
                f"the server at {self._client.base_url} owns the home but does not answer "
                f"({error}); wait until it has started, or stop it and try again"
            ) from error
        if answered.is_success:
            return answered.content
        kind = ArticleNotFound if answered.status_code == 404 else RefusedByServer
        raise kind(_detail(answered))


@contextmanager
def connect_to(address: str, key: str | None) -> Iterator[RemoteConnection]:
    """Open a connection to the server at `address`, such as http://127.0.0.1:7860."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    # A proxy in the environment must not stand between two processes of one machine.
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    with httpx.Client(
        base_url=address, headers=headers, timeout=timeout, trust_env=False
    ) as client:
        yield RemoteConnection(client)


def _failed(draft: Draft, error: RefusedByServer) -> ItemReport:
    return ItemReport(item=draft.item, outcome=ItemOutcome.FAILED, message=str(error))


def _path_of(article_id: str) -> str:
    return f"/v1/articles/{quote(article_id, safe='')}"


def _detail(answered: httpx.Response) -> str:
    try:
        return str(answered.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answered.status_code} {answered.reason_phrase}"


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
