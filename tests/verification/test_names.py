"""Names that only look alike are two within a language; inflection and spelling are none."""

from itertools import permutations

import pytest

from qa.language import detect_language
from qa.library.translation import TranslationTable
from qa.models.catalog import SUPPORT_FILE, TRANSLATION_FILE, embedding_model
from qa.verification.support import SupportModel

MODEL = SupportModel(SUPPORT_FILE, TranslationTable(TRANSLATION_FILE), embedding_model("bundled"))
DIFFERENT = [
    ("Austria", "Australia"), ("Niger", "Nigeria"), ("India", "Indiana"), ("Hamburg", "Homburg"),
    ("Martina", "Martin"), ("Christina", "Christian"), ("Johnson", "Johnston"),
    ("Altmaier", "Altmann"), ("Smith", "Smithson"), ("Julia", "Julian"),
]  # fmt: skip
IN_GERMAN = {"Austria": "Österreich", "Australia": "Australien", "India": "Indien"}
FRAMES = ("Yesterday {} asked for help.", "{} asked the council for help.")
GERMAN_FRAMES = ("Gestern bat {} um Hilfe.", "{} bat gestern um Hilfe.")


def is_supported(statement: str, quote: str) -> tuple[bool, tuple[str, ...]]:
    found = MODEL.support(statement, detect_language(statement), quote, detect_language(quote))
    return found.is_enough, found.reasons


@pytest.mark.parametrize("pair", DIFFERENT, ids="-".join)
def test_names_that_look_alike_are_different(pair: tuple[str, str]) -> None:
    for one, other in permutations(pair):
        for frame in FRAMES:
            assert not is_supported(frame.format(one), frame.format(other))[0], frame
        here, there = IN_GERMAN.get(one, one), IN_GERMAN.get(other, other)
        for frame in GERMAN_FRAMES:
            assert not is_supported(frame.format(here), frame.format(there))[0], frame


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The Turkish bomber was shot down.", "The bomber of Turkey was shot down."),
        ("The Austrian minister asked for help.", "The minister of Austria asked for help."),
        ("The German minister asked for help.", "The minister of Germany asked for help."),
        ("The Spanish minister asked for help.", "The minister of Spain asked for help."),
        ("Hamburgs Polizei bat um Hilfe.", "Die Polizei von Hamburg bat um Hilfe."),
        ("Die Hamburger Polizei bat um Hilfe.", "Die Polizei in Hamburg bat um Hilfe."),
        ("Die türkische Regierung bat um Hilfe.", "Die Regierung der Türkei bat um Hilfe."),
        ("Das Wasser der Niederlande steigt.", "In den Niederlanden steigt das Wasser."),
        ("Kyoto bat gestern um Hilfe.", "Yesterday Kyoto asked for help."),
        ("Yesterday Chekhov asked for help.", "Gestern bat Tschechow um Hilfe."),
        ("Die Polizei in Bayern bat um Hilfe.", "Bayerns Polizei bat um Hilfe."),
        ("Austria asked for help.", "Österreich bat um Hilfe."),
    ],
)
def test_a_name_in_another_form_is_the_same(statement: str, quote: str) -> None:
    supported, reasons = is_supported(statement, quote)
    assert supported, reasons


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Austria asked for help.", "Australien bat um Hilfe."),
        ("Niger asked for help.", "Nigeria bat um Hilfe."),
        ("Hamburg asked for help.", "Homburg bat um Hilfe."),
        ("Martina bat um Hilfe.", "Martin asked for help."),
    ],
)
def test_names_that_the_table_knows_as_different_are_so_across_languages(
    statement: str, quote: str
) -> None:
    assert not is_supported(statement, quote)[0]
