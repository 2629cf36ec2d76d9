"""API keys: their names and SHA-256 hashes in the home, and who a sent key belongs to.

A key is random and long, so that a plain hash cannot be turned back by guessing.
"""

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from filelock import FileLock

from qa.errors import ConfigurationError

KEYS_FILE = "keys.json"
LOCAL_KEY_FILE = "local.key"
LOCAL = "local"  # the name under which commands on this machine reach a server of the same home
SHORTEST_KEY = 16  # characters; a shorter one could be guessed
OWN_PREFIX = "beleg_"  # lets scanners of leaked secrets find a key
RANDOM_BYTES = 32

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_KEY = re.compile(rf"[!-+\--9;-~]{{{SHORTEST_KEY},512}}")  # visible ASCII but comma and colon


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: never the key itself. `created` is ISO 8601, empty when unknown."""

    name: str
    sha256: str
    created: str = ""


class KeyFile:
    """The keys of a home, in a file that only its owner may read."""

    def __init__(self, home: Path) -> None:
        self._path = home / KEYS_FILE
        # The state of the file and what it held then: one value, for threads that read meanwhile.
        self._known: tuple[tuple[int, int, int], tuple[ApiKey, ...]] | None = None

    def read(self) -> tuple[ApiKey, ...]:
        """Return the keys as the file has them now; raise ConfigurationError when it is damaged."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return ()
        state = (found.st_mtime_ns, found.st_ino, found.st_size)
        known = self._known
        if known is None or known[0] != state:
            try:
                listed = json.loads(self._path.read_text(encoding="utf-8"))
                known = (state, tuple(ApiKey(**key) for key in listed))
            except (ValueError, TypeError) as error:
                raise ConfigurationError(
                    f"{self._path} is damaged ({error}); remove it and add the keys anew with "
                    "`beleg keys add NAME`"
                ) from error
            self._known = known
        return known[1]

    def add(self, name: str) -> str:
        """Make a key, keep its hash, and return it; raise ConfigurationError for a wrong name."""
        _check_name(name)
        secret = OWN_PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        with self._alone():
            keys = self.read()
            if any(key.name == name for key in keys):
                raise ConfigurationError(
                    f"there is a key named {name!r} already; choose another name, or remove it "
                    f"first with `beleg keys remove {name}`"
                )
            self._write([*keys, ApiKey(name, _hash_of(secret), created)])
        return secret

    def remove(self, name: str) -> None:
        """Forget a key; raise ConfigurationError when there is none of that name."""
        with self._alone():
            kept = [key for key in self.read() if key.name != name]
            if len(kept) == len(self.read()):
                named = ", ".join(key.name for key in kept) or "none"
                raise ConfigurationError(f"there is no key named {name!r}; the names are: {named}")
            self._write(kept)

    def _alone(self) -> FileLock:
        """Keep other processes from changing the keys between reading and writing them."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"), mode=0o600)

    def _write(self, keys: Sequence[ApiKey]) -> None:
        write_privately(self._path, json.dumps([asdict(key) for key in keys], indent=1) + "\n")


class KeyRing:
    """Every key that opens a server: those of the settings, of the home, and the local one."""

    def __init__(
        self,
        given: Sequence[ApiKey] = (),
        file: KeyFile | None = None,
        *,
        local: str | None = None,
        always: bool = False,
    ) -> None:
        """Take the keys; with `always` callers need one even while there is none."""
        self._given = tuple(given)
        self._file = file
        self._local = () if local is None else (ApiKey(LOCAL, _hash_of(local)),)
        self._always = always

    def own(self) -> tuple[ApiKey, ...]:
        """Return the keys that a person or a program was given."""
        return (*self._given, *(self._file.read() if self._file is not None else ()))

    def is_required(self) -> bool:
        """Return whether callers need a key: once they do, they do until the process ends."""
        # Removing the last key must shut the door, not open it.
        self._always = self._always or bool(self.own())
        return self._always

    def find(self, secret: str) -> ApiKey | None:
        """Return the key that was sent; the time it takes tells nothing of the keys."""
        sent = _hash_of(secret)
        found = None
        for key in (*self.own(), *self._local):
            if compare_digest(key.sha256, sent):
                found = key
        return found


def keys_of_setting(value: str) -> tuple[ApiKey, ...]:
    """Read `NAME:KEY,NAME:KEY`; raise ConfigurationError, without the key, for a wrong one."""
    found: list[ApiKey] = []
    for number, entry in enumerate(filter(None, map(str.strip, value.split(","))), 1):
        name, colon, secret = entry.partition(":")
        if not colon:
            name, secret = f"key-{number}", entry
        _check_name(name)
        if not _KEY.fullmatch(secret):
            raise ConfigurationError(
                f"BELEG_API_KEYS: the key of {name!r} has {len(secret)} characters; expected at "
                f"least {SHORTEST_KEY}, visible ASCII without comma or colon. "
                f"`beleg keys add {name}` makes a good one"
            )
        if any(key.name == name for key in found):
            raise ConfigurationError(f"BELEG_API_KEYS: two keys are named {name!r}")
        found.append(ApiKey(name, _hash_of(secret)))
    return tuple(found)


def refuse_open_host(host: str, ring: KeyRing) -> None:
    """Raise ConfigurationError when others could reach the host and no key would stop them."""
    if not is_loopback(host) and not ring.own():
        raise ConfigurationError(
            f"BELEG_HOST={host!r} would let others in, and there is no API key: make one with "
            "`beleg keys add NAME`, set BELEG_API_KEYS, or use BELEG_HOST=127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def make_local_key(home: Path) -> str:
    """Write a key into the home by which this user's commands reach its server; return it."""
    secret = secrets.token_urlsafe(RANDOM_BYTES)
    write_privately(home / LOCAL_KEY_FILE, secret)
    return secret


def local_key(home: Path) -> str | None:
    """Return the key of the home's server, or None when this user may not read it."""
    try:
        return (home / LOCAL_KEY_FILE).read_text(encoding="ascii")
    except OSError:
        return None


def write_privately(path: Path, text: str) -> None:
    """Replace a file at once by one that only its owner may read."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def _hash_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name == LOCAL:
        raise ConfigurationError(
            f"{name!r} cannot name a key: expected 1 to 64 letters, digits, dots, hyphens or "
            f"underscores, and not {LOCAL!r}"
        )
