"""What outsiders can use is written down: settings, commands, routes."""

import json
from pathlib import Path

import pytest

from qa.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    (line,) = [x for x in CONFIGURATION.splitlines() if x.startswith(f"| `{PREFIX}{name.upper()}`")]
    assert f"`{Settings.model_fields[name].default}`" in line


def test_every_route_is_documented() -> None:
    document = json.loads((ROOT / "tests" / "golden" / "openapi.json").read_text())
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in CONFIGURATION


def test_every_command_is_documented() -> None:
    from ui.cli import app

    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    names |= {g.name for g in app.registered_groups if g.name}
    for name in names:
        assert f"beleg {name}" in CONFIGURATION


def test_files_the_readme_links_to_exist() -> None:
    import re

    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
