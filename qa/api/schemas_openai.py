"""OpenAI's chat completions as far as Beleg speaks them: what comes in, what goes out."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12

from qa.api.requests import FiltersRequest, Language, Text
from qa.api.schemas import AnswerBody
from qa.conversation import turns_of
from qa.errors import QuestionError
from qa.types import Answer, Citation, Turn

MODEL = "beleg"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


class OpenAIRequest(BaseModel):
    """Takes the fields it does not know too: clients send many that steer a language model."""

    model_config = ConfigDict(extra="allow")


class TextPart(OpenAIRequest):
    """A piece of a message's text; pictures and sound are refused."""

    type: Literal["text"]
    text: Text


class Message(OpenAIRequest):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """The message's text; empty where it has none, as when a tool is called."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(OpenAIRequest):
    """What else a stream should tell."""

    include_usage: StrictBool = False


class TextFormat(OpenAIRequest):
    """The one format answers have."""

    type: Literal["text"]


class ChatCompletionRequest(OpenAIRequest):
    """A conversation whose last message is the question.

    `filters` and `answer_language` are those of /v1/ask. Whatever else OpenAI's clients send, such
    as temperature, max_tokens or tools, changes nothing: a quote is neither varied nor cut.
    """

    model: Text = MODEL
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: StrictBool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    response_format: TextFormat | None = None
    filters: FiltersRequest = FiltersRequest()
    answer_language: Language | None = None

    def question(self) -> str:
        """Return the text of the last message; raise QuestionError when it is not the user's."""
        last = self.messages[-1]
        if last.role != "user":
            raise QuestionError(
                f"the last message is of the role {last.role!r}; expected the user's question"
            )
        return last.text

    def turns(self) -> tuple[Turn, ...]:
        """Return what was asked before, each with the text that followed from the assistant."""
        return turns_of(
            (message.role == "user", message.text)
            for message in self.messages[:-1]
            if message.role in ("user", "assistant")
        )

    def n_words(self) -> int:
        """Return how many words and marks the conversation has."""
        return sum(n_words(message.text) for message in self.messages)


class UrlCitation(BaseModel):
    """Where a marker stands in the message, and the address of its quote in the article."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """One marker of the message."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class AssistantMessage(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one answer there is."""

    index: Literal[0] = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Words and marks, in the fields where OpenAI counts tokens."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

    @classmethod
    def of(cls, request: ChatCompletionRequest, answer: Answer) -> "Usage":
        """Count what was asked and what was answered."""
        asked, told = request.n_words(), n_words(answer.text)
        return cls(prompt_tokens=asked, completion_tokens=told, total_tokens=asked + told)


class ChatCompletion(BaseModel):
    """The answer in OpenAI's shape, and in Beleg's own under `beleg`."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int  # seconds since 1970
    model: str = MODEL
    choices: list[Choice]
    usage: Usage
    beleg: AnswerBody


class ChoiceDelta(TypedDict, total=False):
    """What a chunk adds to the message."""

    role: Literal["assistant"]
    content: str
    annotations: list[Annotation]


class ChunkChoice(BaseModel):
    """What a chunk adds to the one answer."""

    index: Literal[0] = 0
    delta: ChoiceDelta
    finish_reason: Literal["stop"] | None = None


class ChatCompletionChunk(BaseModel):
    """A piece of a streamed answer; the last with a choice holds the whole under `beleg`."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int  # seconds since 1970; the same in every chunk
    model: str = MODEL
    choices: list[ChunkChoice]
    usage: Usage | None = None
    beleg: AnswerBody | None = None


class ModelBody(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int  # seconds since 1970
    owned_by: str = "beleg"


class ModelsBody(BaseModel):
    """The models that can be asked."""

    object: Literal["list"] = "list"
    data: list[ModelBody]


class OpenAIErrorBody(BaseModel):
    """What went wrong, as OpenAI's clients read it."""

    class Error(BaseModel):
        """The error itself."""

        message: str
        type: str
        param: str | None
        code: str | None

    error: Error


def annotations(text: str, citations: tuple[Citation, ...], address: str) -> list[Annotation]:
    """Return an annotation for each marker of the text, in reading order.

    `address` is the server's, such as "http://127.0.0.1:7860".
    """
    return [
        Annotation(
            url_citation=UrlCitation(
                start_index=start,
                end_index=end,
                title=citation.title,
                url=address + citation.url,
            )
        )
        for start, end, citation in sorted(_marked(text, citations), key=lambda marked: marked[0])
    ]


def _marked(text: str, citations: tuple[Citation, ...]) -> Iterator[tuple[int, int, Citation]]:
    for citation in citations:
        for found in re.finditer(re.escape(f"[{citation.marker}]"), text):
            yield found.start(), found.end(), citation


def n_words(text: str) -> int:
    """Return how many words and punctuation marks the text has."""
    return sum(1 for _ in _WORD_OR_MARK.finditer(text))
