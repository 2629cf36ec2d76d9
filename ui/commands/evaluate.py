"""`beleg evaluate`."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import HomeOption, JsonOption, settings_for

if TYPE_CHECKING:
    from qa.evaluation.records import Report

BELOW_FLOOR = 3

QuestionsArgument = Annotated[
    Path | None,
    typer.Argument(metavar="QUESTIONS.jsonl", help="The question set, one question a line."),
]
FromFeedbackOption = Annotated[
    Path | None,
    typer.Option(
        "--from-feedback",
        metavar="FILE.jsonl",
        help="Write rated answers here as a draft of a question set; measure nothing.",
    ),
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--answers", metavar="FILE.jsonl", help="Judge these answers, of any system, not our own."
    ),
]
CompareOption = Annotated[
    Path | None,
    typer.Option(
        "--compare", metavar="REPORT.json", help="Compare with an earlier report, pair by pair."
    ),
]
ReportOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--report",
        metavar="FILE|FOLDER",
        help="Write the report here: .html, .md or .json; a folder gets all. May be repeated.",
    ),
]
FloorsOption = Annotated[
    Path | None,
    typer.Option("--floors", metavar="FLOORS.json", help="Fail when a figure is below its floor."),
]
WriteFloorsOption = Annotated[
    bool,
    typer.Option("--write-floors", help="Measure the figures in --floors anew and write it."),
]


def evaluate(
    questions: QuestionsArgument = None,
    home: HomeOption = None,
    answers: AnswersOption = None,
    compare: CompareOption = None,
    report: ReportOption = None,
    floors: FloorsOption = None,
    write_floors: WriteFloorsOption = False,
    from_feedback: FromFeedbackOption = None,
    json: JsonOption = False,
) -> None:
    """Measure answers against the quotes that prove them.

    Ends with 0, with 3 when a figure is below its floor or the articles are others, with 1 when no
    question could be judged.
    """
    if write_floors and floors is None:
        raise typer.BadParameter("--write-floors needs --floors, the file to write")
    if from_feedback is not None:
        if questions is not None:
            raise typer.BadParameter("--from-feedback takes no question set: leave one of them out")
        _write_drafts(from_feedback, home)
        return
    if questions is None:
        raise typer.BadParameter("give a question set, or --from-feedback FILE.jsonl")

    from qa.evaluation.comparison import compared
    from qa.evaluation.dataset import DatasetError, Evaluable, read_answers, read_questions
    from qa.evaluation.report_json import read_report, report_json
    from ui.connection import connect
    from ui.evaluation_files import read_text, report_files, write_reports
    from ui.evaluation_text import evaluation_text

    reports = report_files(report or ())
    asked = read_questions(read_text(questions), str(questions))
    told = None if answers is None else read_answers(read_text(answers), str(answers), asked)
    before = None if compare is None else read_report(read_text(compare), str(compare))
    with connect(settings_for(home)) as connection:
        measured = connection.evaluate(
            Evaluable(questions=asked, answers=told, name=_shown_name(questions))
        )
    if before is not None:
        measured = compared(measured, before)
    write_reports(measured, reports)
    typer.echo(report_json(measured) if json else evaluation_text(measured))
    if not measured.cases:
        raise DatasetError(
            f"{questions}: no question could be judged, each has a quote that stands in no "
            "article; correct the quotes, or ingest the articles they were copied from"
        )
    if floors is not None:
        _gate(measured, floors, write_floors)


def _shown_name(file: Path) -> str:
    """Return the name of a file, which may hold bytes that are no text, as text."""
    return file.name.encode("utf-8", "backslashreplace").decode("utf-8")


def _write_drafts(file: Path, home: Path | None) -> None:
    from qa.evaluation.drafts import draft_lines
    from qa.feedback import FeedbackStore
    from ui.evaluation_files import add_lines, check_folder, ids_in
    from ui.home import FEEDBACK_FILE

    check_folder(file)
    with closing(FeedbackStore(settings_for(home).home / FEEDBACK_FILE)) as feedback:
        drafts = draft_lines(feedback.rated(), ids_in(file))
    add_lines(file, drafts)
    typer.echo(f"added {len(drafts)} drafts to {file}: look at each before you measure with it")


def _gate(measured: "Report", floors: Path, write: bool) -> None:
    from qa.evaluation.gate import failures
    from ui.evaluation_files import read_floors, rewrite_floors

    if write:
        rewrite_floors(measured, floors)
        typer.echo(f"wrote {floors}", err=True)
        return
    failed = failures(measured, read_floors(floors))
    for failure in failed:
        typer.echo(f"beleg: {failure}", err=True)
    if failed:
        raise typer.Exit(BELOW_FLOOR)
