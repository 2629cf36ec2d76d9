"""`beleg doctor`: what is in place, what is not, and what to do about it."""

import hashlib
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import IntEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from qa.errors import BelegError
from qa.settings import Settings
from qa.types import Filters

OLDEST_PYTHON = (3, 11)
LITTLE_SPACE = 1_000_000_000  # bytes; below this the doctor warns
NO_SPACE = 50_000_000  # bytes; below this it fails
SUMS_FILE = "SHA256SUMS"

TRIAL_ARTICLE = (
    "Die Türkei hat im November ein russisches Kampfflugzeug abgeschossen. Aus Angst vor "
    "russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe gegen den IS in "
    "Syrien ein. Das Wetter in Istanbul blieb in der Woche danach mild."
)
TRIAL_QUESTION = "Why did Turkey stop airstrikes?"
TRIAL_QUOTE = "Aus Angst vor russischer Vergeltung"


class Verdict(IntEnum):
    """How bad a finding is."""

    OK = 0
    WARN = 1
    FAIL = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do when that is not well."""

    verdict: Verdict
    what: str
    found: str
    next_step: str = ""

    @property
    def line(self) -> str:
        """Return the finding as one line."""
        advice = f"; {self.next_step}" if self.next_step else ""
        return f"{self.verdict.name.lower():4}  {self.what}: {self.found}{advice}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each thing that Beleg needs; the home itself is not changed."""
    yield _python()
    yield _packages()
    yield _models()
    yield _home(settings.home)
    yield _space(settings.home)
    yield _owner(settings.home)
    yield _library(settings.home)
    yield _index(settings)
    yield _trial(settings)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Finding(Verdict.OK, "Python", found)
    return Finding(Verdict.FAIL, "Python", found, "install Python 3.11 or newer")


def _packages() -> Finding:
    try:
        needed = [line for line in requires("beleg") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return Finding(
            Verdict.WARN, "packages", "beleg is not installed", "run `pip install -e .` here"
        )
    from packaging.requirements import Requirement

    wrong = []
    for requirement in map(Requirement, needed):
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            wrong.append(f"{requirement.name} {found} is not {requirement.specifier}")
    if wrong:
        return Finding(Verdict.FAIL, "packages", ", ".join(wrong), "install Beleg again")
    return Finding(Verdict.OK, "packages", f"all {len(needed)} present")


def _models() -> Finding:
    from qa.models.catalog import BUNDLED_FOLDER

    again = "install Beleg again: its weights are not those it was released with"
    sums = BUNDLED_FOLDER / SUMS_FILE
    if not sums.is_file():
        return Finding(Verdict.FAIL, "models", f"{sums} is missing", again)
    lines = [line.split(maxsplit=1) for line in sums.read_text("utf-8").splitlines() if line]
    for expected, name in lines:
        path = BUNDLED_FOLDER / name.lstrip("*")
        if not path.is_file():
            return Finding(Verdict.FAIL, "models", f"{path} is missing", again)
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return Finding(Verdict.FAIL, "models", f"{path} has another SHA-256", again)
    return Finding(Verdict.OK, "models", f"{len(lines)} files as released")


def _home(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home):
            return Finding(Verdict.OK, "home", f"{home} can be written")
    except OSError as error:
        return Finding(
            Verdict.FAIL,
            "home",
            f"{home} cannot be written ({error.strerror})",
            "give yourself the right, or name another folder with --home",
        )


def _space(home: Path) -> Finding:
    parent = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(parent).free
    found = f"{free / 1e9:.1f} GB free"
    if free < LITTLE_SPACE:
        verdict = Verdict.FAIL if free < NO_SPACE else Verdict.WARN
        return Finding(verdict, "disk", found, "make room before you take in more articles")
    return Finding(Verdict.OK, "disk", found)


def _owner(home: Path) -> Finding:
    from qa.index.ownership import owner_of

    owner = owner_of(home)
    if owner is None:
        return Finding(Verdict.OK, "owner", "nobody has the home open")
    if owner.address is None:
        return Finding(
            Verdict.WARN,
            "owner",
            f"process {owner.pid} has the home open and does not serve it",
            "wait until it has ended, then run this again",
        )
    from qa.api.keys import local_key
    from ui.remote import connect_to

    try:
        with connect_to(owner.address, local_key(home)) as remote:
            total = remote.articles(Filters(), limit=1, offset=0).total
    except BelegError as error:
        return Finding(
            Verdict.FAIL, "owner", str(error), f"end process {owner.pid} and serve again"
        )
    return Finding(
        Verdict.OK, "owner", f"served at {owner.address} by process {owner.pid}, {total} articles"
    )


def _library(home: Path) -> Finding:
    from ui.home import LIBRARY_FILE

    path = home / LIBRARY_FILE
    if not path.is_file():
        return Finding(Verdict.OK, "library", "none yet; `beleg ingest PATH` makes it")
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        told = str(error)
    if told == "ok":
        return Finding(Verdict.OK, "library", f"{path} is sound")
    return Finding(
        Verdict.FAIL, "library", f"{path} is damaged ({told})", "restore it from a backup"
    )


def _index(settings: Settings) -> Finding:
    from qa.index.ownership import owner_of
    from ui.home import LIBRARY_FILE, open_home

    if owner_of(settings.home) is not None:
        return Finding(Verdict.OK, "index", "left to the process that has it open")
    if not (settings.home / LIBRARY_FILE).is_file():
        return Finding(Verdict.OK, "index", "none yet")
    try:
        with open_home(settings) as home:
            found = f"{home.library.n_passages()} passages can be searched"
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor tells it
        return Finding(Verdict.FAIL, "index", f"cannot be opened: {error!r}")
    return Finding(Verdict.OK, "index", found)


def _trial(settings: Settings) -> Finding:
    question = f"“{TRIAL_QUESTION}”"
    try:
        quote = try_out(settings)
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor tells it
        return Finding(Verdict.FAIL, "question", f"{question} failed: {error!r}")
    if quote.startswith(TRIAL_QUOTE):
        return Finding(Verdict.OK, "question", f"{question} is answered with the right quote")
    return Finding(
        Verdict.FAIL,
        "question",
        f"{question} is answered with {quote!r}",
        "set BELEG_EMBEDDING=bundled, or install Beleg again",
    )


def try_out(settings: Settings) -> str:
    """Ingest an article and ask it, in a home of its own; return the first quote, or nothing."""
    from ingest.articles import Draft
    from ui.home import open_home

    with tempfile.TemporaryDirectory(prefix="beleg-") as folder:
        alone = settings.model_copy(update={"home": Path(folder)})
        with open_home(alone) as home:
            home.pipeline.ingest([Draft(text=TRIAL_ARTICLE, item="trial")])
            answer = home.service.ask(TRIAL_QUESTION)
    return answer.citations[0].quote if answer.citations else ""
