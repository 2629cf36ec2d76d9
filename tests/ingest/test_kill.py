"""A process that is killed at any moment of an ingest loses nothing and leaves nothing twice."""

import multiprocessing
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ingest.articles import Draft
from ingest.pipeline import Pipeline
from qa.errors import HomeInUse
from qa.index.chroma import ChromaIndex
from qa.index.ownership import Ownership, owner_of
from qa.index.synchronise import repair
from qa.library.sqlite import SqliteLibrary
from qa.types import Article, Filters, ItemOutcome, sha256_of
from tests.fakes import HashEmbedding
from tests.library.building import NOW, Embedded, check_lexical_side, held, long_text

N_ARTICLES = 60
N_KILLS = 7  # in each of two turns
STEPS = 10  # a process is killed within so many writes
A_WRITE = 0.015  # seconds; the kill comes at any moment of it

# The server process imports once, and each ingest is forked from it: a start takes no second.
START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(["chromadb", __name__])


def drafts(turn: str) -> list[Draft]:
    """Return the articles of a turn: in the second, two of three have changed."""
    return [
        Draft(
            text=long_text(f"word{k} {turn if k % 3 else 'same'}", 4 + k % 40),
            item=str(k),
            id=f"a{k}",
        )
        for k in range(N_ARTICLES)
    ]


class SteppingLibrary(SqliteLibrary):
    """Waits for the test before every write, so that it can kill in the midst of them."""

    def __init__(self, path: Path, test: Connection) -> None:
        super().__init__(path)
        self._test = test

    def _wait(self) -> None:
        self._test.send("write")
        self._test.recv()

    def store(self, article: Article, passages: Embedded) -> None:
        self._wait()
        super().store(article, passages)

    def mark_indexed(self, keys: Sequence[int]) -> None:
        self._wait()
        super().mark_indexed(keys)

    def mark_dropped(self, keys: Sequence[int]) -> None:
        self._wait()
        super().mark_dropped(keys)


def ingest(home: Path, turn: str, test: Connection) -> None:
    """Do what `beleg ingest` does with a home, with a small model and a clock that stands still."""
    embedding = HashEmbedding()
    with Ownership.take(home, None):
        library = SteppingLibrary(home / "library.sqlite", test)
        index = ChromaIndex(home / "chroma", embedding.dimension, embedding.fingerprint)
        repair(library, index)
        report = Pipeline(library, index, embedding, now=lambda: NOW).ingest(drafts(turn))
        test.send([item.outcome for item in report.items])
        index.close()
        library.close()


@contextmanager
def ingesting(home: Path, turn: str) -> Iterator[tuple[BaseProcess, Connection]]:
    here, there = START.Pipe()
    process = START.Process(target=ingest, args=(home, turn, there))
    process.start()
    there.close()
    try:
        yield process, here
    finally:
        process.kill()
        process.join()
        here.close()


def run(home: Path, turn: str) -> list[ItemOutcome]:
    """Ingest to the end, and return the outcomes."""
    with ingesting(home, turn) as (process, connection):
        while (outcomes := connection.recv()) == "write":
            connection.send("go on")
        process.join()
        assert process.exitcode == 0
    return outcomes


def test_a_killed_ingest_goes_on_where_it_was(tmp_path: Path) -> None:
    undisturbed, home = tmp_path / "undisturbed", tmp_path / "home"
    moments = random.Random(7)
    reached = set()
    for turn in ("first", "second"):
        run(undisturbed, turn)
        for _ in range(N_KILLS):
            with ingesting(home, turn) as (process, connection):
                for _ in range(moments.randrange(1, STEPS)):
                    assert connection.recv() == "write"
                    connection.send("go on")
                time.sleep(moments.uniform(0, A_WRITE))
                process.kill()
                process.join()
                assert process.exitcode == -signal.SIGKILL
            reached.add(state(home))
        assert ItemOutcome.FAILED not in run(home, turn)
        assert set(run(home, turn)) == {ItemOutcome.UNCHANGED}
    assert len(reached) > N_KILLS  # the kills came at different places, in the midst of things
    assert_same(home, undisturbed)


def state(home: Path) -> tuple[int, int, int]:
    library = SqliteLibrary(home / "library.sqlite")
    found = (library.n_passages(), len(library.unindexed(9_999)), len(library.withdrawn(9_999)))
    library.close()
    return found


def assert_same(home: Path, undisturbed: Path) -> None:
    """Assert that both homes hold the same, and that Chroma holds it, each passage once."""
    library = SqliteLibrary(home / "library.sqlite")
    other = SqliteLibrary(undisturbed / "library.sqlite")
    assert held(library) == held(other)
    other.close()
    for k in range(1, N_ARTICLES, 3):  # the versions of the first turn are still there
        old, new = drafts("first")[k].text, drafts("second")[k].text
        assert library.article(f"a{k}").text == new
        assert library.article(f"a{k}", sha256_of(old)).text == old
    assert state(home)[1:] == (0, 0)
    check_lexical_side(library)
    embedding = HashEmbedding()
    index = ChromaIndex(home / "chroma", embedding.dimension, embedding.fingerprint)
    stored = library.passages(library.keys(Filters()).tolist())
    assert index.count() == len(stored)
    assert index.is_sound([(key, s.vectors.passage) for key, s in stored.items()])
    for key, s in stored.items():
        assert key in index.search(s.vectors.passage, 5, None)[0]
    index.close()
    library.close()


def test_a_second_process_is_told_who_has_the_home(tmp_path: Path) -> None:
    with ingesting(tmp_path, "first") as (process, connection):
        assert connection.recv() == "write"
        with pytest.raises(HomeInUse, match=str(process.pid)) as caught:
            Ownership.take(tmp_path, "http://127.0.0.1:7860")
        assert (caught.value.pid, caught.value.address) == (process.pid, None)
    assert owner_of(tmp_path) is None
    with Ownership.take(tmp_path, "http://127.0.0.1:7860"):
        with ingesting(tmp_path, "first") as (second, connection), pytest.raises(EOFError):
            connection.recv()
        assert second.exitcode == 1
