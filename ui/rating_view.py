"""Thumbs up and down, and the comment that may follow one."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.api.routes_feedback import LONGEST_COMMENT
from qa.errors import BelegError
from qa.feedback import FeedbackStore
from ui.render import escape
from ui.texts import texts_of

Updates = tuple[Any, ...]  # values for the components of an event, in their order


@dataclass(frozen=True, slots=True)
class Rated:
    """The answer that was rated last."""

    answer_id: str
    rating: int  # 1 or -1


@dataclass(frozen=True, slots=True)
class RatingParts:
    """The components of the line in which a comment is written."""

    line: gr.Column
    about: gr.Markdown  # which answer the comment is on
    comment: gr.Textbox
    send: gr.Button
    skip: gr.Button
    rated: gr.State


def build_rating(i18n: gr.I18n) -> RatingParts:
    """Lay out the line for a comment; it is not shown before an answer is rated."""
    with gr.Column(visible=False, elem_id="commenting") as line:
        about = gr.Markdown(elem_id="comment-about", latex_delimiters=[])
        with gr.Row():
            comment = gr.Textbox(
                elem_id="comment",
                label=i18n("comment"),
                placeholder=i18n("comment"),
                show_label=False,
                container=False,
                lines=1,
                max_lines=4,
                max_length=LONGEST_COMMENT,
                scale=8,
            )
            send = gr.Button(i18n("comment_send"), size="sm", elem_id="comment-send", min_width=70)
            skip = gr.Button(i18n("comment_skip"), size="sm", elem_id="comment-skip", min_width=70)
    return RatingParts(line, about, comment, send, skip, gr.State(None))


class Rating:
    """What happens when an answer is rated."""

    def __init__(self, feedback: FeedbackStore) -> None:
        self._feedback = feedback

    def rate(
        self, event: gr.LikeData, stored: list[dict[str, str]], request: gr.Request
    ) -> Updates:
        """Keep a thumb up or down and offer a comment; a thumb pressed again is taken back."""
        texts = texts_of(request.headers)
        # Each exchange has two messages. One that was given up is shown, but not kept.
        position = event.index if isinstance(event.index, int) else event.index[0]
        kept = dict(enumerate(stored))
        exchange = kept.get(position // 2, {})
        answer_id = exchange.get("answer_id", "")
        if event.liked not in (True, False):
            self._feedback.withdraw(answer_id)
            return self.put_away()
        rated = Rated(answer_id, 1 if event.liked else -1)
        try:
            self._feedback.rate(rated.answer_id, rated.rating)
        except BelegError:
            gr.Warning(texts.not_rated)
            return self.put_away()
        asked = texts.what_was_good if event.liked else texts.what_was_wrong
        about = (
            f'<p class="facts" role="status">{escape(texts.rated)} {escape(asked)} '
            f"<bdi>{escape(exchange['question'])}</bdi></p>"
        )
        return gr.update(visible=True), about, "", rated

    def comment(self, written: str, rated: Rated | None, request: gr.Request) -> Updates:
        """Keep a comment with the rating; an empty one is none."""
        if rated is not None and written.strip():
            texts = texts_of(request.headers)
            try:
                self._feedback.rate(rated.answer_id, rated.rating, written.strip())
            except BelegError:
                gr.Warning(texts.not_rated)
            else:
                gr.Info(texts.commented)
        return self.put_away()

    def put_away(self) -> Updates:
        """Offer no comment any more."""
        return gr.update(visible=False), "", "", None


def connect_rating(
    parts: RatingParts, shown: gr.Chatbot, kept: gr.BrowserState, feedback: FeedbackStore
) -> None:
    """Let the thumbs of the conversation be kept, and the comment after one."""
    rating = Rating(feedback)
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    line = [parts.line, parts.about, parts.comment, parts.rated]
    # Thumbs that follow each other fast are kept in their order, and none is dropped.
    shown.like(rating.rate, kept, line, trigger_mode="multiple", concurrency_limit=1, **private)
    gr.on(
        [parts.send.click, parts.comment.submit],
        rating.comment,
        [parts.comment, parts.rated],
        line,
        **private,
    )
    parts.skip.click(rating.put_away, None, line, **private)
