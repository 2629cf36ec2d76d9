"""Plots as inline SVG: one small function each, drawn with the colours of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 340, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 12, 42
LOWEST_WITH_TEXT = 0.1  # lower bars have their text above them
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a plot, both axes 0..1; `label` is told when the pointer rests on it."""

    x: float
    y: float
    label: str
    inside: str = ""  # written into its bar


def line_plot(points: Sequence[Point], title: str, x_title: str, y_title: str) -> str:
    """Return a line through the points."""
    path = " ".join(f"{_x(p.x):.1f},{_y(p.y):.1f}" for p in points)
    dots = "".join(
        f'<circle class="dot" cx="{_x(p.x):.1f}" cy="{_y(p.y):.1f}" r="3">'
        f"<title>{escape(p.label)}</title></circle>"
        for p in points
    )
    return _frame(f'<polyline class="line" points="{path}"/>{dots}', title, x_title, y_title)


def bar_plot(
    bars: Sequence[Point], bar_width: float, title: str, x_title: str, y_title: str
) -> str:
    """Return bars that are centred on their x, over the diagonal that perfect calibration is."""
    diagonal = (
        f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    )
    width = (_x(bar_width) - _x(0)) * 0.86
    drawn = "".join(
        f'<rect class="bar" x="{_x(b.x) - width / 2:.1f}" y="{_y(b.y):.1f}" width="{width:.1f}" '
        f'height="{max(_y(0) - _y(b.y), 1):.1f}" rx="2"><title>{escape(b.label)}</title></rect>'
        for b in bars
    )
    counts = "".join(
        f'<text class="{"value" if b.y >= LOWEST_WITH_TEXT else "tick"}" text-anchor="middle" '
        f'x="{_x(b.x):.1f}" y="{_y(b.y) + (14 if b.y >= LOWEST_WITH_TEXT else -4):.1f}">'
        f"{escape(b.inside)}</text>"
        for b in bars
    )
    return _frame(drawn + diagonal + counts, title, x_title, y_title)


def ranks_plot(points: Sequence[Point], title: str, x_title: str, y_title: str) -> str:
    """Return labelled bars at equal distances; x of the points is not used, `label` names them."""
    step = 1 / max(len(points), 1)
    width = (_x(step) - _x(0)) * 0.6
    drawn = "".join(
        f'<rect class="bar" x="{_x((k + 0.5) * step) - width / 2:.1f}" y="{_y(p.y):.1f}" '
        f'width="{width:.1f}" height="{max(_y(0) - _y(p.y), 1):.1f}" rx="2"/>'
        f'<text class="tick" text-anchor="middle" x="{_x((k + 0.5) * step):.1f}" '
        f'y="{_y(0) + 16}">{escape(p.label)}</text>'
        f'<text class="value" text-anchor="middle" x="{_x((k + 0.5) * step):.1f}" '
        f'y="{_y(p.y) + 16:.1f}">{p.y:.2f}</text>'
        for k, p in enumerate(points)
    )
    return _frame(drawn, title, x_title, y_title, x_ticks=False)


def _frame(content: str, title: str, x_title: str, y_title: str, *, x_ticks: bool = True) -> str:
    grid = "".join(
        f'<line class="grid" x1="{_x(0)}" y1="{_y(s)}" x2="{_x(1)}" y2="{_y(s)}"/>'
        f'<text class="tick" text-anchor="end" x="{_x(0) - 6}" y="{_y(s) + 4}">{s:g}</text>'
        + (
            f'<text class="tick" text-anchor="middle" x="{_x(s)}" y="{_y(0) + 16}">{s:g}</text>'
            if x_ticks
            else ""
        )
        for s in STEPS
    )
    middle = (TOP + HEIGHT - BOTTOM) / 2
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{grid}'
        f'{content}<text class="axis" text-anchor="middle" x="{_x(0.5)}" y="{HEIGHT - 6}">'
        f'{escape(x_title)}</text><text class="axis" text-anchor="middle" '
        f'transform="translate(12 {middle}) rotate(-90)">{escape(y_title)}</text></svg>'
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)
