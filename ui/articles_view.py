"""The list of articles: search it, open one, delete one after a second question."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.errors import BelegError
from qa.service import Service
from ui.article_view import address_in
from ui.places import place_of
from ui.render import empty_html, escape, message_html
from ui.render_articles import articles_html, deletion_html
from ui.selection import NoDate, Selection, selection_of
from ui.selection_view import SelectionParts, build_selection, choices_updates
from ui.texts import Texts, texts_of

PAGE = 25  # articles

Updates = tuple[Any, ...]  # values for the components of an event, in their order


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list as HTML, and where it stands."""

    table: str
    where: str
    first: int
    has_previous: bool
    has_next: bool


def list_page(service: Service, selection: Selection, first: int, texts: Texts) -> ListPage:
    """Return the page that holds article number `first`, counted from 0, or the last page."""

    def page(offset: int) -> tuple[list[Any], int]:
        return service.articles(selection.filters, named=selection.named, limit=PAGE, offset=offset)

    entries, total = page(first)
    if not entries and total:
        first = (total - 1) // PAGE * PAGE
        entries, total = page(first)
    if not entries:
        nothing = texts.no_articles if selection.is_everything else texts.no_such_articles
        return ListPage(empty_html(nothing), "", 0, has_previous=False, has_next=False)
    where = texts.page_of.format(
        first=texts.number(first + 1),
        last=texts.number(first + len(entries)),
        total=texts.number(total),
    )
    return ListPage(
        table=articles_html(entries, texts),
        where=escape(where),
        first=first,
        has_previous=first > 0,
        has_next=first + len(entries) < total,
    )


class ArticleList:
    """What happens on each event of the list."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def shown(self, at: int, selection: Selection, request: gr.Request) -> Updates:
        """Show the page that holds article number `at`."""
        page = list_page(self._service, selection, at, texts_of(request.headers))
        return (
            page.table,
            page.where,
            page.first,
            gr.update(visible=page.has_previous),
            gr.update(visible=page.has_next),
        )

    def opened(self, at: int, selection: Selection, request: gr.Request) -> Updates:
        """Show the page anew, and what the filters can be set to now."""
        fields = choices_updates(self._service.choices(), texts_of(request.headers))
        return *fields, *self.shown(at, selection, request)

    def choose(
        self,
        named: str,
        language: str,
        outlet: str,
        collection: str,
        published_from: str,
        published_to: str,
        request: gr.Request,
    ) -> Updates:
        """Show the first page of the articles that the fields choose."""
        texts = texts_of(request.headers)
        try:
            selection = selection_of(
                named, language, outlet, collection, published_from, published_to, texts
            )
        except NoDate as error:
            return gr.skip(), gr.skip(), message_html(str(error)), *(gr.skip(),) * 4
        only = gr.update(visible=not selection.is_everything)
        return selection, only, *self.shown(0, selection, request)

    def previous(self, at: int, selection: Selection, request: gr.Request) -> Updates:
        """Show the page before."""
        return self.shown(max(0, at - PAGE), selection, request)

    def next(self, at: int, selection: Selection, request: gr.Request) -> Updates:
        """Show the page after."""
        return self.shown(at + PAGE, selection, request)

    def ask_first(self, written: str, request: gr.Request) -> Updates:
        """Ask whether the article at an address shall go."""
        texts = texts_of(request.headers)
        try:
            article = self._service.article(place_of(address_in(written)).article_id)
        except BelegError as error:
            return gr.update(visible=False), "", "", message_html(str(error))
        return gr.update(visible=True), deletion_html(article, texts), article.id, ""

    def delete(
        self, article_id: str, at: int, selection: Selection, request: gr.Request
    ) -> Updates:
        """Delete the article that was asked about."""
        texts = texts_of(request.headers)
        try:
            title = self._service.article(article_id).title
            self._service.delete(article_id)
            message = message_html(f"{texts.deleted} {title}")
        except BelegError as error:
            message = message_html(str(error))
        return gr.update(visible=False), message, *self.shown(at, selection, request)

    def keep(self) -> Updates:
        """Leave the article that was asked about."""
        return gr.update(visible=False), ""


def build_articles_tab(service: Service, i18n: gr.I18n, tab: gr.Tab) -> SelectionParts:
    """Lay out the list inside `tab`; it is read again whenever the tab is opened.

    Returned are the fields that choose among the articles.
    """
    first = gr.State(0)
    doomed = gr.State("")
    parts = build_selection(i18n)
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
        previous = gr.Button(i18n("previous"), size="sm", visible=False, min_width=90)
        where = gr.Markdown(elem_id="articles-where", latex_delimiters=[])
        following = gr.Button(i18n("next"), size="sm", visible=False, min_width=90)
    address = gr.Textbox(elem_id="delete-request", label="delete", visible="hidden")

    articles = ArticleList(service)
    page = [table, where, first, previous, following]
    place = [first, parts.selection]
    # One after the other: an earlier event that ends later would show what is no longer chosen.
    private: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "hidden",
        "concurrency_id": "articles",
        "concurrency_limit": 1,
    }
    tab.select(articles.opened, place, [*parts.choices, *page], **private)
    gr.on(
        [field.change for field in parts.fields],
        articles.choose,
        parts.fields,
        [parts.selection, parts.only, *page],
        trigger_mode="always_last",
        **private,
    )
    previous.click(articles.previous, place, page, **private)
    following.click(articles.next, place, page, **private)
    address.change(articles.ask_first, address, [confirmation, asked, doomed, told], **private)
    delete.click(articles.delete, [doomed, *place], [confirmation, told, *page], **private)
    keep.click(articles.keep, None, [confirmation, told], **private)
    return parts
