"""Write the trained student as the one ONNX file that Beleg runs.

    python -m training.export --student WORK/tuned --out qa/models/bundled
"""

import argparse
import logging
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

from qa.models.onnx_embedding import MODEL_FILE, TOKENIZER_FILE

logger = logging.getLogger(__name__)


class TokenStates(torch.nn.Module):
    """The encoder with its last hidden state as only output: pooling is left to the caller."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return (n_texts, n_tokens, dim)."""
        return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def export_onnx(student: Path, out: Path, *, quantized: bool = True) -> None:
    """Write `out`/encoder.int8.onnx and the tokenizer."""
    encoder = AutoModel.from_pretrained(student, attn_implementation="eager").eval()
    ids = torch.randint(1000, 2000, (2, 16))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            TokenStates(encoder), (ids, torch.ones_like(ids)), str(plain),
            input_names=["input_ids", "attention_mask"], output_names=["states"],
            dynamic_axes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
                "states": {0: "texts", 1: "tokens"},
            },
            opset_version=17, dynamo=False,
        )
        if quantized:
            quantize_dynamic(
                plain, out / MODEL_FILE, weight_type=QuantType.QInt8, per_channel=True
            )
        else:
            shutil.copy(plain, out / MODEL_FILE)
    shutil.copy(student / TOKENIZER_FILE, out / TOKENIZER_FILE)
    logger.info("%s: %d bytes", out / MODEL_FILE, (out / MODEL_FILE).stat().st_size)


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export_onnx(arguments.student, arguments.out, quantized=not arguments.float)


if __name__ == "__main__":
    main()
