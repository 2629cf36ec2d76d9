"""The chat as a person uses it."""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

ENGLISH = "Why did Turkey stop airstrikes?"
GERMAN = "Warum stellte die Türkei die Luftangriffe ein?"
RIGHT = (
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe "
    "gegen den IS in Syrien ein."
)
OTHER = "Wen unterstützt Moskau in Syrien?"
UNNAMED = r"^\s*- (?:button|textbox|link|tab)(?::|$| \[)"
WHEN = "Wann wurde der russische Kampfbomber abgeschossen?"
UNANSWERABLE = "How many moons does the planet Jupiter have?"


@pytest.mark.parametrize("question", [ENGLISH, GERMAN])
def test_headline_question_opens_the_article_at_the_sentence(visit, question):
    seen = visit()
    seen.ask(question)
    answer = seen.page.locator("#conversation .answer")
    expect(answer.locator(".quote").first).to_have_text(RIGHT)
    expect(answer.locator("a.marker").first).to_have_text("[1]")
    seen.marked(RIGHT)
    header = seen.page.locator("#article-panel header")
    expect(header).to_be_in_viewport()
    expect(header).to_contain_text("German")


def test_example_question_is_asked_by_a_click(visit):
    seen = visit()
    seen.page.get_by_role("button", name=GERMAN).click()
    expect(seen.page.locator(".question")).to_have_text(GERMAN)
    seen.marked(RIGHT)


def test_each_answers_markers_open_its_own_sentence_also_after_a_reload(visit):
    seen = visit()
    seen.ask(GERMAN)
    seen.ask(OTHER)
    answers = seen.page.locator("#conversation .answer")
    second = answers.nth(1).locator(".quote").first.inner_text()
    assert second != RIGHT
    seen.marked(second)
    answers.nth(0).locator("a.marker").first.click()
    seen.marked(RIGHT)
    seen.ask(OTHER)
    seen.marked(second)
    answers.nth(0).locator("a.marker").first.click()
    seen.marked(RIGHT)
    answers.nth(1).locator("a.receipt").first.click()
    seen.marked(second)

    seen.page.reload()
    expect(answers).to_have_count(3)
    expect(seen.page.locator(".question")).to_have_text([GERMAN, OTHER, OTHER])
    answers.nth(1).locator("a.marker").first.click()
    seen.marked(second)


def test_marker_is_followed_with_the_keyboard_and_the_focus_goes_to_the_sentence(visit):
    seen = visit()
    seen.ask(GERMAN)
    seen.marked(RIGHT)
    seen.page.locator("#article-panel").evaluate("panel => { panel.scrollTop = 1e6 }")
    seen.page.locator("a.marker").first.focus()
    seen.page.keyboard.press("Enter")
    seen.marked(RIGHT)
    expect(seen.page.locator("#article-panel mark")).to_be_focused()


def test_what_is_copied_is_the_answer_and_each_article_once(visit):
    seen = visit()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.ask(GERMAN)
    answer = seen.page.locator("#conversation .answer")
    answer.get_by_role("button", name="Copy with sources").click()
    expect(answer.locator("a.copy")).to_have_text("Copied")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert RIGHT in copied
    titles = answer.locator(".receipts .title").all_inner_texts()
    assert len(set(titles)) == len(titles)
    assert all(copied.count(title) == 1 for title in titles)


def test_refusal_shows_passages_that_can_be_opened(visit):
    seen = visit()
    seen.ask(UNANSWERABLE)
    answer = seen.page.locator("#conversation .answer")
    expect(answer.locator("a.marker")).to_have_count(0)
    expect(answer.locator(".nearest h3")).to_have_text("The nearest passages")
    passage = answer.locator(".nearest .quote").last.text_content()
    answer.locator(".nearest a.receipt").last.click()
    expect(seen.page.locator("#article-panel mark")).to_have_text(passage)


def test_new_conversation_forgets_the_old_one(visit):
    seen = visit()
    seen.ask(GERMAN)
    seen.page.get_by_role("button", name="New conversation").click()
    expect(seen.page.locator(".question")).to_have_count(0)
    expect(seen.page.locator("#article-panel mark")).to_have_count(0)
    seen.page.reload()
    # This text and the kept conversation come with the same event.
    expect(seen.page.locator("#article-panel .empty")).to_be_visible()
    expect(seen.page.get_by_role("button", name=GERMAN)).to_be_visible()
    expect(seen.page.locator(".question")).to_have_count(0)


def test_question_that_cannot_be_asked_is_told_why(visit):
    seen = visit()
    seen.page.get_by_label("Your question").fill("???")
    seen.page.get_by_role("button", name="Ask", exact=True).click()
    expect(seen.page.locator("#conversation .notice")).to_contain_text("is not a question")
    seen.ask(GERMAN)
    seen.marked(RIGHT)


def test_interface_speaks_german_to_a_german_browser(visit):
    seen = visit(locale="de-DE")
    for name in ("Fragen", "Artikel", "Hinzufügen"):
        expect(seen.page.get_by_role("tab", name=name, exact=True)).to_be_visible()
    seen.ask(UNANSWERABLE)
    expect(seen.page.locator(".nearest h3")).to_have_text("Die nächstliegenden Stellen")
    expect(seen.page.get_by_role("link", name="Auf eigener Seite öffnen")).to_be_visible()
    # Gradio's own buttons: its second way to empty the conversation is not among them.
    buttons = seen.page.locator("#conversation button:visible")
    assert [button.get_attribute("aria-label") for button in buttons.all()] == [
        "Gefällt mir nicht",
        "Gefällt mir",
    ]


def test_narrow_screen_shows_the_article_below_and_leads_back(visit):
    seen = visit(width=390, height=844)
    seen.ask(GERMAN)
    seen.page.locator("a.marker").first.click()
    expect(seen.page.locator("#article-panel mark")).to_be_in_viewport()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    seen.page.get_by_role("link", name="Back to the conversation").click()
    expect(seen.page.locator("#conversation .answer")).to_be_in_viewport()


def test_dark_follows_the_system(visit):
    seen = visit(scheme="dark")
    colour = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 60


def test_everything_that_can_be_used_has_a_name(visit):
    seen = visit()
    seen.ask(GERMAN)
    for tab in ("Articles", "Add", "Ask"):
        seen.page.get_by_role("tab", name=tab, exact=True).click()
        seen.page.wait_for_timeout(300)
        snapshot = seen.page.locator("body").aria_snapshot()
        unnamed = re.findall(
            r"^\s*- (?:button|textbox|link|tab)(?::|$| \[)", snapshot, re.MULTILINE
        )
        assert unnamed == [], snapshot
    assert seen.page.get_by_role("heading", level=1).all_inner_texts() == ["Beleg"]
    log = seen.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator("[aria-label*='<']")).to_have_count(0)
    assert seen.page.locator("html").get_attribute("lang") == "en"


def test_the_other_routes_are_not_hidden_by_the_page(visit, address):
    request = visit().page.context.request
    assert request.get(f"{address}/healthz").json()["status"] == "ready"
    assert request.get(f"{address}/v1/articles").json()["total"] >= 1
    assert request.get(f"{address}/openapi.json").json()["info"]["title"] == "Beleg"
    assert "Beleg API" in request.get(f"{address}/docs").text()
    assert request.get(f"{address}/monitoring/summary").status == 403


def test_the_words_that_answer_stand_out_in_the_article_too(visit):
    seen = visit()
    seen.ask(WHEN)
    answer = seen.page.locator("#conversation .answer")
    words = answer.locator(".quote b").first.text_content()
    assert "November" in words
    in_article = seen.page.locator("#article-panel mark b")
    expect(in_article).to_have_text(words)
    # Not by colour alone.
    assert "underline" in in_article.evaluate("b => getComputedStyle(b).textDecorationLine")
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("link", name="Open on its own page").click()
    alone = opened.value
    expect(alone.locator(":target b")).to_have_text(words)
    expect(alone.locator(":target")).to_be_in_viewport()
    seen.page.reload()
    answer.locator("a.marker").first.click()
    expect(in_article).to_have_text(words)


def rated(home) -> list[tuple[str, int, str | None]]:
    return [(r.answer["question"], r.rating, r.comment) for r in home.feedback.rated()]


def test_a_thumb_is_thanked_for_and_can_be_taken_back(visit, home):
    seen = visit()
    before = rated(home)
    seen.ask(ENGLISH)
    seen.page.get_by_role("button", name="Like", exact=True).click()
    thanks = seen.page.get_by_text("Thank you. The rating stays on this computer.")
    expect(thanks).to_be_visible()
    assert rated(home) == [*before, (ENGLISH, 1, None)]
    seen.page.get_by_role("button", name="Liked", exact=True).click()
    expect(seen.page.get_by_role("button", name="Like", exact=True)).to_be_visible()
    expect(thanks).to_be_hidden()
    assert rated(home) == before


def test_a_comment_may_follow_a_thumb(visit, home):
    seen = visit()
    before = rated(home)
    seen.ask(ENGLISH)
    seen.ask(OTHER)
    comment = seen.page.get_by_label("A comment, if you like")
    expect(comment).to_be_hidden()
    seen.page.get_by_role("button", name="Dislike", exact=True).first.click()
    expect(seen.page.locator("#comment-about")).to_contain_text(
        f"What was wrong with the answer to: {ENGLISH}"
    )
    comment.fill("  It was <b>fear</b>.  ")
    seen.page.get_by_role("button", name="Send", exact=True).click()
    expect(comment).to_be_hidden()
    expect(seen.page.get_by_text("The comment stays on this computer.")).to_be_visible()
    assert rated(home) == [*before, (ENGLISH, -1, "It was <b>fear</b>.")]


def test_a_comment_may_be_left_out(visit, home):
    seen = visit()
    before = rated(home)
    seen.ask(OTHER)
    comment = seen.page.get_by_label("A comment, if you like")
    seen.page.get_by_role("button", name="Like", exact=True).click()
    expect(seen.page.locator("#comment-about")).to_contain_text("What was good")
    comment.fill("never sent")
    seen.page.get_by_role("button", name="Skip", exact=True).click()
    expect(comment).to_be_hidden()
    seen.page.get_by_role("button", name="Liked", exact=True).click()
    seen.page.get_by_role("button", name="Dislike", exact=True).click()
    expect(comment).to_be_visible()
    expect(comment).to_have_value("")
    seen.ask(ENGLISH)
    expect(comment).to_be_hidden()
    assert rated(home) == [*before, (OTHER, -1, None)]
