"""Extend the teacher's WordPiece vocabulary with German pieces and give each a first vector.

A new piece starts as the p(English piece | German piece)-weighted mean of English vectors, so that
the student reads some German before the first training step (training/README.md, table 1).
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.trainers import WordPieceTrainer

from training.alignment import NULL, train_model_1
from training.data import Pair

SMALLEST_LINK = 0.05  # weaker links blur the first vector
LONGEST = 64  # pieces of a pair that alignment looks at


def extended_tokenizer(teacher: Tokenizer, texts: Iterable[str], size: int) -> Tokenizer:
    """Return the teacher's tokenizer with the pieces of a German one of `size` pieces added."""
    german = Tokenizer(WordPiece(unk_token="[UNK]"))
    german.normalizer = teacher.normalizer
    german.pre_tokenizer = teacher.pre_tokenizer
    german.train_from_iterator(
        texts, WordPieceTrainer(vocab_size=size, special_tokens=["[UNK]"], min_frequency=4)
    )
    state = json.loads(teacher.to_str())
    vocabulary = state["model"]["vocab"]
    for piece, _ in sorted(german.get_vocab().items(), key=lambda item: item[1]):
        vocabulary.setdefault(piece, len(vocabulary))
    return Tokenizer.from_str(json.dumps(state))


def piece_ids(tokenizer: Tokenizer, texts: list[str]) -> list[np.ndarray]:
    """Encode texts to piece ids without special tokens, at most LONGEST each."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    return [np.asarray(e.ids, dtype=np.int64) for e in encodings]


def first_vectors(
    teacher: Tokenizer, student: Tokenizer, teacher_vectors: np.ndarray, pairs: list[Pair]
) -> np.ndarray:
    """Return (n_student_pieces, dim): the teacher's vectors, then one for each new piece."""
    n_old, n_new = len(teacher_vectors), student.get_vocab_size()
    english = [ids + 1 for ids in piece_ids(teacher, [p.english for p in pairs])]
    german = [ids + 1 for ids in piece_ids(student, [p.german for p in pairs])]
    usable = [k for k in range(len(pairs)) if len(english[k]) and len(german[k])]
    table = train_model_1(
        [german[k] for k in usable], [english[k] for k in usable], smallest=SMALLEST_LINK
    )
    keep = (table.source != NULL) & (table.source - 1 >= n_old)
    pieces, targets = table.source[keep] - 1, table.target[keep] - 1
    weights = table.probability[keep].astype(np.float64)

    vectors = np.zeros((n_new, teacher_vectors.shape[1]))
    np.add.at(vectors, pieces, weights[:, None] * teacher_vectors[targets])
    total = np.bincount(pieces, weights=weights, minlength=n_new)
    aligned = total > 0
    vectors[aligned] /= total[aligned, None]
    vectors[:n_old] = teacher_vectors
    # A piece that no pair shows starts as the mean of the teacher's pieces of its letters.
    for piece, index in student.get_vocab().items():
        if index >= n_old and not aligned[index]:
            ids = teacher.encode(piece.removeprefix("##"), add_special_tokens=False).ids
            vectors[index] = teacher_vectors[ids].mean(axis=0) if ids else teacher_vectors.mean(0)
    return vectors.astype(np.float32)


def load_teacher_tokenizer(folder: Path) -> Tokenizer:
    """Read the teacher's tokenizer without its padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
