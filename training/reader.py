"""Train the reader: from question and passage to the words that answer, or to none.

The encoder's six layers with SQuAD's two heads (Devlin et al. 2019): every token may start or end
the answer, the first token stands for "no answer". The word vectors stay those of the encoder,
German and English alike, so that what is learned from English questions holds in German.

    python -m training.reader --data DATA --student WORK/tuned --out WORK/reader [--minutes 90]
        [--start WORK/reader/reader.pt] [--rate 0.6] [--kept 0.2]
"""

import argparse
import logging
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer
from torch.nn.functional import log_softmax
from transformers import AutoModel

from qa.types import Span
from training.contrast import Translator
from training.data import parallel_pairs
from training.reading import Examples, Reading

logger = logging.getLogger(__name__)

LONGEST = 320  # tokens of question and passage
BATCH_TOKENS = 2_600
POOL = 320  # examples that are sorted by length at a time
LAYER_RATE, HEAD_RATE = 2e-4, 1e-3
DROPOUT = 0.05


class SpanReader(torch.nn.Module):
    """Start and end scores of every token."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = torch.nn.Linear(encoder.config.hidden_size, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Return (n_texts, n_tokens, 2)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.heads(states)


def pair_tokenizer(folder: Path) -> Tokenizer:
    """Return a tokenizer that pads a batch and cuts long passages, never the question."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    return tokenizer


def answer_tokens(encoding: Encoding, answer: Span | None) -> list[int]:
    """Return the tokens of the answer; [0], which stands for none, when it has none."""
    if answer is None:
        return [0]
    inside = [
        k
        for k, (part, (start, end)) in enumerate(
            zip(encoding.sequence_ids, encoding.offsets, strict=True)
        )
        if part == 1 and start < answer.end and answer.start < end
    ]
    return inside or [0]


def readable(tokenizer: Tokenizer, stream: Iterator[Reading]) -> Iterator[list[Reading]]:
    """Yield batches of like length."""
    while True:
        pool = [r for r in islice(stream, POOL) if len(r.question) < 400]
        tokenizer.no_padding()
        lengths = [
            len(e.ids) for e in tokenizer.encode_batch([(r.question, r.passage) for r in pool])
        ]
        tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
        order = sorted(range(len(pool)), key=lambda k: lengths[k])
        groups: list[list[Reading]] = [[]]
        for k in order:
            if (len(groups[-1]) + 1) * lengths[k] > BATCH_TOKENS:
                groups.append([])
            groups[-1].append(pool[k])
        random.Random(len(pool[0].passage)).shuffle(groups)
        yield from groups


def span_loss(model: SpanReader, tokenizer: Tokenizer, batch: list[Reading]) -> torch.Tensor:
    """Return the mean of -log p(start) and -log p(end); a whole sentence holds both somewhere."""
    encodings = tokenizer.encode_batch([(r.question, r.passage) for r in batch])
    ids = torch.tensor([e.ids for e in encodings])
    mask = torch.tensor([e.attention_mask for e in encodings])
    types = torch.tensor([e.type_ids for e in encodings])
    allowed = torch.tensor([
        [k == 0 or part == 1 for k, part in enumerate(e.sequence_ids)] for e in encodings
    ])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(ids, mask, types)
    chances = log_softmax(scores.float().masked_fill(~allowed.unsqueeze(-1), -1e4), dim=1)
    wanted = torch.zeros_like(scores, dtype=torch.bool)
    for row, (encoding, reading) in enumerate(zip(encodings, batch, strict=True)):
        tokens = answer_tokens(encoding, reading.answer)
        is_sentence = reading.origin == "selqa"
        wanted[row, tokens if is_sentence else tokens[:1], 0] = True
        wanted[row, tokens if is_sentence else tokens[-1:], 1] = True
    return -chances.masked_fill(~wanted, -1e4).logsumexp(1).mean()


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a reader.pt to go on from, on other examples")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--rate", type=float, default=1.0, help="of the learning rates")
    parser.add_argument("--kept", type=float, default=0.0, help="share of the start's weights")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    generator = random.Random(arguments.seed)
    tokenizer = pair_tokenizer(arguments.student)
    # Plain attention: the fused one takes twice as long backwards in bfloat16.
    model = SpanReader(
        AutoModel.from_pretrained(
            arguments.student, add_pooling_layer=False, attn_implementation="eager"
        )
    )
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start, weights_only=True))
    vectors = model.encoder.get_input_embeddings().weight
    vectors.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = DROPOUT
    translate = Translator(parallel_pairs(arguments.data), generator)
    stream = iter(Examples(arguments.data, translate, generator))
    layers = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": layers, "lr": LAYER_RATE},
            {"params": model.heads.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01, fused=True,
    )
    rates = [arguments.rate * group["lr"] for group in optimizer.param_groups]
    arguments.out.mkdir(parents=True, exist_ok=True)
    model.train()
    started, seen = time.monotonic(), 0
    history: list[float] = []
    for step, batch in enumerate(readable(tokenizer, stream)):
        done = (time.monotonic() - started) / (arguments.minutes * 60)
        if done >= 1:
            break
        scale = min(done / 0.03, 1.0) * (0.02 + 0.98 * (1 - done))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * scale
        loss = span_loss(model, tokenizer, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        history.append(float(loss.detach()))
        seen += len(batch)
        if step % 50 == 0:
            logger.info(
                "step %d, %.1f %%, %d examples: loss %.3f",
                step, 100 * done, seen, np.mean(history[-50:]),
            )
        if step % 300 == 299:
            torch.save(model.state_dict(), arguments.out / "reader.pt")
    trained = model.state_dict()
    if arguments.start:
        # What is read between the two knows both what was learned before and after.
        before = torch.load(arguments.start, weights_only=True)
        trained = {name: torch.lerp(w, before[name], arguments.kept) for name, w in trained.items()}
    torch.save(trained, arguments.out / "reader.pt")


if __name__ == "__main__":
    main()
