"""The list of articles is searched and filtered, and questions are asked of what is left."""

import json

import pytest

from tests.browser.test_articles import counts, file, upload

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

TOWNS = ("Zwickau", "Görlitz", "Pirna")


@pytest.fixture
def seen(visit):
    """Thirty articles on councils, ten a town; those of Görlitz are of another outlet and date."""
    opened = visit()
    lines = "\n".join(
        json.dumps(
            {
                "id": f"council-{n}",
                "title": f"The council of {TOWNS[n % 3]}, meeting {n}",
                "text": f"The council of {TOWNS[n % 3]} elected Ms Meyer{n} to be its chair.",
                "outlet": "Neißebote" if n % 3 == 1 else "Saxon Post",
                "published": f"20{10 + n % 3}-05-{n + 1:02}",
                "language": "en",
            }
        )
        for n in range(30)
    )
    upload(opened, file("councils.jsonl", lines))
    expect(counts(opened)).to_contain_text(", 0 failed")
    opened.page.get_by_role("tab", name="Articles", exact=True).click()
    return opened


def titles(seen):
    return seen.page.locator("table.articles a.open")


def choose(seen, field: str, value: str) -> None:
    seen.page.get_by_role("combobox", name=field, exact=True).click()
    seen.page.get_by_role("option", name=value, exact=True).click()


def test_the_list_is_paged_searched_and_filtered(seen):
    page = seen.page
    expect(titles(seen)).to_have_count(25)
    page.get_by_role("button", name="Further in the list").click()
    expect(page.locator("#articles-where")).to_contain_text("26 to")

    page.get_by_label("Search title or outlet").fill("görlitz council")
    expect(page.locator("#articles-where")).to_have_text("1 to 10 of 10")
    page.get_by_label("Search title or outlet").fill("meeting")
    expect(page.locator("#articles-where")).to_have_text("1 to 25 of 30")
    choose(seen, "Outlet", "Neißebote")
    expect(page.locator("#articles-where")).to_have_text("1 to 10 of 10")
    choose(seen, "Outlet", "All outlets")
    expect(page.locator("#articles-where")).to_have_text("1 to 25 of 30")
    page.get_by_label("Published from").fill("2011-05-15")
    page.get_by_label("Published until").fill("2012")
    expect(page.locator("#articles-where")).to_have_text("1 to 15 of 15")
    page.get_by_label("Published until").fill("soon")
    expect(page.locator("#articles-table")).to_contain_text("“soon” is no date")
    page.get_by_label("Published until").fill("2009")
    expect(page.locator("#articles-table")).to_contain_text("No article is like that.")


def test_questions_are_asked_of_the_chosen_articles_alone_until_all_are_wanted_again(seen):
    page = seen.page
    question = "Who was elected to be the chair of the council?"
    page.get_by_label("Search title or outlet").fill("pirna meeting 5")
    expect(titles(seen)).to_have_count(1)
    page.get_by_label("Ask only these articles").check()
    page.get_by_role("tab", name="Ask", exact=True).click()
    expect(page.locator("#only-asked")).to_contain_text("“pirna meeting 5”")
    seen.ask(question)
    answer = page.locator("#conversation .answer").last
    expect(answer.locator(".quote").first).to_contain_text("Meyer5 ")
    expect(answer.locator(".receipt .title")).to_have_text(["The council of Pirna, meeting 5"])

    page.get_by_role("button", name="Ask all articles").click()
    expect(page.locator("#only-asked")).to_be_hidden()
    seen.ask("Why did Turkey stop airstrikes?")
    expect(page.locator("#conversation .answer").last.locator(".said")).to_contain_text("Ankara")


def test_the_question_before_a_deletion_has_the_focus_and_gives_it_back(seen):
    page = seen.page
    link = page.locator("a.delete").last
    link.focus()
    page.keyboard.press("Enter")
    keep = page.get_by_role("button", name="Keep", exact=True)
    expect(keep).to_be_focused()
    expect(page.locator("#delete-asked")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(keep).to_be_hidden()
    expect(link).to_be_focused()
