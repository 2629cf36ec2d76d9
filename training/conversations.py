"""Ask follow-ups within their conversation and alone: how often the first quote is right.

    python -m training.conversations --data DATA

`development/onestopenglish.conversations.jsonl` names, for each turn, words of the sentence that
answers; all 189 articles (CC BY-SA 4.0) are asked together. MTRAG (half, Apache-2.0) names the
passages that answer: there the first citation, or where there is none the nearest passage, must be
one of them. What was answered in earlier turns is as the data has it, not as Beleg answered.
"""

import argparse
import gzip
import json
import logging
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.articles import Draft
from ingest.sentences import sentences
from qa.service import Service
from qa.settings import load_settings
from qa.types import Answer, Turn
from training.data import guard
from ui.home import open_home

logger = logging.getLogger(__name__)
CONVERSATIONS = Path(__file__).parent / "development" / "onestopenglish.conversations.jsonl"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that others were asked before, and where its answer stands."""

    set_name: str
    question: str
    turns: tuple[Turn, ...]
    articles: frozenset[str]  # ids, one of which answers
    says: str  # words of the quote that answers; "" where any quote of these articles does

    def is_right(self, answer: Answer) -> bool:
        """Say whether what the answer shows first is what answers."""
        if answer.citations:
            first = answer.citations[0]
            return first.article_id in self.articles and self.says in first.quote
        nearest = [hit.passage.article_id for hit in answer.nearest[:1]]
        return not self.says and not self.articles.isdisjoint(nearest)


def onestop_english(data: Path) -> tuple[list[Draft], list[FollowUp]]:
    """Return the articles, advanced level, and the follow-ups written over some of them."""
    drafts = []
    with zipfile.ZipFile(guard(data / "onestopenglish" / "onestopenglish.zip")) as archive:
        for name in sorted(archive.namelist()):
            if "/Adv-Txt/" in name and name.endswith(".txt"):
                text = archive.read(name).decode("utf-8-sig", errors="replace")
                title = Path(name).stem.removesuffix("-adv").strip()
                name = title.replace(" ", "-").replace("'", "")
                drafts.append(Draft(text=text, item=name, id=name, title=title, language="en"))
    texts = {draft.id: draft.text for draft in drafts}
    found = []
    for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines():
        conversation = json.loads(line)
        article, turns = conversation["article"].replace(" ", "-"), []
        for turn in conversation["turns"]:
            if turns:
                found.append(
                    FollowUp(
                        f"onestopenglish, {conversation['language']}", turn["question"],
                        tuple(turns), frozenset((article,)), turn["says"],
                    )
                )  # fmt: skip
            turns.append(turn_of(turn["question"], sentence_saying(texts[article], turn["says"])))
    return drafts, found


def turn_of(question: str, answer: str) -> Turn:
    """Return a turn of a conversation, its answer marked as Beleg marks a quote."""
    return Turn(question=question, answer=f"{answer} [1]")


def sentence_saying(text: str, words: str) -> str:
    """Return the one sentence of a text that has these words."""
    [said] = [s.of(text) for s in sentences(text, "en") if words in s.of(text)]
    return said


def mtrag(data: Path) -> tuple[list[Draft], list[FollowUp]]:
    """Return the passages and the later turns of the MTRAG half."""
    drafts, found = {}, []
    with gzip.open(guard(data / "mtrag-half" / "mtragun.jsonl.gz"), "rt") as file:
        tasks = [json.loads(line) for line in file]
    for task in tasks:
        for context in task["contexts"]:
            name = context["document_id"]
            drafts[name] = Draft(
                text=context["text"], item=name, id=name, title=context.get("title") or name,
                language="en",
            )
        messages = [message["text"] for message in task["input"]]
        turns = tuple(map(turn_of, messages[:-1:2], messages[1::2]))
        articles = frozenset(context["document_id"] for context in task["contexts"])
        if turns and articles:
            found.append(FollowUp("mtrag", messages[-1], turns, articles, ""))
    return list(drafts.values()), found


@contextmanager
def service_over(drafts: Iterable[Draft]) -> Iterator[Service]:
    """Yield a service over these articles alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"home": Path(folder)}, {}, Path("no.env"))
        with open_home(settings) as home:
            report = home.pipeline.ingest(drafts)
            assert all(item.message is None for item in report.items), report
            yield home.service


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wrong", action="store_true", help="tell what was answered wrongly")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for read in (onestop_english, mtrag):
        drafts, follow_ups = read(given.data)
        within: dict[str, list[bool]] = defaultdict(list)
        alone: dict[str, list[bool]] = defaultdict(list)
        with service_over(drafts) as service:
            for follow_up in follow_ups:
                answer = service.ask(follow_up.question, conversation=follow_up.turns)
                within[follow_up.set_name].append(follow_up.is_right(answer))
                alone[follow_up.set_name].append(
                    follow_up.is_right(service.ask(follow_up.question))
                )
                if given.wrong and not follow_up.is_right(answer):
                    logger.info(
                        "%s\n  %s\n  %s",
                        follow_up.question, answer.standalone_question, answer.text,
                    )  # fmt: skip
        for name, right in within.items():
            n = len(right)
            logger.info(
                "%s: n %d, first right within the conversation %.3f, alone %.3f",
                name, n, sum(right) / n, sum(alone[name]) / n,
            )  # fmt: skip


if __name__ == "__main__":
    main()
