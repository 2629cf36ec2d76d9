"""What every library must do, whatever database it lives in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleNotFound, IndexMismatch
from qa.library.library import Library
from qa.library.sqlite import SqliteLibrary
from qa.types import Filters, Span
from tests.library.building import LONG_AGO, check_lexical_side, held, long_text, made, put

Open = Callable[[Path], SqliteLibrary]
IMPLEMENTATIONS: dict[str, Open] = {"sqlite": lambda folder: SqliteLibrary(folder / "library")}


@pytest.fixture(params=IMPLEMENTATIONS)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    opened = IMPLEMENTATIONS[request.param](tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
@settings(max_examples=25, deadline=None)
@given(body=st.text(max_size=3000))
def test_an_article_comes_back_to_the_character(name: str, body: str) -> None:
    article, embedded = made("Größe 🌍: " + body, id="a", title="T", outlet="Zeit", author="Ä")
    with TemporaryDirectory() as folder:
        library = IMPLEMENTATIONS[name](Path(folder))
        library.store(article, embedded)
        assert library.article("a") == library.article("a", article.sha256) == article
        assert library.sentences("a") == [s for p, _ in embedded for s in p.sentences]
        stored = library.passages_of("a")
        assert [s.passage for s in stored] == [p for p, _ in embedded]
        for found, (passage, vectors) in zip(stored, embedded, strict=True):
            assert passage.span.of(article.text) == found.passage.text
            assert np.array_equal(found.vectors.passage, vectors.passage)
            assert found.vectors.sentences.dtype == np.float32
            assert np.allclose(found.vectors.sentences, vectors.sentences, atol=1e-3)
        library.close()


def test_an_empty_library_answers_every_question(library: Library) -> None:
    assert library.current_sha256("a") is None
    assert library.articles(Filters(), limit=10) == ([], 0)
    assert library.n_passages() == 0
    assert library.keys(Filters()).tolist() == []
    assert library.keys(Filters()).dtype == np.int64
    assert library.passages([1, 2]) == {}
    assert library.passages_of("a") == []
    assert library.titles(["a"]) == {}
    assert library.postings(["word"], "en") == {}
    assert library.lexical_statistics("en").mean_length == 0.0
    assert library.unindexed(10) == []
    assert library.withdrawn(10) == []
    with pytest.raises(ArticleNotFound, match="'a'"):
        library.article("a")
    with pytest.raises(ArticleNotFound):
        library.sentences("a")


def test_passages_are_found_by_key_and_lost_ones_are_left_out(library: Library) -> None:
    put(library, long_text("apples"), id="a")
    put(library, long_text("pears"), id="b")
    keys = library.keys(Filters())
    assert len(keys) == library.n_passages() > 4
    assert np.all(np.diff(keys) > 0)
    found = library.passages([*keys[1:3].tolist(), 999_999])
    assert sorted(found) == keys[1:3].tolist()
    assert all(found[key].key == key for key in found)
    assert [s.key for s in library.passages_of("a")] + [
        s.key for s in library.passages_of("b")
    ] == keys.tolist()


def test_a_new_version_replaces_the_passages_and_the_old_text_stays(library: Library) -> None:
    old = put(library, long_text("apples"), LONG_AGO, id="a", title="Old")
    old_keys = library.keys(Filters())
    old_sentences = library.sentences("a")
    new = put(library, "One sentence on pears only.", id="a", title="New")
    assert library.current_sha256("a") == new.sha256
    assert library.article("a") == new
    assert library.article("a", old.sha256) == old
    assert library.sentences("a", old.sha256) == old_sentences
    assert library.sentences("a") == [Span(0, 27)]
    assert library.titles(["a"]) == {"a": "New"}
    assert library.passages(old_keys.tolist()) == {}
    assert library.withdrawn(1000) == old_keys.tolist()
    assert [s.passage.text for s in library.passages_of("a")] == [new.text]
    check_lexical_side(library)
    library.store(*made(old.text, id="a", title="Old again"))
    assert library.current_sha256("a") == old.sha256
    assert library.article("a").title == "Old again"
    assert library.article("a", new.sha256) == new
    assert set(library.keys(Filters()).tolist()).isdisjoint(old_keys.tolist())
    check_lexical_side(library)


def test_the_same_version_stored_again_is_there_once(library: Library) -> None:
    put(library, long_text("apples"), id="a")
    before = held(library)
    put(library, long_text("apples"), id="a")
    assert held(library) == before
    check_lexical_side(library)


def test_a_key_never_names_a_second_passage(library: Library) -> None:
    seen: set[int] = set()
    for number in range(4):
        put(library, f"Text number {number}.", id="a")
        keys = set(library.keys(Filters()).tolist())
        assert keys.isdisjoint(seen)
        seen |= keys
        if number % 2:
            library.delete("a", forget=True)
        library.mark_dropped(library.withdrawn(100))


def test_metadata_changes_and_the_text_stays(library: Library) -> None:
    article = put(library, long_text("apples"), LONG_AGO, id="a", title="T", outlet="Zeit")
    keys = library.keys(Filters())
    changed = replace(
        article, title="New", source="s", outlet="Welt", author="A", published="2020-01-01",
        collection="c", ingested_at="2030-01-01T00:00:00Z",
    )  # fmt: skip
    library.update_metadata(changed)
    assert library.article("a") == replace(changed, ingested_at=article.ingested_at)
    assert library.titles(["a"]) == {"a": "New"}
    assert library.keys(Filters()).tolist() == keys.tolist()
    assert library.keys(Filters(outlet="WELT", collection="c")).tolist() == keys.tolist()
    assert library.keys(Filters(outlet="Zeit")).tolist() == []
    assert library.withdrawn(10) == []
    check_lexical_side(library)


def test_a_new_language_moves_the_passages_to_its_postings(library: Library) -> None:
    article = put(library, long_text("Luftangriffe"), id="a", language="en")
    assert library.lexical_statistics("de").n_passages == 0
    library.update_metadata(replace(article, language="de"))
    assert {s.passage.language for s in library.passages_of("a")} == {"de"}
    assert library.lexical_statistics("en").n_passages == 0
    assert library.postings(["speak"], "en") == {}
    assert library.lexical_statistics("de").n_passages == library.n_passages() > 0
    check_lexical_side(library)


def test_metadata_of_a_version_that_is_not_current_is_refused(library: Library) -> None:
    old = put(library, "Old text.", id="a")
    put(library, "New text.", id="a")
    with pytest.raises(ArticleNotFound, match="'a'"):
        library.update_metadata(replace(old, title="X"))
    with pytest.raises(ArticleNotFound):
        library.update_metadata(replace(old, id="b"))


def test_a_deleted_article_is_not_searched_but_stays_readable(library: Library) -> None:
    gone = put(library, long_text("apples"), id="a")
    put(library, "Another one.", id="b")
    keys = [s.key for s in library.passages_of("a")]
    library.delete("a")
    assert library.current_sha256("a") is None
    assert library.withdrawn(1000) == keys
    assert library.passages(keys) == {}
    assert library.titles(["a", "b"]).keys() == {"b"}
    assert [entry.id for entry in library.articles(Filters(), limit=9)[0]] == ["b"]
    assert library.article("a", gone.sha256) == gone
    assert library.sentences("a", gone.sha256)
    with pytest.raises(ArticleNotFound):
        library.article("a")
    with pytest.raises(ArticleNotFound):
        library.delete("a")
    check_lexical_side(library)
    put(library, gone.text, id="a")
    assert library.current_sha256("a") == gone.sha256
    check_lexical_side(library)


@pytest.mark.parametrize("deleted_before", [False, True])
def test_a_forgotten_article_leaves_nothing(library: Library, deleted_before: bool) -> None:
    old = put(library, "Old text.", id="a")
    new = put(library, "New text.", id="a")
    if deleted_before:
        library.delete("a")
    library.delete("a", forget=True)
    for sha256 in (None, old.sha256, new.sha256):
        with pytest.raises(ArticleNotFound):
            library.article("a", sha256)
    with pytest.raises(ArticleNotFound, match="'a'"):
        library.delete("a", forget=True)
    assert library.n_passages() == 0
    check_lexical_side(library)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), "abcd"),
        (Filters(language="de"), "b"),
        (Filters(outlet="SÜDDEUTSCHE"), "bc"),
        (Filters(outlet=""), ""),
        (Filters(collection="news"), "ab"),
        (Filters(article_ids=("a", "d", "x")), "ad"),
        (Filters(article_ids=()), ""),
        (Filters(published_from="2016-08-11"), "ab"),
        (Filters(published_to="2016-08-11"), "ac"),
        (Filters(published_from="2016-08-11", published_to="2016-08-11"), "a"),
        (Filters(published_from="2016-08-11T10:00:00Z"), "ab"),
        (Filters(published_from="2016-08-11T10:00:01Z"), "b"),
        (Filters(published_to="2016-08-11T09:59:59"), "c"),
        (Filters(published_to="2016-08-11T10:00:00+02:00"), "ac"),
        (Filters(published_from="2016-08", published_to="2016-08"), "ac"),
        (Filters(published_from="2016-08-10T12:00:00"), "abc"),
        (Filters(published_from="2017", language="en"), ""),
        (Filters(outlet="süddeutsche", published_to="2016"), "c"),
    ],
)
def test_filters_admit(library: Library, filters: Filters, admitted: str) -> None:
    put(library, "The first one.", id="a", published="2016-08-11T10:00:00Z", collection="news",
        outlet="Zeit")  # fmt: skip
    put(library, "Das zweite Stück hier.", id="b", published="2017-01-01", collection="news",
        outlet="Süddeutsche", language="de")  # fmt: skip
    put(library, "The third one.", id="c", published="2016-08-10", outlet="süddeutsche")
    put(library, "The fourth one.", id="d")
    found = library.passages(library.keys(filters).tolist()).values()
    assert sorted(s.passage.article_id for s in found) == list(admitted)
    entries, total = library.articles(filters, limit=10)
    assert sorted(entry.id for entry in entries) == list(admitted)
    assert total == len(admitted)


def test_articles_are_listed_last_stored_first_page_by_page(library: Library) -> None:
    for name in "abcde":
        put(library, f"Text of {name}.", id=name)
    put(library, "Text of b, changed.", id="b")
    pages = [library.articles(Filters(), limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [[entry.id for entry in page] for page, _ in pages] == [
        list("be"),
        list("dc"),
        ["a"],
        [],
    ]
    assert {total for _, total in pages} == {5}
    first = pages[0][0][0]
    assert (first.n_characters, first.sha256) == (19, library.current_sha256("b"))


def test_the_vector_index_is_told_what_it_lacks_and_must_drop(library: Library) -> None:
    put(library, long_text("apples"), id="a")
    article = library.passages_of("a")
    waiting = library.unindexed(1000)
    assert [key for key, _ in waiting] == [s.key for s in article]
    for (_, vector), stored in zip(waiting, article, strict=True):
        assert vector.dtype == np.float32
        assert np.array_equal(vector, stored.vectors.passage)
    assert [key for key, _ in library.unindexed(2)] == [s.key for s in article[:2]]
    library.mark_indexed([s.key for s in article[:2]])
    assert [key for key, _ in library.unindexed(1000)] == [s.key for s in article[2:]]
    library.delete("a")
    assert library.unindexed(1000) == []
    assert library.withdrawn(1) == [article[0].key]
    library.mark_dropped([article[0].key])
    assert library.withdrawn(1000) == [s.key for s in article[1:]]


def test_a_lost_vector_index_is_told_all_again(library: Library) -> None:
    put(library, long_text("apples"), id="a")
    put(library, "To be deleted.", id="b")
    library.mark_indexed([key for key, _ in library.unindexed(1000)])
    library.delete("b")
    library.reset_indexed()
    assert [key for key, _ in library.unindexed(1000)] == library.keys(Filters()).tolist()
    assert library.withdrawn(10) == []


def test_the_revision_rises_with_every_change_and_with_nothing_else(library: Library) -> None:
    seen = [library.revision()]
    article = put(library, "A text.", id="a")
    seen.append(library.revision())
    library.update_metadata(replace(article, title="B"))
    seen.append(library.revision())
    library.mark_indexed([key for key, _ in library.unindexed(10)])
    seen.append(library.revision())
    library.delete("a")
    seen.append(library.revision())
    assert seen == sorted(set(seen))
    library.articles(Filters(), limit=1)
    with pytest.raises(ArticleNotFound):
        library.delete("a")
    assert library.revision() == seen[-1]


def test_another_embedding_model_is_refused(library: Library) -> None:
    library.bind_embedding("first")
    library.bind_embedding("first")
    with pytest.raises(IndexMismatch, match=r"'first'.*'second'.*BELEG_EMBEDDING"):
        library.bind_embedding("second")
    library.bind_embedding("first")


def test_a_store_that_fails_changes_nothing(library: Library) -> None:
    put(library, long_text("apples"), id="a")
    before, revision = held(library), library.revision()
    article, embedded = made(long_text("pears"), id="a")
    broken = [*embedded[:-1], (embedded[-1][0], None)]
    with pytest.raises(AttributeError):
        library.store(article, broken)  # type: ignore[arg-type]
    assert held(library) == before
    assert library.revision() == revision
    assert library.withdrawn(10) == []
    check_lexical_side(library)
    put(library, "The next one works.", id="b")


def test_readers_never_see_half_a_version(library: Library) -> None:
    versions = [made(long_text(word), id="a") for word in ("apples", "pears")]
    expected = {article.sha256: len(embedded) for article, embedded in versions}
    library.store(*versions[0])

    def read() -> set[tuple[str, int]]:
        seen = set()
        for _ in range(60):
            found = library.passages_of("a")
            seen |= {(s.passage.article_sha256, len(found)) for s in found}
            assert found
            library.postings(["sentenc", "appl"], "en")
            library.articles(Filters(outlet="x"), limit=3)
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for turn in range(1, 30):
            library.store(*versions[turn % 2])
        seen = set.union(*(reader.result() for reader in readers))
    assert seen <= set(expected.items())
    check_lexical_side(library)


def test_writers_of_many_threads_lose_nothing(library: Library) -> None:
    articles = [made(f"Text of writer {k}. {long_text('x', 9)}", id=f"a{k}") for k in range(24)]
    revision = library.revision()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda item: library.store(*item), articles))
    assert library.articles(Filters(), limit=1)[1] == 24
    assert library.revision() == revision + 24
    check_lexical_side(library)


WORDS = ["apple", "Angriff", "Luftangriffe", "tree", "Moskau", "2016", "und", "the"]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(lambda w: " ".join(w) + "."),
    min_size=1,
    max_size=12,
).map(" ".join)
STEPS = st.tuples(
    st.sampled_from(["store", "store", "store", "delete", "forget", "language"]),
    st.sampled_from("abc"),
    TEXTS.filter(lambda text: any(map(str.isalpha, text))),
    st.sampled_from(["en", "de"]),
)


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEPS, max_size=8))
def test_the_lexical_side_is_always_what_a_recount_gives(
    name: str, steps: list[tuple[str, str, str, str]]
) -> None:
    with TemporaryDirectory() as folder:
        library = IMPLEMENTATIONS[name](Path(folder))
        for action, article_id, text, language in steps:
            if action == "store":
                put(library, text, id=article_id, language=language)
            elif library.current_sha256(article_id) is None:
                continue
            elif action == "language":
                article = library.article(article_id)
                library.update_metadata(replace(article, language=language))
            else:
                library.delete(article_id, forget=action == "forget")
        check_lexical_side(library)
        library.close()


def test_versions_are_listed_the_last_stored_first(library: Library) -> None:
    old = put(library, "Old text.", LONG_AGO, id="a")
    new = put(library, "New text.", id="a")
    put(library, "Another.", id="b")
    assert [entry.sha256 for entry in library.versions("a")] == [new.sha256, old.sha256]
    library.delete("a")
    assert len(library.versions("a")) == 2
    library.delete("a", forget=True)
    assert library.versions("a") == library.versions("nobody") == []


def test_texts_that_hold_a_quote_are_found_letter_for_letter(library: Library) -> None:
    old = put(library, "Rain fell at 5 %_.", LONG_AGO, id="a")
    put(library, "Snow fell.", id="a")
    current = put(library, "Rain fell at 5 %_. It was cold.", id="b")
    found = [(entry.id, entry.sha256) for entry in library.holding("at 5 %_.", 9)]
    assert found == [("b", current.sha256), ("a", old.sha256)]
    assert [entry.id for entry in library.holding("at 5 %_.", 1)] == ["b"]
    assert library.holding("At 5", 9) == library.holding("at 5 _%.", 9) == []


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("", "abc"),
        ("zürich", "ac"),
        ("ÜRI", "ac"),
        ("zürich bote", "a"),
        ("bote zürich", "a"),
        ("  Post\tParis ", "b"),
        ("zürich paris", ""),
        ("100%", "c"),
        ("_", ""),
    ],
)
def test_articles_are_found_by_words_of_title_and_outlet(
    library: Library, named: str, found: str
) -> None:
    put(library, "The first one.", id="a", title="ZÜRICH wählt", outlet="Der Bote")
    put(library, "The second one of Zürich.", id="b", title="Paris votes", outlet="Post")
    put(library, "The third one.", id="c", title="Zürich: 100% of the votes")
    entries, total = library.articles(Filters(), named=named, limit=10)
    assert sorted(entry.id for entry in entries) == list(found)
    assert total == len(found)
    entries, total = library.articles(Filters(outlet="post"), named=named, limit=10)
    assert [entry.id for entry in entries] == (["b"] if "b" in found else [])


def test_the_filters_choices_are_those_of_current_articles(library: Library) -> None:
    put(library, "The first one.", id="a", outlet="Zeit", language="en", collection="news")
    put(library, "Das zweite Stück.", id="b", outlet="ärger", language="de", collection="news")
    put(library, "The third one.", id="c", outlet="zeit", language="en", collection="notes")
    put(library, "The fourth one.", id="d", outlet="Gone", language="en", collection="gone")
    library.delete("d")
    choices = library.choices()
    assert choices.languages == ("de", "en")
    assert choices.outlets == ("Zeit", "ärger")
    assert choices.collections == ("news", "notes")
