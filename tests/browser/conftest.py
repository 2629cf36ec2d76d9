"""A real server on a temporary home, and a real browser that is cut off from every other host."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import serving

if TYPE_CHECKING:
    from ui.home import Home

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Iterator["Home"]:
    from ingest.sources import SourceItem, drafts, items
    from qa.settings import Settings
    from ui.home import open_home

    with open_home(Settings(home=tmp_path_factory.mktemp("home"))) as home:
        home.pipeline.ingest(
            draft
            for item in items([*map(str, (ROOT / "seeds").glob("*.txt"))], 1_000_000)
            if isinstance(item, SourceItem)
            for draft in drafts(item)
        )
        yield home


@pytest.fixture(scope="session")
def address(home, tmp_path_factory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("settings")) as found:
        yield found


@pytest.fixture(scope="package")  # as long as it is open, nothing else may run an event loop
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the PATH")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page, and what it tried that it should not."""

    page: "sync_api.Page"
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        answers = self.page.locator("#conversation .answer")
        before = answers.count()
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        answers.nth(before).wait_for()

    def marked(self, text: str) -> None:
        """Wait until the article panel marks exactly this text, within its visible part."""
        mark = self.page.locator("#article-panel mark")
        sync_api.expect(mark).to_have_text(text, use_inner_text=False)
        self.page.wait_for_function(
            """() => {
              const box = document.querySelector("#article-panel").getBoundingClientRect();
              const mark = document.querySelector("#article-panel mark").getBoundingClientRect();
              return mark.top >= box.top && mark.bottom <= box.bottom;
            }"""
        )


@pytest.fixture
def visit(browser, address):
    """Open pages; at the end, none has asked another host for anything or run a foreign script."""
    visits: list[Visit] = []

    def open_page(
        width: int = 1400, height: int = 900, locale: str = "en-US", scheme: str = "light"
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, color_scheme=scheme
        )
        context.set_default_timeout(10_000)
        visit = Visit(context.new_page())
        visits.append(visit)

        def only_here(route):
            if route.request.url.startswith(address):
                route.continue_()
            else:
                visit.foreign.append(route.request.url)
                route.abort()

        def dismiss(dialog):
            visit.dialogs.append(dialog.message)
            dialog.dismiss()

        context.route("**/*", only_here)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on("dialog", dismiss)
        visit.page.goto(address)
        visit.page.locator("#question textarea").wait_for()
        return visit

    yield open_page
    for visit in visits:
        visit.page.context.close()
    for visit in visits:
        assert (visit.foreign, visit.dialogs, visit.errors) == ([], [], [])
