"""Talk to a Beleg server in the terminal; a follow-up knows the questions before it.

Usage: python examples/bot.py [--server http://127.0.0.1:7860] [--key KEY]
"""

import argparse
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urljoin

from qa.client import Answer, Client, ClientError, Delta, Turn

REMEMBERED = 5  # turns


def main() -> None:
    """Answer line after line until the input ends."""
    parser = argparse.ArgumentParser(description="Talk to a Beleg server.")
    parser.add_argument("--server", default="http://127.0.0.1:7860")
    parser.add_argument("--key", help="where the server asks for one")
    given = parser.parse_args()
    conversation: list[Turn] = []
    with Client(given.server, api_key=given.key) as client:
        for question in questions():
            try:
                answer = tell(client, question, conversation[-REMEMBERED:])
            except ClientError as error:
                print(f"\n{error}")
                continue
            show_quotes(answer, given.server)
            conversation.append(Turn(question=question, answer=answer.text))


def questions() -> Iterator[str]:
    """Yield what is typed, until the input ends."""
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            if line := input("> ").strip():
                yield line


def tell(client: Client, question: str, conversation: list[Turn]) -> Answer:
    """Print the answer while it comes, and return it."""
    for event in client.stream(question, conversation=conversation):
        if isinstance(event, Delta):
            print(event.text, end="", flush=True)
        elif isinstance(event, Answer):
            answer = event
    print()
    return answer


def show_quotes(answer: Answer, server: str) -> None:
    """Print each quote and where to read it; without an answer, what comes nearest."""
    for citation in answer.citations:
        print(f"  [{citation.marker}] “{citation.quote}”")
        print(f"      {citation.title}: {urljoin(server, citation.url)}")
    for hit in answer.nearest:
        print(f"  nearest: {hit.title}")


if __name__ == "__main__":
    main()
