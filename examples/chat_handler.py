"""Answer the messages of Slack, Discord, Telegram ... with quotes; docs/bots.md plugs it in.

To try it here, one message a line: python examples/chat_handler.py < messages.txt
"""

import asyncio
import sys
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from qa.client import Answer, AsyncClient, ClientError, Turn

REMEMBERED = 5  # turns of each channel

Send = Callable[[str], Awaitable[object]]


class ChatHandler:
    """Answers each message in its channel, as the next question of what was said there."""

    def __init__(self, client: AsyncClient, server: str) -> None:
        self.client = client
        self.server = server  # as the readers of the channel reach it: links begin with it
        self.turns: dict[str, deque[Turn]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    async def on_message(self, channel: str, text: str, send: Send) -> None:
        """Send the answer and its quotes, or what went wrong."""
        turns = self.turns[channel]
        try:
            answer = await self.client.ask(text, conversation=tuple(turns))
        except ClientError as error:
            await send(f"I cannot answer now: {error}")
            return
        turns.append(Turn(question=text, answer=answer.text))
        await send(self.written(answer))

    def written(self, answer: Answer) -> str:
        """Return the answer with a block quote for each citation."""
        quotes = [
            f"> [{c.marker}] {c.quote}\n> {c.title}: {urljoin(self.server, c.url)}"
            for c in answer.citations
        ]
        return "\n\n".join([answer.text, *quotes])


async def main(server: str) -> None:
    """Take lines of the standard input for messages of one channel."""

    async def send(text: str) -> None:
        print(text, end="\n\n", flush=True)

    async with AsyncClient(server) as client:
        handler = ChatHandler(client, server)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await handler.on_message("terminal", line.strip(), send)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860"))
