"""The question sets with floors: what they ask, of which articles. `make evaluate` runs both."""

import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.articles import Draft
from ingest.sources import SourceItem, drafts, items
from qa.evaluation.dataset import Question, read_questions
from qa.evaluation.gate import failures
from qa.evaluation.records import Report
from qa.evaluation.run import evaluate
from qa.settings import load_settings
from ui.evaluation_files import read_floors, rewrite_floors, write_reports
from ui.evaluation_text import evaluation_text
from ui.home import Home, open_home

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
SEED_QUESTIONS = SEEDS / "seeds.questions.jsonl"
SEED_FLOORS = SEEDS / "seeds.floors.json"
WIKI = ROOT / "training" / "development" / "new_wiki_de.jsonl.gz"
WIKI_FLOORS = Path(__file__).parent / "wiki.floors.json"
HELD_OUT = 5  # of the articles, every fifth is left out: its questions are not answerable


def seed_drafts() -> Iterator[Draft]:
    for item in items([str(SEEDS)], 10**6):
        assert isinstance(item, SourceItem), item
        for draft in drafts(item):
            assert isinstance(draft, Draft), draft
            yield draft


def seed_questions() -> tuple[Question, ...]:
    return read_questions(SEED_QUESTIONS.read_text(encoding="utf-8"), SEED_QUESTIONS.name)


def wiki() -> tuple[list[Draft], tuple[Question, ...]]:
    """Return German Wikipedia paragraphs (CC BY 4.0) and the first question to each.

    The paragraphs of every fifth Wikipedia article are not taken in: nothing answers theirs.
    """
    with gzip.open(WIKI, "rt", encoding="utf-8") as file:
        paragraphs = [json.loads(line) for line in file]
    titles = sorted({paragraph["id"].rsplit("-", 1)[0] for paragraph in paragraphs})
    held_out = set(titles[::HELD_OUT])
    articles, questions = [], []
    for paragraph in paragraphs:
        title = paragraph["id"].rsplit("-", 1)[0]
        asked = paragraph["questions"][0]
        answerable = title not in held_out
        questions.append(
            Question(
                id=asked["id"],
                question=asked["question"],
                language="de",
                answerable=answerable,
                quotes=(paragraph["sentences"][asked["sentence"]],) if answerable else (),
            )
        )
        if answerable:
            text = " ".join(paragraph["sentences"])
            name = title.replace("_", " ")
            place = paragraph["id"]
            articles.append(Draft(text=text, item=place, title=name, source=place, language="de"))
    return articles, tuple(questions)


@contextmanager
def filled_home(folder: Path, articles: Iterator[Draft] | list[Draft]) -> Iterator[Home]:
    with open_home(load_settings({"home": folder}, {}, Path("no.env"))) as home:
        report = home.pipeline.ingest(articles)
        assert all(item.message is None for item in report.items), report
        yield home


def main(arguments: list[str]) -> int:
    """Run both sets; with --write-floors, write the floors anew; a folder takes the reports."""
    folder = next((Path(a) for a in arguments if not a.startswith("-")), None)
    wiki_articles, wiki_questions = wiki()
    failed = []
    for name, articles, questions, floors in (
        ("seeds", list(seed_drafts()), seed_questions(), SEED_FLOORS),
        ("wiki", wiki_articles, wiki_questions, WIKI_FLOORS),
    ):
        with (
            tempfile.TemporaryDirectory() as place,
            filled_home(Path(place), articles) as home,
        ):
            report = evaluate(home.service, home.library, questions, name=name)
        sys.stdout.write(evaluation_text(report) + "\n\n")
        failed += judged(report, floors, "--write-floors" in arguments)
        if folder is not None:
            write_reports(report, [folder / f"{name}{suffix}" for suffix in (".html", ".json")])
    return 1 if failed else 0


def judged(report: Report, floors: Path, write: bool) -> tuple[str, ...]:
    if write:
        rewrite_floors(report, floors)
        return ()
    told = failures(report, read_floors(floors))
    for failure in told:
        sys.stderr.write(f"{report.name}: {failure}\n")
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
