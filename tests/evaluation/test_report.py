"""The report as people read it: safe, self-contained, in three forms."""

from dataclasses import replace
from html.parser import HTMLParser

from qa.evaluation.comparison import compared
from qa.evaluation.report_html import report_html
from qa.evaluation.report_markdown import report_markdown

NASTY = "<script>alert(1)</script> **bold** | [x](http://a.example) `code`"


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href", "srcset", "action")]

    def handle_data(self, data):
        self.text += data


def page_of(report) -> Page:
    page = Page()
    page.feed(report_html(report))
    return page


def nasty(report):
    case = report.cases[0]
    bad = replace(
        case, id=NASTY, question=NASTY, text=NASTY, article=NASTY, language_pair=NASTY,
        citations=tuple(replace(c, quote=NASTY, title=NASTY) for c in case.citations),
        gold=tuple(replace(g, quote=NASTY, title=NASTY, passage=NASTY) for g in case.gold),
    )  # fmt: skip
    slices = tuple(replace(s, name=NASTY) for s in report.slices[:1])
    return replace(report, name=NASTY, defects=(NASTY,), slices=slices, cases=(bad,))


def test_the_page_needs_no_network_and_no_script(report):
    page = page_of(report)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert page.tags.count("figure") == 3
    assert "prefers-color-scheme: dark" in report_html(report)


def test_every_question_is_there_with_answer_and_quotes(report):
    page, markdown = page_of(report), report_markdown(report)
    for case in report.cases:
        assert case.question in page.text
        assert case.text in page.text
        assert case.id.replace("-", r"\-") + ", " in markdown
        for citation in case.citations:
            assert citation.quote in page.text


def test_untrusted_text_is_text(report):
    page, markdown = page_of(nasty(report)), report_markdown(nasty(report))
    assert "script" not in page.tags
    assert NASTY in page.text
    assert "<script>" not in markdown
    assert "[x](http" not in markdown
    assert all(line.count(" | ") != 4 or "script" not in line for line in markdown.splitlines())


def test_a_comparison_is_shown(report):
    both = compared(report, report)
    assert "Compared with the earlier run" in page_of(both).text
    assert "## Compared with the earlier run" in report_markdown(both)
