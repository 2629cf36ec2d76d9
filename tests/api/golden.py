"""Files that hold what outsiders see. UPDATE_GOLDEN=1 writes them anew: read the difference."""

import os

from tests.api.running import ROOT

FOLDER = ROOT / "tests" / "golden"


def assert_golden(name: str, seen: str) -> None:
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8"), f"{path}: changed; UPDATE_GOLDEN=1 accepts it"
