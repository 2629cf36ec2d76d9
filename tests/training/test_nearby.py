"""Passages that retrieval would have found instead of the right one."""

from qa.types import Span
from training.nearby import nearby_passages
from training.own_questions import OwnQuestion

CITIES = (
    "Paris", "Rom", "Wien", "Prag", "Oslo", "Bern", "Kiew", "Riga", "Lima", "Bonn", "Genf", "Graz",
)


def asked(city: str) -> OwnQuestion:
    passage = f"Die Brücke von {city} wurde im Sommer gebaut."
    start = passage.index("im Sommer")
    questions = {"en": f"When was the bridge of {city} built?", "de": "Wann wurde sie gebaut?"}
    return OwnQuestion(questions, {"de": passage}, {"de": Span(start, start + 9)}, city)


def test_the_other_passage_is_in_the_same_language_and_never_its_own() -> None:
    questions = [asked(city) for city in CITIES]
    found = nearby_passages(questions)
    assert set(found) == {"de"}
    assert set(found["de"]) == set(range(len(CITIES)))
    told = {q.passages["de"] for q in questions}
    for k, passage in found["de"].items():
        assert passage in told - {questions[k].passages["de"]}


def test_of_many_passages_the_other_one_is_near() -> None:
    far = [
        OwnQuestion(
            {"en": "How much is it?", "de": "Wie viel kostet es?"},
            {"de": f"Das Rezept braucht {k} Eier, Mehl, Zucker und {k + 3} Löffel Milch."},
            {}, f"far {k}",
        )
        for k in range(40)
    ]
    questions = [asked(city) for city in CITIES]
    found = nearby_passages([*questions, *far])
    for k in range(len(questions)):
        assert "Brücke" in found["de"][k]
