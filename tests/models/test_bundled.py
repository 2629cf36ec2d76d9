"""The bundled model: what lies there is what was released, and it reads both languages."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ModelNotFound
from qa.models.catalog import BUNDLED_FOLDER, embedding_model
from qa.models.embedding import PassageText
from qa.models.onnx_embedding import batches
from qa.types import Span

MODEL = embedding_model("bundled", threads=1)


def passage(*sentences: str) -> PassageText:
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    return PassageText(" ".join(sentences), tuple(spans))


def test_the_files_are_those_of_the_release() -> None:
    lines = (BUNDLED_FOLDER / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split() for line in lines)}
    for name, digest in listed.items():
        assert hashlib.sha256((BUNDLED_FOLDER / name).read_bytes()).hexdigest() == digest, name
    files = {p.name for p in BUNDLED_FOLDER.iterdir()} - {"SHA256SUMS", "README.md"}
    assert files == set(listed)


def test_all_weights_together_stay_under_80_mb() -> None:
    assert sum(p.stat().st_size for p in BUNDLED_FOLDER.iterdir()) < 80_000_000


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("Why did Turkey stop airstrikes?", "Die Türkei stellte die Luftangriffe ein, weil sie "
         "Vergeltung fürchtete.", "Das Wetter bleibt am Wochenende freundlich und warm."),
        ("Wie viele Einwohner hat Berlin?", "Berlin has 3.7 million inhabitants.",
         "The recipe needs flour, eggs and milk."),
    ],
)
def test_a_question_lies_near_its_answer_in_the_other_language(
    question: str, answer: str, other: str
) -> None:
    near, far = MODEL.embed_passages([passage(answer), passage(other)])
    vector = MODEL.embed_question(question)
    assert vector @ near.passage > vector @ far.passage + 0.2


def test_vectors_have_unit_length() -> None:
    (vectors,) = MODEL.embed_passages([passage("Ein Satz.", "Und noch einer.")])
    assert vectors.sentences.shape == (2, MODEL.dimension)
    assert np.linalg.norm(vectors.passage) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(vectors.sentences, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_sentence_knows_what_came_before() -> None:
    alone, after = MODEL.embed_passages(
        [passage("Danach war es still."), passage("Der Vulkan brach aus.", "Danach war es still.")]
    )
    vector = MODEL.embed_question("Was geschah nach dem Ausbruch des Vulkans?")
    assert vector @ after.sentences[1] > vector @ alone.sentences[0]


def test_order_and_company_do_not_change_a_vector_much() -> None:
    texts = [
        passage("Der Zug hält heute nicht in Ulm."),
        passage("Die Regierung stellte die Luftangriffe ein."),
        passage("Ein längerer Satz über etwas ganz anderes. " * 8),
    ]
    together = MODEL.embed_passages(texts)
    for text, vectors in zip(texts, together, strict=True):
        (alone,) = MODEL.embed_passages([text])
        # Quantised activations see the whole batch.
        assert alone.passage @ vectors.passage > 0.98


@given(st.lists(st.integers(1, 384), max_size=200))
@settings(max_examples=50)
def test_batches_hold_every_text_once(lengths: list[int]) -> None:
    assert sorted(k for batch in batches(lengths) for k in batch) == list(range(len(lengths)))


def test_a_model_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(ModelNotFound, match="bundled"):
        embedding_model("nobody/knows-this-model").embed_question("?")
