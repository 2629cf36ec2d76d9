"""Readers: the text as a person reads it, the metadata, and clear words for what is no text."""

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles import Draft
from ingest.formats.jsonl import draft_from
from ingest.formats.registry import reader_for
from qa.errors import ArticleError
from qa.types import ItemReport

PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="{charset}">
<title>Türkei will angreifen | ZEIT ONLINE</title>
<meta property="og:site_name" content="ZEIT ONLINE"><meta name="author" content="Max Muster">
<meta property="article:published_time" content="2016-08-11T10:00:00+02:00"></head><body>
<nav><a href="/">Startseite und Menü</a></nav><article><h1>Türkei will angreifen</h1>
<p>Nach der Annäherung mit Russland will die Türkei <b>mit Luftangriffen</b> gegen die Terrormiliz
vorgehen.</p><script>alert("böse")</script><p>Später präzisierte der Minister jedoch, dass keine
gemeinsamen Luftangriffe geplant seien. Vielmehr strebe die Türkei eine Abstimmung an.</p>
<ul><li>Erster Punkt</li><li>Zweiter Punkt</li></ul></article>
<div class="comments" id="comments"><p>Ein Kommentar eines Lesers.</p></div>
<footer>Copyright 2020</footer></body></html>"""
MARKDOWN = """---
title: "Ein *Titel*"
date: 2016-08-11
author: Max Muster
source: ZEIT ONLINE
language: de
unknown: egal
---
# Überschrift *hier*

Ein [Verweis](https://example.com/a_b) und ~~**fett**~~ sowie `code` und
eine zweite Zeile. ![Bild](bild.png)

- erster Punkt
- zweiter Punkt

| Jahr | Wert |
|---|---|
| 2010 | 5 |

```python
x = 1
```

<script>alert(1)</script>

> Zitat mit snake_case_name &amp; 2 * 3 * 4
"""


def _read(name: str, content: bytes) -> list[Draft | ItemReport]:
    found: Iterable[Draft | ItemReport] = reader_for(name, content)(content, name)
    return list(found)


def _one(name: str, content: bytes) -> Draft:
    (draft,) = _read(name, content)
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_the_content(encoding: str) -> None:
    assert _one("a.txt", "Größe  😀\r\nfin ".encode(encoding)).text == "Größe  😀\r\nfin "


def test_html_gives_the_article_and_its_metadata() -> None:
    draft = _one("a.html", PAGE.format(charset="utf-8").encode())
    paragraphs = draft.text.split("\n\n")
    assert paragraphs[0] == "Türkei will angreifen"
    assert paragraphs[1].startswith("Nach der Annäherung mit Russland will die Türkei mit Luft")
    assert paragraphs[2].endswith("Vielmehr strebe die Türkei eine Abstimmung an.")
    assert paragraphs[3:] == ["Erster Punkt", "Zweiter Punkt"]
    assert draft.title == "Türkei will angreifen"
    assert (draft.outlet, draft.author) == ("ZEIT ONLINE", "Max Muster")
    assert draft.published == "2016-08-11"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_html_is_read_by_the_charset_it_declares(charset: str) -> None:
    page = PAGE.format(charset=charset)
    assert "präzisierte" in _one("a.html", page.encode(charset)).text
    xhtml = f'<?xml version="1.0" encoding="{charset}"?><html><body><p>Größe</p></body></html>'
    assert _one("a.xhtml", xhtml.encode(charset)).text == "Größe"


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    page = '<meta charset="iso-8859-1"><p>„Größe“</p>'.encode("windows-1252")
    assert _one("a.html", page).text == "„Größe“"


def test_html_that_lies_about_its_charset_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"a\.html: the page says its charset is ascii"):
        _read("a.html", b'<meta charset="ascii"><p>Gr\xf6\xdfe</p>')
    with pytest.raises(ArticleError, match="charset is nonsense"):
        _read("a.html", b'<meta charset="nonsense"><p>Gr\xf6\xdfe</p>')


def test_a_short_page_gives_its_visible_text() -> None:
    page = b"<html><head><title>No</title><style>p{}</style></head><body><script>evil()</script>"
    page += b"<div>One</div><p>Two <b>bold</b><br>three</p><!-- four --><noscript>5</noscript>six"
    draft = _one("a.html", page)
    assert draft.text.split("\n\n") == ["One", "Two bold\nthree", "six"]


@pytest.mark.parametrize(
    "page", [b"", b" \n", b"<html><script>alert(1)</script></html>", b"<!--x-->"]
)
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(ArticleError, match=r"a\.html: the page shows no text; save the page"):
        _read("a.html", page)


def test_html_nested_without_end_costs_only_itself() -> None:
    assert "deep" in _one("a.html", b"<div>" * 200 + b"deep" + b"</div>" * 200).text
    with pytest.raises(ArticleError, match="the page shows no text"):
        _read("a.html", b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000)


def test_an_escaped_markup_stays_text() -> None:
    page = b"<html><body><p>He wrote &lt;script&gt;alert(1)&lt;/script&gt; there.</p></body></html>"
    assert _one("a.html", page).text == "He wrote <script>alert(1)</script> there."


def test_markdown_is_what_a_reader_would_quote() -> None:
    draft = _one("a.md", MARKDOWN.encode())
    assert draft.text.split("\n\n") == [
        "Überschrift hier",
        "Ein Verweis und fett sowie code und\neine zweite Zeile.",
        "erster Punkt",
        "zweiter Punkt",
        "Jahr\tWert",
        "2010\t5",
        "x = 1",
        "Zitat mit snake_case_name & 2 * 3 * 4",
    ]
    assert (draft.title, draft.published) == ("Ein *Titel*", "2016-08-11")
    assert (draft.author, draft.outlet, draft.language) == ("Max Muster", "ZEIT ONLINE", "de")


def test_markdown_without_front_matter_has_its_heading_as_title() -> None:
    draft = _one("a.markdown", b"# Who won?\r\n\r\nNobody did.\r\n\r\n---\r\n\r\nAnd more.")
    assert draft.title == "Who won?"
    assert draft.text == "Who won?\n\nNobody did.\n\nAnd more."


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    draft = _one("a.md", b"---\nJust text here.\n\n---\nMore text.")
    assert draft.text == "Just text here.\n\nMore text."


def test_one_bad_line_of_ten_costs_that_line() -> None:
    lines = [json.dumps({"text": f"Article {number}.", "id": str(number)}) for number in range(10)]
    lines[4] = '{"text": "broken'
    found = _read("a.jsonl", "\n".join(lines).encode())
    assert [draft.id for draft in found if isinstance(draft, Draft)] == list("012356789")
    (report,) = [report for report in found if isinstance(report, ItemReport)]
    assert report.item == "a.jsonl#5"
    assert report.message is not None
    assert report.message.startswith("a.jsonl#5: not JSON: ")


def test_jsonl_takes_every_field_and_skips_blank_lines() -> None:
    value = {"text": "T", "id": "i", "title": "t", "source": "s", "outlet": "o", "author": "a"}
    value |= {"published": "2016-08-11", "language": "de", "collection": "c"}
    line = json.dumps({**value, "unknown": 1})
    draft = _one("a.ndjson", f"\ufeff\n{line}\r\n\n".encode())
    assert draft == Draft(item="a.ndjson#2", **value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", 'expected an object with a "text", got a list'),
        ("null", 'expected an object with a "text", got null'),
        ('{"body": "x"}', 'the object has no "text" (it has body)'),
        ('{"text": 5}', '"text" must be a string, got the number 5'),
        ('{"text": "x", "title": ["y"]}', '"title" must be a string, got a list'),
        ("[" * 100_000, "JSON that cannot be read"),
        ('{"text": ' + "9" * 5000 + "}", "JSON that cannot be read"),
    ],
)
def test_a_line_that_is_no_article_says_what_it_is(line: str, message: str) -> None:
    (report,) = _read("a.jsonl", line.encode())
    assert isinstance(report, ItemReport)
    assert report.message is not None
    assert report.message.startswith(f"a.jsonl#1: {message}")


def test_a_lone_surrogate_in_json_is_left_to_the_article_check() -> None:
    assert _one("a.jsonl", b'{"text": "a \\ud800"}').text == "a \ud800"


def test_json_holds_one_article_or_a_list_or_lines() -> None:
    assert _one("a.json", b'{\n "text": "One"\n}').item == "a.json"
    found = _read("a.json", b'[{"text": "One"}, 2, {"text": "Two"}]')
    assert [draft.item for draft in found] == ["a.json#0", "a.json#1", "a.json#2"]
    assert isinstance(found[1], ItemReport)
    assert len(_read("a.json", b'{"text": "One"}\n{"text": "Two"}\n')) == 2


def test_broken_json_says_where() -> None:
    with pytest.raises(ArticleError, match=r"a\.json: not JSON: .* at line 2, column 10"):
        _read("a.json", b'{\n "text": One}')


def test_an_object_makes_a_draft() -> None:
    assert draft_from({"text": "T", "title": None}, "0") == Draft(text="T", item="0")


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("https://a.example/story.html?x=1", b"<p>Hi</p>", "Hi"),
        ("https://a.example/story", b"<!doctype html><p>Hi</p>", "Hi"),
        ("page", "<!DOCTYPE html><p>Größe</p>".encode("utf-16"), "Größe"),
        ("data", b'{"text": "Hi"}', "Hi"),
        ("A.TXT", b"<p>Hi</p>", "<p>Hi</p>"),
        ("notes.org", b"* Hi", "* Hi"),
        ("README", b"Hi", "Hi"),
    ],
)
def test_the_reader_is_chosen_by_suffix_else_by_content(
    name: str, content: bytes, text: str
) -> None:
    assert _one(name, content).text == text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0JFIF", "a JPEG image"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.pdf"])
def test_a_binary_file_is_named_whatever_its_suffix(name: str, content: bytes, what: str) -> None:
    with pytest.raises(ArticleError, match=rf"^{name}: looks like {what}.*Beleg reads plain text"):
        _read(name, content)


def test_nul_bytes_are_refused_by_position() -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: byte 3 is NUL"):
        _read("a.txt", b"abc\0def")
    with pytest.raises(ArticleError, match=r"a\.txt: byte 1 is NUL, .*UTF-16"):
        _read("a.txt", "abc".encode("utf-16-le"))


def test_a_wrong_encoding_says_where_and_how_to_convert() -> None:
    with pytest.raises(
        ArticleError, match=r"a\.txt: byte 0xF6 at position 2 .*ISO-8859-1 -t UTF-8"
    ):
        _read("a.txt", "Größe".encode("iso-8859-1"))
    with pytest.raises(ArticleError, match=r"byte 0x84 at position 0 .*iconv -f WINDOWS-1252"):
        _read("a.txt", "„Größe“".encode("windows-1252"))
    with pytest.raises(ArticleError, match="begins as UTF-16, but breaks off or errs at byte 4"):
        _read("a.txt", "ab".encode("utf-16")[:5])


@given(
    st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a"])
)
def test_any_bytes_give_drafts_or_an_article_error(content: bytes, name: str) -> None:
    try:
        found = _read(name, content)
    except ArticleError as error:
        assert str(error).startswith(f"{name}: ")
    else:
        assert all(isinstance(draft, Draft | ItemReport) for draft in found)
