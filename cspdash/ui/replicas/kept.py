"""A process that is started again when it ends, after a pause that grows with every failure and has a bound."""

import asyncio
import ctypes
import signal
import sys
import time
from dataclasses import dataclass, field

from cspdash.settings import ROOT

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# Who has run so long had started well: the next pause is the first one again.
STEADY_SECONDS = 60.0
STOP_SECONDS = 8.0
REFUSED = 3
DEATH_SIGNAL = 1


def end_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, however it went (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)


def pause(failures: int) -> float:
    """Return the seconds to wait before the next start after so many failures in a row, from 1."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16)))


def say(text: str) -> None:
    """Write a line for whoever runs the server."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@dataclass
class Kept:
    """One process by name, its command and environment; `stopping` ends it for good."""

    name: str
    command: list[str]
    environment: dict[str, str]
    stopping: asyncio.Event
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    failures: int = 0
    started: float = 0.0
    up: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> int | None:
        """Run the process until it is told to stop; return its exit code when it refuses to start at all."""
        while not self.stopping.is_set():
            self.started = time.monotonic()
            self.process = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.DEVNULL,
                start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
            self.starts += 1
            code = await self.process.wait()
            if self.stopping.is_set():
                break
            if code == REFUSED and not self.up.is_set():
                return code
            await self.rest(code)
        return None

    async def rest(self, code: int) -> None:
        """Say that the process ended, and wait before it is started again."""
        self.failures = 1 if time.monotonic() - self.started > STEADY_SECONDS else self.failures + 1
        seconds = pause(self.failures)
        say(f"{self.name} ended (exit code {code}): started again in {seconds:g} s")
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return

    def kill(self) -> None:
        """End the process at once, because it does not answer any more; `run` starts it again."""
        if self.process and self.process.returncode is None:
            self.process.kill()

    async def stop(self) -> None:
        """End the process: politely, then not."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
