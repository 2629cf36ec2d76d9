"""What can be used without a mouse and read with weak eyes."""

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

# Every text that is seen and has a contrast of less than 4.5 (WCAG 2.2, 1.4.3), placeholders too.
POOR = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const linear = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((v, k) => v * a + under[k] * (1 - a));
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement)
      layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const poor = [];
  const check = (element, colour, text) => {
    const under = behind(element);
    const [one, other] = [light(over(parse(colour), under)), light(under)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)}: ${text.trim().slice(0, 40)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent;
    if (!text.trim() || element.closest(".unseen, script, style")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    check(element, getComputedStyle(element).color, text);
    seen += 1;
  }
  for (const field of document.querySelectorAll("textarea[placeholder]")) {
    if (!field.checkVisibility() || !field.placeholder) continue;
    check(field, getComputedStyle(field, "::placeholder").color, field.placeholder);
    seen += 1;
  }
  return { poor, seen };
}"""
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
