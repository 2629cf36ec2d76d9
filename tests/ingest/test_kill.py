"""A process that is killed at any moment of an ingest loses nothing and leaves nothing twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.errors import HomeInUse
from qa.index.chroma import ChromaIndex
from qa.index.ownership import Ownership
from qa.library.sqlite import SqliteLibrary
from qa.types import Filters, sha256_of
from tests.fakes import HashEmbedding
from tests.library.building import check_lexical_side, held, long_text

N_ARTICLES = 60
N_KILLS = 14
LONGEST = 1.2  # seconds from the first word of the process to the kill

# What `beleg ingest` does with a home, with a small model, and a clock that stands still.
INGEST = """
import sys
from pathlib import Path
from ingest.pipeline import Pipeline
from qa.index.chroma import ChromaIndex
from qa.index.ownership import Ownership
from qa.index.synchronise import repair
from qa.library.sqlite import SqliteLibrary
from tests.fakes import HashEmbedding
from tests.ingest.test_kill import drafts
from tests.library.building import NOW

home = Path(sys.argv[1])
embedding = HashEmbedding()
import chromadb
print("ready", flush=True)
with Ownership.take(home, None):
    library = SqliteLibrary(home / "library.sqlite")
    index = ChromaIndex(home / "chroma", embedding.dimension, embedding.fingerprint)
    repair(library, index)
    report = Pipeline(library, index, embedding, now=lambda: NOW).ingest(drafts(sys.argv[2]))
    print(*(item.outcome for item in report.items), flush=True)
    index.close()
    library.close()
"""


def drafts(turn: str) -> list[Draft]:
    """Return the articles of a turn: in the second, every third has changed."""
    return [
        Draft(
            text=long_text(f"word{k} {turn if k % 3 == 0 else 'same'}", 4 + k % 30),
            item=str(k),
            id=f"a{k}",
        )
        for k in range(N_ARTICLES)
    ]


def start(home: Path, turn: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(home), turn],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def run(home: Path, turn: str) -> list[str]:
    process = start(home, turn)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said.split()


@pytest.mark.timeout(280)
def test_a_killed_ingest_goes_on_where_it_was(tmp_path: Path) -> None:
    undisturbed, home = tmp_path / "undisturbed", tmp_path / "home"
    for turn in ("first", "second"):
        run(undisturbed, turn)
    moments = random.Random(7)
    n_killed = 0
    reached = set()
    for turn in ("first", "second"):
        for k in range(N_KILLS // 2):
            process = start(home, turn)
            # Spread over the run: early ones hit the start, late ones the last batches.
            time.sleep(LONGEST * (k + moments.random()) / (N_KILLS // 2))
            process.kill()
            process.communicate()
            n_killed += process.returncode == -9
            library = SqliteLibrary(home / "library.sqlite")
            reached.add((turn, library.n_passages(), len(library.unindexed(1_000))))
            library.close()
        said = run(home, turn)
        assert len(said) == N_ARTICLES
        assert "failed" not in said
        assert set(run(home, turn)) == {"unchanged"}
    assert n_killed >= 12
    assert len(reached) >= 4  # the kills did come in the midst of things
    assert_same(home, undisturbed)


def assert_same(home: Path, undisturbed: Path) -> None:
    libraries = [SqliteLibrary(folder / "library.sqlite") for folder in (home, undisturbed)]
    assert held(libraries[0]) == held(libraries[1])
    embedding = HashEmbedding()
    index = ChromaIndex(home / "chroma", embedding.dimension, embedding.fingerprint)
    library = libraries[0]
    keys = library.keys(Filters())
    assert index.count() == len(keys)
    stored = library.passages(keys.tolist())
    assert index.is_sound([(key, s.vectors.passage) for key, s in stored.items()])
    for key, passage in stored.items():
        assert key in index.search(passage.vectors.passage, 5, None)[0]
    assert (library.unindexed(10), library.withdrawn(10)) == ([], [])
    check_lexical_side(library)
    for k in range(0, N_ARTICLES, 3):  # the versions of the first turn are still there
        old, new = drafts("first")[k].text, drafts("second")[k].text
        assert library.article(f"a{k}").text == new
        assert library.article(f"a{k}", sha256_of(old)).text == old
    index.close()
    for opened in libraries:
        opened.close()


def test_a_second_process_is_told_who_has_the_home(tmp_path: Path) -> None:
    with Ownership.take(tmp_path, "http://127.0.0.1:7860"):
        process = subprocess.run(
            [sys.executable, "-c", INGEST, str(tmp_path), "first"],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            check=False,
        )
    assert process.returncode == 1
    assert "HomeInUse" in process.stderr
    assert not (tmp_path / "library.sqlite").exists()
    process = start(tmp_path, "first")
    try:
        deadline = time.monotonic() + 20
        while not (tmp_path / "library.sqlite").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        with pytest.raises(HomeInUse, match=str(process.pid)) as caught:
            Ownership.take(tmp_path, None)
        assert (caught.value.pid, caught.value.address) == (process.pid, None)
    finally:
        process.kill()
        process.communicate()
