"""The bundled model: a quantised ONNX encoder, run by ONNX Runtime without torch."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.models.embedding import PassageText, PassageVectors, Vector
from qa.types import Span

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

MODEL_FILE = "encoder.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"

LONGEST = 384  # tokens; passages have at most about 1,200 characters, German has four a token
BATCH_TOKENS = 4096  # tokens a run with padding: larger batches were not faster on two cores
MOST_SPREAD = 1.5  # longest by shortest text of a batch
POOLING = "mean-v1"  # part of the fingerprint: how token states become vectors


class OnnxEmbedding:
    """Embeds questions and passages with one pass of the encoder each.

    A sentence's vector is the mean of its tokens' states inside the passage, so it knows the
    sentences around it ("late chunking", Günther et al. 2024, arXiv:2409.04701).
    """

    def __init__(self, folder: Path, *, name: str, threads: int) -> None:
        self._folder = folder
        self._threads = threads
        self.name = name

    @cached_property
    def fingerprint(self) -> str:
        """Names the weights and the pooling."""
        digest = hashlib.sha256((self._folder / MODEL_FILE).read_bytes()).hexdigest()
        return f"{self.name}:{digest[:16]}:{POOLING}"

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    def embed_question(self, question: str) -> Vector:
        """Return the unit vector of a question."""
        encoding = self._tokenizer.encode(question)
        return unit(self._states([encoding])[0].mean(axis=0))

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, in the order given."""
        encodings = self._tokenizer.encode_batch([passage.text for passage in passages])
        vectors: dict[int, PassageVectors] = {}
        for batch in batches([len(encoding.ids) for encoding in encodings]):
            states = self._states([encodings[k] for k in batch])
            for k, token_states in zip(batch, states, strict=True):
                vectors[k] = PassageVectors(
                    unit(token_states.mean(axis=0)),
                    sentence_vectors(encodings[k], token_states, passages[k].sentences),
                )
        return [vectors[k] for k in range(len(passages))]

    def _states(self, encodings: Sequence["Encoding"]) -> list[NDArray[np.float32]]:
        """Return the token states (n_tokens, dim) of each text, padding removed."""
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return [states[row, : len(encoding.ids)] for row, encoding in enumerate(encodings)]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        return open_session(self._folder / MODEL_FILE, self._threads)


def open_session(path: Path, threads: int) -> "onnxruntime.InferenceSession":
    """Open an ONNX file for `threads` threads that sleep when there is nothing to do."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Spinning threads make a question wait seconds when the cores are busy with an ingest.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"]
    )


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Group positions by length so that a batch pads little and stays within BATCH_TOKENS.

    Little padding also keeps vectors steady: the quantised encoder scales by all tokens of a batch.
    """
    groups: list[list[int]] = []
    for k in sorted(range(len(lengths)), key=lambda k: lengths[k]):
        # Sorted upwards: the newcomer is the longest, and all of its batch is padded to it.
        is_full = groups and (len(groups[-1]) + 1) * lengths[k] > BATCH_TOKENS
        if not groups or is_full or lengths[k] > MOST_SPREAD * lengths[groups[-1][0]]:
            groups.append([])
        groups[-1].append(k)
    return groups


def sentence_vectors(
    encoding: "Encoding", states: NDArray[np.float32], sentences: Sequence[Span]
) -> NDArray[np.float32]:
    """Return (n_sentences, dim): the mean state of the tokens that start inside each sentence.

    A sentence without a token of its own, past the longest text the model reads, gets the mean of
    the whole passage.
    """
    starts = np.array([start for start, _ in encoding.offsets])
    is_text = np.array(encoding.special_tokens_mask) == 0
    rows = []
    for sentence in sentences:
        inside = is_text & (starts >= sentence.start) & (starts < sentence.end)
        rows.append(unit(states[inside if inside.any() else slice(None)].mean(axis=0)))
    return np.stack(rows)


def unit(vector: NDArray[np.float32]) -> Vector:
    """Scale a vector to unit length."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
