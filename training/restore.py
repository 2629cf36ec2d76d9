"""Write the bundled encoder as a folder that `SentenceTransformer(folder)` loads, and the reader.

    python -m training.restore --bundled qa/models/bundled --out FOLDER

The weights are those of the shipped files, their integers turned back into floating point numbers.
FOLDER/reader.pt holds the reader's, for `training.reader --student FOLDER --start`.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import AutoConfig, BertModel, PreTrainedTokenizerFast

from qa.models.onnx_embedding import MODEL_FILE, TOKENIZER_FILE
from qa.models.onnx_reader import READER_FILE
from training.teacher import teacher_folder

LONGEST = 384  # tokens, as the product reads


def weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Return every weight by the name the module that was exported gives it."""
    stored = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}

    def number(name: str) -> np.ndarray:
        """Turn integers back: (integer - zero point) * scale, one of each a column."""
        if f"{name}_quantized" not in stored:
            return stored[name]
        integers = stored[f"{name}_quantized"].astype(np.float32)
        zero = stored[f"{name}_zero_point"].astype(np.float32)
        return (integers - zero) * stored[f"{name}_scale"]

    found = {
        name.removesuffix("_quantized"): number(name.removesuffix("_quantized"))
        for name in stored
        if name.startswith(("encoder.", "heads.")) and not name.endswith(("_scale", "_zero_point"))
    }
    # The exporter drops the names of matrices, but a product still knows which layer it is in.
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            layer = node.name.removeprefix("/").split("/MatMul")[0].replace("/", ".")
            matrix = number(node.input[1].removesuffix("_quantized"))
            found[f"{layer}.weight"] = matrix.T
    return found


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundled", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    found = {
        name.removeprefix("encoder."): weight
        for name, weight in weights(onnx.load(arguments.bundled / MODEL_FILE)).items()
    }
    config = AutoConfig.from_pretrained(teacher_folder())
    config.vocab_size = len(found["embeddings.word_embeddings.weight"])
    encoder = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(np.array(value)) for name, value in found.items()}
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if missing or unexpected:
        raise ValueError(f"the file and the encoder differ: {missing=}, {unexpected=}")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(arguments.bundled / TOKENIZER_FILE), model_max_length=LONGEST,
        pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]",
    )
    with tempfile.TemporaryDirectory() as folder:
        encoder.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=LONGEST)
        model = SentenceTransformer(
            modules=[transformer, Pooling(config.hidden_size, pooling_mode="mean"), Normalize()],
            device="cpu",
        )
        model.save_pretrained(str(arguments.out), create_model_card=False)
    found = weights(onnx.load(arguments.bundled / READER_FILE))
    state = {name: torch.from_numpy(np.array(value)) for name, value in found.items()}
    torch.save(state, arguments.out / "reader.pt")


if __name__ == "__main__":
    main()
