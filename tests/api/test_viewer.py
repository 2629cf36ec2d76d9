"""The page of one article: its sentences can be pointed at, and nothing in it runs."""

import re
from html import escape, unescape

from tests.api.running import QUESTION, RunningServer

HOSTILE = (
    'The <script>alert(1)</script> stood here. A second <img src=x onerror="alert(2)"> followed '
    "it. The third said </article></main><iframe src='https://evil.example'></iframe> & left."
)


def test_the_url_of_a_citation_opens_the_sentence(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    citation = answer["citations"][0]
    path, _, fragment = citation["url"].partition("#")
    page = server.client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert f'<span id="{fragment}">{escape(citation["quote"])}</span>' in page.text
    assert "span:target" in page.text


def test_the_words_that_answer_stand_out_in_the_sentence(server: RunningServer) -> None:
    server.add(id="words", text="It rained. The crane & the stork left in May. All was quiet.")
    [body] = re.findall(
        r"<article>(.*)</article>", server.client.get("/articles/words?words=15-32").text, re.DOTALL
    )
    assert '<span id="s11-45">The <b>crane &amp; the stork</b> left in May.</span>' in body
    assert body.count("<b>") == 1
    for no_words in ("5-15", "900-901", "3-3", "x", "<b>"):
        page = server.client.get("/articles/words", params={"words": no_words})
        assert page.status_code == 200
        assert "<b>" not in page.text


def test_the_page_shows_the_whole_text(server: RunningServer) -> None:
    answer = server.client.post("/v1/ask", json={"question": QUESTION}).json()
    article_id = answer["citations"][0]["article_id"]
    article = server.client.get(f"/v1/articles/{article_id}").json()
    page = server.client.get(f"/articles/{article_id}").text
    [body] = re.findall(r"<article>(.*)</article>", page, re.DOTALL)
    assert unescape(re.sub(r"</?span[^>]*>", "", body)) == article["text"]
    assert body.count("<span ") == len(article["sentences"])


def test_what_is_known_of_the_article_is_shown(server: RunningServer) -> None:
    server.add(
        id="shown", text="A crane was seen.", title="Crane & Co", outlet="Der Kran", author="A. B.",
        published="2020-01-02", language="en", source="https://kran.example/a?b=1&c=2",
    )  # fmt: skip
    page = server.client.get("/articles/shown").text
    for known in ("Crane &amp; Co", "Der Kran", "A. B.", "2020-01-02", "English"):
        assert known in page
    assert 'href="https://kran.example/a?b=1&amp;c=2"' in page
    assert '<html lang="en">' in page


def test_nothing_in_an_article_runs(server: RunningServer) -> None:
    server.add(
        id="hostile", text=HOSTILE, title="<script>alert(3)</script>", author='"><b onclick=x>',
        source="javascript:alert(4)", outlet="<style>*{display:none}</style>",
    )  # fmt: skip
    page = server.client.get("/articles/hostile")
    for tag in ("script", "img", "iframe", "b "):
        assert f"<{tag}" not in page.text
    assert page.text.count("<style") == 1
    assert "href=" not in page.text
    assert escape("<script>alert(1)</script>") in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_a_named_version_is_shown_after_the_article_changed(server: RunningServer) -> None:
    server.add(id="changing", text="The tower is red.")
    old = server.client.get("/v1/articles/changing").json()["sha256"]
    server.add(id="changing", text="The tower is blue.")
    assert "blue" in server.client.get("/articles/changing").text
    assert "red" in server.client.get("/articles/changing", params={"version": old}).text


def test_an_article_that_is_not_there_is_told_to_a_person(server: RunningServer) -> None:
    for path in ("/articles/none", "/articles/%3Cscript%3E", "/articles/shown?version=0"):
        page = server.client.get(path)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert "<script" not in page.text
