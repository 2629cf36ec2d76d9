"""The bundled reader: start and end scores of every token, run by ONNX Runtime without torch."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.models.embedding import PassageText
from qa.models.onnx_embedding import TOKENIZER_FILE, batches, open_session
from qa.models.reader import SentenceReading
from qa.types import Span

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

READER_FILE = "reader.int8.onnx"

LONGEST = 400  # tokens of question and passage together
LONGEST_ANSWER = 24  # tokens


class OnnxReader:
    """A span reader in SQuAD's manner (Devlin et al. 2019): the first token stands for no answer.

    A sentence's score is that of all its spans together, start and end, above the first token's:
    where two words of a sentence might answer, the sentence answers more surely than either.
    """

    def __init__(self, folder: Path, *, name: str, threads: int) -> None:
        self._folder = folder
        self._threads = threads
        self._name = name

    @cached_property
    def fingerprint(self) -> str:
        """Names the weights."""
        digest = hashlib.sha256((self._folder / READER_FILE).read_bytes()).hexdigest()
        return f"{self._name}:{digest[:16]}"

    def read(
        self, question: str, passages: Sequence[PassageText]
    ) -> list[tuple[SentenceReading, ...]]:
        """Return a reading for each sentence of each passage, in the order given."""
        encodings = self._tokenizer.encode_batch([(question, p.text) for p in passages])
        readings: dict[int, tuple[SentenceReading, ...]] = {}
        for batch in batches([len(encoding.ids) for encoding in encodings]):
            scores = self._scores([encodings[k] for k in batch])
            for k, token_scores in zip(batch, scores, strict=True):
                readings[k] = tuple(
                    sentence_reading(encodings[k], token_scores, passages[k].text, sentence)
                    for sentence in passages[k].sentences
                )
        return [readings[k] for k in range(len(passages))]

    def _scores(self, encodings: Sequence["Encoding"]) -> NDArray[np.float32]:
        """Return (n_texts, n_tokens, 2): how well each token starts and ends the answer."""
        longest = max(len(encoding.ids) for encoding in encodings)
        inputs = {
            name: np.zeros((len(encodings), longest), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, encoding in enumerate(encodings):
            n = len(encoding.ids)
            inputs["input_ids"][row, :n] = encoding.ids
            inputs["attention_mask"][row, :n] = 1
            inputs["token_type_ids"][row, :n] = encoding.type_ids
        (scores,) = self._session.run(None, inputs)
        return np.asarray(scores, dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        # A question longer than this leaves nothing to read; it is cut like the passage.
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        return open_session(self._folder / READER_FILE, self._threads)


def sentence_reading(
    encoding: "Encoding", scores: NDArray[np.float32], text: str, sentence: Span
) -> SentenceReading:
    """Return the best span of at most LONGEST_ANSWER tokens that start inside the sentence.

    A sentence without a token, past the longest text the reader sees, cannot be the answer as far
    as the reader knows: its score is that of the worst token.
    """
    none = float(scores[0].sum())
    starts = np.array([start for start, _ in encoding.offsets])
    is_passage = np.array([part == 1 for part in encoding.sequence_ids])
    inside = np.flatnonzero(is_passage & (starts >= sentence.start) & (starts < sentence.end))
    if not len(inside):
        return SentenceReading(float(scores.sum(axis=1).min()) - none, sentence, 0.0)
    together = scores[inside, 0][:, None] + scores[inside, 1][None, :]
    admitted = np.triu(np.ones_like(together, dtype=bool))
    admitted &= ~np.triu(admitted, LONGEST_ANSWER)
    together = np.where(admitted, together, -np.inf)
    first, last = np.unravel_index(int(together.argmax()), together.shape)
    best = float(together[first, last])
    everything = best + float(np.log(np.exp(together - best).sum()))
    start = encoding.offsets[inside[first]][0]
    end = encoding.offsets[inside[last]][1]
    certainty = float(np.exp(best - everything))
    return SentenceReading(everything - none, whole_words(text, start, end), certainty)


def whole_words(text: str, start: int, end: int) -> Span:
    """Return the span widened to the words it touches: tokens are pieces of words."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
