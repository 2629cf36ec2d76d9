"""The list of articles: open one, delete one after a second question."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.errors import BelegError
from qa.service import Service
from qa.types import Filters
from ui.article_view import address_in
from ui.places import place_of
from ui.render import escape, message_html
from ui.render_articles import articles_html, deletion_html
from ui.texts import Texts, texts_of

PAGE = 25  # articles


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list as HTML, and where it stands."""

    table: str
    where: str
    first: int
    has_previous: bool
    has_next: bool


def list_page(service: Service, first: int, texts: Texts) -> ListPage:
    """Return the page that holds article number `first`, counted from 0, or the last page."""
    entries, total = service.articles(Filters(), limit=PAGE, offset=first)
    if not entries and total:
        first = (total - 1) // PAGE * PAGE
        entries, total = service.articles(Filters(), limit=PAGE, offset=first)
    where = texts.page_of.format(
        first=texts.number(first + 1),
        last=texts.number(first + len(entries)),
        total=texts.number(total),
    )
    return ListPage(
        table=articles_html(entries, texts),
        where=escape(where) if entries else "",
        first=first,
        has_previous=first > 0,
        has_next=first + len(entries) < total,
    )


def build_articles_tab(service: Service, i18n: gr.I18n, tab: gr.Tab) -> None:
    """Lay out the list inside `tab`; it is read again whenever the tab is opened."""
    first = gr.State(0)
    doomed = gr.State("")
    with gr.Column(visible=False, elem_id="delete-group") as confirmation:
        asked = gr.Markdown(elem_id="delete-asked", latex_delimiters=[])
        with gr.Row():
            delete = gr.Button(
                i18n("delete"), variant="stop", size="sm", elem_id="delete-confirm", min_width=90
            )
            keep = gr.Button(i18n("keep"), size="sm", elem_id="delete-keep", min_width=90)
    told = gr.Markdown(elem_id="delete-told", latex_delimiters=[])
    table = gr.Markdown(elem_id="articles-table", label=i18n("articles"), latex_delimiters=[])
    with gr.Row(elem_id="articles-pages"):
        previous = gr.Button(i18n("previous"), size="sm", visible=False)
        where = gr.Markdown(latex_delimiters=[])
        following = gr.Button(i18n("next"), size="sm", visible=False)
    address = gr.Textbox(elem_id="delete-request", label="delete", visible="hidden")

    def shown(at: int, request: gr.Request) -> tuple[Any, ...]:
        page = list_page(service, at, texts_of(request.headers))
        return (
            page.table,
            page.where,
            page.first,
            gr.update(visible=page.has_previous),
            gr.update(visible=page.has_next),
        )

    def previous_page(at: int, request: gr.Request) -> tuple[Any, ...]:
        return shown(max(0, at - PAGE), request)

    def next_page(at: int, request: gr.Request) -> tuple[Any, ...]:
        return shown(at + PAGE, request)

    def ask_first(written: str, request: gr.Request) -> tuple[Any, ...]:
        texts = texts_of(request.headers)
        try:
            article = service.article(place_of(address_in(written)).article_id)
        except BelegError as error:
            return gr.update(visible=False), "", "", message_html(str(error))
        return gr.update(visible=True), deletion_html(article, texts), article.id, ""

    def delete_it(article_id: str, at: int, request: gr.Request) -> tuple[Any, ...]:
        texts = texts_of(request.headers)
        try:
            title = service.article(article_id).title
            service.delete(article_id)
            message = message_html(f"{texts.deleted} {title}")
        except BelegError as error:
            message = message_html(str(error))
        return gr.update(visible=False), message, *shown(at, request)

    def keep_it() -> tuple[Any, str]:
        return gr.update(visible=False), ""

    page = [table, where, first, previous, following]
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    tab.select(shown, first, page, **private)
    previous.click(previous_page, first, page, **private)
    following.click(next_page, first, page, **private)
    address.change(ask_first, address, [confirmation, asked, doomed, told], **private)
    delete.click(delete_it, [doomed, first], [confirmation, told, *page], **private)
    keep.click(keep_it, None, [confirmation, told], **private)
