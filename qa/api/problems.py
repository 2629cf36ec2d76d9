"""Every error on /v1 as a problem document (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from qa.api import request_id
from qa.api.viewer import problem_page
from qa.errors import AnswerNotFound, ArticleError, ArticleNotFound, BelegError, QuestionError

MEDIA_TYPE = "application/problem+json"
UNPROCESSABLE = 422
OPENAI_PATHS = ("/v1/chat/completions", "/v1/models")
OPENAI_CODES = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}

STATUS_OF: dict[type[BelegError], int] = {
    ArticleNotFound: 404,
    AnswerNotFound: 404,
    ArticleError: UNPROCESSABLE,
    QuestionError: UNPROCESSABLE,
}


class Problem(BaseModel):
    """What went wrong and what was expected instead."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str | None = None


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "What is wrong with the request, as an RFC 9457 problem document.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {
        "description": "What went wrong in the server, as an RFC 9457 problem document.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def problem_of(error: Exception) -> Problem:
    """Return the problem document of an error; what is not ours is not told to strangers."""
    if isinstance(error, RequestValidationError):
        return _problem(UNPROCESSABLE, in_words(error.errors()))
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, BelegError):
        status = next((code for kind, code in STATUS_OF.items() if isinstance(error, kind)), 503)
        return _problem(status, str(error))
    return _problem(500, "Beleg failed on this request; its log says where")


def in_words(errors: Sequence[Any], *, skip: int = 1) -> str:
    """Say which field is wrong and what is expected, without the first `skip` parts of its name."""
    return "; ".join(_one_in_words(error, skip) for error in errors)


def install(app: FastAPI) -> None:
    """Answer every error of the app's own routes: as a problem on /v1, as a page elsewhere."""

    def handle(request: Request, error: Exception) -> Response:
        return error_response(request.url.path, error)

    for kind in (RequestValidationError, HTTPException, BelegError):
        app.add_exception_handler(kind, handle)


def error_response(path: str, error: Exception) -> Response:
    """Answer an error as callers of the path expect: a page, OpenAI's envelope, or a problem."""
    problem = problem_of(error)
    headers = getattr(error, "headers", None)
    if path.startswith("/articles/"):
        page = problem_page(problem.title, problem.detail)
        return HTMLResponse(page, problem.status, headers=headers)
    if is_openai_path(path):
        return JSONResponse(openai_error(problem), problem.status, headers=headers)
    return JSONResponse(
        problem.model_dump(), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def is_openai_path(path: str) -> bool:
    """Return whether OpenAI's clients call the path, and so read OpenAI's envelope."""
    return path in OPENAI_PATHS or path.startswith(OPENAI_PATHS[-1] + "/")


def openai_error(problem: Problem) -> dict[str, dict[str, str | None]]:
    """Return a problem in OpenAI's envelope."""
    code = OPENAI_CODES.get(problem.status)
    kind = "rate_limit_exceeded" if problem.status == 429 else "invalid_request_error"
    if problem.status >= 500:
        kind = "server_error"
    return {"error": {"message": problem.detail, "type": kind, "param": None, "code": code}}


def _problem(status: int, detail: str) -> Problem:
    # A detail may quote what was sent, and that may hold characters no UTF-8 text can.
    well_formed = detail.encode("utf-8", "backslashreplace").decode("utf-8")
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=well_formed,
        request_id=request_id.current.get(),
    )


def _of_http(error: HTTPException) -> Problem:
    # FastAPI answers 400 when the body cannot be decoded at all; to a client that is malformed too.
    if error.status_code == 400:
        return _problem(UNPROCESSABLE, f"the request body is malformed: {error.detail}")
    return _problem(error.status_code, str(error.detail))


def _one_in_words(error: Any, skip: int) -> str:  # noqa: ANN401
    field = ".".join(str(part) for part in error["loc"][skip:])[:100] or "the request"
    kind = error["type"]
    if kind == "missing":
        return f"{field}: is required"
    if kind == "extra_forbidden":
        return f"{field}: is not a field of this request"
    if isinstance(error.get("input"), bytes):
        return f"{field}: send JSON with the header Content-Type: application/json"
    if kind == "json_invalid":
        return f"the body is not valid JSON: {error['ctx']['error']}"
    return f"{field}: {error['msg'].removeprefix('Value error, ')}"
