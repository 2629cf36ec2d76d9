"""Measure a reader by itself: which sentence of a given text answers, and whether one does.

    python -m training.reader_figures --data DATA --bundled qa/models/bundled
"""

import argparse
import logging
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from sklearn.metrics import roc_auc_score

from ingest.sentences import sentences
from qa.models.embedding import PassageText
from qa.models.onnx_reader import OnnxReader
from training.development import DevelopmentSet, new_wiki, own, right_sentences, squad2_half

logger = logging.getLogger(__name__)


def wikipedia_not_learned_from(data: Path) -> list[DevelopmentSet]:
    """Return the Wikipedia sets, asked only of articles that the reader has never seen."""
    return [
        replace(one, questions=tuple(
            q for q in one.questions if crc32(one.groups[q.text].encode()) % 2 == 1
        ))
        for one in new_wiki(data)
    ]


def figures(reader: OnnxReader, development: DevelopmentSet) -> tuple[int, float, float]:
    """Return the number of questions, the share of right sentences among those that have one, and
    the area under the ROC curve of the best sentence's score (nan where all have an answer).
    """
    found, scores, answerable = [], [], []
    texts = [
        PassageText(text, tuple(sentences(text, development.text_language)))
        for text in development.texts
    ]
    for question in development.questions:
        text = texts[question.text]
        (readings,) = reader.read(question.question, [text])
        best = int(np.argmax([r.score for r in readings]))
        scores.append(readings[best].score)
        answerable.append(question.answer is not None)
        if question.answer is not None:
            right = right_sentences(text.text, development.text_language, question.answer)
            span = text.sentences[best]
            found.append((span.start, span.end) in right)
    auroc = roc_auc_score(answerable, scores) if len(set(answerable)) == 2 else np.nan
    return len(scores), float(np.mean(found)), float(auroc)


def main() -> None:
    """Parse the command line, measure and log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundled", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    reader = OnnxReader(arguments.bundled, name="reader", threads=arguments.threads)
    data = arguments.data
    for one in (squad2_half(data), *wikipedia_not_learned_from(data), *own(data)):
        n, right, auroc = figures(reader, one)
        logger.info("%-16s n %5d  right sentence %.3f  AUROC %.3f", one.name, n, right, auroc)


if __name__ == "__main__":
    main()
