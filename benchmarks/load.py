"""Ask a running server from many sides at once; then one by one, for what the API adds.

    beleg serve --seeds seeds &
    python -m benchmarks.load [--address URL] [--askers 50] [--seconds 60] [--key KEY]

The overhead is the time of a whole request less the time that its answer spent in the library
(`timings_ms.total`), both of the same request, without other load.
"""

import argparse
import asyncio
import itertools
import statistics
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

import httpx

from benchmarks.corpus import QUESTIONS

PATIENCE = 60.0  # seconds for an answer
ALONE = 200  # questions one by one


@dataclass
class Asked:
    """What came of the questions: milliseconds of the answered ones, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    overheads: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


async def ask(client: httpx.AsyncClient, question: str, asked: Asked) -> None:
    """Ask once and note how it went."""
    started = perf_counter()
    try:
        answered = await client.post("/v1/ask", json={"question": question})
    except httpx.HTTPError as error:
        asked.errors[type(error).__name__] += 1
        return
    milliseconds = 1000 * (perf_counter() - started)
    if answered.status_code != 200:
        asked.errors[str(answered.status_code)] += 1
        return
    asked.milliseconds.append(milliseconds)
    asked.overheads.append(milliseconds - answered.json()["timings_ms"]["total"])


async def measure(address: str, n_askers: int, seconds: float, key: str | None) -> None:
    """Ask one by one, then from `n_askers` sides for `seconds`, and print both."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    limits = httpx.Limits(max_connections=n_askers)
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=PATIENCE, limits=limits, trust_env=False
    ) as client:
        warming, alone, together = Asked(), Asked(), Asked()
        for question in QUESTIONS:
            await ask(client, question, warming)
        for question in itertools.islice(itertools.cycle(QUESTIONS), ALONE):
            await ask(client, question, alone)
        started = perf_counter()

        async def ask_on(first: int) -> None:
            for number in itertools.count(first):
                if perf_counter() - started > seconds:
                    return
                await ask(client, QUESTIONS[number % len(QUESTIONS)], together)

        await asyncio.gather(*map(ask_on, range(n_askers)))
        took = perf_counter() - started
    if not alone.milliseconds:
        raise SystemExit(f"{address} answered no question: {', '.join(alone.errors)}")
    tell(
        "one by one", alone, f"overhead of the API p50 {statistics.median(alone.overheads):.1f} ms"
    )
    tell(f"{n_askers} at once", together, f"{len(together.milliseconds) / took:.1f} answers/s")


def tell(name: str, asked: Asked, more: str) -> None:
    """Print one line."""
    times = sorted(asked.milliseconds)
    p95 = times[int(0.95 * (len(times) - 1))]
    failed = ", ".join(f"{count} x {kind}" for kind, count in asked.errors.items()) or "none"
    print(  # noqa: T201 - what the script is for
        f"{name}: {len(times)} answers, p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, "
        f"{more}, errors: {failed}"
    )


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:7860")
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--key", help="an API key, where the server asks for one")
    given = parser.parse_args()
    asyncio.run(measure(given.address, given.askers, given.seconds, given.key))


if __name__ == "__main__":
    main()
