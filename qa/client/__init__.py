"""A client for programs: `from qa.client import Client`. Loads httpx and pydantic, no model."""

from qa.client.async_client import AsyncClient
from qa.client.client import Client
from qa.client.errors import (
    ClientError,
    ConnectionLost,
    CouldNotConnect,
    Refused,
    TimedOut,
    UnreadableReply,
)
from qa.client.records import ArticlePage, Health, NewArticle, StoredArticle
from qa.types import Answer, Citation, Delta, Filters, Turn
from qa.verification.records import CitedQuote

__all__ = [
    "Answer",
    "ArticlePage",
    "AsyncClient",
    "Citation",
    "CitedQuote",
    "Client",
    "ClientError",
    "ConnectionLost",
    "CouldNotConnect",
    "Delta",
    "Filters",
    "Health",
    "NewArticle",
    "Refused",
    "StoredArticle",
    "TimedOut",
    "Turn",
    "UnreadableReply",
]
