"""Beleg as parts of other people's LangChain chains and agents: a Runnable and a tool."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.messages import convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.runnables.utils import AddableDict
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from qa.conversation import turns_of
from qa.errors import QuestionError
from qa.types import Answer, Citation, Delta, Filters, Turn

if TYPE_CHECKING:
    from qa.service import Service

Asked = str | PromptValue | Sequence[Any]  # what LangChain's chat models take
TOOL_DESCRIPTION = (
    "Answers a question from the user's articles, in English or German whatever the language of "
    "the articles. Gives sentences with markers such as [1] and, for each marker, the quote as it "
    "stands, letter for letter, in the article. Use it for whatever the articles may say; keep the "
    "markers in your reply and change no quote. If it says that the articles do not answer the "
    "question, say so instead of guessing."
)


def answer_chain(service: "Service", filters: Filters) -> Runnable[Asked, AddableDict]:
    """Return a Runnable from a question, or the messages of a conversation, to its answer.

    What comes out is {"text": str, "citations": list of Citation, "answer": Answer}; streamed, the
    texts and citations come as they are made and add up, the answer comes last. Raises
    QuestionError when the last message is not a person's question.
    """

    def told(asked: Iterator[Asked]) -> Iterator[AddableDict]:
        question, conversation = question_of(next(iter(asked)))
        for event in service.stream(question, conversation=conversation, filters=filters):
            if isinstance(event, Delta):
                yield AddableDict(text=event.text)
            elif isinstance(event, Citation):
                yield AddableDict(citations=[event])
            elif event.citations:
                yield AddableDict(answer=event)
            else:
                yield AddableDict(citations=[], answer=event)

    async def told_in_a_thread(asked: AsyncIterator[Asked]) -> AsyncIterator[AddableDict]:
        pieces = told(iter([await anext(asked)]))
        while piece := await to_thread(next, pieces, None):
            yield piece

    return RunnableGenerator(told, told_in_a_thread, name="beleg")


def answer_tool(service: "Service", filters: Filters) -> BaseTool:
    """Return a tool that an agent asks; its artifact is the Answer."""

    def ask_articles(question: str) -> tuple[str, Answer]:
        try:
            answer = service.ask(question, filters=filters)
        except QuestionError as error:
            raise ToolException(str(error)) from error
        return quoted_text(answer), answer

    return StructuredTool.from_function(
        ask_articles,
        description=TOOL_DESCRIPTION,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


def question_of(asked: Asked) -> tuple[str, tuple[Turn, ...]]:
    """Return the question, and the turns before it, of what a chat model would be given."""
    if isinstance(asked, str):
        return asked, ()
    messages = asked.to_messages() if isinstance(asked, PromptValue) else convert_to_messages(asked)
    if not messages or messages[-1].type != "human":
        raise QuestionError("expected a question: the last message must be a person's")
    said = (
        (message.type == "human", message.text)
        for message in messages[:-1]
        if message.type in ("human", "ai")
    )
    return messages[-1].text, turns_of(said)


def quoted_text(answer: Answer) -> str:
    """Return the answer and below it each quote with its title, date and language, for a model."""
    return "\n\n".join([answer.text, *map(_quote, answer.citations)])


def _quote(citation: Citation) -> str:
    facts = (citation.title, citation.outlet, citation.published, citation.language)
    return f'[{citation.marker}] "{citation.quote}" ({", ".join(f for f in facts if f)})'
