"""Ask development questions the way the product asks, and keep what is known of each sentence."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np

from ingest.articles import Draft, make_article
from ingest.passages import passages
from qa.library.evidence import Evidence
from qa.library.sqlite import SqliteLibrary
from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE, embedding_model, reader
from qa.models.embedding import PassageText, PassageVectors, passage_text
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever
from qa.types import Filters, Passage, Span
from training.development import DevelopmentQuestion, DevelopmentSet, right_sentences

NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")

# A sentence by its passage and span, and its features.
Row = tuple[Passage, Span, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question with the sentences that were found for it."""

    set_name: str
    group: str
    rows: np.ndarray  # (n_sentences, n_features)
    right: np.ndarray  # (n_sentences,) bool; all false when unanswerable or not retrieved
    answerable: bool
    rank: int  # of the right text among the passages' articles, from 1; 0 when not found


class ExactIndex:
    """A vector index by brute force: quick to fill, and exact."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def fill(self, library: SqliteLibrary) -> None:
        """Hold all vectors of a library."""
        found = library.unindexed(1_000_000)
        self._keys = np.array([key for key, _ in found])
        self._vectors = np.stack([vector for _, vector in found])

    def search(self, vector, limit, admitted):  # noqa: ANN001, ANN201
        """Return keys and cosines of the nearest admitted passages, best first."""
        cosines = self._vectors @ vector
        if admitted is not None:
            cosines = np.where(np.isin(self._keys, admitted), cosines, -2.0)
        order = np.argsort(-cosines)[:limit]
        order = order[cosines[order] > -2.0]
        return self._keys[order], cosines[order]


class OnceEmbedded:
    """The bundled model, which embeds a passage once however many libraries hold it."""

    def __init__(self) -> None:
        self._model = embedding_model("bundled")
        self._vectors: dict[PassageText, PassageVectors] = {}
        self.embed_question = self._model.embed_question

    def embed_passages(self, texts: list[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, in the order given."""
        fresh = [text for text in texts if text not in self._vectors]
        self._vectors.update(zip(fresh, self._model.embed_passages(fresh), strict=True))
        return [self._vectors[text] for text in texts]


EMBEDDING = OnceEmbedded()


class Bench:
    """A home with some of a set's texts, and questions asked of it."""

    def __init__(
        self,
        development: DevelopmentSet,
        texts: list[int],
        rows_of: Callable[[Evidence], list[Row]],
    ) -> None:
        self._rows_of = rows_of
        self._set = development
        self._texts = texts
        self._folder = tempfile.TemporaryDirectory()
        self._library = SqliteLibrary(Path(self._folder.name) / "library.sqlite")
        for k in texts:
            draft = Draft(
                text=development.texts[k], id=f"t{k}", item=f"t{k}", title=f"t{k}",
                language=development.text_language,
            )
            article = make_article(draft, datetime.now(UTC))
            found = passages(article)
            vectors = EMBEDDING.embed_passages([passage_text(p) for p in found])
            self._library.store(article, list(zip(found, vectors, strict=True)))
        index = ExactIndex()
        index.fill(self._library)
        lexical = LexicalSearch(self._library, TranslationTable(TRANSLATION_FILE))
        self._retriever = Retriever(self._library, index, EMBEDDING, lexical, reader())

    def ask(self, question: DevelopmentQuestion, name: str, without_gold: bool = False) -> Asked:
        """Ask; `without_gold` hides the text that answers."""
        gold = f"t{question.text}"
        filters = Filters()
        if without_gold:
            others = tuple(f"t{k}" for k in self._texts if k != question.text)
            filters = Filters(article_ids=others)
        evidence = self._retriever.retrieve(question.question, 50, filters)
        order = list(dict.fromkeys(c.hit.passage.article_id for c in evidence.candidates))
        wanted = (
            right_sentences(
                self._set.texts[question.text], self._set.text_language, question.answer
            )
            if question.answer and not without_gold
            else set()
        )
        found = self._rows_of(evidence)
        right = [p.article_id == gold and (s.start, s.end) in wanted for p, s, _ in found]
        return Asked(
            name,
            self._set.groups[question.text],
            np.array([row for _, _, row in found]),
            np.array(right, dtype=bool),
            bool(wanted),
            order.index(gold) + 1 if gold in order else 0,
        )


def swapped(question: DevelopmentQuestion, others: list[str]) -> DevelopmentQuestion | None:
    """Return the question with one of its names replaced by one of another article's question."""
    names = NAME.findall(question.question)
    strangers = [n for other in others for n in NAME.findall(other) if n not in question.question]
    if not names or not strangers:
        return None
    seed = crc32(question.question.encode())
    name = names[seed % len(names)]
    wording = question.question.replace(name, strangers[seed % len(strangers)], 1)
    return replace(question, question=wording, answer=None)


def ask_all(
    development: DevelopmentSet, limit: int, rows_of: Callable[[Evidence], list[Row]]
) -> Iterator[Asked]:
    """Ask of all texts together; then of each article that has several of them, alone.

    A set in which every question has an answer is also asked without it: the text that answers
    hidden, and a name of the question swapped for a stranger's.
    """
    questions = sample(development.questions, limit)
    all_answered = all(question.answer for question in development.questions)
    together = Bench(development, list(range(len(development.texts))), rows_of)
    yield from (together.ask(question, development.name) for question in questions)
    for group in dict.fromkeys(development.groups):
        texts = [k for k, g in enumerate(development.groups) if g == group]
        own = [q for q in questions if q.text in texts]
        if len(texts) < 2 or not own:
            continue
        alone = Bench(development, texts, rows_of)
        strangers = [q.question for q in questions if q.text not in texts]
        for question in own:
            yield alone.ask(question, f"{development.name}, article alone")
            if all_answered:
                yield alone.ask(question, f"{development.name}, article alone", without_gold=True)
                other = swapped(question, strangers)
                if other is not None:
                    yield alone.ask(other, f"{development.name}, article alone")


def sample(questions: tuple[DevelopmentQuestion, ...], limit: int) -> list[DevelopmentQuestion]:
    """Return at most `limit` questions, spread evenly."""
    step = max(1, -(-len(questions) // limit))
    return list(questions[::step])


