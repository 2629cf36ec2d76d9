"""Answer in a chat model's prose, every sentence of it proved by a quote, or not said."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from qa.answering import notes
from qa.answering.extractive import MOST_NEAREST, REFUSALS, Draft, ExtractiveAnswerer
from qa.answering.numbered import numbered
from qa.answering.prompts import NO_ANSWER, request, rules
from qa.answering.proof import Proof
from qa.answering.reply import ReplyReader, SplitSentences, Statement
from qa.answering.support import Supports
from qa.answering.telling import told
from qa.errors import ChatFailure, ChatModelFailed
from qa.library.evidence import Evidence
from qa.models.chat import ChatModel
from qa.types import UNPROVED_MARK, AnswerKind, Article, Citation, Delta, Span

LONGEST_REPLY = 8_000  # characters; what comes after is not read

Told = Generator[Delta | Citation, None, Draft]


@dataclass(frozen=True, slots=True)
class GeneratedSettings:
    """What happens to what no quote proves."""

    marks_unsupported: bool = False  # otherwise such a sentence is removed
    refuses_unsupported: bool = False  # otherwise the extractive answer is given


@dataclass(slots=True)
class _Said:
    """What of the reply has been told so far."""

    text: str = ""
    waiting: str = ""  # unproved sentences before the first proved one
    has_proof: bool = False
    unsupported: int = 0
    seen: set[str] = field(default_factory=set)
    last: str = ""  # statement, for a reply that is nothing but "NONE"


class GeneratedAnswerer:
    """Lets a chat model write from numbered sentences, and tells what it can prove.

    What the articles do not answer by the extractive answerer's measure is refused before the model
    is asked; where they contradict each other, they are quoted side by side, and it is not asked.
    Whatever the model does, an unproved sentence is never told as a proved one.
    """

    def __init__(
        self,
        chat: ChatModel,
        extractive: ExtractiveAnswerer,
        supports: Supports,
        split: SplitSentences,
        article: Callable[[str, str], Article],
        sentences: Callable[[str, str], list[Span]],
        settings: GeneratedSettings,
    ) -> None:
        self._chat = chat
        self._extractive = extractive
        self._supports = supports
        self._split = split
        self._article = article
        self._sentences = sentences
        self._settings = settings

    @property
    def name(self) -> str:
        """Name the chat model."""
        return self._chat.name

    def answer(self, evidence: Evidence, language: str) -> Told:
        """Yield each sentence once it is proved, then its new citations; return the whole."""
        draft = self._extractive.answer(evidence, language)
        # A model that is given two sides may tell one of them.
        if draft.kind is AnswerKind.NONE or draft.shows_contradiction:
            yield from told(draft.text, draft.citations)
            return draft
        passages = numbered(evidence, draft.citations, self._article)
        if not passages:
            return (yield from self._without_model(draft, evidence, notes.NO_ANSWER, language))
        proof = Proof(passages, language, self._supports, self._sentences, draft.citations)
        said = _Said()
        reader = ReplyReader(self._split, language)
        failure: ChatFailure | None = None
        pieces = self._chat.reply(
            rules(language), request(evidence.question, passages, language)
        )
        try:
            with closing(pieces):
                for piece in pieces:
                    yield from self._weighed(reader.feed(piece), proof, said)
                    if reader.n_characters > LONGEST_REPLY:
                        break
                else:
                    yield from self._weighed(reader.close(), proof, said)
        except ChatModelFailed as error:
            failure = error.reason
        if not said.has_proof:
            reason = failure or _why_nothing(said)
            return (yield from self._without_model(draft, evidence, reason, language, said))
        return Draft(
            kind=AnswerKind.GENERATED,
            text=said.text,
            confidence=draft.confidence,
            citations=proof.citations,
            nearest=(),
            unsupported=said.unsupported,
            note=self._note(said.unsupported, failure, language),
        )

    def _weighed(
        self, statements: list[Statement], proof: Proof, said: _Said
    ) -> Generator[Delta | Citation, None, None]:
        for statement in statements:
            if statement.text.casefold() in said.seen:
                continue
            said.seen.add(statement.text.casefold())
            said.last = statement.text
            n_before = len(proof.citations)
            citations = proof.proved(statement)
            if not citations and statement.text.strip(" .!*") == NO_ANSWER:
                continue
            if not citations:
                said.unsupported += 1
                if not self._settings.marks_unsupported:
                    continue
            markers = "".join(f"[{c.marker}]" for c in citations) or UNPROVED_MARK
            sentence = f"{statement.text} {markers}"
            told_before = said.text + said.waiting
            joint = ("\n" if statement.opens_line else " ") if told_before else ""
            said.waiting += joint + sentence
            said.has_proof = said.has_proof or bool(citations)
            if said.has_proof:
                yield Delta(said.waiting)
                said.text += said.waiting
                said.waiting = ""
                yield from proof.citations[n_before:]

    def _without_model(
        self,
        draft: Draft,
        evidence: Evidence,
        reason: str,
        language: str,
        said: _Said | None = None,
    ) -> Told:
        """Tell the extractive answer with a note, or, where the setting says so, that none is."""
        unsupported = said.unsupported if said else 0
        failed = isinstance(reason, ChatFailure)
        if self._settings.refuses_unsupported and not failed:
            nearest = tuple(c.hit for c in evidence.candidates[:MOST_NEAREST])
            note = notes.none_note(reason, language)
            draft = Draft(AnswerKind.NONE, REFUSALS[language], 0.0, (), nearest)
        else:
            note = notes.own_words_note(reason, language)
        yield from told(draft.text, draft.citations)
        return replace(draft, note=note, unsupported=unsupported)

    def _note(self, n_unsupported: int, failure: ChatFailure | None, language: str) -> str | None:
        parts = [notes.broken_off_note(failure, language)] if failure else []
        if n_unsupported and self._settings.marks_unsupported:
            parts.append(notes.marked_note(UNPROVED_MARK, language))
        elif n_unsupported:
            parts.append(notes.removed_note(n_unsupported, language))
        return " ".join(parts) or None


def _why_nothing(said: _Said) -> str:
    if said.unsupported:
        return notes.NOTHING_PROVED
    return notes.NO_ANSWER if said.last else notes.NOTHING_SAID
