"""The picture in docs/architecture.md is true: imports point one way, a library has one home."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("qa", "ingest", "ui")

# Which of our packages a part may import, beside itself. Order: from what all use upwards.
BASE = ("qa.types", "qa.errors")
STORES = ("qa.library", "qa.index", "qa.models")
ALLOWED = {
    "qa.types": (),
    "qa.errors": (),
    "qa.json_numbers": (),
    "qa.dates": (),
    "qa.particulars": ("qa.types",),
    "qa.settings": BASE,
    "qa.language": BASE,
    "qa.tracing": (*BASE, "qa.settings"),
    "qa.models": BASE,
    "qa.library": (*BASE, "qa.models", "qa.particulars"),
    "qa.index": (*BASE, "qa.library", "qa.models"),
    "qa.retrieval": (*BASE, *STORES, "qa.language"),
    "qa.answering": (*BASE, *STORES, "qa.dates", "qa.language", "qa.particulars"),
    "qa.verification": (
        *BASE, *STORES, "qa.language", "qa.particulars", "qa.answering.citations",
    ),
    "qa.phrases": (*BASE, "qa.library"),
    "qa.substitution": (*BASE, "qa.phrases"),
    "qa.anaphora": (*BASE, "qa.phrases"),
    "qa.conversation": (
        *BASE, "qa.language", "qa.library", "qa.phrases", "qa.substitution", "qa.anaphora",
    ),
    "qa.rewriting": (
        *BASE, "qa.language", "qa.library", "qa.models", "qa.answering", "qa.conversation",
    ),
    "qa.service": (
        *BASE, *STORES, "qa.language", "qa.retrieval", "qa.answering", "qa.conversation",
        "qa.rewriting", "qa.verification", "qa.tracing", "qa.langchain_parts",
    ),
    "qa.langchain_parts": (*BASE, "qa.conversation", "qa.service"),
    "qa.assembly": (
        *BASE, *STORES, "qa.retrieval", "qa.answering", "qa.service", "qa.settings",
        "qa.verification",
    ),
    "qa.feedback": BASE,
    "qa.evaluation": (
        *BASE, "qa.service", "qa.library", "qa.language", "qa.verification", "qa.feedback",
        "qa.json_numbers",
    ),
    "qa.client": (
        *BASE, "qa.api.schemas", "qa.verification.records", "qa.evaluation.records",
        "qa.evaluation.dataset",
    ),
    "qa.api": (
        *BASE, "qa.service", "qa.library", "qa.verification", "qa.evaluation", "qa.feedback",
        "qa.tracing", "qa.conversation", "qa.json_numbers",
    ),
    "ingest": (*BASE, *STORES, "qa.language", "qa.tracing"),
    "ui": ("qa", "ingest"),
}

# Third-party packages with one home; training/ and benchmarks/ are outside.
HOMES = {
    "chromadb": "qa.index",
    "datasketch": "qa.library",
    "langchain": "qa.models",
    "langchain_chroma": "qa.index",
    "torch": "qa.models",
    "onnxruntime": "qa.models",
    "sentence_transformers": "qa.models",
    "trafilatura": "ingest",
    "sentencex": "ingest",
    "gradio": "ui",
    "httpx_sse": "qa.client",
    "tenacity": "qa.client",
    "limits": "qa.api",
    "mcp": "qa.api",
    "mcp_types": "qa.api",
    "prometheus_client": "qa.api",
    "opentelemetry": "qa.tracing",
}

CLIENT = {"httpx_sse", "tenacity"}  # what qa.client may load of these


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found.add(node.module or "")
    return found


def is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def part_of(module: str) -> str | None:
    return next((part for part in ALLOWED if is_inside(module, part)), None)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(name_of(path))
    if part is None:
        assert name_of(path) == "qa", f"{path} belongs to no part of docs/architecture.md"
        return
    for imported in imports_of(path):
        if imported.split(".")[0] in PACKAGES:
            allowed = (part, *ALLOWED[part])
            assert any(is_inside(imported, target) for target in allowed), (
                f"{path.relative_to(ROOT)} imports {imported}; {part} may import {allowed}"
            )


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_library_has_one_home(path: Path) -> None:
    for imported in imports_of(path):
        home = HOMES.get(imported.split(".")[0])
        assert home is None or is_inside(name_of(path), home), f"{imported} belongs in {home}"


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        name_of(path)
        for path in modules()
        if "os.environ" in path.read_text() and "os.environ.setdefault" not in path.read_text()
    ]
    assert readers == ["qa.settings"]


def test_a_bot_that_imports_the_client_loads_no_model_and_no_server() -> None:
    code = "import sys, qa.client; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    loaded = set(done.stdout.split())
    assert {"httpx", "pydantic"} <= loaded
    assert not loaded & {*HOMES, "fastapi", "langchain_core", "numpy", "starlette"} - CLIENT


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_files_stay_small(path: Path) -> None:
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= 300, f"{path.relative_to(ROOT)} has {n_lines} lines: is it one concept?"
