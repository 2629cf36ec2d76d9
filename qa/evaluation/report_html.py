"""The report as one HTML file: no script, no network, light and dark, on a phone too."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import quote as url_quote

from qa.evaluation.calibration import BINS
from qa.evaluation.records import Case, Comparison, Figure, Outcome, Report, Slice
from qa.evaluation.svg import Point, bar_plot, line_plot, ranks_plot
from qa.evaluation.wording import OUTCOME_TEXTS, pieces, shown, shown_interval, stands_not

SHOWN_FIRST = {
    "right": "answers proved",
    "first_right": "by the first citation",
    "refused": "of the unanswerable refused",
    "quote_exactness": "quotes exact",
    "recall_at_10": "found in the first ten",
    "latency_p50": "to the answer, half the time",
}
MOST_OPEN = 12  # rows; a longer table is closed until it is asked for
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_html(report: Report) -> str:
    """Return the page; whatever articles, questions and answers say is escaped."""
    style = files("qa.evaluation").joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Evaluation: {escape(report.name)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(_parts(report))}</main></body></html>\n"
    )


def _parts(report: Report) -> Iterator[str]:
    yield (
        f"<header><p class='eyebrow'>Evaluation</p><h1>{escape(report.name)}</h1>"
        f"<p class='quiet'>{len(report.cases)} questions · {report.n_articles} articles · answers "
        f"by {escape(report.system)} · corpus <code>{report.corpus[:12]}</code></p></header>"
    )
    yield _tiles(report)
    yield _outcomes(report.cases)
    if report.defects:
        told = "".join(f"<li>{escape(defect)}</li>" for defect in report.defects)
        yield f"<section class='defects'><h2>Defects of the set</h2><ul>{told}</ul></section>"
    if report.comparison is not None:
        yield _comparison(report.comparison)
    yield _figures(report.figures)
    yield _plots(report)
    yield _slices(report.slices)
    yield "<h2>Every question</h2>"
    yield _choice(report.cases)
    for outcome in Outcome:
        chosen = [case for case in report.cases if case.outcome is outcome]
        if chosen:
            yield (
                f"<section class='cases {_name(outcome)}'><h3 id='{_name(outcome)}'>"
                f"<span class='badge {_name(outcome)}'>{outcome}</span> "
                f"{len(chosen)} <span class='quiet'>{OUTCOME_TEXTS[outcome]}</span></h3>"
                f"{''.join(map(_case, chosen))}</section>"
            )


def _tiles(report: Report) -> str:
    chosen = [figure for figure in report.figures if figure.name in SHOWN_FIRST]
    chosen.sort(key=lambda figure: list(SHOWN_FIRST).index(figure.name))
    return "<section class='tiles'>" + "".join(
        f"<div class='tile'><strong>{shown(f.value, f.is_share)}</strong>"
        f"<span>{SHOWN_FIRST[f.name]}</span>"
        f"<small>{shown_interval(f.interval, f.is_share)}</small></div>"
        for f in chosen
    ) + "</section><p class='quiet key'>Below each figure, its 95 % interval.</p>"  # fmt: skip


def _outcomes(cases: Sequence[Case]) -> str:
    """Return one bar of all questions, cut by how they ended; each part leads to its questions."""
    counted = [(outcome, sum(c.outcome is outcome for c in cases)) for outcome in Outcome]
    parts = "".join(
        f"<a class='{_name(outcome)}' href='#{_name(outcome)}' style='flex-grow:{n}' "
        f"title='{n} {outcome}' tabindex='-1'></a>"
        for outcome, n in counted
        if n
    )
    legend = "".join(
        f"<a href='#{_name(outcome)}'><i class='{_name(outcome)}'></i>{n} {outcome}</a>"
        for outcome, n in counted
        if n
    )
    return (
        f"<div class='outcomes' aria-hidden='true'>{parts}</div><nav class='legend'>{legend}</nav>"
    )


def _choice(cases: Sequence[Case]) -> str:
    """Return boxes that hide the questions of an outcome, and what the marks below mean."""
    boxes = "".join(
        f"<label><input type='checkbox' id='show-{_name(outcome)}' checked> {n} {outcome}</label>"
        for outcome in Outcome
        if (n := sum(case.outcome is outcome for case in cases))
    )
    return (
        f"<fieldset class='choice'><legend>Show</legend>{boxes}</fieldset>"
        "<p class='quiet key'>“Proves it” has the sentences that prove the answer, “cited” those "
        "that were cited. Words in <mark>this colour</mark> stand in one of both only.</p>"
    )


def _figures(figures: Sequence[Figure]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(f.title)}"
        f"{' <small>lower is better</small>' if f.lower_is_better else ''}</th>"
        f"<td class='number'>{shown(f.value, f.is_share)}</td>"
        f"<td class='wide'>{_whisker(f)}</td>"
        f"<td class='number quiet'>{shown_interval(f.interval, f.is_share)}</td>"
        f"<td class='number quiet'>{f.n}</td></tr>"
        for f in figures
    )
    return (
        "<h2>Figures</h2><div class='scroll'><table><thead><tr><th>figure</th><th>value</th>"
        "<th class='wide'></th><th>95 % interval</th><th>questions</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _whisker(figure: Figure) -> str:
    if not figure.is_share:
        return ""
    low, high = figure.value, figure.value
    if figure.interval is not None:
        low, high = figure.interval.low, figure.interval.high
    return (
        "<svg class='whisker' viewBox='0 0 100 10' preserveAspectRatio='none' aria-hidden='true'>"
        "<rect class='rail' x='0' y='4' width='100' height='2'/>"
        f"<rect class='span' x='{100 * low:.1f}' y='2.5' "
        f"width='{max(100 * (high - low), 0.5):.1f}' height='5'/>"
        f"<rect class='mark' x='{min(100 * figure.value, 98.6):.1f}' y='0' width='1.4' "
        "height='10'/></svg>"
    )


def _plots(report: Report) -> str:
    drawn: list[tuple[str, str]] = []
    if report.recall:
        points = [Point(0, p.recall, str(p.rank)) for p in report.recall]
        drawn.append(
            ("Retrieval recall@k", ranks_plot(points, "Recall by hits read", "hits read", "recall"))
        )
    if report.risk_coverage:
        points = [
            Point(p.coverage, p.risk, f"{shown(p.coverage)} answered, {shown(p.risk)} wrong")
            for p in report.risk_coverage
        ]
        plot = line_plot(points, "Risk by coverage", "share of questions answered", "share wrong")
        drawn.append(("Risk and coverage", plot))
    if report.reliability:
        points = [
            Point(
                (b.low + b.high) / 2,
                b.accuracy,
                f"{b.n} answers, confidence {shown(b.confidence)}, right {shown(b.accuracy)}",
                str(b.n),
            )
            for b in report.reliability
        ]
        plot = bar_plot(
            points, 1 / BINS, "Reliability", "confidence; in the bars: answers", "share right"
        )
        drawn.append(("Reliability", plot))
    figures = "".join(f"<figure><figcaption>{t}</figcaption>{svg}</figure>" for t, svg in drawn)
    return f"<section class='plots'>{figures}</section>"


def _slices(slices: Sequence[Slice]) -> str:
    tables = []
    for kind in dict.fromkeys(s.kind for s in slices):
        rows = "".join(
            f"<tr><th scope='row'>{escape(s.name)}</th><td class='number quiet'>{s.n}</td>"
            f"<td class='share'>{_meter(s.right)}</td><td class='share'>{_meter(s.refused)}</td>"
            "</tr>"
            for s in slices
            if s.kind == kind
        )
        is_open = " open" if rows.count("<tr>") <= MOST_OPEN else ""
        tables.append(
            f"<details{is_open}><summary>By {kind}</summary><div class='scroll'><table><thead><tr>"
            f"<th>{kind}</th><th>questions</th><th class='share'>answerable: right</th>"
            "<th class='share'>unanswerable: refused</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></div>"
            "</details>"
        )
    return "<h2>Slices</h2>" + "".join(tables)


def _meter(share: float | None) -> str:
    if share is None:
        return "<span class='quiet'>–</span>"
    return (
        f"<span class='meter'><i style='width:{100 * share:.0f}%'></i></span> "
        f"<span class='number'>{shown(share)}</span>"
    )


def _comparison(comparison: Comparison) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(d.title)}</th><td class='number'>{shown(d.before)}</td>"
        f"<td class='number'>{shown(d.now)}</td>"
        f"<td class='number quiet'>{shown_interval(d.interval)}</td>"
        f"<td class='number'>{'' if d.p_value is None else f'{d.p_value:.3f}'}</td></tr>"
        for d in comparison.differences
    )
    warning = "" if comparison.same_corpus else "<p><strong>The articles differ.</strong></p>"
    lists = "".join(
        f"<p>{title}: {', '.join(map(_link, ids)) or 'none'}</p>"
        for title, ids in (("Mended", comparison.mended), ("Broken", comparison.broken))
    )
    return (
        f"<h2>Compared with the earlier run</h2>{warning}<div class='scroll'><table><thead><tr>"
        "<th>figure</th><th>before</th><th>now</th><th>95 % interval of the change</th><th>p</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></div>{lists}"
    )


def _link(case_id: str) -> str:
    return f"<a class='case-link' href='#case-{url_quote(case_id)}'>{escape(case_id)}</a>"


def _case(case: Case) -> str:
    is_open = " open" if case.outcome is not Outcome.RIGHT else ""
    cited = " ".join(citation.quote for citation in case.citations)
    golden = " ".join(gold.passage for gold in case.gold)
    gold = "".join(
        f"<blockquote>{_marked(g.passage, cited)}<cite>{escape(g.title)}</cite></blockquote>"
        for g in case.gold
    )
    ours = "".join(
        f"<blockquote class='{'proves' if c.proves else 'other'}'>{_marked(c.quote, golden)}"
        f"<cite><b>{'✓ proves it' if c.proves else '✗ proves nothing'}</b> · "
        f"{escape(c.title or 'no article')}"
        f"{'' if c.stands else f' · {stands_not(c)}'}</cite></blockquote>"
        for c in case.citations
    )
    nothing = "<p class='quiet'>nothing</p>"
    sure = "" if case.confidence is None else f" · confidence {case.confidence:.2f}"
    took = "" if case.milliseconds is None else f" · {case.milliseconds:.0f} ms"
    return (
        f"<details class='case' id='case-{escape(case.id)}'{is_open}><summary>"
        f"<span class='dot {_name(case.outcome)}'></span>"
        f"<span>{escape(case.question)}</span></summary>"
        f"<p class='quiet'><code>{escape(case.id)}</code> · "
        f"{escape(case.language_pair)}{sure}{took}</p><p class='answer'>{escape(case.text)}</p>"
        f"<div class='pair'><div><h4>proves it</h4>{gold or nothing}</div>"
        f"<div><h4>cited</h4>{ours or nothing}</div></div></details>"
    )


def _marked(text: str, other: str) -> str:
    """Return `text` escaped, marked where `other` differs; unmarked when all of it does."""
    found = list(pieces(text, other))
    if not any(piece.is_common for piece in found):
        return escape(text)
    return "".join(
        escape(piece.text)
        if piece.is_common or not piece.text.strip()
        else f"<mark>{escape(piece.text)}</mark>"
        for piece in found
    )


def _name(outcome: Outcome) -> str:
    return str(outcome).replace(" ", "-")
