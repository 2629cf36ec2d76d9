"""The gate: figures that must not fall, over articles that must be the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa.errors import BelegError
from qa.evaluation.records import Report

SLACK = 0.02  # what a new floor lies below the figure: one question of fifty


class GateError(BelegError):
    """Floors that cannot be read, or that name a figure there is not."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The least a figure may be, or the most when lower is better."""

    figure: str
    value: float


@dataclass(frozen=True, slots=True)
class Gate:
    """The floors of a question set, and the articles they were measured on."""

    corpus: str
    least: tuple[Bound, ...]
    most: tuple[Bound, ...] = ()


_shape = {"corpus": "…", "least": {"right": 0.9}, "most": {"calibration_error": 0.1}}
_bounds = TypeAdapter(dict[str, float])


def read_gate(content: Any, name: str) -> Gate:  # noqa: ANN401 - whatever JSON can hold
    """Return the gate in the parsed JSON of a floors file; raise GateError."""
    try:
        return Gate(
            corpus=TypeAdapter(str).validate_python(content["corpus"]),
            least=_read(content["least"]),
            most=_read(content.get("most", {})),
        )
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        raise GateError(f"{name}: expected floors such as {_shape}, got: {error}") from error


def gate_content(report: Report, names: Sequence[str]) -> dict[str, Any]:
    """Return what a floors file should hold so that `report` passes: its named figures, slack off.

    Raises GateError for a name the report has no figure of.
    """
    found = {figure.name: figure for figure in report.figures}
    unknown = [name for name in names if name not in found]
    if unknown:
        raise GateError(f"no figure is named {unknown[0]!r}; there are {', '.join(found)}")
    least = [found[name] for name in names if not found[name].lower_is_better]
    most = [found[name] for name in names if found[name].lower_is_better]
    return {
        "corpus": report.corpus,
        "least": {figure.name: round(max(0.0, figure.value - SLACK), 3) for figure in least},
        "most": {figure.name: round(figure.value + SLACK, 3) for figure in most},
    }


def failures(report: Report, gate: Gate) -> tuple[str, ...]:
    """Say what keeps a report from passing; empty when it passes."""
    told: list[str] = []
    if report.corpus != gate.corpus:
        told.append(
            f"the articles are others: their fingerprint is {report.corpus[:12]}, the floors were "
            f"measured on {gate.corpus[:12]}; ingest the same articles into an empty home"
        )
    told += report.defects
    for bound, is_least in [(b, True) for b in gate.least] + [(b, False) for b in gate.most]:
        value = report.figure(bound.figure)
        if value is None:
            told.append(f"{bound.figure}: could not be measured; its bound is {bound.value}")
        elif is_least and value < bound.value:
            told.append(f"{bound.figure}: {value:.3f} is below its floor of {bound.value}")
        elif not is_least and value > bound.value:
            told.append(f"{bound.figure}: {value:.3f} is above its ceiling of {bound.value}")
    return tuple(told)


def _read(content: object) -> tuple[Bound, ...]:
    return tuple(Bound(*pair) for pair in _bounds.validate_python(content).items())
