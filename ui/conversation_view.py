"""The conversation: questions, answers, and what the browser keeps of them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

import gradio as gr

from qa.errors import BelegError
from qa.service import LONGEST_QUESTION, NO_FILTERS
from qa.types import Answer, Citation, Delta, Filters, Turn
from ui.article_view import opened
from ui.home import Home
from ui.places import citation_url, sentence_url
from ui.rating_view import RatingParts, build_rating, connect_rating
from ui.render import (
    answer_html,
    empty_html,
    message_html,
    question_html,
    unfinished_html,
)
from ui.selection import Selection, filters_of
from ui.selection_view import SelectionParts, build_only_notice
from ui.texts import Texts, texts_of

SOON = 0.3  # seconds; what takes longer is shown as it comes
KEPT = 40  # exchanges the browser remembers: some 200 kB of the 5 MB that it grants a site

EXAMPLE_QUESTIONS = (
    "Why did Turkey stop airstrikes?",
    "Warum stellte die Türkei die Luftangriffe ein?",
    "What did Russia accuse Turkey of?",
    "Wen unterstützt Moskau in Syrien?",
)

Stored = list[dict[str, str]]  # exchanges as JSON, in the browser
Updates = tuple[Any, ...]  # values for the components of an event, in their order


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer, as the browser keeps them."""

    question: str
    answer: str  # the answer's text, for the follow-up
    shown: str  # the answer as HTML
    answer_id: str = ""  # empty when there is no answer to rate


@dataclass(frozen=True, slots=True)
class ConversationParts:
    """The components of the conversation."""

    shown: gr.Chatbot
    kept: gr.BrowserState
    pending: gr.State  # the question that is being answered, or empty
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    only_line: gr.Row  # says that only some articles are asked
    only_said: gr.Markdown
    ask_all: gr.Button
    rating: RatingParts


def build_conversation(i18n: gr.I18n) -> ConversationParts:
    """Lay out the conversation and the line in which a question is written."""
    shown = gr.Chatbot(
        elem_id="conversation",
        label=i18n("conversation"),
        show_label=False,
        container=False,
        height="100%",
        layout="bubble",
        placeholder=str(i18n("conversation_empty")),
        examples=[{"text": question} for question in EXAMPLE_QUESTIONS],
        buttons=[],
        latex_delimiters=[],
        line_breaks=False,
        allow_tags=False,
        allow_file_downloads=False,
        feedback_options=("Like", "Dislike"),
    )
    rating = build_rating(i18n)
    only_line, only_said, ask_all = build_only_notice(i18n)
    with gr.Row(elem_id="asking"):
        question = gr.Textbox(
            elem_id="question",
            label=i18n("question"),
            placeholder=i18n("question_placeholder"),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=LONGEST_QUESTION,
            autofocus=True,
            scale=8,
        )
        ask = gr.Button(i18n("ask"), variant="primary", elem_id="ask", scale=1, min_width=90)
        stop = gr.Button(i18n("stop"), visible=False, elem_id="stop", scale=1, min_width=90)
    return ConversationParts(
        shown=shown,
        # The secret keeps nothing from the reader's own browser; a fixed one outlives the server.
        kept=gr.BrowserState([], storage_key="beleg-conversation", secret="beleg"),
        pending=gr.State(""),
        question=question,
        ask=ask,
        stop=stop,
        only_line=only_line,
        only_said=only_said,
        ask_all=ask_all,
        rating=rating,
    )


class Conversation:
    """What happens on each event of the conversation."""

    def __init__(self, home: Home) -> None:
        self._service = home.service
        self._feedback = home.feedback

    def begin(self, question: str, stored: Stored) -> Updates:
        """Show the question at once: it is answered by the event that follows."""
        if not question.strip():
            return (gr.skip(),) * 5
        asked = _message("user", question_html(question))
        buttons = gr.update(visible=False), gr.update(visible=True)
        return [*_messages(_exchanges(stored)), asked], question, "", *buttons

    def begin_example(self, event: gr.SelectData, stored: Stored) -> Updates:
        """Ask an example question."""
        return self.begin(event.value["text"], stored)

    def answer(
        self,
        question: str,
        stored: Stored,
        is_only: bool,
        selection: Selection,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Answer the pending question, then open the article at its first citation."""
        if not question:
            yield (gr.skip(),) * 3 + _at_rest()
            return
        texts = texts_of(request.headers)
        earlier = _exchanges(stored)
        turns = [Turn(question=exchange.question, answer=exchange.answer) for exchange in earlier]
        try:
            filters = filters_of(selection, self._service) if is_only else NO_FILTERS
            for told in self._told(question, turns, filters, texts):
                if isinstance(told, Answer):
                    self._feedback.remember(told, turns)
                    yield self._answered(question, told, earlier, texts)
                else:
                    shown = _messages([*earlier, Exchange(question, "", told)])
                    yield shown, *(gr.skip(),) * 5
        except BelegError as error:
            shown, *at_rest = self._unanswered(question, stored, str(error))
            yield shown, gr.skip(), gr.skip(), *at_rest

    def _answered(
        self, question: str, found: Answer, earlier: Sequence[Exchange], texts: Texts
    ) -> Updates:
        told = Exchange(question, found.text, answer_html(found, texts), found.id)
        now = [*earlier, told][-KEPT:]
        url = _first_place(found)
        article = opened(self._service, url, texts) if url else gr.skip()
        return _messages(now), [asdict(exchange) for exchange in now], article, *_at_rest()

    def _told(
        self, question: str, turns: Sequence[Turn], filters: Filters, texts: Texts
    ) -> Iterator[str | Answer]:
        """Yield what is said so far as HTML, when it takes long enough to wait; then the answer."""
        started = monotonic()
        text = ""
        citations: list[Citation] = []
        for event in self._service.stream(question, conversation=turns, filters=filters):
            if isinstance(event, Answer):
                yield event
            elif isinstance(event, Delta):
                text += event.text
            else:
                citations.append(event)
                if monotonic() - started > SOON:
                    yield unfinished_html(text, citations, texts)

    def stop(self, question: str, stored: Stored, request: gr.Request) -> Updates:
        """Say that the pending question was given up."""
        return self._unanswered(question, stored, texts_of(request.headers).stopped)

    def fail(self, question: str, stored: Stored, request: gr.Request) -> Updates:
        """Say that answering the pending question failed for a reason nobody foresaw."""
        if not question:  # a question that was given up counts as failed too
            return gr.skip(), *_at_rest()
        return self._unanswered(question, stored, texts_of(request.headers).broken)

    def _unanswered(self, question: str, stored: Stored, why: str) -> Updates:
        told = Exchange(question, "", message_html(why))
        return _messages([*_exchanges(stored), told]), *_at_rest()

    def clear(self, request: gr.Request) -> Updates:
        """Forget the conversation, in the browser too."""
        return [], [], empty_html(texts_of(request.headers).article_empty), *_at_rest()

    def restore(self, stored: Stored, request: gr.Request) -> Updates:
        """Show what the browser kept."""
        return _messages(_exchanges(stored)), empty_html(texts_of(request.headers).article_empty)


def connect_conversation(
    page: gr.Blocks,
    parts: ConversationParts,
    selection: SelectionParts,
    clear: gr.Button,
    article: gr.Markdown,
    home: Home,
) -> None:
    """Let the events of the page run the conversation."""
    conversation = Conversation(home)
    private: dict[str, Any] = {"api_visibility": "private"}
    silent: dict[str, Any] = {**private, "show_progress": "hidden"}
    begun = [parts.shown, parts.pending, parts.question, parts.ask, parts.stop]
    at_rest = [parts.pending, parts.ask, parts.stop]
    answered = [parts.shown, parts.kept, article, *at_rest]
    waiting = [parts.pending, parts.kept]
    asking_with = [*waiting, selection.only, selection.selection]
    asked = [
        gr.on(
            [parts.question.submit, parts.ask.click],
            conversation.begin,
            [parts.question, parts.kept],
            begun,
            **silent,
        ),
        parts.shown.example_select(conversation.begin_example, parts.kept, begun, **silent),
    ]
    answering = [
        event.then(
            conversation.answer, asking_with, answered, show_progress_on=parts.shown, **private
        )
        for event in asked
    ]
    for event in answering:
        event.failure(conversation.fail, waiting, [parts.shown, *at_rest], **silent)
    parts.stop.click(
        conversation.stop,
        waiting,
        [parts.shown, *at_rest],
        cancels=answering,
        queue=False,
        **silent,
    )
    connect_rating(parts.rating, parts.shown, parts.kept, home.feedback)
    parts.pending.change(lambda: gr.update(visible=False), None, parts.rating.line, **silent)
    clear.click(conversation.clear, None, answered, cancels=answering, **silent)
    page.load(conversation.restore, parts.kept, [parts.shown, article], **silent)


def _exchanges(stored: Stored) -> list[Exchange]:
    return [Exchange(**exchange) for exchange in stored]


def _messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    return [
        message
        for exchange in exchanges
        for message in (
            _message("user", question_html(exchange.question)),
            _message("assistant", exchange.shown),
        )
    ]


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def _at_rest() -> Updates:
    return "", gr.update(visible=True), gr.update(visible=False)


def _first_place(answer: Answer) -> str | None:
    if answer.citations:
        return citation_url(answer.citations[0])
    if answer.nearest:
        passage = answer.nearest[0].passage
        return sentence_url(passage.article_id, passage.article_sha256, passage.span)
    return None
