"""The route that judges citations and answers, ours and anybody's."""

from typing import Annotated, Any

from fastapi import APIRouter, Body

from qa.api.native import TheService
from qa.api.problems import RESPONSES
from qa.api.schemas_verify import VERIFIABLE, VerificationBody, verify_request

verifying = APIRouter(prefix="/v1", responses=RESPONSES)


@verifying.post("/verify")
def verify(
    sent: Annotated[Any, Body(), VERIFIABLE],  # noqa: ANN401 - one of three shapes
    service: TheService,
) -> VerificationBody:
    """Say of each quote whether it stands, and of each sentence whether a quote supports it."""
    request = verify_request(sent)
    return VerificationBody.of(service.verify(request.text, request.citations))
