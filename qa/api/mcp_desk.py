"""Whom the MCP tools ask: a service that is open here, or whatever can say the same."""

from typing import Protocol

from qa.api.requests import AskRequest
from qa.api.schemas import AnswerBody, ArticleBody, HitBody, SearchBody
from qa.api.schemas_verify import VerificationBody, verify_request
from qa.api.stream import answer_to
from qa.feedback import FeedbackStore
from qa.service import Service
from qa.types import Filters


class Desk(Protocol):
    """Gives the bodies of the HTTP routes; called from several threads at once."""

    @property
    def address(self) -> str | None:
        """The URL of the server whose pages show the articles, without a final slash, or None."""

    def answer(self, request: AskRequest) -> AnswerBody:
        """Answer a question; the answer is remembered, so that it can be rated."""

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question, best first."""

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article or its named version; raise ArticleNotFound."""

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as `POST /v1/verify` takes it."""


class ServiceDesk:
    """Asks a service of this process."""

    address = None  # who serves it over HTTP knows it from the request

    def __init__(self, service: Service, feedback: FeedbackStore) -> None:
        self._service = service
        self._feedback = feedback

    def answer(self, request: AskRequest) -> AnswerBody:
        """Answer a question and remember the answer."""
        return answer_to(request, self._service, self._feedback)

    def search(self, question: str, *, limit: int, filters: Filters) -> SearchBody:
        """Return the passages that fit a question, best first."""
        hits = self._service.search(question, limit=limit, filters=filters)
        return SearchBody(question=question, hits=[HitBody.of(hit) for hit in hits])

    def article(self, article_id: str, version: str | None) -> ArticleBody:
        """Return an article or its named version; raise ArticleNotFound."""
        found = self._service.article(article_id, version)
        return ArticleBody.of(found, self._service.sentences(found.id, found.sha256))

    def verify(self, sent: object) -> VerificationBody:
        """Check a citation or an answer, given as `POST /v1/verify` takes it."""
        request = verify_request(sent)
        return VerificationBody.of(self._service.verify(request.text, request.citations))
