"""Chroma becomes what the library says, after whatever happened to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from chromadb.errors import InvalidArgumentError

from qa.index.chroma import ChromaIndex
from qa.index.synchronise import repair, synchronise
from qa.library.sqlite import SqliteLibrary
from qa.types import Filters
from tests.library.building import EMBEDDING, long_text, put


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    library = SqliteLibrary(tmp_path / "library.sqlite")
    for name in "abcd":
        put(library, long_text(f"word{name}"), id=name)
    yield library
    library.close()


def opened(folder: Path) -> ChromaIndex:
    return ChromaIndex(folder / "chroma", EMBEDDING.dimension, EMBEDDING.fingerprint)


def assert_same(library: SqliteLibrary, index: ChromaIndex) -> None:
    """Every passage is found by its own vector, and Chroma holds nothing else."""
    keys = library.keys(Filters())
    assert index.count() == len(keys)
    for key, stored in library.passages(keys.tolist()).items():
        found, cosines = index.search(stored.vectors.passage, 3, None)
        assert key in found
        assert cosines[0] > 0.999
    assert library.unindexed(10) == []
    assert library.withdrawn(10) == []


@pytest.mark.parametrize("batch_size", [1, 7, 500])
def test_what_is_missing_is_added_and_what_is_withdrawn_is_dropped(
    library: SqliteLibrary, tmp_path: Path, batch_size: int
) -> None:
    index = opened(tmp_path)
    synchronise(library, index, batch_size, pause=0.0)
    assert_same(library, index)
    put(library, long_text("changed"), id="a")
    library.delete("b")
    put(library, long_text("new"), id="e")
    put(library, "Gone before it was indexed.", id="f")
    library.delete("f", forget=True)
    synchronise(library, index, batch_size, pause=0.0)
    assert_same(library, index)
    index.close()


def test_a_batch_that_was_added_but_not_marked_is_there_once(
    library: SqliteLibrary, tmp_path: Path
) -> None:
    index = opened(tmp_path)
    batch = library.unindexed(5)  # then the process is killed, and the mark never made
    index.add([key for key, _ in batch], np.stack([vector for _, vector in batch]))
    index.close()
    index = opened(tmp_path)
    repair(library, index)
    assert_same(library, index)
    index.close()


def test_a_withdrawn_batch_that_was_dropped_but_not_marked_is_no_error(
    library: SqliteLibrary, tmp_path: Path
) -> None:
    index = opened(tmp_path)
    synchronise(library, index, pause=0.0)
    library.delete("a")
    index.drop(library.withdrawn(3))
    repair(library, index)
    assert_same(library, index)
    index.close()


def test_what_chroma_has_refused_is_not_marked(library: SqliteLibrary, tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.add([77_777], np.ones((1, 3), dtype=np.float32))  # Chroma then takes 3 dimensions alone
    waiting = [key for key, _ in library.unindexed(1_000)]
    with pytest.raises(InvalidArgumentError, match="dimension"):
        synchronise(library, index)
    assert [key for key, _ in library.unindexed(1_000)] == waiting
    index.close()


@pytest.mark.parametrize("asked", [False, True])
def test_it_rests_only_while_questions_are_asked(
    library: SqliteLibrary, tmp_path: Path, asked: bool
) -> None:
    index = opened(tmp_path)
    if asked:
        index.search(EMBEDDING.embed_question("apples"), 1, None)
    started = perf_counter()
    synchronise(library, index, batch_size=10_000, pause=0.6)
    assert (perf_counter() - started >= 0.6) is asked
    index.close()


def lose_everything(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_the_vectors(folder: Path) -> None:
    (vectors,) = (path for path in folder.iterdir() if path.is_dir())
    shutil.rmtree(vectors)


def lose_the_vectors_content(folder: Path) -> None:
    for path in folder.glob("*/*.bin"):
        path.write_bytes(b"")


def damage_the_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"not a database" * 1000)


@pytest.mark.parametrize(
    "happened", [lose_everything, lose_the_vectors, lose_the_vectors_content, damage_the_database]
)
@pytest.mark.parametrize("more_arrived", [False, True])
def test_a_lost_index_is_made_again_from_the_library(
    library: SqliteLibrary, tmp_path: Path, happened, more_arrived: bool
) -> None:
    index = opened(tmp_path)
    synchronise(library, index, pause=0.0)
    # Chroma writes its vectors out after 1,000 changes, and finds the later ones in its database.
    vectors = np.random.default_rng(0).standard_normal((1100, EMBEDDING.dimension))
    index.add(range(10_000, 11_100), vectors.astype(np.float32))
    index.drop(list(range(10_000, 11_100)))
    index.close()
    happened(tmp_path / "chroma")
    if more_arrived:
        put(library, long_text("more"), id="e")
        library.delete("a")
    index = opened(tmp_path)
    repair(library, index)
    assert_same(library, index)
    index.close()


def test_vectors_that_the_library_does_not_know_are_thrown_out(
    library: SqliteLibrary, tmp_path: Path
) -> None:
    index = opened(tmp_path)
    synchronise(library, index, pause=0.0)
    index.add([123_456], EMBEDDING.embed_question("stray")[np.newaxis, :])
    repair(library, index)
    assert_same(library, index)
    index.close()


def test_a_repair_that_was_killed_half_way_is_finished(
    library: SqliteLibrary, tmp_path: Path
) -> None:
    index = opened(tmp_path)
    synchronise(library, index, pause=0.0)
    index.clear()  # then the process is killed: the library believes that all is indexed
    index.close()
    index = opened(tmp_path)
    repair(library, index)
    assert_same(library, index)
    index.close()


def test_a_sound_index_is_left_as_it_is(library: SqliteLibrary, tmp_path: Path) -> None:
    index = opened(tmp_path)
    synchronise(library, index, pause=0.0)
    folders = {path.name for path in (tmp_path / "chroma").iterdir()}
    revision = library.revision()
    repair(library, index)
    assert library.revision() == revision
    assert {path.name for path in (tmp_path / "chroma").iterdir()} == folders
    index.close()
