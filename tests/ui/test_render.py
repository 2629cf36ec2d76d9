"""What the page shows is what the article says, letter for letter, and nothing of it is markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.types import (
    Answer,
    AnswerKind,
    Article,
    ArticleEntry,
    Citation,
    CitationStatus,
    Hit,
    IngestReport,
    ItemOutcome,
    ItemReport,
    Models,
    Passage,
    Span,
    sha256_of,
)
from ui.places import sentence_url
from ui.render import (
    answer_html,
    escape,
    message_html,
    question_html,
    report_html,
    unfinished_html,
)
from ui.render_articles import article_html, articles_html, deletion_html
from ui.texts import ENGLISH, GERMAN

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</mark><script>alert(1)</script>",
    "</div></article><iframe src='https://tracker.example/'></iframe>",
    "[click](javascript:alert(1))",
    "![pixel](https://tracker.example/p.png?q=1)",
    "<https://tracker.example/> https://tracker.example www.tracker.example a@tracker.example",
    "[1] [a][b] [b]: https://tracker.example",
    "$latex$ $$x^2$$ \\(x\\) \\[y\\]",
    "&lt;b&gt; &amp;amp; &#60;script&#62; &nbsp;",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200f",
    "*bold* _it_ ~~s~~ `code` # head\n\n- item\n\n1. one\n\n> quote\n\n    code\n\n---\n|a|\n|-|",
    "```mermaid\ngraph TD; A-->B\n```",
    "<!-- --> <![CDATA[ ]]> <?php ?> <svg/onload=alert(1)> <style>*{display:none}</style>",
    'data-x="1" onclick="alert(1)" style="x" \' ` =',
    "tab\there  two blanks\r\nline",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= x %> __i18n__",
]
ELEMENTS = set(
    re.findall(
        r"\w+",
        "div span a b bdi p ul li h2 h3 blockquote article header mark table thead tbody tr th td",
    )
)
ATTRIBUTES = {
    "class",
    "id",
    "lang",
    "dir",
    "href",
    "title",
    "role",
    "rel",
    "target",
    "tabindex",
    "scope",
}


class Reading(HTMLParser):
    """Reads HTML as a browser does: the text, and every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts_of: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        self.texts_of.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag in set(self._open):
            self.texts_of[tag][-1] += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data):
        raise AssertionError(f"an instruction: {data}")


def read(html: str) -> Reading:
    """Read HTML after it went through Markdown, and check that nothing but ours is in it."""
    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(html)
    assert rendered.strip() == html
    reading = Reading(html)
    for tag, attributes in reading.elements:
        assert tag in ELEMENTS
        assert set(attributes) <= ATTRIBUTES
    return reading


def links_of(reading: Reading) -> list[str]:
    return [attributes["href"] for tag, attributes in reading.elements if tag == "a"]


def article(text: str, **changes) -> Article:
    fields = {
        "id": "a 1/ä",
        "text": text,
        "sha256": sha256_of(text),
        "title": "T",
        "language": "de",
    }
    return Article(**{**fields, **changes})


def citation(quote: str, marker: int = 1, **changes) -> Citation:
    fields = {
        "marker": marker,
        "article_id": "a1",
        "title": "A title",
        "source": None,
        "outlet": "An outlet",
        "published": "2016-08-11",
        "language": "de",
        "article_sha256": "f" * 64,
        "start": 3,
        "end": 3 + len(quote),
        "quote": quote,
        "quote_sha256": sha256_of(quote),
        "before": "",
        "after": "",
        "url": "",
        "text_fragment_url": None,
        "status": CitationStatus.EXACT,
        "support": 0.9,
    }
    fields |= changes
    place = Span(fields["start"], fields["end"])
    fields["url"] = sentence_url(fields["article_id"], "f" * 64, place)
    return Citation(**fields)


def answer(*citations: Citation, text: str | None = None, **changes) -> Answer:
    fields = {
        "id": "x1",
        "question": "q",
        "standalone_question": "q",
        "language": "en",
        "kind": AnswerKind.EXTRACTIVE,
        "text": " ".join(f"{c.quote} [{c.marker}]" for c in citations) if text is None else text,
        "confidence": 0.9,
        "citations": citations,
        "models": Models(embedding="hash"),
        "index": "i",
    }
    return Answer(**{**fields, **changes})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is_wherever_it_stands(text):
    quoted = answer(citation(text, title=text, outlet=text, published=text, language=text))
    passage = Passage(
        article_id=text,
        article_sha256="f" * 64,
        span=Span(0, len(text)),
        text=text,
        sentences=(Span(0, len(text)),),
        language="de",
    )
    hit = Hit(passage=passage, title=text, score=1.0, dense=1.0, lexical=1.0)
    refused = answer(text=text, kind=AnswerKind.NONE, nearest=(hit,))
    whole = article(text, title=text, outlet=text, author=text, source=text, published=text)
    entry = ArticleEntry(
        text, "f" * 64, text, text, text, text, text, text, text, "", n_characters=12345
    )
    item = ItemReport(item=text, outcome=ItemOutcome.FAILED, message=text)
    for html in (
        question_html(text),
        message_html(text),
        answer_html(quoted, ENGLISH),
        answer_html(refused, ENGLISH),
        article_html(whole, ENGLISH, sentences=[Span(0, len(text))], cited=Span(0, len(text))),
        article_html(whole, ENGLISH, note=text),
        articles_html([entry], ENGLISH),
        deletion_html(whole, ENGLISH),
        report_html(IngestReport(items=(item,), seconds=1.0), ENGLISH),
    ):
        reading = read(html)
        assert text in reading.text
        for tag, attributes in reading.elements:
            if tag == "a":
                assert re.match(r"/articles/[^/]|#|https?://", attributes["href"])


@given(st.text())
def test_escaped_text_reads_back_and_has_nothing_active_in_it(text):
    assert Reading(f"<p>{escape(text)}</p>").text == text
    inert = r"&#\d+;|[A-Za-z0-9 ]|[^\x00-\x7f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
    assert re.fullmatch(f"(?:{inert})*", escape(text))


@given(st.text(min_size=1).filter(str.strip), st.data())
def test_article_shows_its_text_and_marks_the_span(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))) | {0, start, end, len(text)})
    sentences = [Span(a, b) for a, b in pairwise(cuts)]
    html = article_html(article(text), ENGLISH, sentences=sentences, cited=Span(start, end))
    reading = Reading(html)
    assert reading.texts_of["mark"] == [text[start:end]]
    assert text in reading.text


def test_sentences_beside_the_cited_one_are_tinted():
    sentences = [Span(0, 4), Span(5, 9), Span(10, 14), Span(15, 19), Span(20, 24)]
    html = article_html(
        article("One. Two. Thr. Fou. Fiv."), ENGLISH, sentences=sentences, cited=Span(10, 14)
    )
    assert re.findall(r'class="beside">(\w+)', html) == ["Two", "Fou"]


def test_the_words_that_answer_stand_out_inside_the_cited_sentence():
    html = article_html(
        article("One. Two words here. Thr."), ENGLISH, cited=Span(5, 20), words=Span(9, 14)
    )
    assert "<mark tabindex=\"-1\">Two <b>words</b> here&#46;</mark>" in html
    reading = read(html)
    assert reading.texts_of["div"][-1] == "One. Two words here. Thr."
    assert links_of(reading)[0].endswith("&words=9-14#s5-20")


@pytest.mark.parametrize("words", [Span(3, 7), Span(18, 30), Span(0, 3)])
def test_words_beyond_the_cited_sentence_stand_out_nowhere(words):
    html = article_html(article("One. Two. Three."), ENGLISH, cited=Span(5, 9), words=words)
    assert "<b>" not in html
    assert read(html).texts_of["mark"] == ["Two."]


def test_a_passage_is_opened_alone_at_its_first_sentence():
    html = article_html(
        article("One. Two. Three."), ENGLISH, sentences=[Span(0, 4), Span(5, 9), Span(10, 16)],
        cited=Span(5, 16),
    )  # fmt: skip
    assert links_of(read(html))[0].endswith("#s5-9")


def test_span_beyond_the_text_marks_nothing():
    reading = read(article_html(article("One."), ENGLISH, cited=Span(2, 9)))
    assert "mark" not in reading.texts_of
    assert "One." in reading.text


def test_markers_lead_to_their_sentences_and_a_marker_in_a_quote_does_not():
    first, second = citation("See [2] and [1]."), citation("End [1]", 2, start=30, end=37)
    reading = read(answer_html(answer(first, second), ENGLISH))
    links = [a["href"] for _, a in reading.elements if a.get("class") == "marker"]
    assert links == [first.url, second.url]
    assert reading.texts_of["span"][0] == "See [2] and [1]."


def test_markers_in_a_written_answer_are_links_too():
    cited = citation("A quote.", 3)
    reading = read(answer_html(answer(cited, text="Prose says so [3], but not [4]."), ENGLISH))
    links = [a["href"] for _, a in reading.elements if a.get("class") == "marker"]
    assert links == [cited.url]
    assert "Prose says so [3], but not [4]." in reading.text


def test_an_article_is_named_once_for_all_that_it_says():
    first, second = citation("A."), citation("B.", 2, start=30, end=32)
    other = citation("C.", 3, article_id="another", outlet=None)
    reading = read(answer_html(answer(first, second, other), GERMAN))
    assert [" ".join(r.split()) for r in reading.texts_of["li"]] == [
        "[1] [2] A title An outlet · 11. August 2016 · Deutsch",
        "[3] A title 11. August 2016 · Deutsch",
    ]
    links = [a["href"] for name, a in reading.elements if name == "a" and "class" not in a]
    assert links == [first.url, second.url, other.url]


def test_only_web_addresses_become_links():
    def links(source):
        reading = read(article_html(article("One.", source=source), ENGLISH))
        return [a["href"] for _, a in reading.elements if a.get("rel")]

    assert links("https://example.org/a?b=1&c=2") == ["https://example.org/a?b=1&c=2"]
    assert links("javascript:alert(1)//https://example.org") == []
    assert links("/srv/articles/a.txt") == []


def test_header_says_what_is_known_and_leaves_the_rest_out():
    known = article(
        "One.", title="Peace", outlet="Daily", author="A. Bee", published="2016-08-11T10:00:00Z"
    )
    header = read(article_html(known, ENGLISH)).texts_of["header"][0]
    assert "Peace" in header
    assert "Daily · by A. Bee · 11 August 2016 · German" in header
    assert "Source" not in header


def test_report_counts_and_names_what_failed():
    items = (
        ItemReport(item="a.txt", outcome=ItemOutcome.ADDED, title="A"),
        ItemReport(item="b.txt", outcome=ItemOutcome.FAILED, message="b.txt: empty"),
    )
    reading = read(report_html(IngestReport(items=items, seconds=0.25), ENGLISH))
    assert reading.texts_of["p"] == ["1 added, 0 updated, 0 unchanged, 1 failed (0.2 seconds)"]
    assert reading.texts_of["tr"][1:] == ["a.txtaddedA", "b.txtfailedb.txt: empty"]


def written(text: str, *citations: Citation, **changes) -> Answer:
    return answer(*citations, text=text, kind=AnswerKind.GENERATED, **changes)


def test_a_written_answer_shows_each_original_quote_beside_it():
    quote = "Die Brücke wurde 1931 eröffnet."
    said = written("The bridge was opened in 1931. [1]", citation(quote))
    reading = read(answer_html(said, ENGLISH))
    assert quote in reading.text
    quotes = [a for tag, a in reading.elements if tag == "span" and a.get("class") == "quote"]
    assert [a["lang"] for a in quotes] == ["de"]
    [marker] = [a for tag, a in reading.elements if tag == "a" and a.get("class") == "marker"]
    assert marker["href"] == said.citations[0].url
    extractive = read(answer_html(answer(citation("Ein Satz.")), ENGLISH))
    assert extractive.text.count("Ein Satz.") == 1


def test_a_sentence_without_proof_is_told_apart():
    said = written("A came. [?] B went. [1]", citation("B ging."))
    for texts in (ENGLISH, GERMAN):
        reading = read(answer_html(said, texts))
        [mark] = [a for tag, a in reading.elements if a.get("class") == "unproved"]
        assert mark["title"] == texts.unproved
        assert "A came. [?] B went. [1]" in reading.text
        assert sum(a.get("class") == "marker" for _, a in reading.elements) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_chat_model_wrote_has_nothing_active_in_it(text):
    said = written(f"{text} [1] {text} [?]", citation(text), note=text, language=text)
    reading = read(answer_html(said, ENGLISH))
    assert reading.text.count(text) >= 3
    read(unfinished_html(said.text, said.citations, ENGLISH))


def test_a_note_stands_below_the_answer():
    said = answer(citation("Ein Satz."), note="The chat model took too long.")
    assert "The chat model took too long." in read(answer_html(said, ENGLISH)).text
    silent = read(answer_html(answer(citation("Ein Satz.")), ENGLISH))
    assert all(a.get("class") != "note" for _, a in silent.elements)
