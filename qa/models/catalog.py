"""Which embedding model a name stands for."""

import os
from pathlib import Path

from qa.models.embedding import EmbeddingModel
from qa.models.onnx_embedding import OnnxEmbedding
from qa.models.sentence_transformer import SentenceTransformerEmbedding

BUNDLED_FOLDER = Path(__file__).parent / "bundled"
BUNDLED = "bundled"
TRANSLATION_FILE = BUNDLED_FOLDER / "translation.npz"
RANKER_FILE = BUNDLED_FOLDER / "ranker.json"
SUPPORT_FILE = BUNDLED_FOLDER / "support.json"
COMPOUND_PARTS_FILE = BUNDLED_FOLDER / "compound_parts.txt.gz"


def embedding_model(name: str, *, threads: int = 2) -> EmbeddingModel:
    """Return the model that `BELEG_EMBEDDING` names; weights are read at first use."""
    if name == BUNDLED:
        return OnnxEmbedding(BUNDLED_FOLDER, name="beleg-en-de", threads=threads)
    # Without these a model that is not cached makes the hub client retry for over a minute.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    return SentenceTransformerEmbedding(name, threads=threads)
