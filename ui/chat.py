"""The page: the conversation on the left, the cited article on the right."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ui.home import Home
from ui.texts import ENGLISH, GERMAN, Texts

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

ASSETS = Path(__file__).parent / "assets"
EVENTS_AT_ONCE = 4


def mount(app: "FastAPI", home: Home, max_upload_mb: int) -> "FastAPI":
    """Mount the page at / of an application whose other routes are registered already."""
    import gradio as gr

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_chat(home),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=f"{max_upload_mb}mb",
        ssr_mode=False,
        enable_monitoring=False,
        favicon_path=str(ASSETS / "favicon.png"),
        i18n=_i18n(),
        theme=_theme(),
        css_paths=[ASSETS / "chat.css"],
        head=f"<script>{(ASSETS / 'chat.js').read_text(encoding='utf-8')}</script>",
    )
    return mounted


def build_chat(home: Home) -> "gr.Blocks":
    """Lay out the page and connect it to the home."""
    import gradio as gr

    from ui.article_view import build_article_panel
    from ui.articles_view import build_articles_tab
    from ui.conversation_view import build_conversation, connect_conversation
    from ui.selection_view import connect_selection
    from ui.upload_view import build_upload_tab

    i18n = _i18n()
    page: gr.Blocks
    with gr.Blocks(
        title="Beleg", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as page:
        with gr.Row(elem_id="head"):
            gr.Markdown("# Beleg", elem_id="name")
            gr.Markdown(i18n("tagline"), elem_id="tagline")
            clear = gr.Button(i18n("new_conversation"), size="sm", elem_id="clear", min_width=80)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="work-column", scale=6, min_width=300), gr.Tabs():
                with gr.Tab(i18n("chat"), id="chat"):
                    parts = build_conversation(i18n)
                with gr.Tab(i18n("articles"), id="articles") as articles_tab:
                    selection = build_articles_tab(home.service, i18n, articles_tab)
                with gr.Tab(i18n("add"), id="add"):
                    build_upload_tab(home.pipeline, i18n)
            article = build_article_panel(home.service, i18n)
        connect_conversation(page, parts, selection, clear, article, home)
        connect_selection(selection, parts.only_line, parts.only_said, parts.ask_all)
    page.queue(default_concurrency_limit=EVENTS_AT_ONCE)
    return page


def _i18n() -> "gr.I18n":
    import gradio as gr

    return gr.I18n(en=_table(ENGLISH), de=_table(GERMAN))


def _table(texts: Texts) -> dict[str, str]:
    return {key: words for key, words in asdict(texts).items() if isinstance(words, str)}


def _theme() -> "gr.themes.Base":
    import gradio as gr

    return gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        radius_size="md",
        font=("system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"),
        font_mono=("ui-monospace", "Menlo", "Consolas", "monospace"),
    ).set(
        # The usual shades of the hue are too pale to be read: these have a contrast of 5 or more.
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        color_accent="*primary_700",
        link_text_color="*primary_700",
        link_text_color_dark="*primary_300",
    )
