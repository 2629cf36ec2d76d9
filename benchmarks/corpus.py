"""Articles to measure speed with: a folder of text files, or the seed's sentences shuffled."""

import random
from pathlib import Path

from ingest.sentences import sentences

SEED = Path(__file__).parent.parent / "seeds" / "000_218c36e9481ba9ae.txt"
QUESTIONS = (
    "Why did Turkey stop airstrikes?",
    "Warum stellte die Türkei die Luftangriffe ein?",
    "Who supports Assad?",
    "Wer ist der Präsident von Russland?",
    "Which attack is the militia held responsible for?",
    "Woher kommen viele Kämpfer?",
    "What did the air force shoot down in November?",
    "Was wurde der Regierung in Ankara vorgeworfen?",
)


def write_corpus(folder: Path, articles: Path | None, count: int) -> None:
    """Fill `folder` with `count` text files, from `articles` when given.

    Shuffled sentences say nothing, but have the lengths and words of news: enough for speed.
    """
    if articles is not None:
        texts = [p.read_text(encoding="utf-8") for p in sorted(articles.rglob("*.txt"))[:count]]
    else:
        seed = SEED.read_text(encoding="utf-8")
        parts = [span.of(seed) for span in sentences(seed, "de")]
        generator = random.Random(7)
        texts = []
        for _ in range(count):
            chosen = generator.sample(parts, 16)
            paragraphs = [" ".join(chosen[k : k + 4]) for k in range(0, 16, 4)]
            texts.append("\n\n".join(paragraphs))
    for k, text in enumerate(texts):
        (folder / f"{k:06}.txt").write_text(text, encoding="utf-8")
