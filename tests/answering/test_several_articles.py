"""Several articles: copies count once, contradictions are shown with their dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.articles import Draft
from qa.answering.copies import say_the_same
from qa.service import Service
from qa.settings import load_settings
from qa.types import AnswerKind
from ui.home import open_home

AGENCY = (
    "Ein Frachter hat am Montag in Duisburg den Pfeiler einer Brücke gerammt. Die Polizei sperrte "
    "die Brücke für Lastwagen, nachdem Risse im Beton entdeckt worden waren. Der Kapitän blieb "
    "unverletzt. Gutachter prüfen nun den Schaden an der Brücke und am Schiff."
)
EDITED = AGENCY.replace("Ein Frachter hat", "Wie gestern gemeldet, hat ein Frachter")


@contextmanager
def asked(folder: Path, *drafts: Draft) -> Iterator[Service]:
    with open_home(load_settings({"home": folder}, {}, Path("no.env"))) as home:
        home.pipeline.ingest(drafts)
        yield home.service


def article(name: str, text: str, language: str = "de", published: str | None = None) -> Draft:
    return Draft(text=text, item=name, id=name, title=name, language=language, published=published)


def test_an_agency_copy_is_quoted_once(tmp_path: Path) -> None:
    with asked(tmp_path, article("a", AGENCY), article("b", EDITED), article("c", AGENCY)) as it:
        answer = it.ask("Warum sperrte die Polizei die Brücke?")
    closed = [c for c in answer.citations if "sperrte" in c.quote]
    assert len(closed) == 1
    assert len({c.quote for c in answer.citations}) == len(answer.citations)


def test_copies_make_an_answer_no_less_sure(tmp_path: Path) -> None:
    question = "Warum sperrte die Polizei die Brücke?"
    with asked(tmp_path / "one", article("a", AGENCY)) as it:
        alone = it.ask(question).confidence
    with asked(tmp_path / "two", article("a", AGENCY), article("b", AGENCY)) as it:
        twice = it.ask(question).confidence
    assert twice > alone - 0.1


def test_another_number_in_another_article_is_shown_with_both_dates(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("early", "Bei dem Zugunglück in Bad Aibling starben am Dienstag 10 Menschen.",
                published="2016-02-09"),
        article("late", "Bei dem Zugunglück in Bad Aibling starben nach neuen Angaben 12 Menschen.",
                published="2016-02-16"),
    ) as it:
        answer = it.ask("Wie viele Menschen starben bei dem Zugunglück in Bad Aibling?")
    assert answer.kind is AnswerKind.EXTRACTIVE
    assert answer.text.startswith("Die Artikel widersprechen einander.")
    assert "early, 9. Februar 2016: " in answer.text
    assert "late, 16. Februar 2016: " in answer.text
    assert {c.article_id for c in answer.citations} == {"early", "late"}


def test_an_updated_copy_with_another_number_is_shown_beside_the_first(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("early", f"{AGENCY} Die Reparatur kostet 300.000 Euro.", published="2024-03-01"),
        article("late", f"{AGENCY} Die Reparatur kostet 450.000 Euro.", published="2024-03-09"),
    ) as it:
        answer = it.ask("Wie viel kostet die Reparatur der Brücke?")
    assert answer.text.startswith("Die Artikel widersprechen einander.")
    assert {c.published for c in answer.citations} == {"2024-03-01", "2024-03-09"}


def test_yes_against_no_is_shown(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("yes", "The minister knew of the report before the vote, her office said.", "en"),
        article("no", "The minister did not know of the report before the vote, she said.", "en"),
    ) as it:
        answer = it.ask("Did the minister know of the report before the vote?")
    assert answer.text.startswith("The articles contradict each other.")
    assert "undated" in answer.text
    assert len(answer.citations) == 2


def test_articles_that_agree_do_not_contradict(tmp_path: Path) -> None:
    with asked(
        tmp_path,
        article("one", "Bei dem Zugunglück in Bad Aibling starben am Dienstag 12 Menschen."),
        article("two", "Insgesamt 12 Menschen sind bei dem Unglück in Bad Aibling gestorben."),
    ) as it:
        answer = it.ask("Wie viele Menschen starben bei dem Zugunglück in Bad Aibling?")
    assert "widersprechen" not in answer.text


@given(st.lists(st.sampled_from("der Minister sagte nichts 17 19 Tote".split()), min_size=4))
@settings(max_examples=60, deadline=None)
def test_sentences_with_other_numbers_never_say_the_same(found: list[str]) -> None:
    sentence = " ".join(found)
    assert say_the_same(sentence, sentence)
    assert not say_the_same(f"{sentence} 17", f"{sentence} 18") or "18" in found
