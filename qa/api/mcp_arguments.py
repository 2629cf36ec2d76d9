"""What a model may give the MCP tools. Descriptions are read by models; nulls mean not given.

The checks are those of the HTTP routes; the patterns of their schemas are left out, because some
clients take no Unicode classes in them.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from qa.api.requests import (
    MOST_HITS,
    AskRequest,
    Date,
    FiltersRequest,
    Language,
    StrictRequest,
    Text,
    TurnRequest,
)
from qa.api.schemas_verify import (
    LONGEST_QUOTE,
    LONGEST_TEXT,
    MOST_CITATIONS,
    CitationRequest,
)
from qa.service import LONGEST_QUESTION, checked


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("expected a quote, got only blanks")
    return text


QuestionArgument = Annotated[
    Text,
    Field(
        description="The question, in English or German, in the user's own words.",
        json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUESTION},
    ),
    AfterValidator(checked),  # a QuestionError passes through: its sentence is the service's
]


class FiltersArgument(FiltersRequest):
    """Which articles to read; leave out what does not matter."""

    language: Annotated[
        Language | None, Field(description="Only articles written in this language.")
    ] = None
    outlet: Annotated[
        Text | None, Field(description="Only articles of this outlet, spelt as in the articles.")
    ] = None
    published_from: Annotated[
        Date | None, Field(description="Only articles published on this day or later.")
    ] = None
    published_to: Annotated[
        Date | None, Field(description="Only articles published on this day or earlier.")
    ] = None
    article_ids: Annotated[
        list[Text] | None, Field(description="Only these articles, by article_id.")
    ] = None
    collection: Annotated[Text | None, Field(description="Only articles of this collection.")] = (
        None
    )


FiltersField = Annotated[
    FiltersArgument,
    Field(default_factory=FiltersArgument, description="Which articles to read; by default all."),
]


class AskArguments(StrictRequest):
    """The arguments of `ask`."""

    question: QuestionArgument
    conversation: list[TurnRequest] = Field(
        default=[],
        description="For a follow-up such as `And when?`: the earlier questions and the texts of "
        "their answers, the oldest first.",
    )
    filters: FiltersField
    answer_language: Annotated[
        Language | None,
        Field(
            description="Language of Beleg's own words, such as a refusal; by default the "
            "question's. Quotes stay in the language of their article."
        ),
    ] = None

    def request(self) -> AskRequest:
        """Return what `POST /v1/ask` would take."""
        return AskRequest.model_validate(self.model_dump())


class SearchArguments(StrictRequest):
    """The arguments of `search`."""

    question: QuestionArgument
    limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="Most passages.")] = 10
    filters: FiltersField


class ReadArguments(StrictRequest):
    """The arguments of `read_article`."""

    article_id: Annotated[
        Text, Field(description="As in a citation (`article_id`) or a passage of `search`.")
    ]
    version: Annotated[
        Text | None,
        Field(
            description="The `article_sha256` of a citation, for the very text it was copied from; "
            "the current version when left out."
        ),
    ] = None
    start: Annotated[
        int,
        Field(ge=0, description="First character to read: `next_start` of the page before."),
    ] = 0
    end: Annotated[
        int | None,
        Field(ge=1, description="Stop before this character; by default after one page."),
    ] = None


class QuoteArgument(CitationRequest):
    """A quote to check. A whole citation of `ask` may be given as it is."""

    quote: Annotated[
        Text,
        Field(max_length=LONGEST_QUOTE, description="The quote, letter for letter."),
        AfterValidator(_not_blank),
    ]
    marker: Annotated[
        int | None,
        Field(description="Its number in the answer, as in [1]; by default its position, from 1."),
    ] = None
    article_id: Annotated[
        Text | None, Field(description="The article it is said to stand in; all when left out.")
    ] = None


class VerifyArguments(StrictRequest):
    """The arguments of `verify`."""

    answer: Annotated[
        Text,
        Field(
            max_length=LONGEST_TEXT,
            description="The text whose sentences are to be supported, with markers such as [1].",
        ),
    ] = ""
    citations: list[QuoteArgument] = Field(
        default=[], max_length=MOST_CITATIONS, description="The quotes that the text rests on."
    )

    @model_validator(mode="after")
    def _something(self) -> "VerifyArguments":
        if not self.answer.strip() and not self.citations:
            raise ValueError("expected `answer`, `citations` or both")
        return self

    def sent(self) -> dict[str, Any]:
        """Return what `POST /v1/verify` would take."""
        return self.model_dump()
