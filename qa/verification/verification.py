"""Check an answer: its citations against the library, its sentences against what they cite."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.answering.citations import viewer_url
from qa.language import detect_language
from qa.library.evidence import Evidence
from qa.library.library import Library
from qa.types import Filters
from qa.verification.quotes import QuoteChecker
from qa.verification.records import CitationCheck, CitedQuote, StatementCheck, Verification
from qa.verification.statements import SplitSentences, Statement, statements
from qa.verification.support import Support, SupportModel

MOST_JOINED = 5  # quotes that one statement cites and that are read together: the nearest
SENTENCES_READ = 12  # of the library, for a text that cites nothing
QUOTES_READ = 12  # for a sentence without a marker
PASSAGES_FOUND = 10  # that may hold a quote whose article is not named

Retrieve = Callable[[str, int, Filters], Evidence]


@dataclass(frozen=True, slots=True)
class _Proof:
    """A text that stands in an article, or stood there, and where."""

    text: str
    language: str
    article_id: str | None
    article_sha256: str | None
    start: int | None
    end: int | None
    url: str | None
    markers: tuple[int, ...] = ()


class Verifier:
    """Checks answers against one library."""

    def __init__(
        self, library: Library, retrieve: Retrieve, support: SupportModel, split: SplitSentences
    ) -> None:
        """Take the library, how it is searched, the support model, and how a text is split."""
        self._retrieve = retrieve
        self._support = support
        self._split = split
        self._quotes = QuoteChecker(library, self._candidates)

    def verify(self, text: str, citations: Sequence[CitedQuote]) -> Verification:
        """Return what became of each citation, and whether each sentence of `text` is supported.

        A sentence is judged by the citations it names; without a marker, by all of them; when
        there are none at all, by the sentences of the library that are nearest to it.
        """
        checks = tuple(self._quotes.check(cited) for cited in citations)
        said = statements(text, self._split)
        return Verification(
            citations=checks,
            statements=tuple(self._judged(statement, checks) for statement in said),
        )

    def _judged(self, statement: Statement, checks: Sequence[CitationCheck]) -> StatementCheck:
        if not checks and not statement.markers:
            return self._best(statement, self._found(statement), "no article supports it")
        cited = [c for c in checks if not statement.markers or c.marker in statement.markers]
        reasons = [
            f"there is no citation [{marker}]"
            for marker in statement.markers
            if all(check.marker != marker for check in checks)
        ]
        proofs = [proof for check in cited if (proof := _proof(check)) is not None]
        reasons += [
            f"citation [{c.marker}] is missing: {c.message}" for c in cited if _proof(c) is None
        ]
        if not statement.markers:
            proofs = self._nearest(statement, proofs, QUOTES_READ)
        elif len(proofs) > 1:
            proofs.append(_joined(self._nearest(statement, proofs, MOST_JOINED)))
        return self._best(statement, proofs, *reasons)

    def _best(
        self, statement: Statement, proofs: Sequence[_Proof], *reasons: str
    ) -> StatementCheck:
        """Judge a statement by the proof that supports it best."""
        best: tuple[Support, _Proof] | None = None
        for proof in proofs:
            support = self._support.support(
                statement.text, statement.language, proof.text, proof.language
            )
            if best is None or support.probability > best[0].probability:
                best = support, proof
        support, proof = best or (Support(0.0, False, ()), _NO_PROOF)
        is_supported = support.is_enough
        told = support.reasons if proof is not _NO_PROOF else ()
        return StatementCheck(
            text=statement.text,
            start=statement.span.start,
            end=statement.span.end,
            markers=statement.markers,
            supported=is_supported,
            probability=support.probability,
            quote=proof.text if proof is not _NO_PROOF else None,
            article_id=proof.article_id,
            article_sha256=proof.article_sha256,
            quote_start=proof.start,
            quote_end=proof.end,
            url=proof.url,
            reasons=(*reasons, *told) if not is_supported else told,
        )

    def _nearest(self, statement: Statement, proofs: list[_Proof], most: int) -> list[_Proof]:
        """Return the quotes most like the statement in their order, when there are too many."""
        if len(proofs) <= most:
            return proofs
        vector = self._support.vector(statement.text)
        likest = sorted(proofs, key=lambda p: -float(vector @ self._support.vector(p.text)))[:most]
        return [proof for proof in proofs if proof in likest]

    def _found(self, statement: Statement) -> list[_Proof]:
        """Return the sentences of the library nearest to a statement."""
        evidence = self._retrieve(statement.text, PASSAGES_FOUND, Filters())
        scored: list[tuple[float, _Proof]] = []
        for candidate in evidence.candidates:
            passage = candidate.hit.passage
            cosines = (candidate.stored.vectors.sentences @ evidence.vector).tolist()
            for cosine, span in zip(cosines, passage.sentences, strict=True):
                first = passage.span.start
                text = passage.text[span.start - first : span.end - first]
                url = viewer_url(passage.article_id, passage.article_sha256, span)
                scored.append(
                    (
                        cosine,
                        _Proof(
                            text, passage.language, passage.article_id, passage.article_sha256,
                            span.start, span.end, url,
                        ),
                    )
                )  # fmt: skip
        scored.sort(key=lambda pair: -pair[0])
        return [proof for _, proof in scored[:SENTENCES_READ]]

    def _candidates(self, quote: str) -> list[str]:
        """Return the ids of articles that may hold a quote, the likeliest first."""
        evidence = self._retrieve(quote, PASSAGES_FOUND, Filters())
        found = (candidate.hit.passage.article_id for candidate in evidence.candidates)
        return list(dict.fromkeys(found))


_NO_PROOF = _Proof("", "en", None, None, None, None, None)


def _proof(check: CitationCheck) -> _Proof | None:
    """Return what a citation proves: what stands there today, None when nothing does."""
    if check.now is None:
        return None
    return _Proof(
        check.now, detect_language(check.now), check.article_id, check.article_sha256, check.start,
        check.end, check.url, (check.marker,),
    )  # fmt: skip


def _joined(proofs: Sequence[_Proof]) -> _Proof:
    """Return several quotes as one text; it stands at no single place."""
    return _Proof(
        " ".join(proof.text for proof in proofs), proofs[0].language, None, None, None, None, None,
        tuple(marker for proof in proofs for marker in proof.markers),
    )  # fmt: skip
