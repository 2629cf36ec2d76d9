"""Write the trained reader as the ONNX file that Beleg runs, without the word vectors.

They are those of the encoder: the file refers to their bytes inside the encoder's file (ONNX
external data), which saves 20 MB.

    python -m training.export_reader --reader WORK/reader --student WORK/tuned \
        --out qa/models/bundled
"""

import argparse
import logging
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

from qa.models.onnx_embedding import MODEL_FILE
from qa.models.onnx_reader import READER_FILE
from training.reader import SpanReader

logger = logging.getLogger(__name__)

VECTORS = "encoder.embeddings.word_embeddings.weight"


def bundled_vectors(encoder: onnx.ModelProto) -> tuple[bytes, np.ndarray]:
    """Return the encoder's word vectors as they stand in its file, and as numbers."""
    stored = {i.name: i for i in encoder.graph.initializer}
    integers = stored[f"{VECTORS}_quantized"]
    zero = numpy_helper.to_array(stored[f"{VECTORS}_zero_point"]).astype(np.float32)
    scale = numpy_helper.to_array(stored[f"{VECTORS}_scale"])
    return integers.raw_data, (numpy_helper.to_array(integers).astype(np.float32) - zero) * scale


def export_reader(trained: Path, student: Path, out: Path) -> None:
    """Write `out`/reader.int8.onnx beside the encoder whose vectors it uses."""
    raw, vectors = bundled_vectors(onnx.load(out / MODEL_FILE))
    encoder = AutoModel.from_pretrained(
        student, add_pooling_layer=False, attn_implementation="eager"
    )
    reader = SpanReader(encoder)
    reader.load_state_dict(torch.load(trained / "reader.pt"))
    reader.encoder.get_input_embeddings().weight.data = torch.from_numpy(vectors)
    ids = torch.randint(1000, 2000, (2, 16))
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "reader.onnx", Path(folder) / "small.onnx"
        names = ["input_ids", "attention_mask", "token_type_ids"]
        torch.onnx.export(
            reader.eval(), (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(plain),
            input_names=names, output_names=["scores"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in [*names, "scores"]},
            opset_version=17, dynamo=False,
        )
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
        model = onnx.load(small)
    refer_to_encoder(model, raw, out / MODEL_FILE)
    (out / READER_FILE).write_bytes(model.SerializeToString())
    logger.info("%s: %d bytes", out / READER_FILE, (out / READER_FILE).stat().st_size)


def refer_to_encoder(model: onnx.ModelProto, raw: bytes, encoder_file: Path) -> None:
    """Replace the word vectors by a reference to the same bytes in the encoder's file."""
    vectors = next(i for i in model.graph.initializer if i.name == f"{VECTORS}_quantized")
    if vectors.raw_data != raw:
        raise ValueError("the reader's word vectors are not those of the encoder: train it again")
    offset = encoder_file.read_bytes().index(raw)
    vectors.ClearField("raw_data")
    vectors.data_location = TensorProto.EXTERNAL
    place = {"location": encoder_file.name, "offset": offset, "length": len(raw)}
    for key, value in place.items():
        vectors.external_data.add(key=key, value=str(value))


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export_reader(arguments.reader, arguments.student, arguments.out)


if __name__ == "__main__":
    main()
