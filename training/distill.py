"""Make the bilingual student: extend the vocabulary, then distil the English teacher into it.

Reimers and Gurevych (2020), "Making Monolingual Sentence Embeddings Multilingual using Knowledge
Distillation": student(German) and student(English) both learn teacher(English).

    python -m training.distill --data DATA --out WORK [--minutes 90]
"""

import argparse
import logging
import random
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from transformers import AutoModel

from training.data import Pair, dictionary_pairs, german_texts, parallel_pairs, windows
from training.teacher import teacher_folder
from training.vocabulary import extended_tokenizer, first_vectors, load_teacher_tokenizer

logger = logging.getLogger(__name__)

GERMAN_PIECES = 26_000
BATCH_TOKENS = 2_400  # German tokens of a step, so that long and short texts cost the same
ENGLISH_SHARE = 0.4  # of each batch is also read in English, so that English stays the teacher's
VECTOR_RATE, LAYER_RATE = 1e-3, 1.5e-4
LONGEST = 128  # tokens
CHECKPOINT_SECONDS = 600


def encode(model: torch.nn.Module, tokenizer: Tokenizer, texts: list[str]) -> torch.Tensor:
    """Return (n_texts, dim) unit vectors: the mean of the token states."""
    encodings = tokenizer.encode_batch(texts)
    ids = torch.tensor([e.ids for e in encodings])
    mask = torch.tensor([e.attention_mask for e in encodings])
    states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    return normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def prepared(tokenizer: Tokenizer, longest: int = LONGEST) -> Tokenizer:
    """Make a tokenizer pad a batch to its longest text and cut texts at `longest` tokens."""
    tokenizer.enable_truncation(longest)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    return tokenizer


def batches(pairs: list[Pair], seed: int) -> Iterator[list[Pair]]:
    """Yield shuffled batches of pairs of similar length, for ever."""
    generator = random.Random(seed)
    while True:
        order = sorted(pairs, key=lambda pair: len(pair.german) + generator.uniform(0, 12))
        groups: list[list[Pair]] = [[]]
        tokens = 0.0
        for pair in order:
            length = 2 + len(pair.german) / 4.2  # characters a token, measured on newstest2015
            if tokens + length > BATCH_TOKENS or len(groups[-1]) == 192:
                groups.append([])
                tokens = 0.0
            groups[-1].append(pair)
            tokens += length
        generator.shuffle(groups)
        yield from groups


def training_pairs(data: Path, seed: int) -> list[Pair]:
    """Sentences, paragraphs and a third of the dictionary, whose short entries teach least."""
    pairs = parallel_pairs(data)
    generator = random.Random(seed)
    words = generator.sample(dictionary_pairs(data), 26_000)
    # Tatoeba and captions are half of the sentences and the least like articles.
    sentences = [
        p for p in pairs
        if not p.origin.startswith(("multi30k", "tatoeba")) or generator.random() < 0.45
    ]
    return sentences + windows(pairs) + words


def start_student(data: Path, teacher: torch.nn.Module, out: Path) -> torch.nn.Module:
    """Write the extended tokenizer to `out` and return the student before any training."""
    pairs = parallel_pairs(data)
    teacher_tokenizer = load_teacher_tokenizer(teacher_folder())
    texts = chain((p.german for p in pairs), german_texts(data, limit=25_000_000))
    tokenizer = extended_tokenizer(teacher_tokenizer, texts, GERMAN_PIECES)
    tokenizer.save(str(out / "tokenizer.json"))
    logger.info("%d pieces", tokenizer.get_vocab_size())
    old = teacher.get_input_embeddings().weight.detach().numpy()
    vectors = first_vectors(
        teacher_tokenizer, tokenizer, old, pairs + dictionary_pairs(data)
    )
    student = AutoModel.from_pretrained(teacher_folder())
    student.resize_token_embeddings(len(vectors), mean_resizing=False)
    student.get_input_embeddings().weight.data.copy_(torch.from_numpy(vectors))
    return student


def distil(
    student: torch.nn.Module, teacher: torch.nn.Module, data: Path, out: Path, minutes: float,
    seed: int,
) -> None:
    """Train for `minutes` of wall time; the rate rises for 2 % of it, then falls to 3 %."""
    student_tokenizer = prepared(Tokenizer.from_file(str(out / "tokenizer.json")))
    teacher_tokenizer = prepared(load_teacher_tokenizer(teacher_folder()))
    vectors = student.get_input_embeddings().weight
    layers = [p for p in student.parameters() if p is not vectors]
    optimizer = torch.optim.AdamW(
        [{"params": [vectors], "lr": VECTOR_RATE}, {"params": layers, "lr": LAYER_RATE}],
        weight_decay=0.0, fused=True,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    student.train()
    for module in student.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # distillation targets are exact; noise only slows a short training
    start = saved = time.monotonic()
    losses: list[float] = []
    seen = 0
    for step, batch in enumerate(batches(training_pairs(data, seed), seed)):
        done = (time.monotonic() - start) / (minutes * 60)
        if done >= 1:
            break
        scale = min(done / 0.02, 1.0) * (0.03 + 0.97 * (1 - done))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * scale
        english = [p.english for p in batch]
        with torch.inference_mode():
            target = encode(teacher, teacher_tokenizer, english)
        target = target.clone()
        german = encode(student, student_tokenizer, [p.german for p in batch])
        loss = (1 - (german * target).sum(-1)).mean()
        n_english = max(1, int(len(batch) * ENGLISH_SHARE))
        kept = encode(student, student_tokenizer, english[:n_english])
        loss_english = (1 - (kept * target[:n_english]).sum(-1)).mean()
        (loss + loss_english).backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen += len(batch)
        losses.append(float(loss.detach()))
        if step % 100 == 0:
            logger.info(
                "step %d, %d pairs, %.0f %%, German %.4f, English %.4f",
                step, seen, 100 * done, np.mean(losses[-100:]), float(loss_english.detach()),
            )
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            student.save_pretrained(out)
            saved = time.monotonic()
    student.save_pretrained(out)
    logger.info("%d pairs seen", seen)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    teacher = AutoModel.from_pretrained(teacher_folder()).eval()
    if (arguments.out / "model.safetensors").exists():
        student = AutoModel.from_pretrained(arguments.out)
    else:
        student = start_student(arguments.data, teacher, arguments.out)
        student.save_pretrained(arguments.out)
    distil(
        student, teacher, arguments.data, arguments.out, arguments.minutes, arguments.seed
    )


if __name__ == "__main__":
    main()
