"""The report as Markdown."""

import re
from collections.abc import Iterator

from qa.evaluation.records import Case, Outcome, Report
from qa.evaluation.wording import OUTCOME_TEXTS, pieces, shown, shown_interval, stands_not

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")


def report_markdown(report: Report) -> str:
    """Return the report; what articles and answers say is escaped."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# Evaluation: {_text(report.name)}"
    yield ""
    yield (
        f"{len(report.cases)} questions, {report.n_articles} articles, answers by "
        f"{_text(report.system)}. Corpus `{report.corpus[:12]}`."
    )
    yield ""
    yield "| figure | value | 95 % interval | questions |"
    yield "|---|---:|---:|---:|"
    for figure in report.figures:
        arrow = " (lower is better)" if figure.lower_is_better else ""
        value = shown(figure.value, figure.is_share)
        low_high = shown_interval(figure.interval, figure.is_share)
        yield f"| {figure.title}{arrow} | {value} | {low_high} | {figure.n} |"
    if report.comparison is not None:
        yield from _comparison(report)
    yield from _plots(report)
    yield from _slices(report)
    if report.defects:
        yield from ("", "## Defects of the question set", "")
        yield from (f"- {_text(defect)}" for defect in report.defects)
    for outcome in Outcome:
        cases = [case for case in report.cases if case.outcome is outcome]
        if cases:
            yield from ("", f"## {str(outcome).capitalize()} ({len(cases)})", "")
            yield f"_{OUTCOME_TEXTS[outcome]}_"
            for case in cases:
                yield from _case(case)


def _comparison(report: Report) -> Iterator[str]:
    comparison = report.comparison
    if comparison is None:
        return
    yield from ("", "## Compared with the earlier run", "")
    if not comparison.same_corpus:
        yield from ("**The articles are not the same.**", "")
    yield "| figure | before | now | 95 % interval of the change | p |"
    yield "|---|---:|---:|---:|---:|"
    for d in comparison.differences:
        p = "" if d.p_value is None else f"{d.p_value:.3f}"
        yield (
            f"| {d.title} | {shown(d.before)} | {shown(d.now)} | {shown_interval(d.interval)} "
            f"| {p} |"
        )
    yield ""
    yield f"Mended: {_text(', '.join(comparison.mended) or 'none')}."
    yield f"Broken: {_text(', '.join(comparison.broken) or 'none')}."


def _plots(report: Report) -> Iterator[str]:
    if report.recall:
        yield from ("", "## Retrieval recall", "")
        yield "| hits | " + " | ".join(str(p.rank) for p in report.recall) + " |"
        yield "|---|" + "---:|" * len(report.recall)
        yield "| recall | " + " | ".join(shown(p.recall) for p in report.recall) + " |"
    if report.reliability:
        yield from ("", "## Reliability", "", "| confidence | answers | mean | right |")
        yield "|---|---:|---:|---:|"
        for b in report.reliability:
            yield (
                f"| {b.low:.1f} – {b.high:.1f} | {b.n} | {shown(b.confidence)} "
                f"| {shown(b.accuracy)} |"
            )
    if report.risk_coverage:
        yield from ("", "## Risk and coverage", "", "| questions answered | answers wrong |")
        yield "|---:|---:|"
        step = max(1, len(report.risk_coverage) // 10)
        last = report.risk_coverage[-1]
        for p in [*report.risk_coverage[step - 1 : -1 : step], last]:
            yield f"| {shown(p.coverage)} | {shown(p.risk)} |"


def _slices(report: Report) -> Iterator[str]:
    for kind in dict.fromkeys(s.kind for s in report.slices):
        yield from ("", f"## By {kind}", "", f"| {kind} | questions | right | refused |")
        yield "|---|---:|---:|---:|"
        for s in report.slices:
            if s.kind == kind:
                yield f"| {_text(s.name)} | {s.n} | {shown(s.right)} | {shown(s.refused)} |"


def _case(case: Case) -> Iterator[str]:
    yield from ("", f"### {_text(case.question)}", "")
    yield f"{_text(case.id)}, {_text(case.language_pair)}. Answer: {_text(case.text)}"
    cited = " ".join(citation.quote for citation in case.citations)
    for gold in case.gold:
        yield ""
        yield f"- gold ({_text(gold.title)}): {_marked(gold.quote, cited)}"
    golden = " ".join(gold.quote for gold in case.gold)
    for citation in case.citations:
        stands = "" if citation.stands else f" **{stands_not(citation)}**"
        title = _text(citation.title or "no article")
        yield f"- cited ({title}){stands}: {_marked(citation.quote, golden)}"


def _marked(text: str, other: str) -> str:
    """Return `text`, bold where `other` differs; plain when all of it does."""
    found = list(pieces(text, other))
    if not any(piece.is_common for piece in found):
        return _text(text)
    marked = []
    for piece in found:
        bare = piece.text.strip()
        if piece.is_common or not bare:
            marked.append(_text(piece.text))
        else:
            marked.append(_text(piece.text).replace(_text(bare), f"**{_text(bare)}**", 1))
    return "".join(marked)


def _text(text: str) -> str:
    """Return `text` on one line, with what Markdown or HTML would act upon made harmless."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))
