"""Answers of other systems judged over small articles: what proves, what refuses, what is found."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from ingest.articles import Draft
from qa.answering.extractive import REFUSALS
from qa.evaluation.dataset import (
    DatasetError,
    GivenAnswer,
    GivenCitation,
    Question,
    answers_from,
)
from qa.evaluation.records import Outcome
from qa.evaluation.run import evaluate
from qa.settings import load_settings
from qa.types import Hit, Turn
from tests.evaluation.gates import filled_home
from tests.scripted_model import says, scripted_model
from ui.home import Home, open_home

ALPHA = "Alpha came to town on Monday."
BETA = "Beta went home on Tuesday."
GAMMA = "Gamma stayed there until Friday."
TOWN = f"{ALPHA} {BETA} {GAMMA}"
CROWD = (
    "There were 25 people on the pier. Then 2.5 people in a hundred left. In the end 5 people saw "
    "it."
)
BRIDGE = "\ufeffDie Brücke am Café\r\nführt seit 1930 über die Straße. Sie ist grün."
COPIES = ("The ferry sank off the northern coast.", "The ferry sank off\nthe northern coast.")
SENTENCES = [
    f"Number {k} of the reports tells how the harbour was kept in the year {1900 + k}, "
    + "which took many hands and a great deal of patience from everybody who worked there, " * 2
    + f"until the keeper called {name} closed the gate."
    for k, name in enumerate("Ada Bea Cid Dan Eve Fay Gus Hal Ida Jon Kay Leo Mia Ned Oda".split())
]  # fmt: skip
QUESTION = "What happened?"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    texts = (TOWN, CROWD, BRIDGE, *COPIES, " ".join(SENTENCES))
    articles = [Draft(text=text, item=str(k), id=f"a{k}") for k, text in enumerate(texts)]
    with filled_home(tmp_path_factory.mktemp("small"), articles) as home:
        yield home


def judged(home: Home, question: dict, *cited: str | GivenCitation, **answer):
    """Return the report and the case of one given answer."""
    citations = tuple(c if isinstance(c, GivenCitation) else GivenCitation(quote=c) for c in cited)
    said = {"text": "So it was reported at the time.", "citations": citations, **answer}
    report = evaluate(
        home.service,
        home.library,
        [Question(**{"id": "q", "question": QUESTION, **question})],
        [GivenAnswer(id="q", **said)],
    )
    return report, (report.cases or (None,))[0]


@pytest.mark.parametrize(
    ("gold", "cited", "right", "first_right"),
    [
        # 29 + 26 + 32 characters and two blanks: 89. Of them all but the blanks are cited.
        (TOWN, (ALPHA, BETA, GAMMA), 1, 1),
        # 29 / 89 is less than half; a part of it comes first all the same.
        (TOWN, (ALPHA,), 0, 1),
        (TOWN, (ALPHA, BETA), 1, 1),  # 55 / 89
        (TOWN, (TOWN,), 1, 1),
        # "to town on Monday." and "Beta went": 18 and 9 of 28 characters.
        ("to town on Monday. Beta went", (ALPHA, BETA), 1, 1),
        ("to town on Monday. Beta went", (BETA, ALPHA), 1, 0),
        ("came to town on Monday. Beta", (ALPHA,), 1, 1),  # 23 / 28
        ("came to town on Monday. Beta", (BETA,), 0, 0),  # 4 / 28
        ("Alpha came", (ALPHA,), 1, 1),
        (ALPHA, ("to town on Monday",), 1, 1),  # 17 / 29
        (ALPHA, ("on Monday",), 0, 0),  # 9 / 29
        # 10 and 14 of 29: each is too little, together they are enough.
        (ALPHA, ("Alpha came", " town on Monda"), 1, 0),
    ],
)
def test_a_gold_quote_is_proved_by_the_characters_that_are_cited(
    small, gold, cited, right, first_right
):
    _, case = judged(small, {"quotes": (gold,)}, *cited)
    assert (case.right, case.first_right) == (right, first_right)
    assert (case.outcome is Outcome.RIGHT) == right


def test_a_citation_with_a_position_counts_there_and_nowhere_else(small):
    start = TOWN.index("on")  # of "on Monday"; "on Tuesday" is what is asked for
    question = {"quotes": ("on Tuesday",)}
    there = GivenCitation(quote="on", article_id="a0", start=start, end=start + 2)
    _, case = judged(small, question, there, GivenCitation(quote="Tuesday", article_id="a0"))
    # 7 of 10 characters are cited by the second citation alone.
    assert (case.right, case.first_right) == (1, 0)
    assert case.character_recall == 7 / 10


def test_each_group_is_proved_by_itself(small):
    question = {"all_quotes": ((f"{ALPHA} {BETA}",), ("25 people", "in a hundred"))}
    _, half = judged(small, question, ALPHA, BETA)
    _, whole = judged(small, question, ALPHA, BETA, "Then 2.5 people in a hundred left.")
    assert (half.right, whole.right) == (0, 1)


@pytest.mark.parametrize(
    ("cited", "right"),
    [
        ("There were 25 people on the pier.", 0),
        ("Then 2.5 people in a hundred left.", 0),
        ("In the end 5 people saw it.", 1),
    ],
)
def test_a_number_is_not_proved_by_a_longer_one(small, cited, right):
    _, case = judged(small, {"quotes": ("5 people",)}, cited)
    assert case.right == right


def test_a_gold_quote_that_cuts_a_word_is_a_defect_of_the_set(small):
    report, case = judged(small, {"quotes": ("town on Mon",)}, ALPHA)
    assert case is None
    assert "copy whole words" in report.defects[0]


def test_a_copy_that_breaks_its_lines_elsewhere_proves_too(small):
    _, case = judged(small, {"quotes": (COPIES[0],)}, COPIES[1])
    assert (case.right, case.citation_precision, case.citation_recall) == (1, 1, 1)


def test_quotes_are_compared_in_the_form_in_which_articles_are_stored(small):
    copied = BRIDGE[: BRIDGE.index("führt")] + "führt"  # byte order mark, CR and LF
    apart = unicodedata.normalize("NFD", copied)
    assert apart != copied
    for gold in (copied, apart):
        for cited in (copied, apart, GivenCitation(quote=apart, article_id="a2")):
            report, case = judged(small, {"quotes": (gold,)}, cited)
            assert report.defects == ()
            assert (case.right, case.character_precision, case.character_recall) == (1, 1, 1)
            assert report.figure("quote_exactness") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        *REFUSALS.values(),
        "I don’t know.",
        "I'm sorry, but the provided articles do not contain information about who won. [1]",
        "Based on the given context, I cannot answer this question.",
        "The text does not mention Dr. Smith. There is no information about this.",
        "No answer",
        "Ich weiß es nicht.",
        "Es tut mir leid, aber ich kann diese Frage nicht beantworten.",
        "Leider enthalten die vorliegenden Artikel keine Angaben dazu.",
        "Das geht aus den Artikeln nicht hervor.",
    ],
)
def test_a_text_that_says_it_cannot_answer_is_a_refusal(small, text):
    _, case = judged(small, {"answerable": False}, text=text)
    assert (case.outcome, case.refused) == (Outcome.RIGHT, True)
    cited = (ALPHA,) if text else ()
    _, case = judged(small, {"quotes": (ALPHA,)}, *cited, text=text)
    assert case.outcome is Outcome.WRONGLY_REFUSED


@pytest.mark.parametrize(
    "text",
    [
        "It was Bobby Fischer.",
        "I do not know. It was Bobby Fischer.",
        "I don't know, but it was Bobby Fischer.",
        "The articles do not say it. However, it was Bobby Fischer.",
        "The articles do not mention him: Bobby Fischer.",
        "“I don't know,” said the mayor.",
        "No information was kept from the ministry.",
        "Die Artikel nennen nicht Spasski, sondern Fischer.",
        "Leider starb er nicht.",
    ],
)
def test_what_cites_nothing_is_an_answer_all_the_same(small, text):
    report, case = judged(small, {"answerable": False}, text=text)
    assert (case.outcome, report.figure("refused")) == (Outcome.WRONGLY_ANSWERED, 0)
    _, case = judged(small, {"answerable": False}, text=text, kind="none")
    assert case.outcome is Outcome.RIGHT


def test_quotes_without_a_text_are_an_answer(small):
    _, case = judged(small, {"quotes": (ALPHA,)}, ALPHA, text="")
    assert case.outcome is Outcome.RIGHT


def test_short_answers_are_compared_whether_they_cite_or_not(small):
    question = {"quotes": (ALPHA,), "answers": ("on Monday",)}
    _, uncited = judged(small, question, text="On Monday.")
    assert (uncited.outcome, uncited.exact_match) == (Outcome.WRONG_ANSWER, 1)
    # "perhaps on monday": 2 of 3 words are right, none is missing. F1 = 2 x 2 / (3 + 2).
    _, refusal = judged(small, question, text="Perhaps on Monday.", kind="none")
    assert (refusal.outcome, refusal.token_f1) == (Outcome.WRONGLY_REFUSED, 4 / 5)


@pytest.mark.parametrize(
    ("reference", "text", "f1"),
    [
        ("the mayor", "mayor", 1),
        ("der Bürgermeister", "Bürgermeister", 1),
        ("Die Welt", "the Welt", 1),  # neither is certain: the articles of both go
        # English for certain, so "die" is a word: "it was published by newspaper called die welt
        # last year" has 10 words, the reference 2, both in common. F1 = 2 x 2 / (10 + 2).
        ("Die Welt", "It was published by the newspaper called Die Welt last year.", 4 / 12),
        # German for certain, so "die" is none: "sie erschien letzten sommer in welt und wurde
        # gelesen" has 9 words, the reference 1. F1 = 2 x 1 / (9 + 1).
        ("Die Welt", "Sie erschien letzten Sommer in der Welt und wurde gelesen.", 2 / 10),
    ],
)
def test_a_reference_of_few_words_loses_the_articles_of_the_answers_language(
    small, reference, text, f1
):
    question = {"question": "Wer war es?", "quotes": (ALPHA,), "answers": (reference,)}
    _, case = judged(small, question, text=text)
    assert case.token_f1 == pytest.approx(f1)
    assert case.exact_match == float(f1 == 1)


@pytest.mark.parametrize(
    ("reference", "text", "f1"),
    [
        # As SQuAD's script counts: "des" is no English article, ’ and – are no ASCII punctuation.
        ("Des Moines", "Moines", 2 / 3),
        ("Hawke’s Bay", "Hawke's Bay", 1 / 2),
        ("1914–1918", "1914-1918", 0),
        ("the mayor", "mayor", 1),
    ],
)
def test_english_answers_are_compared_as_squad_does(small, reference, text, f1):
    question = {"language": "en", "quotes": (ALPHA,), "answers": (reference,)}
    _, case = judged(small, question, text=text)
    assert case.token_f1 == pytest.approx(f1)
    assert case.exact_match == float(f1 == 1)


def test_a_citation_without_a_position_stands_where_it_holds_most_of_the_gold(small):
    gold = "5 people saw it"
    _, case = judged(small, {"quotes": (gold,)}, "people")
    assert case.character_precision == 1
    assert case.character_recall == pytest.approx(len("people") / len(gold))
    # "came to town on Monday" has an "o" in "to" and in "town" before that of the gold quote.
    _, case = judged(small, {"quotes": ("on Monday",)}, "o")
    assert case.character_precision == 1


def test_a_sentence_with_a_marker_of_no_citation_cites_nothing(small):
    _, case = judged(small, {"quotes": (ALPHA,)}, ALPHA, BETA, text=f"{ALPHA} [1][9] {BETA} [2]")
    assert (case.support_recall, case.support_precision) == (1 / 2, 1)


@pytest.mark.parametrize("milliseconds", [-1.0, float("inf"), float("nan")])
def test_a_time_that_is_none_is_refused(milliseconds):
    questions = (Question(id="q", question=QUESTION, answerable=False),)
    answer = {"id": "q", "text": "", "milliseconds": milliseconds}
    with pytest.raises(DatasetError, match="milliseconds"):
        answers_from([("item 1", answer)], "answers", questions)


@pytest.mark.parametrize("markers", [(1, 1), (2, None)])
def test_citations_with_the_same_marker_are_all_kept(small, markers):
    both = [
        GivenCitation(quote=quote, marker=marker)
        for quote, marker in zip((ALPHA, GAMMA), markers, strict=True)
    ]
    # (2, None): the second has its position, which is 2 too.
    text = f"{ALPHA[:-1]} [{markers[0]}]."
    _, case = judged(small, {"quotes": (ALPHA,)}, *both, text=text)
    # The first quote supports the sentence, the second one adds nothing to it.
    assert (case.support_recall, case.support_precision) == (1, 1 / 2)


class Searched:
    """A service whose search gives what it is told to."""

    def __init__(self, service, hits):
        self._service, self._hits = service, hits

    def __getattr__(self, name):
        return getattr(self._service, name)

    def search(self, question, *, limit):
        return self._hits[:limit]


def test_passages_are_relevant_by_each_gold_quote_for_itself(small):
    passages = [stored.passage for stored in small.library.passages_of("a5")]
    assert len(passages) == 5
    inside = "Number 7 of the reports"
    across = "called Cid closed the gate. Number 3 of the reports"
    assert inside in passages[2].text
    assert across in f"{passages[0].text} {passages[1].text}"
    ranking = (5, 2, 3, 4, 1)
    hits = [
        Hit(passage=passages[number - 1], title="", score=-rank, dense=0, lexical=0)
        for rank, number in enumerate(ranking)
    ]
    question = Question(id="q", question=QUESTION, all_quotes=((inside,), (across,)))
    report = evaluate(
        Searched(small.service, hits), small.library, [question], [GivenAnswer(id="q", text="")]
    )
    # 3 holds the first quote; 1 and 2 share the second. The hits 2, 3 and 5 are relevant.
    qrels = [Qrel("q", str(number), 1) for number in (1, 2, 3)]
    run = [ScoredDoc("q", str(number), float(-rank)) for rank, number in enumerate(ranking)]
    told = ir_measures.calc_aggregate([RR, R @ 3, nDCG @ 10], qrels, run)
    assert report.figure("mrr") == told[RR] == 1 / 2
    assert report.figure("recall_at_3") == pytest.approx(told[R @ 3]) == pytest.approx(2 / 3)
    assert report.figure("recall_at_5") == 1
    assert report.figure("ndcg_at_10") == pytest.approx(told[nDCG @ 10], abs=1e-4)


def test_given_answers_cost_no_answer_of_ours(small, tmp_path):
    alone = Question(id="1", question="Who came to town?", quotes=(ALPHA,))
    turn = Turn(question="Who came to town on Monday?", answer=f"{ALPHA} [1]")
    follow_up = Question(id="2", question="And when?", quotes=(ALPHA,), conversation=(turn,))
    theirs = [GivenAnswer(id=name, text=ALPHA) for name in ("1", "2")]
    with scripted_model() as model:
        model.then(says("When did Alpha come to town on Monday?"))
        chat = {"chat_model": "openai:scripted", "chat_base_url": model.base_url}
        settings = load_settings(
            {"home": tmp_path / "home", "chat_api_key": "k", **chat}, {}, Path("no.env")
        )
        with open_home(settings) as home:
            home.pipeline.ingest([Draft(text=TOWN, item="town")])
            report = evaluate(home.service, home.library, [alone, follow_up], theirs)
            # The follow-up was made to stand alone, for the search; nothing was written.
            assert len(model.requests) == 1
            assert report.figure("mrr") == 1
            evaluate(home.service, home.library, [alone])
            assert len(model.requests) == 2
