"""The vectors in Chroma: exact neighbours, restricted searches, and what a lost folder does."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.errors import IndexMismatch
from qa.index.chroma import DATABASE_FILE, ChromaIndex

DIMENSION = 64
N_VECTORS = 3_000


def scattered(n: int, seed: int = 0) -> NDArray[np.float32]:
    """Return unit vectors in all directions: harder to search than any text's."""
    rows = np.random.default_rng(seed).standard_normal((n, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


VECTORS = 3_000


VECTORS = scattered(N_VECTORS)  # the vector of key k is VECTORS[k - 1]
KEYS = np.arange(1, N_VECTORS + 1)


def opened(folder: Path, fingerprint: str = "model") -> ChromaIndex:
    return ChromaIndex(folder, DIMENSION, fingerprint)


def filled(folder: Path, n: int) -> ChromaIndex:
    index = opened(folder)
    index.add(KEYS[:n].tolist(), VECTORS[:n])
    return index


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaIndex]:
    index = filled(tmp_path_factory.mktemp("large"), N_VECTORS)
    yield index
    index.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[ChromaIndex]:
    index = filled(tmp_path / "chroma", 100)
    yield index
    index.close()


def sample(*keys: int) -> list[tuple[int, NDArray[np.float32]]]:
    return [(key, VECTORS[key - 1]) for key in keys]


@pytest.mark.parametrize(("limit", "recall"), [(10, 0.99), (100, 0.99)])
@pytest.mark.parametrize("admitted", [None, KEYS[::2], KEYS[1::300]])
def test_the_nearest_are_those_that_brute_force_finds(
    large: ChromaIndex, limit: int, recall: float, admitted: NDArray[np.int64] | None
) -> None:
    allowed = KEYS if admitted is None else admitted
    found = 0
    questions = scattered(40, seed=1)
    for question in questions:
        keys, cosines = large.search(question, limit, admitted)
        exact = VECTORS[allowed - 1] @ question
        assert keys.dtype == np.int64
        assert cosines.dtype == np.float32
        assert np.all(np.diff(cosines) <= 0)
        assert np.allclose(cosines, VECTORS[keys - 1] @ question, atol=1e-5)
        nearest = allowed[np.argsort(-exact)[:limit]]
        found += len(np.intersect1d(keys, nearest))
    assert found >= recall * len(questions) * min(limit, len(allowed))


def test_a_search_knows_only_what_is_held(small: ChromaIndex) -> None:
    assert small.count() == 100
    assert len(small.search(VECTORS[0], 500, None)[0]) == 100
    keys, _ = small.search(VECTORS[0], 10, np.array([1, 2, 777_777]))
    assert sorted(keys.tolist()) == [1, 2]
    for nothing in ([], [777_777]):
        keys, cosines = small.search(VECTORS[0], 10, np.array(nothing, dtype=np.int64))
        assert (len(keys), len(cosines)) == (0, 0)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path / "chroma")
    assert index.count() == 0
    assert len(index.search(VECTORS[0], 10, None)[0]) == 0
    assert index.is_sound(sample(1, 2))
    index.close()


def test_a_key_added_again_has_the_new_vector(small: ChromaIndex) -> None:
    small.add([5], VECTORS[500:501])
    assert small.count() == 100
    keys, cosines = small.search(VECTORS[500], 1, None)
    assert keys.tolist() == [5]
    assert cosines[0] > 0.999


def test_dropped_keys_are_gone_and_unknown_ones_are_no_error(small: ChromaIndex) -> None:
    small.drop([1, 2, 777_777])
    small.drop([1])
    assert small.count() == 98
    assert not {1, 2} & set(small.search(VECTORS[0], 100, None)[0].tolist())
    assert small.search(VECTORS[0], 5, np.array([1, 2, 3]))[0].tolist() == [3]


def test_vectors_are_there_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    index = filled(tmp_path, 50)
    index.drop([7])
    index.close()
    index = opened(tmp_path)
    assert index.count() == 49
    assert index.search(VECTORS[2], 1, None)[0].tolist() == [3]
    assert index.search(VECTORS[2], 9, np.array([7, 3]))[0].tolist() == [3]
    assert index.is_sound(sample(1, 20, 50))
    index.close()


def test_another_embedding_model_is_refused_and_the_fix_named(tmp_path: Path) -> None:
    filled(tmp_path, 3).close()
    with pytest.raises(IndexMismatch, match=r"'model'.*'other'.*BELEG_EMBEDDING"):
        opened(tmp_path, "other")
    index = opened(tmp_path)
    assert index.count() == 3
    index.close()


def test_a_lost_vector_folder_is_noticed_and_can_be_cleared(tmp_path: Path) -> None:
    filled(tmp_path, 1_500).close()  # from 1,000 on, Chroma writes them to a folder of their own
    for path in tmp_path.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    index = opened(tmp_path)
    assert index.count() == 1_500  # it opens, and counts as before
    assert not index.is_sound([])
    index.clear()
    assert index.count() == 0
    index.add([4], VECTORS[3:4])
    assert index.is_sound(sample(4))
    assert index.search(VECTORS[3], 9, None)[0].tolist() == [4]
    index.close()


def test_a_wrong_vector_is_noticed(small: ChromaIndex) -> None:
    assert small.is_sound(sample(1, 50, 100, 2_000))
    small.add([50], VECTORS[500:501])
    assert not small.is_sound(sample(1, 50, 100))


@pytest.mark.parametrize("damage", ["garbage", "cut"])
def test_a_damaged_folder_starts_empty_and_foreign_files_stay(tmp_path: Path, damage: str) -> None:
    filled(tmp_path, 100).close()
    database = tmp_path / DATABASE_FILE
    content = database.read_bytes()
    database.write_bytes(b"garbage" * 5_000 if damage == "garbage" else content[:50_000])
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "folder").mkdir()
    index = opened(tmp_path)
    assert index.count() == 0
    index.add([1], VECTORS[:1])
    assert index.is_sound(sample(1))
    index.close()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "folder").is_dir()


def test_a_settings_file_in_the_working_folder_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\n")
    monkeypatch.chdir(tmp_path)
    index = filled(tmp_path / "chroma", 3)
    assert index.search(VECTORS[0], 1, None)[0].tolist() == [1]
    index.close()


def test_searches_while_others_write_never_fail(small: ChromaIndex) -> None:
    def search() -> None:
        for _ in range(150):
            keys, _ = small.search(VECTORS[0], 10, KEYS[:200])
            assert len(keys)
            small.search(VECTORS[0], 10, None)

    with ThreadPoolExecutor(3) as pool:
        searches = [pool.submit(search) for _ in range(2)]
        for first in range(100, 200, 10):
            small.add(KEYS[first : first + 10].tolist(), VECTORS[first : first + 10])
            small.drop(KEYS[first - 60 : first - 50].tolist())
        for done in searches:
            done.result()
    assert small.count() == 100
