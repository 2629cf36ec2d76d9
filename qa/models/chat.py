"""Any chat model that LangChain knows, behind one method. The only home of langchain."""

import logging
from collections.abc import Callable, Generator
from math import inf
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

from qa.errors import ChatFailure, ChatModelFailed, ConfigurationError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)
EXTRAS = ("openai", "ollama", "anthropic")  # beleg[...] installs what these providers need
NO_KEY = "none"  # OpenAI's client wants one where a server of one's own does not
RETRY_SECONDS = 0.5
LONGEST_PAUSE = 5.0  # seconds; a server that asks for more is not asked again

# By the names of the classes: each provider's package has an error family of its own.
_KINDS = (
    ("timeout", ChatFailure.TIMEOUT),
    ("ratelimit", ChatFailure.RATE_LIMITED),
    ("authentication", ChatFailure.ACCESS_REFUSED),
    ("permission", ChatFailure.ACCESS_REFUSED),
    ("connect", ChatFailure.UNREACHABLE),
)
_BY_STATUS = {
    401: ChatFailure.ACCESS_REFUSED,
    403: ChatFailure.ACCESS_REFUSED,
    408: ChatFailure.TIMEOUT,
    429: ChatFailure.RATE_LIMITED,
    504: ChatFailure.TIMEOUT,
}


class ChatModel(Protocol):
    """What Beleg asks of a chat model."""

    @property
    def name(self) -> str:
        """Name it as the setting does."""

    def reply(
        self, system: str, request: str, *, at_most: float = inf
    ) -> Generator[str, None, None]:
        """Yield the pieces of the reply as they come, all within `at_most` seconds.

        Raises ChatModelFailed when it breaks off.
        """


class LangChainChat:
    """A chat model made by LangChain's `init_chat_model`; thread-safe."""

    def __init__(self, name: str, *, base_url: str, api_key: str, timeout_seconds: float) -> None:
        """Take the model's name with its provider, such as "ollama:qwen3:8b".

        An empty `base_url` or `api_key` leaves it to the provider's own variables. Raises
        ConfigurationError when the provider is unknown or its package or key is missing.
        """
        self._name = name
        self._seconds = timeout_seconds
        self._model = _made(name, _options(name, base_url, api_key, timeout_seconds))

    @property
    def name(self) -> str:
        """Name it as the setting does."""
        return self._name

    def reply(
        self, system: str, request: str, *, at_most: float = inf
    ) -> Generator[str, None, None]:
        """Yield the pieces of the reply as they come, within the time-out and `at_most` seconds.

        What passes, such as a rate limit, is tried a second time when nothing has come yet. Raises
        ChatModelFailed.
        """
        deadline = monotonic() + min(self._seconds, at_most)
        begun = False
        try:
            for piece in self._pieces(system, request, deadline):
                begun = True
                yield piece
            return
        except ChatModelFailed as error:
            pause = RETRY_SECONDS if error.retry_after is None else error.retry_after
            logger.warning("chat model %s failed: %s", self._name, error)
            if begun or not _may_pass(error) or pause > min(LONGEST_PAUSE, deadline - monotonic()):
                raise
        sleep(max(0.0, pause))
        yield from self._pieces(system, request, deadline)

    def _pieces(self, system: str, request: str, deadline: float) -> Generator[str, None, None]:
        """Read in a thread of its own: no provider's time-out covers a reply that only drips."""
        read: SimpleQueue[str | Exception | None] = SimpleQueue()
        given_up = Event()
        messages = [("system", system), ("human", request)]
        Thread(
            target=_read, args=(self._model, messages, read, given_up.is_set), daemon=True
        ).start()
        try:
            while True:
                try:
                    piece = read.get(timeout=max(0.0, deadline - monotonic()))
                except Empty:
                    raise ChatModelFailed(
                        "no whole reply in time; BELEG_CHAT_TIMEOUT_SECONDS allows "
                        f"{self._seconds:g} seconds",
                        reason=ChatFailure.TIMEOUT,
                    ) from None
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise _failure(piece) from piece
                yield piece
        finally:
            given_up.set()


def _read(
    model: "BaseChatModel",
    messages: list[tuple[str, str]],
    read: "SimpleQueue[str | Exception | None]",
    given_up: Callable[[], bool],
) -> None:
    try:
        for chunk in model.stream(messages):
            if given_up():
                return
            if chunk.text:
                read.put(str(chunk.text))
        read.put(None)
    # Whatever the provider's package raises is told to the one who waits.
    except Exception as error:
        logger.debug("the chat model's stream ended", exc_info=True)
        read.put(error)


def _options(name: str, base_url: str, api_key: str, seconds: float) -> dict[str, Any]:
    is_ollama = name.startswith("ollama:")
    options: dict[str, Any] = {}
    if base_url:
        options["base_url"] = base_url
        # Never a key from the provider's own variable: it is not meant for this server.
        options["api_key"] = api_key or NO_KEY
    elif api_key:
        options["api_key"] = api_key
    if base_url or is_ollama:
        # Servers of one's own take it; some hosted models refuse any temperature but theirs.
        options["temperature"] = 0
    if is_ollama:
        options["client_kwargs"] = {"timeout": seconds}
    else:
        options |= {"timeout": seconds, "max_retries": 0}
    return options


def _made(name: str, options: dict[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except ImportError as error:
        extra = next((e for e in EXTRAS if f"langchain-{e}" in str(error)), None)
        todo = f"pip install 'beleg[{extra}]'" if extra else str(error)
        raise ConfigurationError(
            f"BELEG_CHAT_MODEL={name!r} needs a package that is not installed: {todo}"
        ) from error
    # Each provider's package says in its own way what it lacks: a key, or a known name.
    except Exception as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ConfigurationError(
            f"BELEG_CHAT_MODEL={name!r} cannot be used: {first} Expected provider:model, such as "
            "openai:gpt-4.1-mini or ollama:qwen3:8b, with its key in BELEG_CHAT_API_KEY"
        ) from error
    return model


def _failure(error: Exception) -> ChatModelFailed:
    """Translate an error of any provider; its text stays out, since it may quote the request."""
    status = getattr(error, "status_code", None)
    names = "".join(kind.__name__.lower() for kind in type(error).__mro__)
    by_name = (reason for part, reason in _KINDS if part in names)
    reason = _BY_STATUS.get(status) if isinstance(status, int) else None
    reason = reason or next(by_name, ChatFailure.BROKEN)
    told = type(error).__name__ + (f", status {status}" if status else "")
    return ChatModelFailed(told, reason=reason, retry_after=_retry_after(error))


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers["retry-after"])
    except (KeyError, ValueError):
        return None


def _may_pass(error: ChatModelFailed) -> bool:
    return error.reason not in (ChatFailure.ACCESS_REFUSED, ChatFailure.TIMEOUT)
