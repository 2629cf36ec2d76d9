"""From drafts to a library that can be asked: the one way in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from time import perf_counter

from ingest.articles import Draft, failure, make_article
from ingest.passages import passages
from qa.errors import ArticleError, ArticleNotFound
from qa.index.chroma import ChromaIndex
from qa.index.synchronise import synchronise
from qa.library.library import Library
from qa.models.embedding import EmbeddingModel, PassageVectors, passage_text
from qa.tracing import span
from qa.types import Article, IngestReport, ItemOutcome, ItemReport, Passage

# Embedded together: the model sorts them by length, so more pad less. It bounds memory, and what a
# kill can cost.
PASSAGES_A_BATCH = 64
ITEMS_A_BATCH = 64  # finished items that may wait for one that is not


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An article whose text the library does not hold yet, and the report when it does."""

    article: Article
    passages: list[Passage]
    report: ItemReport


class Pipeline:
    """Takes articles in, one call at a time.

    Thread-safe. It may be killed at any moment: an article is stored in one transaction, and the
    same call again finds what is stored unchanged and goes on from there.
    """

    def __init__(
        self,
        library: Library,
        index: ChromaIndex,
        embedding: EmbeddingModel,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._library = library
        self._index = index
        self._embedding = embedding
        self._now = now
        self._lock = Lock()

    def ingest(
        self,
        drafts: Iterable[Draft | ItemReport],
        progress: Callable[[ItemReport], None] | None = None,
    ) -> IngestReport:
        """Take every draft in and report on each, in the order given.

        A draft that is no article costs itself alone; a report among the drafts, of an item that
        could not even be read, is passed on. Of two drafts with one id the later is searched, and
        the earlier is an older version. `progress` is told as soon as an item can be found.
        Raises IndexMismatch when the library holds vectors of another model.
        """
        started = perf_counter()
        reports = []
        with self._lock, span("beleg.ingest"):
            self._library.bind_embedding(self._embedding.fingerprint)
            for report in self._reports(drafts):
                if progress is not None:
                    progress(report)
                reports.append(report)
            synchronise(self._library, self._index)  # what was deleted since the last call
        return IngestReport(items=tuple(reports), seconds=round(perf_counter() - started, 3))

    def _reports(self, drafts: Iterable[Draft | ItemReport]) -> Iterator[ItemReport]:
        """Yield a report an item; new articles wait until they fill a batch."""
        pending: list[ItemReport | NewVersion] = []
        for draft in drafts:
            article = self._made(draft)
            if isinstance(article, ItemReport):
                pending.append(article)
            else:
                if article.id in {p.article.id for p in pending if isinstance(p, NewVersion)}:
                    # The same article twice: the first is stored, so that the second finds it.
                    yield from self._stored(pending)
                    pending = []
                pending.append(self._compared(article, draft.item))
            n_waiting = sum(len(p.passages) for p in pending if isinstance(p, NewVersion))
            if not 0 < n_waiting < PASSAGES_A_BATCH or len(pending) >= ITEMS_A_BATCH:
                yield from self._stored(pending)
                pending = []
        yield from self._stored(pending)

    def _made(self, draft: Draft | ItemReport) -> Article | ItemReport:
        """Return the article of a draft, or the report of what cannot become one."""
        if isinstance(draft, ItemReport):
            return draft
        try:
            return make_article(draft, self._now())
        except ArticleError as error:
            return failure(draft.item, error)

    def _compared(self, article: Article, item: str) -> ItemReport | NewVersion:
        """Return a finished report when the text is known, else the version to store."""
        report = ItemReport(
            item=item,
            outcome=ItemOutcome.ADDED,
            article_id=article.id,
            title=article.title,
        )
        try:
            known = self._library.article(article.id)
            if known == replace(article, ingested_at=known.ingested_at):
                return replace(report, outcome=ItemOutcome.UNCHANGED)
            report = replace(report, outcome=ItemOutcome.UPDATED)
            if (known.sha256, known.language) == (article.sha256, article.language):
                self._library.update_metadata(article)
                return report
        except ArticleNotFound:  # never there, or deleted meanwhile
            report = replace(report, outcome=ItemOutcome.ADDED)
        return NewVersion(article, passages(article), report)

    def _stored(self, pending: list[ItemReport | NewVersion]) -> list[ItemReport]:
        """Embed, store and index what waits, and return all reports in their order."""
        new = [item for item in pending if isinstance(item, NewVersion)]
        vectors = self._embedded([passage for item in new for passage in item.passages])
        for item in new:
            self._library.store(item.article, [(p, next(vectors)) for p in item.passages])
        if new:
            synchronise(self._library, self._index)
        return [item.report if isinstance(item, NewVersion) else item for item in pending]

    def _embedded(self, found: Sequence[Passage]) -> Iterator[PassageVectors]:
        for first in range(0, len(found), PASSAGES_A_BATCH):
            texts = [passage_text(p) for p in found[first : first + PASSAGES_A_BATCH]]
            yield from self._embedding.embed_passages(texts)
