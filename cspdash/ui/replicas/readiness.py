"""How the replicas are: asked every few seconds, and answered for all of them together on /readyz."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from cspdash.ui.replicas.kept import Kept, say
from cspdash.ui.serving.headers import fixed_headers

ASK_SECONDS = 2.0
# A new release is hashed whole before a replica answers that it is ready.
ANSWER_SECONDS = 60.0
# A process that has answered before and has been silent for so long hangs.
SILENT_SECONDS = 150.0
HEAD_SECONDS = 5.0


@dataclass
class Seen:
    """What a replica last said of itself, and when."""

    ready: bool = False
    release: str | None = None
    edition: str | None = None
    reason: str = "it has not answered yet"
    at: float = field(default_factory=time.monotonic)


@dataclass
class Readiness:
    """Asks every replica; `ports` belong to `replicas` one by one."""

    replicas: Sequence[Kept]
    ports: Sequence[int]
    seen: list[Seen] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = [Seen() for _ in self.ports]

    async def watch(self, stopping: asyncio.Event) -> None:
        """Ask all of them, again and again, until it is time to stop."""
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            await asyncio.gather(*(self.watch_one(client, index, stopping) for index in range(len(self.ports))))

    async def watch_one(self, client: httpx.AsyncClient, index: int, stopping: asyncio.Event) -> None:
        """Ask one replica until it is time to stop; one that hangs is killed, so that it is started again."""
        replica = self.replicas[index]
        while not stopping.is_set():
            before, self.seen[index] = self.seen[index], await self.ask(client, index)
            if before.ready != self.seen[index].ready and before.release:
                said = "is ready again" if self.seen[index].ready else f"is not ready: {self.seen[index].reason}"
                say(f"{replica.name} {said}")
            silent = time.monotonic() - max(self.seen[index].at, replica.started)
            if replica.up.is_set() and silent > SILENT_SECONDS:
                say(f"{replica.name} has not answered for {silent:.0f} s: it is ended")
                replica.kill()
            try:
                async with asyncio.timeout(ASK_SECONDS if replica.up.is_set() else 0.1):
                    await stopping.wait()
            except TimeoutError:
                continue

    async def ask(self, client: httpx.AsyncClient, index: int) -> Seen:
        """Return what a replica says now; the time of the last answer stays when it says nothing."""
        try:
            answer = await client.get(f"http://127.0.0.1:{self.ports[index]}/readyz")
            found = answer.json()
        except (httpx.HTTPError, ValueError):
            last = self.seen[index]
            return Seen(False, last.release, last.edition, "it does not answer", last.at)
        self.replicas[index].up.set()
        return Seen(bool(found.get("ready")), found.get("release"), found.get("edition"), found.get("reason", ""))

    def whole(self) -> tuple[int, dict[str, Any]]:
        """Return status and body for all replicas together: ready while one is; it says how many are."""
        ready = [one for one in self.seen if one.ready]
        counts = {"replicas": len(self.seen), "replicas_ready": len(ready)}
        if not ready:
            return 503, {"ready": False, "reason": "no replica is ready", **counts}
        releases = sorted({str(one.release) for one in ready})
        return 200, {"ready": True, "edition": ready[0].edition, "release": releases[0], "releases": releases, **counts}

    async def serve(self, port: int) -> asyncio.Server:
        """Answer on a port of this machine, whatever is asked, with how the whole is."""
        return await asyncio.start_server(self.answer, "127.0.0.1", port, limit=16 << 10)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            status, body = self.whole()
            data = json.dumps(body).encode()
            lines = [b"HTTP/1.1 200 OK" if status == 200 else b"HTTP/1.1 503 Service Unavailable"]
            headers = {**fixed_headers(""), b"content-type": b"application/json", b"cache-control": b"no-store",
                       b"content-length": str(len(data)).encode(), b"connection": b"close"}  # fmt: skip
            lines += [name + b": " + value for name, value in headers.items()]
            writer.write(b"\r\n".join([*lines, b"", b""]) + (b"" if head.startswith(b"HEAD ") else data))
            await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()
