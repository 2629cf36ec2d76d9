"""The page at /docs: every route and record of the API, drawn from its own OpenAPI schema.

Written here because the usual page loads its scripts from another host.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from qa.api.viewer import page

STYLE = """
h2 { font-size: 1.15rem; margin: 2.2rem 0 .3rem; }
h2 b { color: var(--quiet); }
table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0; }
td { padding: .15rem 1.1rem .15rem 0; vertical-align: top; }
td + td { color: var(--quiet); }
p { margin: .3rem 0; }
"""


def routes_page(openapi: Mapping[str, Any]) -> str:
    """Return the API of an OpenAPI schema as HTML without scripts."""
    routes = "".join(
        _route(path, method, operation)
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    )
    records = "".join(
        f'<h2 id="{escape(name)}">{escape(name)}</h2><p>{escape(schema.get("description", ""))}</p>'
        + _table(_fields(schema))
        for name, schema in openapi["components"]["schemas"].items()
    )
    return page(
        f"{openapi['info']['title']} API",
        f"<h1>Beleg API</h1><p>{escape(openapi['info']['description'])}</p>"
        f'<p>As OpenAPI: <a href="/openapi.json">/openapi.json</a></p>{routes}'
        f"<h1>Records</h1>{records}",
        language="en",
        style=STYLE,
    )


def _route(path: str, method: str, operation: Mapping[str, Any]) -> str:
    parameters = [
        (field["name"], f"{field['in']}: {_kind(field['schema'])}")
        for field in operation.get("parameters", ())
    ]
    bodies = [("request body", content) for content in _contents(operation.get("requestBody", {}))]
    for status, answered in operation["responses"].items():
        bodies += [(status, content) for content in _contents(answered)]
    return (
        f"<h2><b>{method.upper()}</b> {escape(path)}</h2>"
        f"<p>{escape(operation.get('description', ''))}</p>" + _table([*parameters, *bodies])
    )


def _contents(carrier: Mapping[str, Any]) -> Iterable[str]:
    for media_type, content in carrier.get("content", {}).items():
        schema = content.get("schema", content.get("itemSchema", {}))
        yield f"{_kind(schema)} ({media_type})"


def _fields(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    required = schema.get("required", ())
    return [
        (name, _kind(field) + (", required" if name in required else ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    """Say in a few words what a schema admits."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("const", schema.get("type", "anything")))


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = (f"<tr><td>{escape(name)}</td><td>{escape(kind)}</td></tr>" for name, kind in rows)
    return f"<table>{''.join(cells)}</table>"
