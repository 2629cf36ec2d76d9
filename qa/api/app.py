"""The HTTP application: routes, and what stands before them."""

from collections.abc import Iterable
from typing import Any

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Match

from qa.api import login, metrics, native, problems, request_id
from qa.api.access import Access, KeyRequired, RateLimit
from qa.api.guard import OwnPagesOnly, SecurityHeaders, UploadLimit
from qa.api.ingestor import Ingestor
from qa.api.mcp import mcp_server
from qa.api.mcp_desk import ServiceDesk
from qa.api.mcp_endpoint import McpEndpoint
from qa.api.requests import ArticleRequest
from qa.api.routes_evaluate import evaluating
from qa.api.routes_feedback import rating
from qa.api.routes_openai import speaking_openai
from qa.api.routes_page import routes_page
from qa.api.routes_verify import verifying
from qa.api.schemas_verify import VERIFIED
from qa.api.sessions import Sessions
from qa.api.version import beleg_version
from qa.api.watching import Failures, Watching
from qa.feedback import FeedbackStore
from qa.library.library import Library
from qa.service import Service

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
MEGABYTE = 1_000_000
DESCRIPTION = (
    "Ask questions about your articles; every statement of an answer carries a quote that stands, "
    "letter for letter, in an article. Positions are half-open spans in characters of the text."
)
PROGRAMS = (native.programs, rating, verifying, evaluating, speaking_openai)
SECURITY_SCHEMES: dict[str, Any] = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, where there are any."}
}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def create_app(
    service: Service,
    ingestor: Ingestor,
    library: Library,
    feedback: FeedbackStore,
    *,
    host: str = "127.0.0.1",
    max_upload_mb: int = 50,
    access: Access,
) -> FastAPI:
    """Build the API over an open service.

    Requests must name a loopback host or `host`; bodies may have `max_upload_mb` megabytes.
    `access` says which keys callers need, if any.
    """
    sessions = Sessions(access.keys)
    numbers = metrics.Metrics(service, library)
    service.observe(numbers.answered)
    version = beleg_version()
    app = FastAPI(
        title="Beleg", version=version, description=DESCRIPTION, docs_url=None, redoc_url=None
    )
    app.state.service = service
    app.state.ingestor = ingestor
    app.state.library = library
    app.state.feedback = feedback
    app.state.sessions = sessions
    app.state.failed_logins = login.FailedLogins()
    app.state.ingest_turns = CapacityLimiter(1)
    for router in PROGRAMS:
        app.include_router(router, tags=["v1"])
    app.include_router(native.people, tags=["pages"])
    app.include_router(login.people)
    app.include_router(_metrics_route(numbers), tags=["pages"])
    app.include_router(_unknown_routes())
    tools = mcp_server(ServiceDesk(service, feedback), version)
    app.router.routes.extend(McpEndpoint(tools, access.cors_origins).routes)
    problems.install(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    # The last one added is the first to see a request.
    app.add_middleware(UploadLimit, most_bytes=max_upload_mb * MEGABYTE)
    if access.requests_per_minute:
        app.add_middleware(RateLimit, requests_per_minute=access.requests_per_minute)
    app.add_middleware(KeyRequired, sessions=sessions)
    app.add_middleware(
        OwnPagesOnly,
        hosts=allowed_hosts(host),
        origins=access.cors_origins,
        asks_for_key=access.keys.is_required,
    )
    app.add_middleware(Failures)
    # Without it the chat would let every site that asks read its answers.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=access.cors_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        expose_headers=[request_id.HEADER, "Retry-After"],
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Watching, metrics=numbers)
    return app


def allowed_hosts(host: str) -> Iterable[str]:
    """Return the names by which a browser may call the server, as in the Host header."""
    return {*LOOPBACK, f"[{host}]" if ":" in host else host}


def _metrics_route(numbers: metrics.Metrics) -> APIRouter:
    router = APIRouter()

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {metrics.MEDIA_TYPE: {"schema": {"type": "string"}}}}},
    )
    def read_metrics() -> Response:
        """Return counts and seconds in Prometheus's text format."""
        return Response(numbers.text(), media_type=metrics.MEDIA_TYPE)

    return router


def _unknown_routes() -> APIRouter:
    """Answer what no route on /v1 takes, before the chat, mounted at /, answers with a page."""
    router = APIRouter()

    @router.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs(request: Request) -> str:
        return routes_page(request.app.openapi())

    @router.api_route("/v1", methods=METHODS, include_in_schema=False)
    @router.api_route("/v1/{path:path}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request) -> None:
        allowed = {
            method
            for router in PROGRAMS
            for route in router.routes
            if isinstance(route, APIRoute) and route.matches(request.scope)[0] is Match.PARTIAL
            for method in route.methods or ()
        }
        if allowed:
            expected = ", ".join(sorted(allowed))
            raise HTTPException(
                405,
                f"{request.method} is not a method of {request.url.path}; expected {expected}",
                headers={"Allow": expected},
            )
        raise HTTPException(404, f"{request.url.path} is not a route; /docs lists them")

    return router


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        # Keys are asked for where the server has some: a client may send one.
        schema["components"]["securitySchemes"] = SECURITY_SCHEMES
        schema["security"] = [{}, *({name: []} for name in SECURITY_SCHEMES)]
        for model in (problems.Problem, ArticleRequest, *VERIFIED):
            written = model.model_json_schema(ref_template="#/components/schemas/{model}")
            written.pop("$defs", None)
            schema["components"]["schemas"][model.__name__] = written
        app.openapi_schema = schema
    return app.openapi_schema
