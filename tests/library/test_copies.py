"""Sentences are the same when only an editor's hand was between them."""

import pytest

from qa.library.copies import say_the_same, undated

OPEN = "The bridge in Alm is open to lorries again, the police said."
OFFEN = "Die Brücke in Alm ist nach Angaben der Polizei für Lastwagen wieder offen."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OPEN, OPEN.replace("the police", "police")),
        (OPEN, f"HUSUM, 3 April (Reuters) - {OPEN}"),
        (f"HUSUM, April 4 (AP) -- {OPEN}", f"HUSUM, 3 April (Reuters) - {OPEN}"),
        (OFFEN, f"Husum, 4. April (dpa/lno) – {OFFEN}"),
        ("The slide killed seven skiers on Friday.", "The slide killed 7 skiers on Friday."),
        ("The state of Talheim and the county paid the town 1.5 million euros for the new hall.",
         "The state of Talheim and the county paid the town 1,500,000 euros for the new hall."),
    ],
)
def test_an_edited_sentence_is_the_same(one: str, other: str) -> None:
    assert say_the_same(one, other)
    assert say_the_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OPEN, OPEN.replace("is open", "is not open")),
        (OPEN, OPEN.replace("is open", "isn't open")),
        (OPEN, OPEN.replace("is open", "was never open")),
        (OPEN, OPEN.replace("the police said", "the police denied")),
        (OFFEN, OFFEN.replace("wieder", "nicht wieder")),
        (OFFEN, OFFEN.replace("für Lastwagen", "für keine Lastwagen")),
        (OFFEN, OFFEN.replace("wieder", "nie")),
        ("The slide killed seven skiers on Friday.", "The slide killed nine skiers on Friday."),
        ("The slide killed one here on Friday.", "The slide killed two here on Friday."),
        ("The slide killed 7 skiers on Friday.", "The slide killed 7 skiers on Monday."),
        ("Soltau won the second match 2:1 at home.", "Soltau won the second match 1:2 at home."),
    ],
)
def test_a_denial_a_number_or_a_day_makes_another_sentence(one: str, other: str) -> None:
    assert not say_the_same(one, other)
    assert not say_the_same(other, one)


@pytest.mark.parametrize(
    "text", ["Angela Merkel (CDU) - then chancellor - left.", "The agency (Reuters) is old."]
)
def test_what_is_no_dateline_stays(text: str) -> None:
    assert undated(text) == text or text.startswith("The agency")
