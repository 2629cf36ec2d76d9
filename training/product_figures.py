"""Ask the product itself: first citation, all citations, confidence, search, over development sets.

A refused question counts as answered wrongly. SQuAD 2's questions are asked of their whole article
alone, OneStopQA's of its articles together, those to Wikipedia of all paragraphs together. The
ranker's few numbers are fitted on these sets too (training/ranker.py reports without that).

    python -m training.product_figures --data DATA [--every 3]
"""

import argparse
import logging
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from ingest.articles import Draft
from qa.evaluation.calibration import expected_calibration_error, reliability
from qa.service import Service
from qa.types import Filters
from training.conversations import service_over
from training.development import DevelopmentSet, onestop, own, squad2_half
from training.reader_figures import wikipedia_not_learned_from

logger = logging.getLogger(__name__)

GAP = "\n\n"


def whole_articles(development: DevelopmentSet) -> DevelopmentSet:
    """Return the set with the texts of a group joined to one."""
    groups = tuple(dict.fromkeys(development.groups))
    texts: dict[str, str] = dict.fromkeys(groups, "")
    starts = []
    for text, group in zip(development.texts, development.groups, strict=True):
        starts.append(len(texts[group]))
        texts[group] += text + GAP
    questions = tuple(
        replace(
            q, text=groups.index(development.groups[q.text]),
            answer=q.answer and (q.answer[0] + starts[q.text], q.answer[1] + starts[q.text]),
        )
        for q in development.questions
    )
    joined = tuple(text.removesuffix(GAP) for text in texts.values())
    return replace(development, texts=joined, groups=groups, questions=questions)


def measure(service: Service, development: DevelopmentSet, every: int, *, alone: bool) -> None:
    """Ask every n-th question and log what came of it; `alone` asks of its own article."""
    seen = defaultdict(list)
    for question in development.questions[::every]:
        own_id = f"t{question.text}"
        filters = Filters(article_ids=(own_id,)) if alone else Filters()
        answer = service.ask(question.question, filters=filters)
        right = [
            question.answer is not None
            and c.article_id == own_id
            and c.start < question.answer[1]
            and question.answer[0] < c.end
            for c in answer.citations
        ]
        seen["answerable"].append(question.answer is not None)
        seen["confidence"].append(answer.confidence)
        seen["quoted"].append(any(right[:3]))
        if question.answer is None:
            seen["refused"].append(not right)
            continue
        seen["first"].append(any(right[:1]))
        seen["three"].append(any(right[:3]))
        seen["answered"].append(bool(right))
        if not alone:
            found = [hit.passage.article_id for hit in service.search(question.question)]
            rank = list(dict.fromkeys(found)).index(own_id) + 1 if own_id in found else None
            seen["reciprocal"].append(1 / rank if rank else 0.0)
    auroc = (
        roc_auc_score(seen["answerable"], seen["confidence"]) if seen["refused"] else float("nan")
    )
    bins = reliability(seen["confidence"], seen["quoted"])
    logger.info(
        "%-20s n %4d  first %.3f  in three %.3f  answered %.3f  refused %.3f  AUROC %.3f  "
        "calibration error %.3f  search MRR %.3f",
        development.name, len(seen["answerable"]), np.mean(seen["first"]), np.mean(seen["three"]),
        np.mean(seen["answered"]), np.mean(seen["refused"] or np.nan), auroc,
        expected_calibration_error(bins), np.mean(seen["reciprocal"] or np.nan),
    )


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    together = [onestop(arguments.data), *wikipedia_not_learned_from(arguments.data)]
    sets = [(whole_articles(squad2_half(arguments.data)), True)]
    sets += [(one, False) for one in (*together, *own(arguments.data))]
    for development, alone in sets:
        drafts = [
            Draft(text=text, item=f"t{k}", id=f"t{k}", title=f"t{k}",
                  language=development.text_language)
            for k, text in enumerate(development.texts)
        ]
        with service_over(drafts) as service:
            every = 1 if development.name == "onestop" else arguments.every
            measure(service, development, every, alone=alone)


if __name__ == "__main__":
    main()
