"""What each method of a client sends, and how the reply to it is read. No input or output."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter

from qa.api.schemas import AnswerBody, ArticleBody, ReportBody, SearchBody
from qa.client.records import ArticlePage, Health, NewArticle, StoredArticle
from qa.errors import ArticleError
from qa.evaluation.records import Report
from qa.types import Answer, Article, Citation, Filters, Hit, IngestReport, Span, Turn
from qa.verification.records import CitedQuote, Verification

if TYPE_CHECKING:
    from qa.evaluation.dataset import GivenAnswer, Question

UNAVAILABLE = 503
LARGEST_PAGE = 100  # articles
T = TypeVar("T")

_health = TypeAdapter(Health)
_page = TypeAdapter(ArticlePage)
_report = TypeAdapter(Report)
_verification = TypeAdapter(Verification)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """A request to the API, and how its reply is read."""

    method: str
    target: str  # path and query
    read: Callable[[bytes], T]  # raises ValueError for what Beleg does not send
    content: bytes | None = None  # JSON
    files: tuple[tuple[str, bytes], ...] = ()  # name and content
    form: Mapping[str, str] | None = None  # beside the files
    is_repeatable: bool = True  # to be told twice does no harm and changes no reply
    statuses: frozenset[int] = frozenset()  # that carry a reply too, beside 2xx


def ask(
    question: str,
    conversation: Sequence[Turn],
    filters: Filters | None,
    answer_language: str | None,
    *,
    stream: bool = False,
) -> Call[Answer]:
    """Ask a question; a stream is not read by `read` but by qa.client.events."""
    body = {
        "question": question,
        "conversation": [asdict(turn) for turn in conversation],
        "filters": asdict(filters or Filters()),
        "answer_language": answer_language,
        "stream": stream,
    }
    return Call(
        method="POST",
        target="/v1/ask",
        content=_json(body),
        read=lambda content: AnswerBody.model_validate_json(content).answer(),
    )


def search(question: str, limit: int, filters: Filters | None) -> Call[tuple[Hit, ...]]:
    """Look for the passages that fit a question."""
    body = {"question": question, "limit": limit, "filters": asdict(filters or Filters())}
    return Call(
        method="POST",
        target="/v1/search",
        content=_json(body),
        read=lambda content: tuple(
            hit.hit() for hit in SearchBody.model_validate_json(content).hits
        ),
    )


def verify(
    stated: Answer | Citation | str, citations: Sequence[Citation | CitedQuote]
) -> Call[Verification]:
    """Check an answer, a citation, or a text with what it cites."""
    return Call(
        method="POST",
        target="/v1/verify",
        content=_json(_verifiable(stated, citations)),
        read=_verification.validate_json,
    )


def articles(filters: Filters | None, named: str, limit: int, offset: int) -> Call[ArticlePage]:
    """List a page of articles."""
    query = {**asdict(filters or Filters()), "limit": limit, "offset": offset}
    if named:
        query["named"] = named
    return Call(
        method="GET",
        target=f"/v1/articles{_query(query)}",
        read=lambda content: replace(_page.validate_json(content), offset=offset),
    )


def article(article_id: str, version: str | None) -> Call[StoredArticle]:
    """Read an article."""
    return Call(
        method="GET",
        target=f"{_path_of(article_id)}{_query({'version': version})}",
        read=_stored_article,
    )


def send_articles(sent: Iterable[NewArticle]) -> Call[IngestReport]:
    """Take articles in."""
    return Call(
        method="POST",
        target="/v1/articles",
        content=_json([asdict(article) for article in sent]),
        read=_ingest_report,
        is_repeatable=False,
    )


def send_files(paths: Iterable[Path | str], collection: str | None) -> Call[IngestReport]:
    """Read files of this machine, whole, to be taken in; raise ArticleError, which names one."""
    return Call(
        method="POST",
        target="/v1/articles/files",
        files=tuple(_file(Path(path)) for path in paths),
        form=None if collection is None else {"collection": collection},
        read=_ingest_report,
        is_repeatable=False,
    )


def delete_article(article_id: str, forget: bool) -> Call[None]:
    """Stop searching an article."""
    return Call(
        method="DELETE",
        target=f"{_path_of(article_id)}{_query({'forget': json.dumps(forget)})}",
        read=_nothing,
        is_repeatable=False,  # the second time there would be no such article
    )


def rate(answer_id: str, rating: int, comment: str | None) -> Call[None]:
    """Say what somebody thought of an answer."""
    body = {"answer_id": answer_id, "rating": rating, "comment": comment}
    return Call(
        method="POST",
        target="/v1/feedback",
        content=_json(body),
        read=_nothing,
        is_repeatable=False,
    )


def evaluate(
    questions: Sequence["Question"], answers: Sequence["GivenAnswer"] | None, name: str
) -> Call[Report]:
    """Measure answers on a question set."""
    body: dict[str, Any] = {"questions": [asdict(item) for item in questions], "name": name}
    if answers is not None:
        body["answers"] = [asdict(item) for item in answers]
    return Call(
        method="POST", target="/v1/evaluate", content=_json(body), read=_report.validate_json
    )


def health() -> Call[Health]:
    """Look whether the server can be asked."""
    return Call(
        method="GET",
        target="/healthz",
        read=_health.validate_json,
        statuses=frozenset({UNAVAILABLE}),
    )


def _verifiable(
    stated: Answer | Citation | str, citations: Sequence[Citation | CitedQuote]
) -> dict[str, Any]:
    if isinstance(stated, str):
        return {"answer": stated, "citations": [asdict(citation) for citation in citations]}
    if citations:
        raise TypeError("citations go with a text; an Answer or a Citation brings its own")
    if isinstance(stated, Citation):
        return asdict(stated)
    cited = [asdict(citation) for citation in stated.citations]
    return {"text": stated.text, "kind": stated.kind, "citations": cited}


def _stored_article(content: bytes) -> StoredArticle:
    body = ArticleBody.model_validate_json(content)
    return StoredArticle(
        article=Article(**body.model_dump(exclude={"sentences"})),
        sentences=tuple(Span(span.start, span.end) for span in body.sentences),
    )


def _ingest_report(content: bytes) -> IngestReport:
    return ReportBody.model_validate_json(content).report()


def _nothing(content: bytes) -> None:
    if content:
        raise ValueError("expected an empty body")


def _file(path: Path) -> tuple[str, bytes]:
    name = path.name.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        return name, path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{path}: cannot be read ({error.strerror}); give the path of a file"
        ) from error


def _json(body: object) -> bytes:
    # Escaped to ASCII: text may hold half a character, which only the server judges.
    return json.dumps(body).encode("ascii")


def _query(fields: Mapping[str, object]) -> str:
    given = {name: value for name, value in fields.items() if value is not None}
    return "?" + urlencode(given, doseq=True, errors="backslashreplace") if given else ""


def _path_of(article_id: str) -> str:
    return f"/v1/articles/{quote(article_id, safe='', errors='backslashreplace')}"
