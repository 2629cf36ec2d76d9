"""Adding, listing, opening and deleting articles in the page."""

import json

import pytest

from tests.ui.test_render import HOSTILE

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def file(name: str, content: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode("utf-8")}


def upload(seen, *files) -> None:
    seen.page.get_by_role("tab", name="Add", exact=True).click()
    seen.page.set_input_files("#upload input[type=file]", list(files))


def counts(seen):
    return seen.page.locator("#report .counts")


def test_files_are_added_with_a_progress_bar_and_reported_one_by_one(visit):
    seen = visit()
    lines = "\n".join(
        json.dumps({"id": f"bee-{n}", "text": f"Hive number {n} gave {n} jars of honey."})
        for n in range(40)
    )
    seen.page.evaluate(
        """() => {
          window.seenProgress = false;
          new MutationObserver(() => {
            if (document.querySelector("#report .progress-bar, #report .progress-level"))
              window.seenProgress = true;
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    upload(
        seen,
        file("Lighthouse.txt", "The lighthouse keeper painted the tower green in 1931."),
        file("empty.txt", ""),
        file("Bees.jsonl", lines),
    )
    expect(counts(seen)).to_contain_text("41 added, 0 updated, 0 unchanged, 1 failed")
    assert seen.page.evaluate("window.seenProgress")
    failed = seen.page.locator("#report tr.failed")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("empty.txt")

    upload(seen, file("Lighthouse.txt", "The lighthouse keeper painted the tower red in 1931."))
    expect(counts(seen)).to_contain_text("0 added, 1 updated, 0 unchanged, 0 failed")

    seen.page.get_by_role("tab", name="Ask", exact=True).click()
    seen.ask("What colour did the lighthouse keeper paint the tower?")
    seen.marked("The lighthouse keeper painted the tower red in 1931.")


def test_pasted_text_is_listed_opened_and_deleted_after_a_second_question(visit):
    seen = visit()
    page = seen.page
    page.get_by_role("tab", name="Add", exact=True).click()
    page.get_by_label("Title of the pasted text").fill("The baker of Ulm")
    page.get_by_label("Or paste a text").fill("In Ulm a baker made a pretzel of nine metres.")
    page.get_by_role("button", name="Add the text").click()
    expect(counts(seen)).to_contain_text("1 added")

    page.get_by_role("tab", name="Articles", exact=True).click()
    row = page.locator("table.articles tr", has_text="The baker of Ulm")
    expect(row).to_contain_text("English")
    row.locator("a.open").click()
    expect(page.locator("#article-panel h2")).to_have_text("The baker of Ulm")
    expect(page.locator("#article-panel .text")).to_have_text(
        "In Ulm a baker made a pretzel of nine metres."
    )

    delete = page.locator("#delete-confirm")
    row.locator("a.delete").click()
    expect(page.locator("#delete-asked")).to_contain_text("The baker of Ulm")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(delete).to_be_hidden()
    expect(row).to_be_visible()
    row.locator("a.delete").click()
    delete.click()
    expect(row).to_have_count(0)
    expect(page.locator("#delete-told")).to_contain_text("The baker of Ulm")


def test_hostile_article_is_shown_letter_for_letter_and_runs_nothing(visit, address):
    seen = visit()
    text = "\n\n".join(f"The saboteur wrote {hostile} on the wall." for hostile in HOSTILE)
    line = {
        "id": "hostile",
        "text": text,
        "title": "".join(HOSTILE[:9]),
        "outlet": HOSTILE[0],
        "author": HOSTILE[1],
        "source": HOSTILE[3],
        "language": "en",
    }
    upload(seen, file("<img src=x onerror=alert(1)>.jsonl", json.dumps(line)))
    expect(counts(seen)).to_contain_text("1 added")
    article = seen.page.context.request.get(f"{address}/v1/articles/hostile").json()

    seen.page.get_by_role("tab", name="Articles", exact=True).click()
    seen.page.locator('a.open[href="/articles/hostile"]').click()
    shown = seen.page.locator("#article-panel .text")
    expect(shown).to_be_visible()
    assert shown.evaluate("element => element.textContent") == article["text"]
    heading = seen.page.locator("#article-panel h2")
    assert heading.evaluate("element => element.textContent") == article["title"]

    seen.page.get_by_role("tab", name="Ask", exact=True).click()
    for question in ("What did the saboteur write on the wall?", *HOSTILE[:8]):
        seen.ask(question)
    quotes = seen.page.locator("#conversation .quote").evaluate_all(
        "quotes => quotes.map(quote => quote.textContent)"
    )
    assert any("saboteur" in quote for quote in quotes)
    assert all(quote in article["text"] for quote in quotes if "saboteur" in quote)
    asked = seen.page.locator(".question").evaluate_all("all => all.map(one => one.textContent)")
    assert asked[1:] == HOSTILE[:8]
    inside = seen.page.locator(".answer, .question, #article-panel article, table.articles")
    assert inside.count() >= 12
    assert inside.locator("img, script, iframe, style, svg, code, em, strong, pre").count() == 0
