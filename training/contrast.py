"""Teach the distilled student that a question lies near the sentence that answers it.

Each step has two halves. Questions and passages: every sentence of every passage of the batch is a
candidate, pooled in its context exactly as the product does (InfoNCE, van den Oord et al. 2018).
Translations: German sentences in context stay on their English counterparts, and English stays
near the teacher, so that what is learned from English questions holds in German.

    python -m training.contrast --data DATA --student WORK/student --out WORK/tuned [--minutes 35]
"""

import argparse
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel

from ingest.sentences import sentences
from qa.types import Span
from training.data import (
    Pair,
    QuestionExample,
    fairytale_qa,
    parallel_pairs,
    qamr,
    qed,
    selqa,
    squad_shifts,
)
from training.distill import encode, prepared
from training.teacher import teacher_folder
from training.vocabulary import load_teacher_tokenizer

logger = logging.getLogger(__name__)

PASSAGE_TOKENS = 1_600  # of the passages of one step
LONGEST = 192  # tokens of a passage
TEMPERATURE = 0.05
VECTOR_RATE, LAYER_RATE = 1e-4, 3e-5
WINDOW = 4  # parallel sentences that make a text in context
WINDOWS = 4  # of them a step
TRANSLATED = 0.35  # share of questions, and of passages, written word by word in German
SHARES = {"selqa": 2, "qed": 2, "qamr": 0.12, "fairytaleqa": 0.5}  # times an example is taken


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentences of a passage, and which of them answers."""

    question: str
    sentences: tuple[str, ...]
    answer: int


def examples(data: Path, generator: random.Random) -> list[Example]:
    """Cut every passage into sentences and keep the examples whose answer lies in one."""
    found = []
    for source in (*squad_shifts(data), *selqa(data), *qed(data), *qamr(data), *fairytale_qa(data)):
        share = SHARES.get(source.origin, 1)
        times = int(share) + (generator.random() < share % 1)
        example = cut(source) if times else None
        if example is not None:
            found += [example] * times
    return found


def cut(source: QuestionExample) -> Example | None:
    """Return the example with about LONGEST tokens of passage around its answer."""
    spans = sentences(source.passage, "en")
    inside = [k for k, span in enumerate(spans) if span.start <= source.start < span.end]
    if not inside or len(source.question) < 12:
        return None
    first = last = inside[0]
    while spans[last].end - spans[first].start < LONGEST * 4:
        if last + 1 < len(spans) and (first == 0 or last - inside[0] <= inside[0] - first):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
    chosen = spans[first : last + 1]
    return Example(
        source.question, tuple(s.of(source.passage) for s in chosen), inside[0] - first
    )


class Translator:
    """Writes English text word by word in German: wrong in order and form, right in words."""

    def __init__(self, pairs: list[Pair], generator: random.Random) -> None:
        self._generator = generator
        self._words = word_table(pairs)

    def __call__(self, text: str) -> str:
        """Replace each word that has translations by one of them, drawn by probability."""
        return " ".join(self._word(word) for word in text.split(" "))

    def _word(self, word: str) -> str:
        core = word.strip(".,;:!?()\"'")
        found = self._words.get(core.lower())
        if not core or found is None:
            return word
        return word.replace(core, self._generator.choices(found[0], found[1])[0])


def word_table(pairs: list[Pair]) -> dict[str, tuple[list[str], list[float]]]:
    """Learn p(German word | English word) on unstemmed words; keep what is likely."""
    from training.alignment import train_model_1

    def split(text: str) -> list[str]:
        return [w.strip(".,;:!?()\"'„“") for w in text.split()]

    english: dict[str, int] = {}
    german: dict[str, int] = {}
    sources, targets = [], []
    for pair in pairs:
        source = [english.setdefault(w.lower(), len(english) + 1) for w in split(pair.english) if w]
        target = [german.setdefault(w, len(german) + 1) for w in split(pair.german) if w]
        if source and target and len(source) < 40 and len(target) < 40:
            sources.append(np.array(source))
            targets.append(np.array(target))
    table = train_model_1(sources, targets, iterations=5, smallest=0.12)
    english_words = {k: w for w, k in english.items()}
    german_words = {k: w for w, k in german.items()}
    words: dict[str, tuple[list[str], list[float]]] = {}
    for s, t, p in zip(
        table.source.tolist(), table.target.tolist(), table.probability.tolist(), strict=True
    ):
        if s:
            found = words.setdefault(english_words[s], ([], []))
            found[0].append(german_words[t])
            found[1].append(p)
    return words


def aligned_windows(data: Path) -> list[list[Pair]]:
    """Return runs of WINDOW consecutive news sentences with their translations."""
    windows = []
    for origin, group in groupby(parallel_pairs(data), key=lambda pair: pair.origin):
        if origin.startswith(("news", "general", "wmt", "debian:News")):
            run = list(group)
            windows += [run[k : k + WINDOW] for k in range(0, len(run) - 1, WINDOW)]
    return windows


def in_context(
    model: torch.nn.Module, tokenizer: Tokenizer, texts: list[tuple[str, ...]]
) -> tuple[torch.Tensor, list[list[int]]]:
    """Return unit vectors (n_sentences, dim) of all sentences of all texts, and which rows each
    text's sentences have; a sentence cut off by the tokenizer has no row (-1).
    """
    joined = [" ".join(text) for text in texts]
    encodings: list[Encoding] = tokenizer.encode_batch(joined)
    ids = torch.tensor([e.ids for e in encodings])
    mask = torch.tensor([e.attention_mask for e in encodings])
    states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    vectors, rows = [], []
    for row, (text, encoding) in enumerate(zip(texts, encodings, strict=True)):
        starts = np.array([start for start, _ in encoding.offsets])
        is_text = np.array(encoding.special_tokens_mask) == 0
        position = 0
        rows.append([])
        for sentence in text:
            span = Span(position, position + max(1, len(sentence)))
            position = span.end + 1
            inside = is_text & (starts >= span.start) & (starts < span.end)
            if inside.any():
                rows[-1].append(len(vectors))
                vectors.append(states[row, torch.from_numpy(inside)].mean(0))
            else:
                rows[-1].append(-1)
    return normalize(torch.stack(vectors), dim=-1), rows


def batches(found: list[Example], generator: random.Random) -> Iterator[list[Example]]:
    """Yield shuffled batches for ever; no two examples of a batch share a passage."""
    while True:
        generator.shuffle(found)
        batch: list[Example] = []
        tokens = 0
        for example in found:
            length = sum(len(s) for s in example.sentences) // 4
            if any(example.sentences[0] == other.sentences[0] for other in batch):
                continue
            if tokens + length > PASSAGE_TOKENS and batch:
                yield batch
                batch, tokens = [], 0
            batch.append(example)
            tokens += length


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(7)
    torch.set_num_threads(arguments.threads)
    generator = random.Random(7)
    tokenizer = prepared(
        Tokenizer.from_file(str(arguments.student / "tokenizer.json")), longest=LONGEST
    )
    teacher_tokenizer = prepared(load_teacher_tokenizer(teacher_folder()), longest=LONGEST)
    teacher = AutoModel.from_pretrained(teacher_folder()).eval()
    student = AutoModel.from_pretrained(arguments.student)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer_without_padding = Tokenizer.from_file(str(arguments.student / "tokenizer.json"))
    tokenizer_without_padding.save(str(arguments.out / "tokenizer.json"))
    translate = Translator(parallel_pairs(arguments.data), generator)
    found = examples(arguments.data, generator)
    windows = aligned_windows(arguments.data)
    logger.info("%d examples, %d windows", len(found), len(windows))

    for module in student.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.05
    vectors = student.get_input_embeddings().weight
    layers = [p for p in student.parameters() if p is not vectors]
    optimizer = torch.optim.AdamW(
        [{"params": [vectors], "lr": VECTOR_RATE}, {"params": layers, "lr": LAYER_RATE}],
        weight_decay=0.0, fused=True,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    student.train()
    start = time.monotonic()
    history: list[tuple[float, float, float, float]] = []
    for step, batch in enumerate(batches(found, generator)):
        done = (time.monotonic() - start) / (arguments.minutes * 60)
        if done >= 1:
            break
        scale = min(done / 0.05, 1.0) * (0.03 + 0.97 * (1 - done))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * scale
        loss = question_loss(student, tokenizer, batch, translate, generator)
        chosen = generator.sample(windows, WINDOWS)
        held = translation_losses(student, tokenizer, teacher, teacher_tokenizer, chosen)
        (loss[0] + loss[1] + 4 * held[0] + 4 * held[1]).backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        history.append(tuple(float(x.detach()) for x in (*loss, *held)))
        if step % 25 == 0:
            logger.info(
                "step %d, %.0f %%: sentence %.3f, passage %.3f, German %.4f, English %.4f",
                step, 100 * done, *np.mean(history[-25:], axis=0),
            )
        if step % 300 == 299:
            student.save_pretrained(arguments.out)
    student.save_pretrained(arguments.out)


def question_loss(
    student: torch.nn.Module, tokenizer: Tokenizer, batch: list[Example], translate: Translator,
    generator: random.Random,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the losses of finding the sentence and of finding the passage."""
    questions = [
        translate(e.question) if generator.random() < TRANSLATED else e.question for e in batch
    ]
    texts = [
        tuple(map(translate, e.sentences)) if generator.random() < TRANSLATED else e.sentences
        for e in batch
    ]
    asked = encode(student, tokenizer, questions)
    held, rows = in_context(student, tokenizer, texts)
    gold = torch.tensor([rows[k][e.answer] for k, e in enumerate(batch)])
    seen = gold >= 0
    similar = asked @ held.T / TEMPERATURE
    sentence_loss = cross_entropy(similar[seen], gold[seen])
    # The best sentence of a passage stands for it, as retrieval scores it.
    best = torch.stack(
        [similar[:, [r for r in passage if r >= 0]].logsumexp(1) for passage in rows], dim=1
    )
    return sentence_loss, cross_entropy(best, torch.arange(len(batch)))


def translation_losses(
    student: torch.nn.Module, tokenizer: Tokenizer, teacher: torch.nn.Module,
    teacher_tokenizer: Tokenizer, windows: list[list[Pair]],
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return how far German lies from English, and English from the teacher, by sentence."""
    english = [tuple(p.english for p in window) for window in windows]
    german = [tuple(p.german for p in window) for window in windows]
    with torch.inference_mode():
        target, target_rows = in_context(teacher, teacher_tokenizer, english)
    target = target.clone()
    kept, kept_rows = in_context(student, tokenizer, english)
    translated, translated_rows = in_context(student, tokenizer, german)
    pairs_, kept_ = [], []
    for a, b, c in zip(target_rows, kept_rows, translated_rows, strict=True):
        for i, j, k in zip(a, b, c, strict=True):
            if min(i, j) >= 0:
                kept_.append((i, j))
            if min(j, k) >= 0:
                pairs_.append((j, k))
    left, right = (torch.tensor(x) for x in zip(*pairs_, strict=True))
    first, second = (torch.tensor(x) for x in zip(*kept_, strict=True))
    german_loss = (1 - (kept[left].detach() * translated[right]).sum(-1)).mean()
    english_loss = (1 - (target[first] * kept[second]).sum(-1)).mean()
    return german_loss, english_loss


if __name__ == "__main__":
    main()
