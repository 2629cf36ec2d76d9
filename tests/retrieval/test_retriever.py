"""Questions find their article: within a language, across, by name, by number, under filters."""

import pytest

from qa.service import Service
from qa.types import Filters


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("What do the train drivers want?", "strike"),
        ("Was wollen die Lokführer?", "strike"),
        ("Why do the bees die?", "bienen"),
        ("Warum sterben die Bienen?", "bienen"),
        ("How much money does the government lack for the climate?", "haushalt"),
        ("Wie viele Menschen verließen die Stadt vor der Lava?", "volcano"),
    ],
)
def test_a_question_finds_its_article_in_either_language(
    service: Service, question: str, article: str
) -> None:
    assert service.search(question)[0].passage.article_id == article


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Zwirnlein", "museum"),
        ("Who is Käthe Zwirnlein?", "museum"),
        ("Who is Kathe Zwirnlein?", "museum"),
        ("Was kauft Norvatek?", "merger"),
        ("830", "merger"),
        ("Grindavik", "volcano"),
        ("Quedlinburg", "museum"),
    ],
)
def test_a_name_or_number_does_not_lose_to_similarity(
    service: Service, question: str, article: str
) -> None:
    assert service.search(question)[0].passage.article_id == article


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(language="de"), {"vulkan", "bienen", "haushalt", "museum"}),
        (Filters(outlet="daily"), {"volcano", "strike"}),
        (Filters(published_from="2024-01-06"), {"strike", "merger", "vulkan"}),
        (Filters(published_to="2023-11-20"), {"bienen", "haushalt"}),
        (Filters(collection="old"), {"bienen", "haushalt"}),
        (Filters(article_ids=("museum", "merger")), {"museum", "merger"}),
        (Filters(language="en", outlet="Ledger"), {"merger"}),
        (Filters(outlet="nobody"), set()),
    ],
)
def test_filters_admit_what_they_say(
    service: Service, filters: Filters, admitted: set[str]
) -> None:
    hits = service.search("What happened with the volcano?", filters=filters)
    assert {hit.passage.article_id for hit in hits} == admitted


def test_hits_come_best_first_and_no_more_than_asked(service: Service) -> None:
    hits = service.search("What did the union ask for?", limit=3)
    scores = [hit.score for hit in hits]
    assert len(hits) == 3
    assert scores == sorted(scores, reverse=True)


def test_a_langchain_chain_can_take_the_retriever(service: Service) -> None:
    retriever = service.as_retriever(limit=2)
    found = retriever.invoke("Warum sterben die Bienen?")
    assert len(found) == 2
    first = found[0]
    text = service.article(first.metadata["article_id"]).text
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert first.metadata["article_id"] == "bienen"
