"""Every script that made the bundled weights can still be started."""

import importlib
from pathlib import Path

import pytest

SCRIPTS = sorted(Path(__file__).parent.parent.parent.glob("training/*.py"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_it_imports(path: Path) -> None:
    importlib.import_module(f"training.{path.stem}")
