"""What is too pale to be read on a page."""

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
  for (const field of document.querySelectorAll("textarea[placeholder], input[placeholder]")) {
    if (!field.checkVisibility() || !field.placeholder) continue;
    check(field, getComputedStyle(field, "::placeholder").color, field.placeholder);
    seen += 1;
  }
  return { poor, seen };
}"""
