"""The article beside the conversation, opened at a sentence."""

import gradio as gr

from qa.errors import ArticleNotFound, BelegError
from qa.service import Service
from ui.places import place_of
from ui.render import message_html
from ui.render_articles import article_html
from ui.texts import Texts, texts_of


def opened(service: Service, url: str, texts: Texts) -> str:
    """Return the article at an address as HTML, or why it cannot be shown."""
    try:
        place = place_of(url)
        article = service.article(place.article_id, place.sha256)
        sentences = service.sentences(article.id, article.sha256)
    except BelegError as error:
        return message_html(str(error))
    note = None
    try:
        if service.article(article.id).sha256 != article.sha256:
            note = texts.superseded
    except ArticleNotFound:
        note = texts.no_longer_searched
    return article_html(
        article, texts, sentences=sentences, cited=place.span, words=place.words, note=note
    )


def address_in(written: str) -> str:
    """Return the address that the page wrote into a hidden field, before a running number."""
    return written.partition(" ")[0]


def build_article_panel(service: Service, i18n: gr.I18n) -> gr.Markdown:
    """Lay out the panel; it opens whatever address the page writes into a hidden field."""
    with gr.Column(elem_id="article-column", scale=5, min_width=300):
        panel = gr.Markdown(
            elem_id="article-panel",
            label=i18n("article"),
            latex_delimiters=[],
            container=False,
        )
        address = gr.Textbox(elem_id="open-request", label="open", visible="hidden")

    def open_place(written: str, request: gr.Request) -> str:
        return opened(service, address_in(written), texts_of(request.headers))

    address.change(open_place, address, panel, show_progress="hidden", api_visibility="private")
    return panel
