"""What Beleg does for anybody who asks: search, ask, verify, and look into the articles."""

from collections.abc import Callable, Generator, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from qa.answering.extractive import Draft, ExtractiveAnswerer
from qa.answering.generated import GeneratedAnswerer
from qa.answering.joining import AnsweredPart, joined_answer
from qa.answering.parts import parts
from qa.answering.telling import told
from qa.conversation import parts_asked, quoted_first, standalone_question, within
from qa.errors import QuestionError
from qa.language import detect_language
from qa.library.evidence import Evidence
from qa.library.library import FilterChoices, Library
from qa.models.chat import ChatModel
from qa.models.embedding import EmbeddingModel
from qa.retrieval.retriever import Retriever
from qa.rewriting import rewritten_question
from qa.tracing import span, trace_answer
from qa.types import (
    Answer,
    AnswerEvent,
    AnswerKind,
    Article,
    ArticleEntry,
    Citation,
    Delta,
    Filters,
    Hit,
    Models,
    Span,
    Turn,
)
from qa.verification.records import CitedQuote, Verification
from qa.verification.verification import Verifier

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_core.runnables.utils import AddableDict
    from langchain_core.tools import BaseTool

    from qa.langchain_parts import Asked
    from qa.retrieval.langchain_retriever import BelegRetriever

LONGEST_QUESTION = 2_000  # characters
NO_FILTERS = Filters()
PASSAGES_ASKED = 20  # candidates that answering may read


class Service:
    """Reads one library; thread-safe, because all it holds is."""

    def __init__(
        self,
        library: Library,
        embedding: EmbeddingModel,
        retriever: Retriever,
        answerer: ExtractiveAnswerer,
        verifier: Verifier,
        *,
        chat: ChatModel | None = None,
        generated: GeneratedAnswerer | None = None,
    ) -> None:
        """Take the parts; with `generated`, which writes with `chat`, answers are its prose."""
        self._library = library
        self._embedding = embedding
        self._retriever = retriever
        self._answerer = answerer
        self._verifier = verifier
        self._chat = chat
        self._generated = generated
        self._observers: list[Callable[[Answer], None]] = [trace_answer]

    def observe(self, observer: Callable[[Answer], None]) -> None:
        """Tell `observer` each answer from now on, in the thread that made it."""
        self._observers.append(observer)

    @property
    def index_name(self) -> str:
        """Names the state of the library and the model of its vectors."""
        return f"{self._embedding.fingerprint}@{self._library.revision()}"

    def search(self, question: str, *, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """Return the passages that fit best, best first; raise QuestionError for no question."""
        with span("beleg.search"):
            return self._retriever.search(checked(question), limit, filters)

    def as_retriever(self, *, limit: int = 10, filters: Filters = NO_FILTERS) -> "BelegRetriever":
        """Return the search as a LangChain retriever, for chains of others."""
        from qa.retrieval.langchain_retriever import BelegRetriever

        return BelegRetriever(retriever=self._retriever, limit=limit, filters=filters)

    def as_chain(self, *, filters: Filters = NO_FILTERS) -> "Runnable[Asked, AddableDict]":
        """Return the way from a question or messages to the answer as a LangChain Runnable."""
        from qa.langchain_parts import answer_chain

        return answer_chain(self, filters)

    def as_tool(self, *, filters: Filters = NO_FILTERS) -> "BaseTool":
        """Return asking the articles as a LangChain tool, for agents of others."""
        from qa.langchain_parts import answer_tool

        return answer_tool(self, filters)

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        answer_language: str | None = None,
    ) -> Answer:
        """Return the answer in the articles' words or a chat model's, or one of kind none.

        A follow-up takes what it needs from the conversation; `standalone_question` shows it.
        `answer_language` is that of Beleg's own words, such as a refusal: by default the
        question's. Raises QuestionError for no question.
        """
        [answer] = [
            event
            for event in self.stream(
                question,
                conversation=conversation,
                filters=filters,
                answer_language=answer_language,
            )
            if isinstance(event, Answer)
        ]
        return answer

    def stand_alone(self, question: str, conversation: Sequence[Turn]) -> str:
        """Return the question with what it takes from the conversation, as it would be searched.

        Raises QuestionError for no question.
        """
        standalone, _ = self._standalone(checked(question), conversation)
        return standalone

    def stream(
        self,
        question: str,
        *,
        conversation: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        answer_language: str | None = None,
    ) -> Iterator[AnswerEvent]:
        """Yield the answer as it is made: text, each citation after its marker, then the whole.

        Raises QuestionError at once for no question.
        """
        return self._events(checked(question), conversation, filters, answer_language)

    def _events(
        self,
        question: str,
        conversation: Sequence[Turn],
        filters: Filters,
        answer_language: str | None,
    ) -> Iterator[AnswerEvent]:
        started = perf_counter()
        standalone, is_rewritten = self._standalone(question, conversation)
        asked_in = detect_language(question)
        language = answer_language or asked_in
        # A chat model is asked the whole question, and writes one text.
        asked = parts(question, asked_in) if self._generated is None else (question,)
        if len(asked) > 1:
            answered, retrieving = self._answered(asked, asked_in, conversation, filters)
            draft = joined_answer(answered, language)
            yield from told(draft.text, draft.citations)
        else:
            favoured = self._article_quoted(conversation)
            evidence = self._retriever.retrieve(standalone, PASSAGES_ASKED, filters, favoured)
            if conversation:
                evidence = within(evidence, question, conversation)
            retrieving = perf_counter() - started
            draft = yield from self._told(evidence, language)
        taken = perf_counter() - started
        is_generated = draft.kind is AnswerKind.GENERATED
        chat = self._chat.name if self._chat and (is_generated or is_rewritten) else None
        answer = Answer(
            id=uuid4().hex,
            question=question,
            standalone_question=standalone,
            language=language,
            kind=draft.kind,
            text=draft.text,
            confidence=round(draft.confidence, 4),
            citations=draft.citations,
            nearest=draft.nearest,
            models=Models(
                embedding=self._embedding.fingerprint,
                reader=self._answerer.reader_fingerprint,
                chat=chat,
            ),
            index=self.index_name,
            timings_ms={
                "retrieve": round(1000 * retrieving, 2),
                "read": round(1000 * (taken - retrieving), 2),
                "total": round(1000 * taken, 2),
            },
            unsupported=draft.unsupported,
            note=draft.note,
        )
        for observer in self._observers:
            observer(answer)
        yield answer

    def _answered(
        self, asked: Sequence[str], asked_in: str, conversation: Sequence[Turn], filters: Filters
    ) -> tuple[list[AnsweredPart], float]:
        """Return what is quoted to each part of a question, and the seconds of retrieval.

        A part that leans on the first one is first of all of the article quoted to that.
        """
        retrieving = 0.0
        answered: list[AnsweredPart] = []
        before = self._article_quoted(conversation)
        follow_ups = parts_asked(asked, asked_in, conversation)
        for part, (follow_up, turns) in zip(asked, follow_ups, strict=True):
            started = perf_counter()
            leans = len(turns) > len(conversation)
            quoted = answered[0].shown.joined[:1] if answered and leans else ()
            favoured = tuple(citation.article_id for citation in quoted) or before
            standalone = standalone_question(follow_up, turns)
            evidence = self._retriever.retrieve(standalone, PASSAGES_ASKED, filters, favoured)
            retrieving += perf_counter() - started
            shown = self._answerer.shown(within(evidence, follow_up, turns))
            answered.append(AnsweredPart(part, shown))
        return answered, retrieving

    def _article_quoted(self, conversation: Sequence[Turn]) -> tuple[str, ...]:
        """Return the id of the article that the latest answer with a quote quotes first, if any.

        A refusal in between quotes nothing, and the next question is still of that article.
        """
        quoted = (quoted_first(turn.answer) for turn in reversed(conversation))
        for quote in next(filter(None, quoted), ()):
            holding = self._library.holding(quote, 1)
            if holding:
                return (holding[0].id,)
        return ()

    def _standalone(self, question: str, conversation: Sequence[Turn]) -> tuple[str, bool]:
        """Return the stand-alone question, and whether a chat model wrote it."""
        if self._chat is None:
            return standalone_question(question, conversation), False
        return rewritten_question(self._chat, question, conversation)

    def _told(self, evidence: Evidence, language: str) -> Generator[Delta | Citation, None, Draft]:
        if self._generated is not None:
            return (yield from self._generated.answer(evidence, language))
        draft = self._answerer.answer(evidence, language)
        yield from told(draft.text, draft.citations)
        return draft

    def verify(self, text: str, citations: Sequence[CitedQuote] = ()) -> Verification:
        """Return whether each quote still stands, and each sentence of `text` follows from one."""
        return self._verifier.verify(text, citations)

    def articles(
        self, filters: Filters = NO_FILTERS, *, named: str = "", limit: int, offset: int = 0
    ) -> tuple[list[ArticleEntry], int]:
        """Return a page of articles, the newest first, and how many there are in all.

        Title and outlet together hold every word of `named`, or a word that has it as a part.
        """
        return self._library.articles(filters, named=named, limit=limit, offset=offset)

    def choices(self) -> FilterChoices:
        """Return what the filters can be set to so that articles are admitted."""
        return self._library.choices()

    def article(self, article_id: str, sha256: str | None = None) -> Article:
        """Return the current or the named version; raise ArticleNotFound."""
        return self._library.article(article_id, sha256)

    def sentences(self, article_id: str, sha256: str | None = None) -> list[Span]:
        """Return the sentence spans of a version, in reading order; raise ArticleNotFound."""
        return self._library.sentences(article_id, sha256)

    def delete(self, article_id: str, *, forget: bool = False) -> None:
        """Stop searching an article; with `forget`, drop its versions too. ArticleNotFound."""
        self._library.delete(article_id, forget=forget)


def checked(question: str) -> str:
    """Return the question without surrounding white space; raise QuestionError when unusable."""
    stripped = question.strip()
    if not any(c.isalnum() for c in stripped):
        raise QuestionError(f"{question!r} is not a question: write at least one word")
    if len(stripped) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(stripped)} characters; ask in at most {LONGEST_QUESTION}"
        )
    return stripped
