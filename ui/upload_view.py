"""Add articles: files with a progress bar, or a pasted text; then what happened to each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from ingest.articles import Draft
from ingest.pipeline import Pipeline
from ingest.sources import SourceItem, drafts
from qa.errors import BelegError
from qa.types import ItemReport
from ui.render import message_html, report_html
from ui.texts import texts_of

FILE_TYPES = [".txt", ".md", ".html", ".htm", ".jsonl"]


def build_upload_tab(pipeline: Pipeline, i18n: gr.I18n) -> None:
    """Lay out the two ways in and the report."""
    files = gr.File(
        label=i18n("files"),
        file_count="multiple",
        file_types=FILE_TYPES,
        elem_id="upload",
        height=160,
    )
    report = gr.Markdown(
        i18n("report_empty"), elem_id="report", label=i18n("report"), latex_delimiters=[]
    )
    title = gr.Textbox(label=i18n("paste_title"), max_lines=1, elem_id="paste-title")
    text = gr.Textbox(label=i18n("paste_text"), lines=5, max_lines=14, elem_id="paste-text")
    paste = gr.Button(i18n("paste_add"), size="sm", elem_id="paste-add", min_width=140)

    def add_files(
        paths: list[str] | None,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),
    ) -> tuple[str, None]:
        texts = texts_of(request.headers)
        uploads = [Path(path) for path in paths or ()]
        found: list[Draft | ItemReport] = []
        for number, path in enumerate(uploads):
            progress((number, len(uploads)), desc=f"{texts.reading} {path.name}", unit="")
            found.extend(_drafts(path))
        n_done = 0

        def tell(item: ItemReport) -> None:
            nonlocal n_done
            n_done += 1
            progress((n_done, len(found)), desc=f"{texts.adding} {item.item}", unit="")

        try:
            return report_html(pipeline.ingest(found, tell), texts), None
        except BelegError as error:
            return message_html(str(error)), None

    def add_text(name: str, content: str, request: gr.Request) -> tuple[str, Any, Any]:
        texts = texts_of(request.headers)
        if not content.strip():
            return message_html(texts.paste_needs_text), gr.skip(), gr.skip()
        named = name.strip() or None
        draft = Draft(text=content, item=named or texts.pasted, title=named)
        try:
            return report_html(pipeline.ingest([draft]), texts), "", ""
        except BelegError as error:
            return message_html(str(error)), gr.skip(), gr.skip()

    files.upload(
        add_files, files, [report, files], api_visibility="private", show_progress_on=report
    )
    paste.click(
        add_text,
        [title, text],
        [report, title, text],
        api_visibility="private",
        show_progress="minimal",
    )


def _drafts(upload: Path) -> Iterator[Draft | ItemReport]:
    """Return what is in an uploaded file, under the name it came with; the upload is removed."""
    item = SourceItem(name=upload.name, content=upload.read_bytes(), source=upload.name)
    upload.unlink()
    return drafts(item)
