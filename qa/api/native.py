"""Beleg's own routes: ask, search, and the articles."""

import logging
from collections.abc import Callable
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Body, Depends, File, Form, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import ValidationError, WithJsonSchema

from qa.api import viewer
from qa.api.ingestor import Ingestor, SentArticle, SentFile
from qa.api.problems import RESPONSES, in_words
from qa.api.requests import ArticleRequest, ArticlesRequest, AskRequest, SearchRequest
from qa.api.routes_feedback import TheFeedback
from qa.api.schemas import (
    AnswerBody,
    ArticleBody,
    ArticlesBody,
    HealthBody,
    HitBody,
    ReportBody,
    SearchBody,
)
from qa.api.stream import answer_stream, answer_to
from qa.errors import BelegError
from qa.library.library import Library
from qa.service import Service
from qa.types import Filters, IngestReport, ItemOutcome, ItemReport

logger = logging.getLogger(__name__)
ARTICLE_PATH = "/articles/{article_id}"

ONE_OR_MANY = WithJsonSchema(
    {
        "anyOf": [
            {"$ref": "#/components/schemas/ArticleRequest"},
            {"type": "array", "items": {"$ref": "#/components/schemas/ArticleRequest"}},
        ]
    }
)

# The answer as server-sent events.
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "itemSchema": {
                    "type": "object",
                    "properties": {
                        "event": {"enum": ["delta", "citation", "answer", "error"]},
                        "data": {"type": "string"},
                    },
                    "required": ["event", "data"],
                }
            }
        }
    }
}

programs = APIRouter(prefix="/v1", responses=RESPONSES)
people = APIRouter(responses={"4XX": {"description": "What is wrong, for a person to read."}})


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _ingestor(request: Request) -> Ingestor:
    ingestor: Ingestor = request.app.state.ingestor
    return ingestor


async def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


TheService = Annotated[Service, Depends(_service)]
TheIngestor = Annotated[Ingestor, Depends(_ingestor)]
TheLibrary = Annotated[Library, Depends(_library)]


@programs.post("/ask", response_model=AnswerBody, responses=STREAMED)
def ask(
    request: AskRequest, service: TheService, feedback: TheFeedback
) -> Any:  # noqa: ANN401 - two kinds, by `stream`
    """Answer a question with quotes; `stream` sends delta, citation, answer and error events."""
    if request.stream:
        return answer_stream(request, service, feedback)
    return answer_to(request, service, feedback)


@programs.post("/search")
def search(request: SearchRequest, service: TheService) -> SearchBody:
    """Return the passages that fit a question, best first."""
    hits = service.search(request.question, limit=request.limit, filters=request.filters.filters())
    return SearchBody(question=request.question, hits=[HitBody.of(hit) for hit in hits])


@programs.post("/articles")
async def send_articles(
    articles: Annotated[Any, Body(), ONE_OR_MANY],  # noqa: ANN401 - checked one by one
    ingestor: TheIngestor,
    request: Request,
) -> ReportBody:
    """Take in one article or a list; a bad one of a list is told by its index, the others go in."""
    if isinstance(articles, dict):
        sent = [_sent_article(articles, "0")]
        return await _in_turn(request, lambda: ingestor.ingest_articles(sent))
    if not isinstance(articles, list):
        raise RequestValidationError(
            [_error("value_error", "expected an article as a JSON object, or a list of them")]
        )
    good: list[SentArticle] = []
    bad: dict[int, ItemReport] = {}
    for index, article in enumerate(articles):
        try:
            good.append(_sent_article(article, str(index)))
        except RequestValidationError as error:
            bad[index] = ItemReport(
                item=str(index),
                outcome=ItemOutcome.FAILED,
                message=in_words(error.errors()),
            )
    return await _in_turn(request, lambda: _joined(ingestor.ingest_articles(good), bad))


@programs.post("/articles/files")
async def send_files(
    files: Annotated[list[UploadFile], File(min_length=1)],
    ingestor: TheIngestor,
    request: Request,
    collection: Annotated[str | None, Form()] = None,
) -> ReportBody:
    """Take in article files: text, Markdown, HTML or JSON lines."""
    sent = [
        SentFile(
            name=file.filename or f"file {number}",
            content=await file.read(),
            collection=collection,
        )
        for number, file in enumerate(files, 1)
    ]
    return await _in_turn(request, lambda: ingestor.ingest_files(sent))


@programs.get("/articles")
def articles(request: Annotated[ArticlesRequest, Query()], service: TheService) -> ArticlesBody:
    """List the articles that the filters admit, the newest first."""
    entries, total = service.articles(
        request.filters(), named=request.named, limit=request.limit, offset=request.offset
    )
    return ArticlesBody(articles=entries, total=total)


@programs.get(ARTICLE_PATH)
def article(article_id: str, service: TheService, version: str | None = None) -> ArticleBody:
    """Return an article, or its named version, with its text and the spans of its sentences."""
    found = service.article(article_id, version)
    return ArticleBody.of(found, service.sentences(found.id, found.sha256))


@programs.delete(ARTICLE_PATH, status_code=204)
def delete_article(article_id: str, service: TheService, forget: bool = False) -> None:
    """Stop searching an article; with `forget`, drop its versions too."""
    service.delete(article_id, forget=forget)


@people.get(ARTICLE_PATH, response_class=HTMLResponse)
def article_page(
    article_id: str, service: TheService, version: str | None = None, words: str | None = None
) -> Response:
    """Show an article; after #s and a span in the address, that sentence is highlighted.

    `words`, a span such as 1080-1092 inside a sentence, are set in bold.
    """
    found = service.article(article_id, version)
    page = viewer.article_page(found, service.sentences(found.id, found.sha256), words)
    return HTMLResponse(page, headers={"Content-Security-Policy": viewer.POLICY})


@people.get("/healthz", response_model=HealthBody, responses={503: {"model": HealthBody}})
def healthz(service: TheService, library: TheLibrary) -> HealthBody | JSONResponse:
    """Say whether questions can be asked, of how many articles, or why not."""
    try:
        _, n_articles = service.articles(Filters(), limit=1, offset=0)
        return HealthBody(
            status="ready",
            articles=n_articles,
            passages=library.n_passages(),
            index=service.index_name,
        )
    # Whatever it is, the one who watches wants to read it here.
    except Exception as error:
        logger.exception("the home cannot be read")
        reason = str(error) if isinstance(error, BelegError) else "the log says why"
        body = HealthBody(status="not ready", reason=reason)
        return JSONResponse(body.model_dump(), 503)


async def _in_turn(request: Request, ingest: Callable[[], IngestReport]) -> ReportBody:
    """Ingest in a thread of its own: those who wait here must not take the threads of questions."""
    turns: CapacityLimiter = request.app.state.ingest_turns
    return ReportBody.of(await to_thread.run_sync(ingest, limiter=turns))


def _sent_article(article: object, item: str) -> SentArticle:
    """Check one article; the error says which of its fields is wrong."""
    try:
        request = ArticleRequest.model_validate(article)
    except ValidationError as error:
        raise RequestValidationError(
            [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        ) from error
    return SentArticle(item=item, **request.model_dump())


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"type": kind, "loc": ("body",), "msg": message}


def _joined(report: IngestReport, bad: dict[int, ItemReport]) -> IngestReport:
    """Put the items that were refused back to where they stood in the request."""
    items = list(report.items)
    for index in sorted(bad):
        items.insert(index, bad[index])
    return IngestReport(items=tuple(items), seconds=report.seconds)
