"""Spans for OpenTelemetry. Without an exporter they cost nothing and go nowhere; no span holds
a question or a text.

The exporter is chosen by the standard OTEL_* variables, which the SDK reads itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points, version
from time import time_ns

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, Status, StatusCode

from qa.errors import ConfigurationError
from qa.settings import TraceExport
from qa.types import Answer

NAME = "beleg"
STAGES = ("retrieve", "read")


class RequestSpan:
    """The span of a request; what it was is known when it ends."""

    def __init__(self, span: trace.Span, method: str) -> None:
        self._span = span
        self._method = method

    def describe(self, route: str, status: int) -> None:
        """Name the span after the route, and mark it when the server failed."""
        self._span.update_name(f"{self._method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": self._method,
                "http.route": route,
                "http.response.status_code": status,
            }
        )
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))


@contextmanager
def request_span(method: str, headers: Mapping[str, str]) -> Iterator[RequestSpan]:
    """Open the span of a request, below the caller's when the headers name it."""
    parent: Context = extract({name.lower(): value for name, value in headers.items()})
    with trace.get_tracer(NAME).start_as_current_span(
        method,
        context=parent,
        kind=SpanKind.SERVER,
        record_exception=False,  # its message may quote what was asked
        set_status_on_exception=False,
    ) as span:
        yield RequestSpan(span, method)


@contextmanager
def span(name: str) -> Iterator[None]:
    """Open a span, such as `beleg.search`."""
    with trace.get_tracer(NAME).start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ):
        yield


def trace_answer(answer: Answer) -> None:
    """Record the span of an answer just given, and of its stages, from its own timings."""
    ended = time_ns()
    total = int(answer.timings_ms["total"] * 1_000_000)
    tracer = trace.get_tracer(NAME)
    asked = tracer.start_span(
        "beleg.ask",
        start_time=ended - total,
        attributes={
            "beleg.answer.id": answer.id,
            "beleg.answer.kind": answer.kind.value,
            "beleg.answer.citations": len(answer.citations),
            "beleg.answer.confidence": answer.confidence,
        },
    )
    started = ended - total
    for stage in STAGES:
        stage_ended = started + int(answer.timings_ms[stage] * 1_000_000)
        tracer.start_span(
            f"beleg.{stage}", context=trace.set_span_in_context(asked), start_time=started
        ).end(stage_ended)
        started = stage_ended
    asked.end(ended)


@contextmanager
def exported(export: TraceExport | None) -> Iterator[None]:
    """Send spans to the named exporter until the block ends; without one do nothing.

    Raises ConfigurationError when the packages are not there or the exporter is not known.
    """
    if export is None:
        yield
        return
    try:
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigurationError(
            "OTEL_* variables ask for traces, but the OpenTelemetry SDK is not installed: "
            "pip install 'beleg[tracing]'"
        ) from error
    found = list(entry_points(group="opentelemetry_traces_exporter", name=export.exporter))
    if not found:
        raise ConfigurationError(
            f"OTEL_TRACES_EXPORTER or OTEL_EXPORTER_OTLP_PROTOCOL asks for the exporter "
            f"{export.exporter!r}, which is not installed: pip install 'beleg[tracing]'"
        )
    own = {} if export.is_named else {SERVICE_NAME: NAME}
    provider = TracerProvider(resource=Resource.create({"service.version": _version(), **own}))
    provider.add_span_processor(BatchSpanProcessor(found[0].load()()))
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()


def _version() -> str:
    try:
        return version("beleg")
    except ImportError:  # PackageNotFoundError is one
        return "0"
