"""The bodies as text that a model reads well. Pure functions; quotes stay as they are."""

from qa.api.mcp_page import ArticlePageBody
from qa.api.schemas import AnswerBody, HitBody, SearchBody
from qa.api.schemas_verify import CitationCheckBody, StatementCheckBody, VerificationBody
from qa.types import AnswerKind, Citation

NOT_ANSWERED = (
    "This is of kind none: tell the user so, and do not answer as if the articles did. Nearest "
    "passages, in case the question was meant otherwise:"
)


def answer_text(answer: AnswerBody, address: str | None) -> str:
    """Return the answer, then its quotes by marker; links lead to the server at `address`."""
    if answer.kind is AnswerKind.NONE:
        return _parts(answer.text, answer.note, NOT_ANSWERED, *map(_hit, answer.nearest))
    parts = [answer.text, answer.note]
    if answer.unsupported:
        parts.append(f"Sentences that no quote proves, removed or marked: {answer.unsupported}.")
    parts.append("Quotes, letter for letter from the articles:")
    return _parts(*parts, *(_citation(citation, address) for citation in answer.citations))


def search_text(found: SearchBody, _address: str | None) -> str:
    """Return the passages, numbered, best first."""
    if not found.hits:
        return "No passage fits."
    return _parts(*(f"{rank}. {_hit(hit)}" for rank, hit in enumerate(found.hits, 1)))


def page_text(page: ArticlePageBody, _address: str | None) -> str:
    """Return what is known of the article, its text, and how to read on."""
    facts = _joined(page.title, page.outlet, page.author, page.published, page.language)
    read_on = None
    if page.next_start is not None:
        read_on = (
            f"Characters {page.start} to {page.end} of {page.length}: read on with "
            f"start={page.next_start}."
        )
    version = f"article_id {page.id}, version {page.sha256}"
    return _parts("\n".join(filter(None, [facts, page.source, version])), page.text, read_on)


def verification_text(verification: VerificationBody, address: str | None) -> str:
    """Return the verdict, then a paragraph for each quote and each sentence."""
    counts = []
    if verification.citations:
        exact = sum(check.status == "exact" for check in verification.citations)
        counts.append(f"{exact} of {len(verification.citations)} quotes stand letter for letter.")
    if verification.statements:
        supported = sum(check.supported for check in verification.statements)
        counts.append(f"{supported} of {len(verification.statements)} sentences are supported.")
    return _parts(
        " ".join(counts) or "Nothing was stated.",
        *(_citation_check(check, address) for check in verification.citations),
        *map(_statement_check, verification.statements),
    )


def _citation(citation: Citation, address: str | None) -> str:
    facts = _joined(citation.title, citation.outlet, citation.published, citation.language)
    lines = [
        f"[{citation.marker}] “{citation.quote}”",
        facts,
        _link(citation.text_fragment_url, citation.source, citation.url, address),
        f"article_id {citation.article_id}, characters {citation.start}-{citation.end}",
    ]
    return "\n    ".join(filter(None, lines))


def _hit(hit: HitBody) -> str:
    place = f"article_id {hit.article_id}, characters {hit.start}-{hit.end}"
    return f"{hit.title} ({hit.language}; {place})\n{hit.text}"


def _citation_check(check: CitationCheckBody, address: str | None) -> str:
    lines = [f"[{check.marker}] {check.status}: {check.message}", f"quote: {check.quote}"]
    if check.now is not None and check.now != check.quote:
        lines.append(f"stands there now: {check.now}")
    if check.url is not None and address is not None:
        lines.append(address + check.url)
    return "\n    ".join(lines)


def _statement_check(check: StatementCheckBody) -> str:
    verdict = "supported" if check.supported else "NOT supported"
    lines = [f"{verdict} (probability {check.probability:.2f}): {check.text}"]
    if check.quote is not None:
        lines.append(f"by the quote: {check.quote}")
    return "\n    ".join([*lines, *check.reasons])


def _link(
    text_fragment_url: str | None, source: str | None, url: str, address: str | None
) -> str | None:
    """Return where a person can open the quote: at its source, else in Beleg's own viewer."""
    if text_fragment_url is not None:
        return text_fragment_url
    if source is not None and source.startswith(("https://", "http://")):
        return source
    return source if address is None else address + url


def _parts(*parts: str | None) -> str:
    return "\n\n".join(filter(None, parts))


def _joined(*facts: str | None) -> str:
    return " · ".join(filter(None, facts))
