"""What can be used without a mouse and read with weak eyes."""

import pytest

from tests.browser.contrast import POOR

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

FOCUSED = """() => {
  const focused = document.activeElement, style = getComputedStyle(focused);
  return {
    tag: focused.tagName,
    name: focused.getAttribute("aria-label") || focused.textContent.trim()
      || (focused.labels && focused.labels.length ? focused.labels[0].textContent.trim() : ""),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(visit, scheme):
    seen = visit(scheme=scheme)
    seen.ask("Why did Turkey stop airstrikes?")
    seen.ask("How many moons does the planet Jupiter have?")
    seen.page.get_by_role("button", name="Dislike", exact=True).last.click()
    seen.page.locator("#comment textarea").wait_for()
    for tab in ("Ask", "Articles", "Add"):
        seen.page.get_by_role("tab", name=tab, exact=True).click()
        seen.page.wait_for_timeout(500)
        found = seen.page.evaluate(POOR)
        assert found["seen"] > 10
        assert found["poor"] == []


def test_the_tab_key_goes_from_top_to_bottom_and_is_always_seen(visit):
    seen = visit()
    seen.ask("How many moons does the planet Jupiter have?")
    seen.page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    seen.page.locator("#name").click()
    stops = []
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        stop = seen.page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    names = [stop["name"] for stop in stops]
    assert all(names), stops
    assert [stop for stop in stops if not stop["ringed"]] == []
    known = ["New conversation", "Ask", "Articles", "Add", "Dislike", "Like", "Your question"]
    assert [name for name in names if name in known][:7] == known
    assert names.index("Your question") < len(names) - 1 - names[::-1].index("Ask")
    assert names.count("Open on its own page") == 1
