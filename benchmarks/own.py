"""Beleg, measured the same way: files in, answers out."""

from pathlib import Path
from time import perf_counter
from typing import Any


def run(folder: Path, home: Path, questions: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """Return seconds of the ingest, the number of passages, and milliseconds of each question."""
    from ingest.sources import drafts, items
    from qa.settings import load_settings
    from ui.home import open_home

    settings = load_settings({"home": home}, {}, Path("/nonexistent"))
    started = perf_counter()
    with open_home(settings) as opened:
        found = (draft for item in items([str(folder)], 10**9) for draft in drafts(item))
        opened.pipeline.ingest(found)
        seconds = perf_counter() - started
        opened.service.ask(questions[0])
        times = []
        for _ in range(rounds):
            for question in questions:
                asked = perf_counter()
                opened.service.ask(question)
                times.append(1000 * (perf_counter() - asked))
        return {
            "seconds": seconds,
            "passages": opened.library.n_passages(),
            "question_ms": times,
        }
