"""One process owns a home: a lock file names it and, when it serves, its address."""

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import IO

from qa.errors import HomeInUse

LOCK_FILE = "owner.lock"
# Who asks for the owner holds the lock for a moment, and who has just taken it has not yet written.
PATIENCE = 0.5  # seconds
STEP = 0.02


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds a home; `address` is a URL when it serves.

    `pid` is 0 when the process has not said it yet.
    """

    pid: int
    address: str | None


class Ownership:
    """Holds a home until it is closed or the process ends, however it ends.

    The lock is the operating system's; what the file says is only for others to read.
    """

    def __init__(self, file: IO[str]) -> None:
        """Take over an open, locked file: `take` makes one."""
        self._file = file

    @classmethod
    def take(
        cls,
        home: Path,
        address: str | None = None,
        prepare: Callable[[], object] = lambda: None,
    ) -> "Ownership":
        """Take the home, `prepare`, and tell the address; raise HomeInUse when another has it."""
        home.mkdir(parents=True, exist_ok=True)
        file = (home / LOCK_FILE).open("a+", encoding="utf-8")
        deadline = monotonic() + PATIENCE
        while not (locked := _lock(file, fcntl.LOCK_EX)) and monotonic() < deadline:
            sleep(STEP)
        if not locked:
            file.close()
            owner = owner_of(home) or Owner(0, None)
            raise HomeInUse(
                f"{home} is in use by the process {owner.pid}: wait until it is done, or start "
                "`beleg serve`, which lets questions be asked while articles go in",
                pid=owner.pid,
                address=owner.address,
            )
        prepare()
        started = datetime.now(UTC).isoformat(timespec="seconds")
        file.truncate(0)
        # One write, so that others read all of it or nothing.
        file.write(json.dumps({"pid": os.getpid(), "address": address, "started": started}))
        file.flush()
        return cls(file)

    def close(self) -> None:
        """Give the home back; a second time does nothing."""
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()

    def __enter__(self) -> "Ownership":
        """Return the ownership itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the home back."""
        self.close()


def owner_of(home: Path) -> Owner | None:
    """Return the process that holds a home now, or None when nobody does; writes nothing."""
    deadline = monotonic() + PATIENCE
    try:
        file = (home / LOCK_FILE).open("r", encoding="utf-8")
    except FileNotFoundError:
        return None
    with file:
        while not _lock(file, fcntl.LOCK_SH):
            file.seek(0)
            written = file.read()
            if written:
                found = json.loads(written)
                return Owner(found["pid"], found["address"])
            if monotonic() > deadline:
                return Owner(0, None)
            sleep(STEP)
    return None


def _lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
