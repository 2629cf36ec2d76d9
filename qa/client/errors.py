"""What can go wrong between a program and a server, as one family.

ClientError
├── CouldNotConnect     no server was reached: nothing was done
├── TimedOut            the server took the request and went silent
├── ConnectionLost      the connection broke before the whole reply was there
├── UnreadableReply     something answered, but not as Beleg does
└── Refused             the server says no, and why
"""

from qa.errors import BelegError


class ClientError(BelegError):
    """A server could not be asked, or did not do what it was asked."""


class CouldNotConnect(ClientError):
    """No server was reached; nothing was done."""


class TimedOut(ClientError):
    """The server sent nothing for as long as the client waits; it may still do what was asked."""


class ConnectionLost(ClientError):
    """The connection broke before the whole reply, or the whole stream, was there."""


class UnreadableReply(ClientError):
    """What came back is nothing that Beleg sends."""


class Refused(ClientError):
    """The server says no; the message is its own."""

    def __init__(
        self,
        detail: str,
        *,
        status: int,
        title: str,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status  # of HTTP, such as 422
        self.title = title  # what the status means
        self.request_id = request_id  # as the server's log has it
        self.retry_after = retry_after  # seconds the server asks to wait, where it says so
