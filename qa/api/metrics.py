"""What Prometheus reads at /metrics: counts and seconds, never a question."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from qa.library.library import Library
from qa.service import Service
from qa.tracing import STAGES
from qa.types import Answer, Filters

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The numbers of one server since it started."""

    def __init__(self, service: Service, library: Library) -> None:
        """Count from now on; the articles are counted when somebody reads the numbers."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "beleg_http_requests",
            "Requests answered, by method, route and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "beleg_http_request_seconds",
            "Seconds from a request to the end of what was sent back, by route.",
            ["route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "beleg_answers",
            "Answers given, by kind; `none` is a refusal because the articles do not answer.",
            ["kind"],
            registry=self._registry,
        )
        self._stage_seconds = Histogram(
            "beleg_answer_stage_seconds",
            "Seconds that an answer spent in a stage.",
            ["stage"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Held(service, library))
        ProcessCollector(registry=self._registry)

    def request_done(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count an answer and how long its stages took."""
        self._answers.labels(answer.kind.value).inc()
        for stage in STAGES:
            if stage in answer.timings_ms:
                self._stage_seconds.labels(stage).observe(answer.timings_ms[stage] / 1000)

    def text(self) -> bytes:
        """Return the numbers in Prometheus's text format."""
        return generate_latest(self._registry)


class _Held(Collector):
    """How much the library holds, looked up when it is read."""

    def __init__(self, service: Service, library: Library) -> None:
        self._service = service
        self._library = library

    def describe(self) -> Iterator[Metric]:
        """Name the numbers without looking them up."""
        yield GaugeMetricFamily("beleg_articles", "Articles that can be asked.")
        yield GaugeMetricFamily("beleg_passages", "Passages that can be found.")

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers."""
        articles, passages = self.describe()
        articles.add_sample(
            "beleg_articles", {}, self._service.articles(Filters(), limit=1, offset=0)[1]
        )
        passages.add_sample("beleg_passages", {}, self._library.n_passages())
        yield from (articles, passages)
