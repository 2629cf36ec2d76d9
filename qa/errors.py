"""Everything that can go wrong, as one family: the message says what, with which value, what next.

BelegError
├── ConfigurationError     a setting is wrong; names it and the accepted values
├── ArticleError           one article cannot be taken in; names it and what to do
├── ArticleNotFound        no article, or no such version of it, has the given id
├── AnswerNotFound         no remembered answer has the given id
├── QuestionError          a question that cannot be asked: empty, or longer than is read
├── ModelNotFound          the embedding model is neither bundled, nor a folder, nor cached
├── IndexMismatch          the home was filled with another embedding model
├── ChatModelFailed        the chat model gave no reply, or not a whole one; says why
└── HomeInUse              another process owns the home
"""

from enum import StrEnum


class BelegError(Exception):
    """Base of every error a caller of Beleg may want to catch."""


class ConfigurationError(BelegError):
    """A setting is wrong."""


class ArticleError(BelegError):
    """One article cannot be taken in; the others can."""


class ArticleNotFound(BelegError):
    """No article, or no such version of it, has the given id."""


class AnswerNotFound(BelegError):
    """No remembered answer has the given id."""


class QuestionError(BelegError):
    """A question that cannot be asked."""


class ModelNotFound(BelegError):
    """The embedding model is neither bundled, nor a folder, nor in the local cache."""


class IndexMismatch(BelegError):
    """The home was filled with another embedding model than the settings name."""


class ChatFailure(StrEnum):
    """Why a chat model gave no whole reply."""

    TIMEOUT = "timeout"
    RATE_LIMITED = "rate limited"
    ACCESS_REFUSED = "access refused"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"  # an error of the server, or something that is no reply


class ChatModelFailed(BelegError):
    """The chat model gave no reply, or not a whole one."""

    def __init__(
        self, message: str, *, reason: ChatFailure, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry_after = retry_after  # seconds the server asks to wait, where it says so


class HomeInUse(BelegError):
    """Another process owns the home: its process id, and its address when it serves."""

    def __init__(self, message: str, *, pid: int, address: str | None) -> None:
        super().__init__(message)
        self.pid = pid
        self.address = address
