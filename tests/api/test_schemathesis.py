"""The API keeps what /openapi.json says, whatever is sent.

`-m thorough` sends a thousand requests to each route; it takes minutes.
"""

import json

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.generation import GenerationMode

from tests.api.golden import FOLDER
from tests.api.running import PATIENCE, RunningServer

PUBLISHED = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))
PATHS = PUBLISHED["paths"]
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in PATHS.items()
    for method, operation in methods.items()
}
ROUTES = [
    (method, path, mode)
    for (method, path), operation in OPERATIONS.items()
    for mode in GenerationMode
    # Where nothing is sent but any text in the path, nothing can be wrong.
    if mode is GenerationMode.POSITIVE
    or "requestBody" in operation
    or any(parameter["in"] != "path" for parameter in operation.get("parameters", ()))
]
# A bad article of a list is told in the report; a form's fields are text always; one value of a
# query is a list of one.
TAKES_WHAT_IS_WRONG = (
    ("POST", "/v1/articles"),
    ("POST", "/v1/articles/files"),
    ("GET", "/v1/articles"),
)
# An answerable question needs quotes and ids must differ; the last message must be the user's and
# hold a word: a schema cannot say that.
REFUSES_WHAT_IS_RIGHT = (("POST", "/v1/evaluate"), ("POST", "/v1/chat/completions"))
EXAMPLES = 8  # of each kind, a route
THOROUGH_EXAMPLES = 500


@pytest.fixture(scope="module")
def published(server: RunningServer) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{server.address}/openapi.json")


@pytest.mark.parametrize(("method", "path", "mode"), ROUTES)
def test_no_input_breaks_the_schema(
    published: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    send(published, method, path, mode, EXAMPLES)


@pytest.mark.thorough
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("method", "path", "mode"), ROUTES)
def test_a_thousand_inputs_break_nothing(
    published: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    send(published, method, path, mode, THOROUGH_EXAMPLES)


def send(
    published: schemathesis.BaseSchema,
    method: str,
    path: str,
    mode: GenerationMode,
    n_examples: int,
) -> None:
    """Send inputs that the schema admits, or that it does not, and check each answer by it."""
    excluded: list = []
    if (method, path) in TAKES_WHAT_IS_WRONG:
        excluded.append(negative_data_rejection)
    if (method, path) in REFUSES_WHAT_IS_RIGHT:
        excluded.append(positive_data_acceptance)

    @settings(
        max_examples=n_examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=published[path][method].as_strategy(generation_mode=mode))
    def sent(case: schemathesis.Case) -> None:
        # Some of what is made to break a schema does not: it knows no letters past U+FFFF.
        assume(mode is GenerationMode.POSITIVE or not is_admitted(case))
        case.call_and_validate(timeout=PATIENCE, excluded_checks=excluded)

    sent()


def is_admitted(case: schemathesis.Case) -> bool:
    """Say whether the schema of the JSON object that is sent admits it."""
    content = OPERATIONS[case.method, case.path].get("requestBody", {}).get("content", {})
    if case.media_type not in content or not isinstance(case.body, dict):
        return False
    schema = content[case.media_type]["schema"] | {"components": PUBLISHED["components"]}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(case.body)
