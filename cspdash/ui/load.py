"""Readers by the dozen: `python -m cspdash.ui.load URL` speaks to a server as browsers do, and prints JSON.

Each reader opens a websocket, speaks Streamlit's own protocol (protobuf messages), and then in turn thinks and acts:
opens another page, or chooses something else in a picker. A turn is timed from the message to the end of the run.
"""

import argparse
import asyncio
import json
import math
import os
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

RAMP_SECONDS = 0.1
TURN_SECONDS = 60.0


class Line(ClientConnection):
    """A connection that counts the bytes that come over it, as they come: compressed, with their framing."""

    came = 0

    def data_received(self, data: bytes) -> None:
        """Count and pass on."""
        self.came += len(data)
        super().data_received(data)


@dataclass
class Reader:
    """One browser: the page it is on, the pickers it sees there, and how long its turns took."""

    url: str
    number: int
    random: random.Random
    socket: ClientConnection | None = None
    pages: list[str] = field(default_factory=list)
    page: str = ""
    pickers: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    part: str = ""
    turns: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def received(self) -> int:
        """Return how many bytes came so far."""
        return self.socket.came if isinstance(self.socket, Line) else 0

    async def open(self) -> None:
        """Connect as a browser behind a proxy would, from an address of its own; raise InvalidStatus when refused."""
        host = urlsplit(self.url).netloc
        self.socket = await connect(
            f"ws://{host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self.url,  # type: ignore[arg-type]
            additional_headers={"X-Forwarded-For": f"198.18.{self.number // 250}.{self.number % 250 + 1}"},
            max_size=None,
            proxy=None,
            create_connection=Line,
        )

    async def turn(self) -> None:
        """Ask for a run and read until it is done."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = self.part
        for widget, option in self.chosen.items():
            message.rerun_script.widget_states.widgets.add(id=widget, string_value=option)
        if self.socket is None:
            raise RuntimeError("the reader has not connected")
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(TURN_SECONDS):
            while not self.take(await self.socket.recv()):
                pass
        self.turns.append(time.perf_counter() - started)

    def take(self, data: bytes | str) -> bool:
        """Read one message; tell whether it ends a run."""
        raw = data if isinstance(data, bytes) else data.encode()
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.pickers.clear()  # of the parts of a page that is gone no run is asked for
        elif kind == "navigation":
            self.pages = [page.page_script_hash for page in message.navigation.app_pages]
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "selectbox":
            box = message.delta.new_element.selectbox
            self.pickers[box.id] = list(box.options)
            self.parts[box.id] = message.delta.fragment_id
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self.failures.append(f"{message.delta.new_element.exception.type} on page {self.page}")
        # A run that asks for another one, as a page of another plan does, ends early.
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def think(self) -> None:
        """Decide what to do next: another page, or another choice on this one."""
        if self.pages and (not self.pickers or self.random.random() < 0.5):
            self.page = self.random.choice(self.pages)
            self.pickers, self.chosen, self.part = {}, {}, ""
        elif self.pickers:
            widget = self.random.choice(sorted(self.pickers))
            if self.pickers[widget]:
                self.chosen[widget] = self.random.choice(self.pickers[widget])
                self.part = self.parts[widget]


async def read(reader: Reader, think: float, until: float) -> bool:
    """Be a reader until the time is up; tell whether the connection held."""
    try:
        await reader.open()
        await reader.turn()
        reader.turns.clear()  # the first visit is a page load, not an interaction
        while time.monotonic() < until:
            await asyncio.sleep(think * reader.random.uniform(0.5, 1.5))
            reader.think()
            await reader.turn()
    except (WebSocketException, OSError, TimeoutError):
        return False
    finally:
        if reader.socket:
            await reader.socket.close()
    return True


def memory(pids: list[int]) -> int | None:
    """Return the memory that some processes hold together, in MB; None of none."""
    held = 0
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        held += int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
    return round(held / 1024) if pids else None


def processor(pids: list[int]) -> float | None:
    """Return the processor time that some processes have taken together so far, in seconds; None of none."""
    ticks = 0
    for pid in pids:
        # The name in brackets may hold spaces; user and system time are the 14th and 15th fields, in clock ticks.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if pids else None


def quantile(values: list[float], share: float) -> float | None:
    """Return the smallest value that so large a share of them does not exceed, in seconds."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 3) if ordered else None


async def crowd(url: str, count: int, think: float, seconds: float, pids: list[int]) -> dict[str, Any]:
    """Return what so many readers at once met: turns, their quantiles, connections lost, and memory."""
    before, spent = memory(pids), processor(pids)
    # Every reader has the same time at work, after all have come in.
    until = time.monotonic() + count * RAMP_SECONDS + seconds
    readers = [Reader(url, number, random.Random(number)) for number in range(count)]  # noqa: S311 - no secret
    tasks = []
    for reader in readers:
        tasks.append(asyncio.create_task(read(reader, think, until)))
        await asyncio.sleep(RAMP_SECONDS)
    held = await asyncio.gather(*tasks)
    turns = [turn for reader in readers for turn in reader.turns]
    return {
        "sessions": count,
        "turns": len(turns),
        "p50": quantile(turns, 0.5),
        "p95": quantile(turns, 0.95),
        "most": quantile(turns, 1),
        "dropped": held.count(False),
        "failures": sum(len(reader.failures) for reader in readers),
        "errors": sorted({error for reader in readers for error in reader.failures}),
        "kilobytes_a_turn": round(sum(reader.received for reader in readers) / 1000 / max(1, len(turns)), 1),
        "processor_ms_a_turn": cost(spent, processor(pids), len(turns)),
        "memory_before_mb": before,
        "memory_after_mb": memory(pids),
    }


def cost(before: float | None, after: float | None, turns: int) -> float | None:
    """Return the processor time that a turn took on average, in milliseconds: the first visits are in it."""
    if before is None or after is None or not turns:
        return None
    return round(1000 * (after - before) / turns, 1)


async def rush(
    url: str, count: int, inside: int, think: float, pids: list[int], seconds: float = 20.0
) -> dict[str, Any]:
    """Return how a rush of handshakes is answered, and what the readers inside notice of it."""
    working = asyncio.create_task(crowd(url, inside, think, seconds, pids))
    await asyncio.sleep(inside * RAMP_SECONDS + seconds / 4)
    newcomers = [Reader(url, 1000 + number, random.Random(number)) for number in range(count)]  # noqa: S311
    answers = await asyncio.gather(*(reader.open() for reader in newcomers), return_exceptions=True)
    refused = [error.response for error in answers if isinstance(error, InvalidStatus)]
    for reader in newcomers:
        if reader.socket:
            await reader.socket.close()
    return {
        "connects": count,
        "let_in": answers.count(None),
        "refused_503": sum(answer.status_code == 503 and "Retry-After" in answer.headers for answer in refused),
        "otherwise": count - answers.count(None) - len(refused),
        "inside": await working,
    }


async def measured(given: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of every crowd that was asked for, and of the rush."""
    crowds = [await crowd(given.url, count, given.think, given.seconds, given.pid) for count in given.sessions]
    if not given.connects:
        return {"crowds": crowds}
    return {"crowds": crowds, "rush": await rush(given.url, given.connects, given.inside, given.think, given.pid)}


def main() -> None:
    """Read the command line, measure, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m cspdash.ui.load")
    parser.add_argument("url")
    parser.add_argument("--pid", type=int, action="append", default=[])
    parser.add_argument("--sessions", type=int, action="append", default=[])
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--connects", type=int, default=0)
    parser.add_argument("--inside", type=int, default=30)
    json.dump(asyncio.run(measured(parser.parse_args())), sys.stdout)


if __name__ == "__main__":
    main()
