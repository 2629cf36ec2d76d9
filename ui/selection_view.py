"""The fields that choose among the articles, for the list and, if wanted, for the questions."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.library.library import FilterChoices
from ui.render import escape
from ui.selection import Selection, in_words
from ui.texts import Texts, texts_of


@dataclass(frozen=True, slots=True)
class SelectionParts:
    """The components that choose articles."""

    selection: gr.State
    only: gr.Checkbox  # whether questions are asked of the selection alone
    fields: list[Any]  # in the order of `selection_of`
    choices: list[gr.Dropdown]  # language, outlet, collection


def build_selection(i18n: gr.I18n) -> SelectionParts:
    """Lay out a line to search and the filters below it."""
    plain: dict[str, Any] = {"container": False, "show_label": False, "min_width": 120}
    named = gr.Textbox(
        elem_id="articles-search",
        label=i18n("search_articles"),
        placeholder=i18n("search_hint"),
        max_lines=1,
        **plain,
    )
    with gr.Row(elem_id="articles-filters"):
        language, outlet, collection = (
            gr.Dropdown(
                choices=[(i18n(everything), "")],
                value="",
                label=i18n(name),
                elem_id=f"articles-{name}",
                **plain,
            )
            for name, everything in (
                ("language", "any_language"),
                ("outlet", "any_outlet"),
                ("collection", "any_collection"),
            )
        )
        published_from, published_to = (
            gr.Textbox(
                label=i18n(bound),
                placeholder=i18n(bound),
                elem_id=f"articles-{name}",
                max_lines=1,
                **plain,
            )
            for name, bound in (("from", "published_from"), ("to", "published_to"))
        )
    return SelectionParts(
        selection=gr.State(Selection()),
        only=gr.Checkbox(
            label=i18n("ask_only_these"), container=False, visible=False, elem_id="ask-only"
        ),
        fields=[named, language, outlet, collection, published_from, published_to],
        choices=[language, outlet, collection],
    )


def choices_updates(choices: FilterChoices, texts: Texts) -> list[dict[str, Any]]:
    """Return an update of each dropdown; one that has a single choice or none is not shown."""
    languages = [(texts.language_name(language), language) for language in choices.languages]
    offered = (
        (texts.any_language, languages),
        (texts.any_outlet, [(outlet, outlet) for outlet in choices.outlets]),
        (texts.any_collection, [(name, name) for name in choices.collections]),
    )
    return [
        gr.update(choices=[(everything, ""), *found], visible=len(found) > 1)
        for everything, found in offered
    ]


def build_only_notice(i18n: gr.I18n) -> tuple[gr.Row, gr.Markdown, gr.Button]:
    """Lay out the line above the question that says which articles are asked, when not all are."""
    with gr.Row(visible=False, elem_id="only-asked") as line:
        said = gr.Markdown(elem_id="only-asked-said", latex_delimiters=[])
        everything = gr.Button(i18n("ask_all"), size="sm", elem_id="ask-all", min_width=90)
    return line, said, everything


def connect_selection(
    parts: SelectionParts, line: gr.Row, said: gr.Markdown, everything: gr.Button
) -> None:
    """Let the line follow the selection and the tick, and take the tick away."""

    def told(is_only: bool, selection: Selection, request: gr.Request) -> tuple[Any, str]:
        texts = texts_of(request.headers)
        if not is_only or selection.is_everything:
            return gr.update(visible=False), ""
        words = escape(in_words(selection, texts))
        said = f'<p class="only" role="status">{escape(texts.only_asked)} <bdi>{words}</bdi></p>'
        return gr.update(visible=True), said

    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    gr.on(
        [parts.only.change, parts.selection.change],
        told,
        [parts.only, parts.selection],
        [line, said],
        **private,
    )
    everything.click(lambda: False, None, parts.only, **private)
