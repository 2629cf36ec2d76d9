"""Every method of both clients against a real server."""

import inspect
from dataclasses import replace
from pathlib import Path

import pytest

from qa.api.schemas import AnswerBody, HitBody
from qa.client import (
    Answer,
    AsyncClient,
    Citation,
    CitedQuote,
    Client,
    Delta,
    Filters,
    NewArticle,
    Refused,
    Turn,
)
from qa.errors import ArticleError
from qa.evaluation.dataset import GivenAnswer, GivenCitation, Question
from qa.evaluation.records import Outcome
from qa.feedback import FeedbackStore
from qa.types import AnswerKind, CitationStatus, ItemOutcome
from tests.api.running import QUESTION, QUOTE, RunningServer
from ui.home import FEEDBACK_FILE

NOWHERE = "Who won the chess championship of 1972?"
BOMBER = Turn(question="What did the Turkish air force shoot down?", answer="Einen Kampfbomber.")


def lasting(answer: Answer) -> Answer:
    """Return what two answers to one question have in common."""
    return replace(answer, id="", timings_ms={})


def test_both_clients_have_the_same_methods_and_parameters() -> None:
    def methods(client: type) -> dict[str, list[inspect.Parameter]]:
        return {
            name: list(inspect.signature(method).parameters.values())
            for name, method in vars(client).items()
            if inspect.isfunction(method) and (name == "__init__" or not name.startswith("_"))
        }

    awaited = methods(AsyncClient)
    awaited["close"] = awaited.pop("aclose")
    assert methods(Client) == awaited


@pytest.mark.parametrize("question", [QUESTION, NOWHERE])
def test_an_answer_is_what_the_server_sends(
    client: Client, server: RunningServer, question: str
) -> None:
    answer = client.ask(question)
    sent = server.client.post("/v1/ask", json={"question": question}).json()
    told = AnswerBody.of(answer).model_dump(mode="json")
    for changing in ("id", "timings_ms"):
        assert type(told.pop(changing)) is type(sent.pop(changing))
    assert told == sent
    assert (answer.kind is AnswerKind.NONE) == (question == NOWHERE) == bool(answer.nearest)
    hash(answer.citations)  # records, all the way down


@pytest.mark.parametrize("question", [QUESTION, NOWHERE])
def test_the_stream_says_the_same_as_the_whole(client: Client, question: str) -> None:
    *parts, last = client.stream(question)
    assert isinstance(last, Answer)
    assert lasting(last) == lasting(client.ask(question))
    assert "".join(part.text for part in parts if isinstance(part, Delta)) == last.text
    assert tuple(part for part in parts if isinstance(part, Citation)) == last.citations


def test_a_stream_can_be_left_and_the_client_used_on(client: Client) -> None:
    assert isinstance(next(iter(client.stream(QUESTION))), Delta)
    assert client.ask(QUESTION).citations[0].quote == QUOTE


def test_a_follow_up_knows_the_conversation(client: Client) -> None:
    followed = client.ask("When?", conversation=[BOMBER])
    assert "bomber" in followed.standalone_question or "shoot" in followed.standalone_question
    *_, streamed = client.stream("When?", conversation=[BOMBER])
    assert lasting(streamed) == lasting(followed)
    assert client.ask("When?").standalone_question == "When?"


def test_filters_and_the_language_of_the_answer_reach_the_server(client: Client) -> None:
    none = client.ask(NOWHERE, filters=Filters(outlet="nobody"), answer_language="de")
    assert none.nearest == ()
    assert none.text != client.ask(NOWHERE).text
    assert client.search(QUESTION, filters=Filters(article_ids=("nothing",))) == ()
    assert client.search(QUESTION, filters=Filters(language="de"))


def test_hits_are_best_first_and_name_their_sentences(
    client: Client, server: RunningServer
) -> None:
    hits = client.search(QUESTION, limit=2)
    sent = server.client.post("/v1/search", json={"question": QUESTION, "limit": 2}).json()
    assert [HitBody.of(hit).model_dump(mode="json") for hit in hits] == sent["hits"]
    passage = hits[0].passage
    stored = client.article(passage.article_id, passage.article_sha256)
    assert passage.span.of(stored.article.text) == passage.text
    assert QUOTE in [span.of(stored.article.text) for span in passage.sentences]
    assert set(passage.sentences) <= set(stored.sentences)


def test_an_answer_a_citation_and_a_text_are_verified(client: Client) -> None:
    answer = client.ask(QUESTION)
    whole = client.verify(answer)
    assert whole.all_exact
    assert [check.quote for check in whole.citations] == [c.quote for c in answer.citations]
    assert whole.statements[0].supported
    [alone] = client.verify(answer.citations[0]).citations
    assert alone == whole.citations[0]
    text = client.verify(answer.text, answer.citations)
    assert text == whole
    changed = CitedQuote(quote=QUOTE.replace("Ankara", "Athen"), marker=1)
    [check] = client.verify("The government was afraid. [1]", [changed]).citations
    assert check.status is CitationStatus.CHANGED
    assert ("Athen", "Ankara") in [(s.quote, s.now) for s in check.difference]
    assert client.verify(client.ask(NOWHERE)).statements == ()
    with pytest.raises(TypeError, match="brings its own"):
        client.verify(answer, [changed])


def test_articles_go_in_are_read_and_go(client: Client, kind: str) -> None:
    first = NewArticle(
        text="The ferry was late. It had fog.", id=f"ferry-{kind}", title="Ferry",
        published="2020-02-02", outlet="Port", author="A. B.", source="s", language="en",
        collection=kind,
    )  # fmt: skip
    report = client.send_articles([first, NewArticle(text=" ", id="bad")])
    assert [item.outcome for item in report.items] == [ItemOutcome.ADDED, ItemOutcome.FAILED]
    assert "empty" in str(report.items[1].message)
    stored = client.article(f"ferry-{kind}")
    assert stored.article.text == first.text
    assert [span.of(first.text) for span in stored.sentences] == [
        "The ferry was late.", "It had fog.",
    ]  # fmt: skip
    for field in ("title", "published", "outlet", "author", "source", "collection"):
        assert getattr(stored.article, field) == getattr(first, field)

    client.send_articles([replace(first, text="The ferry was early.")])
    assert client.article(f"ferry-{kind}").article.text == "The ferry was early."
    assert client.article(f"ferry-{kind}", stored.article.sha256) == stored

    client.delete_article(f"ferry-{kind}")
    with pytest.raises(Refused, match=f"ferry-{kind}") as refused:
        client.article(f"ferry-{kind}")
    assert (refused.value.status, refused.value.title) == (404, "Not Found")
    assert refused.value.request_id
    assert client.article(f"ferry-{kind}", stored.article.sha256) == stored
    client.send_articles([first])
    client.delete_article(f"ferry-{kind}", forget=True)
    with pytest.raises(Refused):
        client.article(f"ferry-{kind}", stored.article.sha256)


def test_articles_are_listed_page_by_page_and_all(client: Client, server: RunningServer) -> None:
    many = [
        {
            "id": f"many-{n:03}", "title": f"Many {n:03}", "text": f"Buoy number {n} is red.",
            "collection": "many",
        }
        for n in range(103)
    ]
    server.client.post("/v1/articles", json=many).raise_for_status()
    filters = Filters(collection="many")
    page = client.articles(filters=filters, limit=60)
    assert (page.total, len(page.articles), page.next_offset) == (103, 60, 60)
    rest = client.articles(filters=filters, limit=60, offset=60)
    assert (len(rest.articles), rest.next_offset) == (43, None)
    assert tuple(client.all_articles(filters=filters)) == page.articles + rest.articles
    assert {entry.id for entry in page.articles + rest.articles} == {a["id"] for a in many}
    assert client.articles(filters=filters, offset=200).next_offset is None
    named = client.articles(filters=filters, named="MANY 10", limit=3)
    assert (named.total, len(named.articles)) == (4, 3)
    ids = {entry.id for entry in client.all_articles(filters=filters, named="10 many")}
    assert ids == {"many-010", "many-100", "many-101", "many-102"}
    assert list(client.all_articles(filters=Filters(collection="nothing"))) == []
    two = Filters(article_ids=("many-000", "many-001"), collection="many")
    assert {entry.id for entry in client.all_articles(filters=two)} == {"many-000", "many-001"}
    two = Filters(article_ids=("many-000", "many-001"), collection="many")
    assert {entry.id for entry in client.all_articles(filters=two)} == {"many-000", "many-001"}


def test_files_are_sent(client: Client, tmp_path: Path) -> None:
    (tmp_path / "Fähre.txt").write_text("Die Fähre „Ærø“ fuhr nicht.", encoding="utf-8")
    (tmp_path / "two.md").write_text("# Two\n\nThe second file.", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    paths = [tmp_path / "Fähre.txt", str(tmp_path / "two.md"), tmp_path / "empty.txt"]
    report = client.send_files(paths, collection="files")
    assert [item.item for item in report.items] == ["Fähre.txt", "two.md", "empty.txt"]
    assert report.count(ItemOutcome.FAILED) == 1
    stored = client.article(str(report.items[0].article_id)).article
    assert (stored.text, stored.collection) == ("Die Fähre „Ærø“ fuhr nicht.", "files")
    with pytest.raises(ArticleError, match=r"missing\.txt: cannot be read"):
        client.send_files([paths[0], tmp_path / "missing.txt"])


def test_a_rating_is_kept(client: Client, server: RunningServer, kind: str) -> None:
    answer = client.ask(QUESTION)
    client.rate(answer.id, -1, f"too short for {kind}")
    kept = FeedbackStore(server.home / FEEDBACK_FILE).rated()[-1]
    assert (kept.answer["id"], kept.rating, kept.comment) == (
        answer.id, -1, f"too short for {kind}",
    )  # fmt: skip
    with pytest.raises(Refused, match="'nothing'"):
        client.rate("nothing", 1)


def test_answers_are_measured_on_a_question_set(client: Client) -> None:
    questions = [
        Question(id="1", question=QUESTION, quotes=("Aus Angst vor russischer Vergeltung",)),
        Question(id="2", question=NOWHERE, answerable=False),
    ]
    own = client.evaluate(questions, name="ours")
    assert (own.name, own.figure("right"), own.figure("refused")) == ("ours", 1, 1)
    invented = GivenAnswer(id="1", text="No fuel. [1]", citations=(GivenCitation(quote="fuel"),))
    theirs = client.evaluate(questions, [invented, GivenAnswer(id="2", text="")])
    assert {case.id: case.outcome for case in theirs.cases} == {
        "1": Outcome.WRONG_ANSWER, "2": Outcome.RIGHT,
    }  # fmt: skip


def test_health_counts_what_can_be_asked(client: Client, server: RunningServer) -> None:
    health = client.health()
    assert health.is_ready
    sent = server.client.get("/healthz").json()
    assert (health.articles, health.passages, health.index) == (
        sent["articles"], sent["passages"], sent["index"],
    )  # fmt: skip


def test_unicode_comes_back_as_it_went(client: Client, kind: str) -> None:
    # U+2028 and U+0085 end a line for str.splitlines, but not in a stream of events.
    text = "Der Zeppelin „Ærø\u2028𝄞“ flog wegen des Föhns nicht nach Łódź. 🎈 Er blieb."
    client.send_articles([NewArticle(text=text, id=f"unicode-{kind}", collection=f"u-{kind}")])
    assert client.article(f"unicode-{kind}").article.text == text
    question = "Warum flog der Zeppelin „Ærø\u2028𝄞“ nicht nach Łódź?"
    filters = Filters(collection=f"u-{kind}")
    answer = client.ask(question, filters=filters)
    assert answer.question == question
    assert "Ærø\u2028𝄞" in answer.citations[0].quote
    *_, streamed = client.stream(question, filters=filters)
    assert lasting(streamed) == lasting(answer)
    assert client.verify(answer).all_exact


def test_half_a_character_is_refused_by_the_server(client: Client) -> None:
    with pytest.raises(Refused, match="unicode") as refused:
        client.ask("Why \ud83d?")
    assert refused.value.status == 422
    with pytest.raises(Refused):
        client.article("\ud83d/ä?")
    assert client.articles(filters=Filters(outlet="\ud83d")).total == 0
    assert client.articles(filters=Filters(outlet="\ud83d")).total == 0


def test_a_refused_question_is_an_error_streamed_or_not(client: Client) -> None:
    for asked in (lambda: client.ask("?!"), lambda: list(client.stream("?!"))):
        with pytest.raises(Refused, match=r"\?!") as refused:
            asked()
        assert refused.value.status == 422
        assert refused.value.request_id
