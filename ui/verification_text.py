"""A verification as plain text for a terminal. Pure functions."""

from typing import TYPE_CHECKING

from ui.plain import safe

if TYPE_CHECKING:
    from qa.api.schemas_verify import (
        CitationCheckBody,
        SegmentBody,
        StatementCheckBody,
        VerificationBody,
    )


def verification_text(verification: "VerificationBody") -> str:
    """Return a paragraph for each citation and each sentence, then how many hold."""
    parts = [_citation(check) for check in verification.citations]
    parts += [_statement(check) for check in verification.statements]
    counts = []
    if verification.citations:
        exact = sum(check.status == "exact" for check in verification.citations)
        counts.append(f"{exact} of {len(verification.citations)} quotes exact")
    if verification.statements:
        supported = sum(check.supported for check in verification.statements)
        counts.append(f"{supported} of {len(verification.statements)} sentences supported")
    return safe("\n\n".join([*parts, ", ".join(counts) or "nothing to verify"]))


def _citation(check: "CitationCheckBody") -> str:
    lines = [f"[{check.marker}] {check.status}: {check.message}", f"  > {check.quote}"]
    if check.difference:
        lines.append(f"  = {''.join(map(_segment, check.difference))}")
    if check.url:
        lines.append(f"    {check.url}")
    return "\n".join(lines)


def _segment(segment: "SegmentBody") -> str:
    """Mark what is gone and what has come, as wdiff does."""
    if segment.op == "equal":
        return segment.now
    gone = f"[-{segment.quote}-]" if segment.quote else ""
    return gone + (f"{{+{segment.now}+}}" if segment.now else "")


def _statement(check: "StatementCheckBody") -> str:
    verdict = "supported" if check.supported else "not supported"
    lines = [f"{verdict} ({check.probability:.2f}): {check.text}"]
    if check.quote:
        lines.append(f"  > {check.quote}")
    lines += [f"    {reason}" for reason in check.reasons]
    return "\n".join(lines)
