"""The report as JSON, and back: what the API sends and `--compare` reads."""

from pydantic import TypeAdapter, ValidationError

from qa.errors import BelegError
from qa.evaluation.records import Report

_report = TypeAdapter(Report)


class UnreadableReport(BelegError):
    """A file that holds no report of an evaluation."""


def report_json(report: Report) -> str:
    """Return the report as JSON."""
    return _report.dump_json(report, indent=2).decode("utf-8")


def read_report(content: str | bytes, name: str) -> Report:
    """Return the report in JSON; raise UnreadableReport."""
    try:
        return _report.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise UnreadableReport(
            f"{name}: is no evaluation report ({place}: {first['msg']}); "
            "give a file that `beleg evaluate --report FILE.json` wrote"
        ) from error
