"""From drafts to articles that can be searched: each once, in order, whatever is beside it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.articles import Draft
from ingest.pipeline import PASSAGES_A_BATCH, Pipeline
from qa.errors import IndexMismatch
from qa.index.chroma import ChromaIndex
from qa.library.library import Library
from qa.library.sqlite import SqliteLibrary
from qa.models.embedding import PassageText, PassageVectors
from qa.types import Filters, IngestReport, ItemOutcome, ItemReport
from tests.fakes import HashEmbedding
from tests.library.building import NOW, check_lexical_side, held, long_text

ADDED, UPDATED = ItemOutcome.ADDED, ItemOutcome.UPDATED
UNCHANGED, FAILED = ItemOutcome.UNCHANGED, ItemOutcome.FAILED


class Home:
    """A library, an index and a pipeline in one folder."""

    def __init__(self, folder: Path, embedding: HashEmbedding | None = None) -> None:
        embedding = embedding or HashEmbedding()
        self.clock = NOW
        self.library = SqliteLibrary(folder / "library.sqlite")
        self.index = ChromaIndex(folder / "chroma", embedding.dimension, embedding.fingerprint)
        self.pipeline = Pipeline(self.library, self.index, embedding, now=lambda: self.clock)

    def close(self) -> None:
        self.index.close()
        self.library.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def draft(text: str, item: str = "item", **fields: str) -> Draft:
    return Draft(text=text, item=item, **fields)


def outcomes(report: IngestReport) -> list[ItemOutcome]:
    return [item.outcome for item in report.items]


def assert_searchable(library: Library, index: ChromaIndex) -> None:
    keys = library.keys(Filters())
    assert index.count() == len(keys)
    for key, stored in library.passages(keys.tolist()).items():
        assert key in index.search(stored.vectors.passage, 5, None)[0]
    check_lexical_side(library)


def test_an_article_goes_in_and_is_reported(home: Home) -> None:
    report = home.pipeline.ingest([draft(long_text("apples"), "a.txt", id="a", title="Apples")])
    assert report.items == (
        ItemReport(item="a.txt", outcome=ADDED, article_id="a", title="Apples"),
    )
    assert report.seconds >= 0
    assert report.count(ADDED) == 1
    assert home.library.article("a").text == long_text("apples")
    assert home.library.article("a").ingested_at == "2026-11-23T09:30:00Z"
    passages = home.library.passages_of("a")
    assert [s for p in passages for s in p.passage.sentences] == home.library.sentences("a")
    assert_searchable(home.library, home.index)


def test_a_bad_item_costs_itself_alone_and_the_order_is_kept(home: Home) -> None:
    unread = ItemReport(item="x.pdf", outcome=FAILED, message="x.pdf cannot be read")
    told: list[ItemReport] = []
    report = home.pipeline.ingest(
        [
            draft("First article.", "1", id="a"),
            draft("", "2"),
            unread,
            draft("Second article.", "3", id="b/c"),
            draft("Third article.", "4", published="someday"),
            draft(long_text("pears"), "5", id="d"),
        ],
        told.append,
    )
    assert [item.item for item in report.items] == ["1", "2", "x.pdf", "3", "4", "5"]
    assert outcomes(report) == [ADDED, FAILED, FAILED, FAILED, FAILED, ADDED]
    assert report.items[2] == unread
    assert report.items[1].message
    assert "2: the text is empty" in report.items[1].message
    assert tuple(told) == report.items
    assert sorted(held(home.library)) == ["a", "d"]
    assert_searchable(home.library, home.index)


def test_the_same_again_changes_nothing(home: Home) -> None:
    drafts = [draft(long_text(f"word{k}", 15), str(k), id=f"a{k}") for k in range(12)]
    home.pipeline.ingest(drafts)
    before, revision = held(home.library), home.library.revision()
    home.clock += timedelta(days=3)
    report = home.pipeline.ingest(iter(drafts))
    assert outcomes(report) == [UNCHANGED] * 12
    assert report.items[3] == ItemReport(
        item="3", outcome=UNCHANGED, article_id="a3", title=home.library.article("a3").title
    )
    assert held(home.library) == before
    assert home.library.revision() == revision


def test_a_changed_text_is_a_new_version(home: Home) -> None:
    home.pipeline.ingest([draft(long_text("apples"), id="a"), draft("Other article.", id="b")])
    old = home.library.article("a")
    home.clock += timedelta(days=3)
    report = home.pipeline.ingest([draft(long_text("pears"), id="a")])
    assert outcomes(report) == [UPDATED]
    assert home.library.article("a").text == long_text("pears")
    assert home.library.article("a").ingested_at == "2026-11-26T09:30:00Z"
    assert home.library.article("a", old.sha256) == old
    assert_searchable(home.library, home.index)


def test_changed_metadata_embeds_nothing(home: Home) -> None:
    home.pipeline.ingest([draft(long_text("apples"), id="a", title="Old")])
    keys = home.library.keys(Filters()).tolist()
    report = home.pipeline.ingest([draft(long_text("apples"), id="a", title="New", outlet="Zeit")])
    assert report.items[0].outcome is UPDATED
    assert home.library.article("a").title == "New"
    assert home.library.keys(Filters(outlet="zeit")).tolist() == keys
    assert outcomes(home.pipeline.ingest([draft(long_text("apples"), id="a", title="New")])) == [
        UPDATED
    ]


def test_a_changed_language_cuts_the_sentences_again(home: Home) -> None:
    text = "Am 3. Oktober kam er. Danach ging er."
    home.pipeline.ingest([draft(text, id="a", language="en")])
    home.pipeline.ingest([draft(text, id="a", language="de")])
    assert [s.of(text) for s in home.library.sentences("a")] == [
        "Am 3. Oktober kam er.",
        "Danach ging er.",
    ]
    assert {s.passage.language for s in home.library.passages_of("a")} == {"de"}
    assert_searchable(home.library, home.index)


def test_of_two_drafts_with_one_id_the_later_is_searched(home: Home) -> None:
    drafts = [draft("Early text.", "1", id="a"), draft("Late text.", "2", id="a")]
    for _ in range(2):
        report = home.pipeline.ingest(drafts)
        assert [item.item for item in report.items] == ["1", "2"]
        assert report.items[1].outcome is UPDATED
        assert home.library.article("a").text == "Late text."
        assert home.library.n_passages() == 1
        assert_searchable(home.library, home.index)


def test_a_deleted_article_comes_back_and_its_old_vectors_go(home: Home) -> None:
    one = draft(long_text("apples"), id="a")
    home.pipeline.ingest([one])
    home.library.delete("a")
    assert outcomes(home.pipeline.ingest([])) == []
    assert home.index.count() == 0
    assert outcomes(home.pipeline.ingest([one])) == [ADDED]
    assert_searchable(home.library, home.index)


class CountingEmbedding(HashEmbedding):
    """Remembers how many passages it was given at a time."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed_passages(self, passages: list[PassageText]) -> list[PassageVectors]:
        self.batches.append(len(passages))
        return super().embed_passages(passages)


def test_passages_of_many_articles_are_embedded_together_within_bounds(tmp_path: Path) -> None:
    embedding = CountingEmbedding()
    home = Home(tmp_path, embedding)
    drafts = [draft(f"Short article number {k}.", str(k), id=f"a{k}") for k in range(100)]
    home.pipeline.ingest([*drafts, draft(long_text("x", 1_500), "long", id="long")])
    home.pipeline.ingest(drafts)
    assert sum(embedding.batches) == home.library.n_passages() > 150
    assert max(embedding.batches) == PASSAGES_A_BATCH
    assert len(embedding.batches) <= sum(embedding.batches) // PASSAGES_A_BATCH + 3
    home.close()


def test_what_is_told_can_be_found(home: Home) -> None:
    def check(report: ItemReport) -> None:
        assert report.article_id
        (passage,) = home.library.passages_of(report.article_id)
        keys, cosines = home.index.search(passage.vectors.passage, 1, np.array([passage.key]))
        assert keys.tolist() == [passage.key]
        assert cosines[0] > 0.999

    home.pipeline.ingest((draft(f"Number {k}.", id=f"a{k}") for k in range(70)), check)


@pytest.mark.parametrize("text", ["Article number {k}.", ""])
def test_drafts_are_read_as_they_are_needed_and_told_as_they_are_done(
    home: Home, text: str
) -> None:
    told: list[str] = []

    def drafts() -> Iterator[Draft]:
        for k in range(300):
            # What was read long ago has been told: neither texts nor reports pile up.
            assert k - len(told) <= PASSAGES_A_BATCH
            # One that waits to be embedded, and many that are done, or that wait as well.
            yield draft(text.format(k=k) if k % 150 else "One that waits.", str(k), id=f"a{k}")

    home.pipeline.ingest(drafts(), lambda report: told.append(report.item))
    assert told == [str(k) for k in range(300)]


def test_another_embedding_model_is_refused_before_anything_is_read(home: Home) -> None:
    home.library.bind_embedding("another")
    with pytest.raises(IndexMismatch):
        home.pipeline.ingest([draft("Some text.", id="a")])
    assert held(home.library) == {}


def test_calls_of_two_threads_both_go_in(home: Home) -> None:
    def ingest(name: str) -> IngestReport:
        return home.pipeline.ingest(
            draft(long_text(f"{name}{k}", 8), id=f"{name}{k}") for k in range(15)
        )

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(ingest, ["a", "b"]))
    assert [report.count(ADDED) for report in reports] == [15, 15]
    assert_searchable(home.library, home.index)


def test_questions_during_an_ingest_never_fail(home: Home) -> None:
    embedding = HashEmbedding()
    home.pipeline.ingest(draft(long_text(f"old{k}"), id=f"a{k}") for k in range(5))
    done = threading.Event()

    def ask() -> int:
        n_asked = 0
        while not done.is_set():
            admitted = home.library.keys(Filters(language="en"))
            vector = embedding.embed_question("apples and topic3")
            keys, _ = home.index.search(vector, 20, admitted if n_asked % 2 else None)
            home.library.postings(["topic3", "appl"], "en")
            found = home.library.passages(keys.tolist())
            home.library.titles({s.passage.article_id for s in found.values()})
            n_asked += 1
        return n_asked

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        for turn in range(3):
            home.pipeline.ingest(draft(long_text(f"x{turn}"), id=f"a{k}") for k in range(5))
            home.library.delete("a0")
        done.set()
        assert all(future.result() > 3 for future in asking)
    home.pipeline.ingest([])
    assert_searchable(home.library, home.index)


ITEMS = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(["Apples are red.", long_text("pears"), "Die Birne ist gelb.", "", "12"]),
    st.sampled_from(["T", "U"]),
)


@settings(max_examples=20, deadline=None)
@given(items=st.lists(ITEMS, max_size=7))
def test_ingesting_twice_is_ingesting_once(items: list[tuple[str, str, str]]) -> None:
    drafts = [draft(text, id=name, title=title) for name, text, title in items]
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.pipeline.ingest(drafts)
        once = held(home.library)
        last = {name: text for name, text, _ in items if text not in ("", "12")}
        assert {name: home.library.article(name).text for name in once} == last
        home.pipeline.ingest(drafts)
        assert held(home.library) == once
        assert_searchable(home.library, home.index)
        home.close()
