"""The report of an evaluation as people see it, from a file and without a network."""

from dataclasses import replace

import pytest

from qa.evaluation.comparison import compared
from qa.evaluation.records import Outcome
from qa.evaluation.report_html import report_html
from qa.evaluation.run import evaluate
from tests.browser.contrast import POOR
from tests.evaluation.gates import seed_questions

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


@pytest.fixture(scope="module")
def report(home):
    found = evaluate(home.service, home.library, seed_questions(), name="seeds.questions.jsonl")
    wrong = replace(found.cases[-1], outcome=Outcome.WRONG_ANSWER, right=0.0)
    earlier = replace(found, cases=(*found.cases[:-1], wrong))
    return compared(found, earlier)


@pytest.fixture
def shown(browser, report, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(report_html(report), encoding="utf-8")
    contexts, asked = [], []

    def open_page(width=1280, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert {*asked} == {file.as_uri()}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off(shown, width):
    page = shown(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    wide = page.locator(".scroll").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent.slice(0, 60))"
    )
    assert wide == []
    broken = page.locator(".tile strong").evaluate_all(
        "all => all.filter(e => e.getClientRects().length > 1 || e.scrollWidth > e.clientWidth"
        " || e.offsetHeight > 40).map(e => e.textContent)"
    )
    assert broken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_report_has_enough_contrast(shown, scheme):
    page = shown(scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true })")
    found = page.evaluate(POOR)
    assert found["seen"] > 500
    assert found["poor"] == []


def test_the_questions_of_an_outcome_can_be_hidden(shown, report):
    page = shown()
    right = page.locator(".cases.right")
    other = page.locator(".cases").first
    expect(right).to_be_visible()
    n_right = sum(case.outcome is Outcome.RIGHT for case in report.cases)
    box = page.get_by_role("group", name="Show").get_by_label(f"{n_right} right", exact=True)
    box.uncheck()
    expect(right).to_be_hidden()
    expect(other).to_be_visible()
    box.check()
    expect(right).to_be_visible()


def test_a_mended_question_is_a_link_to_it(shown, report):
    page = shown()
    [mended] = report.comparison.mended
    page.get_by_role("link", name=mended, exact=True).click()
    expect(page.locator(".case:target")).to_contain_text(report.cases[-1].question)
    expect(page.locator(".case:target")).to_be_in_viewport()


def test_what_a_citation_proves_is_told_in_words_too(shown, report):
    page = shown()
    cited = [citation for case in report.cases for citation in case.citations]
    proving = sum(citation.proves for citation in cited)
    assert 0 < proving < len(cited)
    assert page.locator("blockquote.proves cite", has_text="✓ proves it").count() == proving
    nothing = page.locator("blockquote.other cite", has_text="✗ proves nothing")
    assert nothing.count() == len(cited) - proving
