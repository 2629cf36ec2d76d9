"""`beleg doctor --offline`: ingest, ask and build the pages while every connection is watched."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa.settings import Settings
from ui.doctor import TRIAL_QUOTE, Finding, Verdict, try_out

LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg")


class Watch:
    """Notes the hosts that this process would contact, and lets none be contacted.

    The interpreter keeps an audit hook until it ends: one watch a process.
    """

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def start(self) -> None:
        """Watch from now on."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in LOOKUPS:
            self._refuse(str(arguments[0]))
        elif event in CONNECTIONS:
            family = arguments[0].family
            if family in (socket.AF_INET, socket.AF_INET6) and arguments[1] is not None:
                self._refuse(str(arguments[1][0]))

    def _refuse(self, host: str) -> None:
        if host not in self.hosts:
            self.hosts.append(host)
        raise ConnectionRefusedError(f"{host}: nothing is contacted while the doctor watches")


def examine_offline(settings: Settings) -> Iterator[Finding]:
    """Yield what a trial and the building of the pages gave, and each host they would contact."""
    watch = Watch()
    watch.start()
    try:
        quote = try_out(settings)
        _build_pages(settings)
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor tells it
        yield Finding(Verdict.FAIL, "trial", repr(error), "run `beleg doctor`")
    else:
        verdict = Verdict.OK if quote.startswith(TRIAL_QUOTE) else Verdict.FAIL
        yield Finding(verdict, "trial", f"ingest, ask, and pages; answered {quote!r}")
    for host in watch.hosts:
        yield Finding(Verdict.FAIL, "host", host, "find out which setting or package asks for it")
    if not watch.hosts:
        yield Finding(Verdict.OK, "hosts", "none: nothing outside this machine is contacted")


def _build_pages(settings: Settings) -> None:
    from qa.api.keys import KeyRing
    from ui.home import open_home
    from ui.server import build_app

    with TemporaryDirectory(prefix="beleg-") as folder:
        alone = settings.model_copy(update={"home": Path(folder)})
        with open_home(alone) as home:
            build_app(alone, home, KeyRing())
