"""Ask a Beleg server from a program."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar

import httpx
from httpx_sse import EventSource

from qa.client import calls
from qa.client.calls import Call
from qa.client.events import read_event, unfinished
from qa.client.records import ArticlePage, Health, NewArticle, StoredArticle
from qa.client.retrying import checked_retries, retrying
from qa.client.wire import (
    DEFAULT_URL,
    in_our_words,
    read,
    refusal,
    request_of,
    settings_of_http,
)
from qa.evaluation.records import Report
from qa.types import (
    Answer,
    AnswerEvent,
    ArticleEntry,
    Citation,
    Filters,
    Hit,
    IngestReport,
    Turn,
)
from qa.verification.records import CitedQuote, Verification

if TYPE_CHECKING:
    from qa.evaluation.dataset import GivenAnswer, Question

T = TypeVar("T")


class Client:
    """A Beleg server, asked over HTTP; safe to share between threads.

    Every method raises one of qa.client.errors. `timeout_seconds` is how long the server may send
    nothing. A call is tried up to `retries` times more when no server is reached, after 429 when
    the server wants it (`Retry-After`), and, unless it changes something, after 502, 503, 504 and
    a lost connection.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout_seconds: float = 60.0,
        retries: int = 3,
    ) -> None:
        self._http = httpx.Client(**settings_of_http(base_url, api_key, timeout_seconds))
        self._retries = checked_retries(retries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the server."""
        self._http.close()

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Turn] = (),
        filters: Filters | None = None,
        answer_language: str | None = None,
    ) -> Answer:
        """Answer a question, perhaps the latest of a conversation, in "en" or "de"."""
        return self._reply(calls.ask(question, conversation, filters, answer_language))

    def stream(
        self,
        question: str,
        *,
        conversation: Sequence[Turn] = (),
        filters: Filters | None = None,
        answer_language: str | None = None,
    ) -> Iterator[AnswerEvent]:
        """Yield an answer as it comes: all deltas joined are its text, the whole comes last.

        Raises ConnectionLost when the stream breaks; once it has begun it is not tried again.
        """
        call = calls.ask(question, conversation, filters, answer_language, stream=True)
        reply = retrying(call, self._retries)(self._opened, call)
        with in_our_words(self._http), closing(reply):
            for sent in EventSource(reply).iter_sse():
                event = read_event(sent, reply)
                if event is not None:
                    yield event
                if isinstance(event, Answer):
                    return
        raise unfinished(reply)

    def search(
        self, question: str, *, limit: int = 10, filters: Filters | None = None
    ) -> tuple[Hit, ...]:
        """Return the passages that fit a question, best first; `limit` is 1 to 100."""
        return self._reply(calls.search(question, limit, filters))

    def verify(
        self, stated: Answer | Citation | str, citations: Sequence[Citation | CitedQuote] = ()
    ) -> Verification:
        """Check an answer, a citation, or a text and the citations of its markers.

        Says of each quote whether it stands, and of each sentence whether a quote supports it.
        """
        return self._reply(calls.verify(stated, citations))

    def articles(
        self,
        *,
        filters: Filters | None = None,
        named: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlePage:
        """Return a page of the list of articles, the newest first; `limit` is 1 to 100.

        Title and outlet together hold every word of `named`, perhaps inside a longer one.
        """
        return self._reply(calls.articles(filters, named, limit, offset))

    def all_articles(
        self, *, filters: Filters | None = None, named: str = ""
    ) -> Iterator[ArticleEntry]:
        """Yield every article, the newest first; what comes in meanwhile may shift the pages."""
        offset: int | None = 0
        while offset is not None:
            page = self.articles(
                filters=filters, named=named, limit=calls.LARGEST_PAGE, offset=offset
            )
            yield from page.articles
            offset = page.next_offset

    def article(self, article_id: str, version: str | None = None) -> StoredArticle:
        """Return an article, or the version of it whose SHA-256 is given."""
        return self._reply(calls.article(article_id, version))

    def send_articles(self, articles: Iterable[NewArticle]) -> IngestReport:
        """Take articles in; a bad one is told in the report, the others go in.

        The server works on some ten articles a second: send what it can do in `timeout_seconds`.
        """
        return self._reply(calls.send_articles(articles))

    def send_files(
        self, paths: Iterable[Path | str], *, collection: str | None = None
    ) -> IngestReport:
        """Take in files of this machine: text, Markdown, HTML or JSON lines.

        Raises ArticleError for a file that cannot be read; then none is sent.
        """
        return self._reply(calls.send_files(paths, collection))

    def delete_article(self, article_id: str, *, forget: bool = False) -> None:
        """Stop searching an article; with `forget`, drop its versions too."""
        self._reply(calls.delete_article(article_id, forget))

    def rate(
        self, answer_id: str, rating: Literal[1, -1], comment: str | None = None
    ) -> None:
        """Keep what somebody thought of an answer: 1 is good, -1 is bad."""
        self._reply(calls.rate(answer_id, rating, comment))

    def evaluate(
        self,
        questions: "Sequence[Question]",
        answers: "Sequence[GivenAnswer] | None" = None,
        *,
        name: str = "questions",
    ) -> Report:
        """Measure answers on a question set: the server's own, or those given."""
        return self._reply(calls.evaluate(questions, answers, name))

    def health(self) -> Health:
        """Say whether the server can be asked, and if not, why; a key is not needed."""
        return self._reply(calls.health())

    def _reply(self, call: Call[T]) -> T:
        told: T = retrying(call, self._retries)(self._once, call)
        return told

    def _once(self, call: Call[T]) -> T:
        with in_our_words(self._http):
            reply = self._http.send(request_of(call, self._http))
        return read(call, reply)

    def _opened(self, call: Call[T]) -> httpx.Response:
        with in_our_words(self._http):
            reply = self._http.send(request_of(call, self._http), stream=True)
            if not reply.is_success:
                reply.read()
                raise refusal(reply)
        return reply
