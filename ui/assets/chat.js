// What the page does beside Gradio: a link to an article opens it in the panel, at its sentence.
// No text of an article is read as code or markup here; links are told apart by their address.
(() => {
  "use strict";
  let asked = false; // whether the reader asked for the article that comes next
  let shown = null; // the mark that was scrolled to
  let doomed = null; // the link that asked for a deletion

  const within = (selector) => document.querySelector(selector);

  let writes = 0;
  function write(id, address) {
    const field = within(`#${id} textarea, #${id} input`);
    // Gradio reports changes alone: the number makes a change of the same address too.
    const value = `${address} ${++writes}`;
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function reveal(focus) {
    const panel = within("#article-panel");
    const mark = panel && panel.querySelector("mark");
    if (!panel) return;
    if (mark) {
      const from = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
      panel.scrollTop += from - panel.clientHeight / 3;
    } else {
      panel.scrollTop = 0;
    }
    if (!focus) return;
    if (getComputedStyle(within("#columns")).flexDirection === "column") {
      (mark || panel).scrollIntoView({ block: mark ? "center" : "start" });
    }
    (mark || panel).focus({ preventScroll: true });
  }

  function copy(link) {
    const answer = link.closest(".answer");
    const text = [...answer.querySelectorAll(".said, .receipts .line, .source, .source ~ .receipt")]
      .map((part) => part.textContent.trim())
      .join("\n");
    const words = link.textContent;
    navigator.clipboard.writeText(text).then(() => {
      link.textContent = link.title;
      setTimeout(() => { link.textContent = words; }, 1500);
    });
  }

  function follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.classList.contains("alone")) return;
    const address = link.getAttribute("href");
    if (link.classList.contains("copy")) {
      event.preventDefault();
      copy(link);
    } else if (address.startsWith("/articles/")) {
      event.preventDefault();
      event.stopPropagation();
      if (link.classList.contains("delete")) {
        doomed = link;
        write("delete-request", address);
        return;
      }
      const open = within("#article-panel a.alone");
      if (open && open.getAttribute("href") === address) {
        reveal(true);
      } else {
        asked = true;
        write("open-request", address);
      }
    }
  }

  let attended = false; // whether the focus is at the question below
  function attend() {
    // Whether an article shall go is asked above the list, perhaps out of sight of its link.
    const keep = within("#delete-keep");
    const isAsked = Boolean(keep && keep.offsetParent);
    if (isAsked === attended) return;
    attended = isAsked;
    if (isAsked) {
      within("#delete-group").scrollIntoView({ block: "center" });
      keep.focus({ preventScroll: true });
    } else if (doomed && doomed.isConnected) {
      doomed.focus();
    }
  }

  function tidy() {
    // Gradio names each message by its raw HTML; the message is text and names itself.
    for (const message of document.querySelectorAll("#conversation [aria-label*='message: <']")) {
      message.removeAttribute("aria-label");
    }
    attend();
    const article = within("#article-panel article, #article-panel .notice");
    if (article && article !== shown) {
      shown = article;
      const panel = within("#article-panel");
      panel.tabIndex = 0;
      requestAnimationFrame(() => {
        reveal(asked);
        asked = false;
      });
    }
  }

  document.addEventListener("click", follow, true);
  document.addEventListener("keydown", (event) => {
    // A link that acts as a button is pressed with the space bar too.
    if (event.key === " " && event.target.matches && event.target.matches("a[role=button]")) {
      event.preventDefault();
      event.target.click();
    }
  });
  new MutationObserver(tidy).observe(document, { childList: true, subtree: true });
})();
