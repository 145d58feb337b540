"""All of it together: replicas, the proxy before them, and an orderly end."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cspdash import settings
from cspdash.ui.replicas import proxy
from cspdash.ui.replicas.kept import REFUSED, Kept, say
from cspdash.ui.replicas.readiness import Readiness
from cspdash.ui.serving.options import Options
from cspdash.ui.serving.refusals import PUBLIC, WILDCARDS, edition_of, refusals

START_SECONDS = 60.0


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nothing uses, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def reasons_not_to(options: Options, count: int) -> list[str]:
    """Return why the whole is not started: what a single server would refuse, and what makes no sense for several."""
    found = refusals(options)
    if not 1 <= count <= settings.MAX_REPLICAS:
        found.append(f"--replicas must be from 1 to {settings.MAX_REPLICAS}.")
    if options.preview:
        found.append("--preview is for one reader: leave --replicas out.")
    if edition_of(settings.store_dir()) is None:
        found.append("replicas need a store: load months first, or build the demonstration with 'cspdash demo'.")
    return found


def server_command(given: Sequence[str], options: Options, port: int, shared: Path) -> list[str]:
    """Return the command of one replica: on this machine alone, believing the proxy before it.

    `given` are the server's options as the whole was given them; the last of a kind counts.
    """
    line = [*given, "--address", "127.0.0.1", "--trusted-proxy", "127.0.0.1", "--login-times", str(shared)]
    if options.address not in WILDCARDS:
        line += ["--host-name", options.address]
    return [sys.executable, "-m", "cspdash.ui.server", *line, str(port)]


@dataclass
class Whole:
    """Everything that runs, and the event that ends it."""

    options: Options
    replicas: list[Kept]
    front: Kept
    readiness: Readiness
    whole_port: int
    stopping: asyncio.Event
    code: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> int:
        """Run until told to end; return the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        server = await self.readiness.serve(self.whole_port)
        for replica in self.replicas:
            self.begin(replica)
        self.tasks.add(asyncio.create_task(self.readiness.watch(self.stopping)))
        try:
            if await self.all_up():
                self.begin(self.front)
                self.announce()
            await self.stopping.wait()
        finally:
            self.stopping.set()
            await self.front.stop()
            await asyncio.gather(*(replica.stop() for replica in self.replicas))
            server.close()
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.code

    def begin(self, kept: Kept) -> None:
        """Start a process and keep it running; one that refuses to start ends the whole."""

        async def keep() -> None:
            code = await kept.run()
            if code is not None:
                self.code = code
                self.stopping.set()

        self.tasks.add(asyncio.create_task(keep()))

    async def all_up(self) -> bool:
        """Wait until every replica answers, or until the time is up; tell whether to go on.

        Later ones join as they come; without a single one after that time the proxy says so to whoever asks.
        """
        everybody = asyncio.gather(*(replica.up.wait() for replica in self.replicas))
        ended = asyncio.ensure_future(self.stopping.wait())
        either: list[asyncio.Future[Any]] = [everybody, ended]
        await asyncio.wait(either, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for one in either:
            one.cancel()
        await asyncio.gather(*either, return_exceptions=True)
        return not self.stopping.is_set()

    def announce(self) -> None:
        """Say where the dashboard answers."""
        host = f"[{self.options.address}]" if ":" in self.options.address else self.options.address
        up = sum(replica.up.is_set() for replica in self.replicas)
        edition = edition_of(settings.store_dir())
        address = f"http://{host}:{self.options.port}"
        sys.stdout.write(f"cspdash answers on {address} (edition: {edition}, replicas: {up})\n")
        sys.stdout.flush()


async def serve(options: Options, given: Sequence[str], count: int) -> int:
    """Serve the dashboard with so many replicas until told to end; return the exit code."""
    try:
        caddy = proxy.find_caddy()
        reasons = reasons_not_to(options, count)
    except proxy.ProxyProblem as problem:
        reasons = [str(problem)]
    if reasons:
        for reason in reasons:
            say(f"not started: {reason}")
        return REFUSED
    *ports, whole_port = free_ports(count + 1)
    stopping = asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="cspdash-replicas-") as scratch:
        shared, written = Path(scratch) / "logins", Path(scratch) / "caddy"
        shared.mkdir(mode=0o700)
        written.mkdir(mode=0o700)
        environment = dict(os.environ)
        replicas = [
            Kept(f"replica {number}", server_command(given, options, port, shared), environment, stopping)
            for number, port in enumerate(ports, start=1)
        ]
        cookies = edition_of(settings.store_dir()) != PUBLIC
        told = proxy.told(options, ports, whole_port, cookies, written)
        front = Kept("the proxy", proxy.command(caddy), {**environment, **told}, stopping)
        return await Whole(options, replicas, front, Readiness(replicas, ports), whole_port, stopping).run()
