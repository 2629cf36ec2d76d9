"""What comes in over the wire. Unknown fields are refused, so that a typing error is told."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
)

from qa.json_numbers import NumberOnly
from qa.service import LONGEST_QUESTION
from qa.types import Filters, Turn

MOST_HITS = 100

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?", re.ASCII)


def _well_formed(text: str) -> str:
    """Refuse lone surrogates: JSON can write them, but no UTF-8 text holds them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"expected Unicode text, got a lone surrogate at character {error.start}"
        ) from error
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("expected a question, got only blanks")
    return text


def _a_date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("expected an ISO 8601 date such as 2016-01-31")
    datetime.fromisoformat(text)
    return text


Text = Annotated[str, AfterValidator(_well_formed)]
Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_QUESTION,  # characters
        json_schema_extra={"pattern": r"[\p{L}\p{N}]"},  # the service asks for a word
    ),
    AfterValidator(_well_formed),
    AfterValidator(_not_blank),
]
Date = Annotated[
    Text,
    AfterValidator(_a_date),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"format": "date"}, {"format": "date-time"}],
        }
    ),
]
LONGEST_NAMED = 200  # characters
Language = Literal["en", "de"]
Limit = Annotated[int, Field(ge=1, le=MOST_HITS)]


class StrictRequest(BaseModel):
    """Refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class TurnRequest(StrictRequest):
    """One earlier question of the conversation and the text of its answer."""

    question: Text
    answer: Text


class FiltersRequest(StrictRequest):
    """Which articles to ask; dates are ISO 8601 and inclusive."""

    language: Language | None = None
    outlet: Text | None = None
    published_from: Date | None = None
    published_to: Date | None = None
    article_ids: list[Text] | None = None
    collection: Text | None = None

    def filters(self) -> Filters:
        """Return the record the service takes."""
        return Filters(
            language=self.language,
            outlet=self.outlet,
            published_from=self.published_from,
            published_to=self.published_to,
            article_ids=None if self.article_ids is None else tuple(self.article_ids),
            collection=self.collection,
        )


class AskRequest(StrictRequest):
    """A question, perhaps the latest of a conversation."""

    question: Question
    conversation: list[TurnRequest] = []
    filters: FiltersRequest = FiltersRequest()
    answer_language: Language | None = None
    stream: StrictBool = False

    def turns(self) -> tuple[Turn, ...]:
        """Return the conversation as the service takes it."""
        return tuple(Turn(question=t.question, answer=t.answer) for t in self.conversation)


class SearchRequest(StrictRequest):
    """A question whose passages are wanted, best first."""

    question: Question
    limit: Annotated[Limit, NumberOnly] = 10
    filters: FiltersRequest = FiltersRequest()


class ArticleRequest(StrictRequest):
    """An article to take in; only the text must be given."""

    text: Text
    id: Text | None = None
    title: Text | None = None
    source: Text | None = None
    outlet: Text | None = None
    author: Text | None = None
    published: Text | None = None
    language: Text | None = None
    collection: Text | None = None


class ArticlesRequest(FiltersRequest):
    """Which page of which articles to list.

    An article's title and outlet together hold every word of `named`, perhaps inside a longer one.
    """

    named: Annotated[Text, Field(max_length=LONGEST_NAMED)] = ""
    limit: Limit = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
