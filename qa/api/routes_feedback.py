"""The route that takes what people thought of an answer."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from qa.api.problems import RESPONSES
from qa.api.requests import StrictRequest, Text
from qa.feedback import FeedbackStore
from qa.json_numbers import NumberOnly

LONGEST_COMMENT = 4_000  # characters

rating = APIRouter(prefix="/v1", responses=RESPONSES)


class FeedbackRequest(StrictRequest):
    """1 for a good answer, -1 for a bad one; a later rating replaces the earlier."""

    answer_id: Text
    rating: Annotated[Literal[1, -1], NumberOnly]
    comment: Annotated[Text, Field(max_length=LONGEST_COMMENT)] | None = None


async def _feedback(request: Request) -> FeedbackStore:
    feedback: FeedbackStore = request.app.state.feedback
    return feedback


TheFeedback = Annotated[FeedbackStore, Depends(_feedback)]


@rating.post("/feedback", status_code=204)
def rate(request: FeedbackRequest, feedback: TheFeedback) -> None:
    """Keep what somebody thought of an answer; 404 when the answer is not remembered."""
    feedback.rate(request.answer_id, request.rating, request.comment)
