"""What is sent to be verified, and what goes out. Whatever another system adds is let through."""

from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from qa.api.requests import Text
from qa.json_numbers import Whole
from qa.types import CitationStatus
from qa.verification.records import CitedQuote, DifferenceOperation, Verification

LONGEST_TEXT = 100_000  # characters of an answer
LONGEST_QUOTE = 20_000  # characters
MOST_CITATIONS = 500


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("expected a quote, got only blanks")
    return text


AnswerText = Annotated[Text, Field(max_length=LONGEST_TEXT)]


class CitationRequest(BaseModel):
    """A citation of ours or of any other system: only the quote must be given."""

    quote: Annotated[
        Text,
        Field(max_length=LONGEST_QUOTE, json_schema_extra={"pattern": r"[\p{L}\p{N}]"}),
        AfterValidator(_not_blank),
    ]
    marker: Whole | None = None
    article_id: Text | None = None
    article_sha256: Text | None = None
    quote_sha256: Text | None = None
    start: Whole | None = None
    end: Whole | None = None

    def cited(self, position: int) -> CitedQuote:
        """Return the record the service takes; without a marker its position, from 1, counts."""
        return CitedQuote(
            marker=position if self.marker is None else self.marker,
            quote=self.quote,
            article_id=self.article_id,
            article_sha256=self.article_sha256,
            quote_sha256=self.quote_sha256,
            start=self.start,
            end=self.end,
        )


Citations = Annotated[list[CitationRequest], Field(max_length=MOST_CITATIONS)]


class DraftRequest(BaseModel):
    """An answer of any system: its text, and what it cites."""

    answer: AnswerText
    citations: Citations | None = None


class AnswerRequest(BaseModel):
    """An `Answer` as Beleg sends it. A refusal states nothing that could be supported."""

    text: AnswerText
    citations: Citations | None = None
    kind: Text | None = None


class VerifyRequest(BaseModel):
    """What all three shapes come to."""

    text: str
    citations: list[CitedQuote]


VERIFIABLE = WithJsonSchema(
    {
        "anyOf": [
            {"$ref": f"#/components/schemas/{name}"}
            for name in ("CitationRequest", "AnswerRequest", "DraftRequest")
        ]
    }
)


def verify_request(sent: object) -> VerifyRequest:
    """Read a citation, an answer, or an answer's text with citations.

    Raises RequestValidationError, which names the field that is wrong.
    """
    if isinstance(sent, dict) and isinstance(sent.get("answer"), dict):
        sent = sent["answer"]
    if not isinstance(sent, dict):
        raise _wrong("expected a citation or an answer as a JSON object")
    try:
        if "answer" in sent:
            draft = DraftRequest.model_validate(sent)
            return _request(draft.answer, draft.citations)
        if "text" in sent:
            answer = AnswerRequest.model_validate(sent)
            return _request("" if answer.kind == "none" else answer.text, answer.citations)
        if "quote" in sent:
            return _request("", [CitationRequest.model_validate(sent)])
    except ValidationError as error:
        raise RequestValidationError(
            [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        ) from error
    raise _wrong('expected "quote" (a citation), "text" (an answer) or "answer" (its text)')


def _request(text: str, citations: list[CitationRequest] | None) -> VerifyRequest:
    return VerifyRequest(
        text=text,
        citations=[citation.cited(k) for k, citation in enumerate(citations or (), 1)],
    )


def _wrong(message: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body",), "msg": message}])


class SegmentBody(BaseModel):
    """A stretch of a difference, in words."""

    op: DifferenceOperation
    quote: str
    now: str


class CitationCheckBody(BaseModel):
    """What became of a cited quote, and where it stands."""

    marker: int
    status: CitationStatus
    message: str
    quote: str
    article_id: str | None
    article_sha256: str | None
    start: int | None
    end: int | None
    now: str | None
    difference: list[SegmentBody]
    stood_in: str | None
    url: str | None


class StatementCheckBody(BaseModel):
    """Whether a sentence of the answer follows from a quote, and from which."""

    text: str
    start: int
    end: int
    markers: list[int]
    supported: bool
    probability: float
    quote: str | None
    article_id: str | None
    article_sha256: str | None
    quote_start: int | None
    quote_end: int | None
    url: str | None
    reasons: list[str]


class VerificationBody(BaseModel):
    """The checks of an answer's citations and sentences, each in the order given."""

    citations: list[CitationCheckBody]
    statements: list[StatementCheckBody]
    all_exact: bool
    all_supported: bool

    @classmethod
    def of(cls, verification: Verification) -> "VerificationBody":
        """Return the wire form of a verification."""
        return _body.validate_python(verification, from_attributes=True)


_body = TypeAdapter(VerificationBody)
VERIFIED = (CitationRequest, AnswerRequest, DraftRequest)  # what may be sent
