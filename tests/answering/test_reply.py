"""A reply falls into the same statements however it is cut, and none holds what could deceive."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences
from qa.answering.reply import ReplyReader, Statement

PARTS = st.sampled_from(
    ["The ferry sank", "Dr. Smith came", "z. B. heute", "Er ging", "in 1931", "at 5 p.m.", ". ",
     "! ", "? ", "… ", "\n", "\n\n", " ", "[1]", "[2,3]", "[1-3]", "【4】", "(5)", "(1931)", "[",
     "]", "[[1]2]", "- ", "1. ", "**", "“so it is”", "\"", "<think>", "</think>",
     "[99999999]", "\u202e", "\ud83d", "\x1b", ": ", "A", "ß"]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=40).map("".join)


def read(pieces: list[str]) -> list[Statement]:
    reader = ReplyReader(sentences, "en")
    found = [statement for piece in pieces for statement in reader.feed(piece)]
    return found + reader.close()


@given(TEXTS, st.data())
def test_statements_do_not_depend_on_the_pieces(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12).map(sorted))
    ends = [*cuts, len(text)]
    pieces = [text[a:b] for a, b in zip([0, *cuts], ends, strict=True)]
    assert read(pieces) == read([text]) == read(list(text))


@given(TEXTS | st.text(max_size=200))
def test_no_statement_holds_brackets_or_controls(text: str) -> None:
    for statement in read([text]):
        assert not re.search(r"[\[\]【】\n]", statement.text)
        assert all(unicodedata.category(c)[0] != "C" for c in statement.text)
        assert any(map(str.isalpha, statement.text))
        statement.text.encode("utf-8")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("One came. [1] Two went [2].", [("One came.", (1,)), ("Two went.", (2,))]),
        ("One came [1][2]. Two went.", [("One came.", (1, 2)), ("Two went.", ())]),
        ("[3] One came.", [("One came.", (3,))]),
        ("According to [3], one came.", [("According to, one came.", (3,))]),
        ("One came in (1931). [1]", [("One came in (1931).", (1,))]),
        ("One came to St. Mary. [1]", [("One came to St. Mary.", (1,))]),
        ("One came. [1-3]", [("One came.", (1, 2, 3))]),
        ("One came. [1-3000]", [("One came.", (1, 3000))]),
        ("1. One came [2]\n2. Two went [3]", [("One came", (2,)), ("Two went", (3,))]),
        ("One came.[1]Two went.[2]", [("One came.", (1,)), ("Two went.", (2,))]),
        ("---\n***\n[1]", []),
    ],
)
def test_markers_belong_to_their_sentence(
    reply: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(s.text, s.numbers) for s in read([reply])] == expected
