"""One process owns a home: a lock file names it and, when it serves, its address."""

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from qa.errors import HomeInUse

LOCK_FILE = "owner.lock"


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds a home; `address` is a URL when it serves."""

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
    def take(cls, home: Path, address: str | None = None) -> "Ownership":
        """Take the home; raise HomeInUse when another process has it."""
        home.mkdir(parents=True, exist_ok=True)
        file = (home / LOCK_FILE).open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            owner = owner_of(home) or Owner(0, None)
            raise HomeInUse(
                f"{home} is in use by the process {owner.pid}: wait until it is done, or start "
                "`beleg serve`, which lets questions be asked while articles go in",
                pid=owner.pid,
                address=owner.address,
            ) from None
        ownership = cls(file)
        ownership._write(address)
        return ownership

    def announce(self, address: str) -> None:
        """Tell other processes where this one serves the home."""
        self._write(address)

    def _write(self, address: str | None) -> None:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "address": address, "started": started}, self._file)
        self._file.flush()

    def close(self) -> None:
        """Give the home back."""
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
    """Return the process that holds a home now, or None when nobody does."""
    path = home / LOCK_FILE
    if not path.exists():
        return None
    with path.open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            try:
                found = json.load(file)
            except json.JSONDecodeError:  # it is being written this moment
                return Owner(0, None)
            return Owner(int(found["pid"]), found["address"])
    return None
