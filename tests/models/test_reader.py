"""The bundled reader finds the words that answer, in both languages."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentences
from qa.models.catalog import reader
from qa.models.embedding import PassageText

READER = reader(threads=1)
GERMAN = (
    "Die Brücke über den Fluss wurde 1931 eröffnet. Im Januar rammte ein Frachter den Pfeiler. "
    "Die Stadt sperrte die Brücke, weil Risse im Beton entdeckt wurden."
)
ENGLISH = (
    "The bridge over the river was opened in 1931. In January a freighter hit the pillar. "
    "The city closed the bridge because cracks were found in the concrete."
)


def passage(text: str, language: str) -> PassageText:
    return PassageText(text, tuple(sentences(text, language)))


@pytest.mark.parametrize("text", [(GERMAN, "de"), (ENGLISH, "en")], ids=["de", "en"])
@pytest.mark.parametrize(
    ("question", "best", "words"),
    [
        ("When was the bridge opened?", 0, "1931"),
        ("Wann wurde die Brücke eröffnet?", 0, "1931"),
        ("Who closed the bridge?", 2, ("Stadt", "city")),
        ("Why did the city close the bridge?", 2, ("Risse", "cracks")),
    ],
)
def test_the_best_sentence_and_its_words(
    text: tuple[str, str], question: str, best: int, words: str | tuple[str, ...]
) -> None:
    (found,) = READER.read(question, [passage(*text)])
    assert int(np.argmax([r.score for r in found])) == best
    said = found[best].words.of(text[0])
    assert any(word in said for word in ([words] if isinstance(words, str) else words))


def test_what_the_passage_answers_scores_above_what_it_does_not() -> None:
    asked = ("When was the bridge opened?", "Who directed the film about the whale?")
    best = [max(r.score for r in READER.read(q, [passage(ENGLISH, "en")])[0]) for q in asked]
    assert best[0] > best[1] + 2


def test_reading_together_is_reading_alone() -> None:
    question = "What hit the pillar?"
    passages = [passage(GERMAN, "de"), passage(ENGLISH, "en")]
    together = READER.read(question, passages)
    alone = [READER.read(question, [p])[0] for p in passages]
    for one, other in zip(together, alone, strict=True):
        assert [r.score for r in one] == pytest.approx([r.score for r in other], abs=1.5)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=2_500))
def test_words_lie_in_their_sentence_whatever_the_text(question: str, text: str) -> None:
    spans = tuple(sentences(text, "en"))
    if not spans:
        return
    (found,) = READER.read(question, [PassageText(text, spans)])
    for span, reading in zip(spans, found, strict=True):
        assert span.start <= reading.words.start < reading.words.end
        assert np.isfinite(reading.score)
        assert reading.words.end <= len(text)
