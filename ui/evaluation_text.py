"""An evaluation for the terminal: the figures, and how each kind of question ended."""

from qa.evaluation.records import Outcome, Report
from qa.evaluation.wording import shown, shown_interval


def evaluation_text(report: Report) -> str:
    """Return the report as plain lines."""
    ended = [sum(case.outcome is outcome for case in report.cases) for outcome in Outcome]
    lines = [
        f"{report.name}: {len(report.cases)} questions, {report.n_articles} articles, "
        f"answers by {report.system}",
        ", ".join(f"{n} {o}" for n, o in zip(ended, Outcome, strict=True)),
        "",
    ]
    for figure in report.figures:
        low_high = shown_interval(figure.interval, figure.is_share)
        value = shown(figure.value, figure.is_share)
        lines.append(f"{figure.title:<44} {value:>9}  {low_high:<18} n={figure.n}")
    for difference in report.comparison.differences if report.comparison else ():
        p = "" if difference.p_value is None else f"  p={difference.p_value:.3f}"
        lines.append(
            f"{difference.title:<44} {difference.before:>9.3f} -> {difference.now:.3f}{p}"
        )
    if report.defects:
        lines += ["", *(f"defect of the set: {defect}" for defect in report.defects)]
    return "\n".join(lines)
