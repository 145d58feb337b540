"""A browser as far as a page's cost is concerned: it speaks Streamlit's protocol and keeps what it was told to keep."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from cspdash.ui.load import Reader

# Streamlit's browser forgets what was kept when it was not sent again for so many runs.
RUNS_KEPT = 2


@dataclass
class Turn:
    """One run: milliseconds to its end, bytes that came and went, bytes of charts alone, and how many elements."""

    ms: float
    received: int = 0
    sent: int = 0
    charts: list[str] = field(default_factory=list)
    elements: int = 0


class Browser(Reader):
    """A reader who stays on a page and chooses in one picker."""

    def __init__(self, url: str, number: int = 0) -> None:
        super().__init__(url, number, random.Random(number))  # noqa: S311 - no secret
        self.kept: dict[str, tuple[int, ForwardMsg]] = {}
        self.labels: dict[str, Any] = {}
        self.parts: dict[str, str] = {}
        self.runs = 0
        self.now = Turn(0)

    async def visit(self, address: str) -> Turn:
        """Open a page by its address; the empty one is the front page."""
        self.page, self.chosen = (calc_hash(address) if address else ""), {}
        return await self.act()

    async def choose(self, label: str, at: int) -> Turn:
        """Choose the option at a place in the list of the picker with a label."""
        box = self.labels[label]
        self.chosen[box.id] = box.options[at % len(box.options)]
        return await self.act(self.parts.get(label, ""))

    async def act(self, part: str = "") -> Turn:
        """Run the page, or a part of it that runs by itself, and return what that cost."""
        message = BackMsg()
        message.rerun_script.fragment_id = part
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.cached_message_hashes.extend(self.kept)
        for widget, option in self.chosen.items():
            message.rerun_script.widget_states.widgets.add(id=widget, string_value=option)
        if self.socket is None:
            raise RuntimeError("the browser has not connected")
        self.now, self.labels = Turn(0), {}
        data, came = message.SerializeToString(), self.received
        started = time.perf_counter()
        await self.socket.send(data)
        raw: list[bytes] = []
        while not raw or not ends(raw[-1]):
            answer = await self.socket.recv()
            raw.append(answer if isinstance(answer, bytes) else answer.encode())
        self.now.ms, self.now.sent = (time.perf_counter() - started) * 1000, len(data)
        self.now.received = self.received - came
        self.runs += 1
        for one in raw:
            self.read(one)
        held = list(self.kept.items())
        self.kept = {name: self.kept[name] for name, (run, _) in held if self.runs - run <= RUNS_KEPT}
        if self.failures:
            raise RuntimeError(self.failures[0])
        return self.now

    def read(self, raw: bytes) -> None:
        """Take one message in, after the run's time was taken."""
        message = ForwardMsg.FromString(raw)
        if message.ref_hash:
            message = self.kept[message.ref_hash][1]
            self.kept[message.hash] = self.runs, message
        elif message.metadata.cacheable:
            self.kept[message.hash] = self.runs, message
        self.now.elements += message.WhichOneof("type") == "delta"
        if message.WhichOneof("type") != "delta":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "selectbox":
            self.labels[element.selectbox.label] = element.selectbox
            self.parts[element.selectbox.label] = message.delta.fragment_id
        elif kind == "plotly_chart":
            self.now.charts.append(element.plotly_chart.spec)
        elif kind == "exception":
            self.failures.append(f"{element.exception.type}: {element.exception.message}")


def ends(raw: bytes) -> bool:
    """Tell whether a message ends a run; one that asks for another run does not."""
    if len(raw) > 200:  # it is a short one: the others are read after the time was taken
        return False
    message = ForwardMsg.FromString(raw)
    early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and not early
