"""An answer's text becomes statements with the markers that belong to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences
from qa.answering.extractive import BEFORE_LABELS, PERHAPS_LABELS
from qa.answering.joining import UNANSWERED_LABELS
from qa.verification.statements import OWN_LABELS, OWN_LINES, statements


def split(text: str) -> list[tuple[str, tuple[int, ...]]]:
    found = statements(text, sentences)
    for statement in found:
        assert statement.text.split()[0] in statement.span.of(text)
    return [(statement.text, statement.markers) for statement in found]


def test_a_marker_belongs_to_the_sentence_it_ends() -> None:
    assert split("Otters came. [1] They eat fish [2]. Nobody minds.") == [
        ("Otters came.", (1,)),
        ("They eat fish.", (2,)),
        ("Nobody minds.", ()),
    ]


def test_several_markers_in_every_way_models_write_them() -> None:
    assert split("One is here. [1][2] Two are here [3, 4]. Three are here [5-7].") == [
        ("One is here.", (1, 2)),
        ("Two are here.", (3, 4)),
        ("Three are here.", (5, 6, 7)),
    ]


def test_a_marker_at_the_start_of_a_line_belongs_to_it() -> None:
    assert split("[1] Otters came.\n\n[2] They eat fish.") == [
        ("Otters came.", (1,)),
        ("They eat fish.", (2,)),
    ]


def test_what_says_nothing_is_no_statement() -> None:
    assert split("The reasons:\n\n- They were afraid. [1]\n\n[2]\n\n---") == [
        ("They were afraid.", (1, 2))
    ]
    assert split("") == split("[1]") == split(" \n ") == []


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("1. Otters came.", ()),
        ("2) Otters came.", ()),
        ("(3) Otters came. [2]", (2,)),
        ("[^1] Otters came.", (1,)),
        ("Otters came.[^1]", (1,)),
        ("- Otters came.", ()),
        ("  * 4. Otters came.", ()),
        ("## Otters came.", ()),
        ("> Otters came.", ()),
    ],
)
def test_what_leads_an_item_is_no_part_of_it(text: str, markers: tuple[int, ...]) -> None:
    assert split(text) == [("Otters came.", markers)]


@pytest.mark.parametrize(
    "text",
    [
        "12 otters came.",
        "-5 degrees were measured.",
        "1. Mai ist ein Feiertag.",
        "1. FC Köln gewann am Sonntag.",
        "The otters came in (1) and left.",
    ],
)
def test_a_number_that_leads_no_item_stays(text: str) -> None:
    assert split(text) == [(text, ())]


def test_items_of_a_list_are_statements() -> None:
    assert split("1. Otters came.\n2. They eat fish. [1]\n10. Nobody minds.") == [
        ("Otters came.", ()),
        ("They eat fish.", (1,)),
        ("Nobody minds.", ()),
    ]


def test_our_own_labels_are_not_judged() -> None:
    for label in (*BEFORE_LABELS.values(), *PERHAPS_LABELS.values()):
        assert OWN_LABELS.match(f"{label} Otters came.")
        assert split(f"They left. [1]\n\n{label} Otters came. [2]")[1] == ("Otters came.", (2,))


def test_what_was_not_answered_is_not_judged() -> None:
    for label in UNANSWERED_LABELS.values():
        line = f'{label} "who wrote it?" "Wer kam?"'
        assert OWN_LINES.fullmatch(line)
        assert split(f"Otters came. [1]\n\n{line}") == [("Otters came.", (1,))]
        assert split(f"{line}\n\nOtters came. [1]") == [("Otters came.", (1,))]
        # Whoever states something behind the label is judged.
        assert len(split(f"Otters came. [1]\n\n{label} The moon is cheese.")) == 2
        assert len(split(f'Otters came. [1]\n\n{label} "Who?" Otters came. "Who?"')) > 1


def test_german_is_split_as_german() -> None:
    assert split("Am 3. Mai kam z.B. Dr. Beck. [1] Sie blieb.") == [
        ("Am 3. Mai kam z.B. Dr. Beck.", (1,)),
        ("Sie blieb.", ()),
    ]


@given(st.text(alphabet="ab. \n[]1,-Ä:", max_size=60))
def test_spans_rise_and_lie_in_the_text(text: str) -> None:
    found = statements(text, sentences)
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in found)
    starts = [s.span.start for s in found]
    assert starts == sorted(set(starts))
