"""How many at once."""

import asyncio
from typing import Any

import pytest

from cspdash.ui.serving.door import STREAM
from cspdash.ui.serving.network import Clients
from cspdash.ui.serving.shedding import Shedding, prompt
from tests.ui.serving.asking import Answer, Inside, ask, asked, scope_of

CONNECT = [{"type": "websocket.connect"}]


class Open:
    """An application whose sessions stay open until they are told to end."""

    def __init__(self) -> None:
        self.end = asyncio.Event()
        self.inside = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Accept and stay, or answer a page."""
        if scope["type"] == "http":
            await Inside()(scope, receive, send)
            return
        await send({"type": "websocket.accept"})
        self.inside += 1
        try:
            await self.end.wait()
        finally:
            self.inside -= 1


async def arrive(layer: Shedding, address: str) -> asyncio.Task[Answer]:
    """Open a session from an address and let it settle."""
    task = asyncio.create_task(asked(layer, scope_of(STREAM, kind="websocket", client=address), CONNECT))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


def test_sixty_come_in_and_a_flood_of_five_hundred_is_answered_503() -> None:
    async def flood() -> tuple[int, list[Answer], int]:
        inside = Open()
        layer = Shedding(inside, Clients(()), 60, 5)
        tasks = [await arrive(layer, f"198.51.100.{n // 5}") for n in range(60)]
        most = inside.inside
        late = [await asked(layer, scope_of(STREAM, kind="websocket", client=f"10.1.{n // 250}.{n % 250}"), CONNECT)
                for n in range(500)]  # fmt: skip
        assert inside.inside == 60
        inside.end.set()
        await asyncio.gather(*tasks)
        return most, late, layer.open.total()

    most, late, left = asyncio.run(flood())
    assert most == 60
    assert {(answer.status, answer.header("retry-after")) for answer in late} == {(503, "30")}
    assert left == 0


def test_one_address_has_five_and_this_machine_as_many_as_there_are() -> None:
    async def come() -> tuple[int, int, int]:
        inside = Open()
        layer = Shedding(inside, Clients(()), 60, 5)
        tasks = [await arrive(layer, "198.51.100.1") for _ in range(8)]
        from_one = inside.inside
        tasks += [await arrive(layer, "198.51.100.2")]
        from_two = inside.inside
        tasks += [await arrive(layer, "127.0.0.1") for _ in range(8)]
        total = inside.inside
        inside.end.set()
        await asyncio.gather(*tasks)
        return from_one, from_two, total

    assert asyncio.run(come()) == (5, 6, 14)


@pytest.mark.parametrize(("accept", "kind"), [("text/html", "text/html"), ("*/*", "text/plain")])
def test_a_visitor_is_told_politely_and_a_reader_may_reload(accept: str, kind: str) -> None:
    async def visit() -> tuple[Answer, Answer, Answer, Answer]:
        layer = Shedding(Open(), Clients(()), 1, 5)
        before = await asked(layer, scope_of("/", client="198.51.100.1"))
        await arrive(layer, "198.51.100.1")
        late = await asked(layer, scope_of("/places", client="198.51.100.2", headers={"accept": accept}))
        again = await asked(layer, scope_of("/", client="198.51.100.1"))
        file = await asked(layer, scope_of("/static/x.js", client="198.51.100.2"))
        return before, late, again, file

    before, late, again, file = asyncio.run(visit())
    assert (before.status, again.status, file.status) == (200, 200, 200)
    assert (late.status, late.header("retry-after")) == (503, "30")
    assert (late.header("content-type") or "").startswith(kind)
    assert b"Too many readers" in late.body


def test_a_place_is_free_again_when_its_session_fails() -> None:
    class Broken:
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            raise OSError("gone")

    layer = Shedding(Broken(), Clients(()), 1, 1)
    for _ in range(3):
        with pytest.raises(OSError, match="gone"):
            ask(layer, STREAM, kind="websocket")
    assert layer.open.total() == 0


def test_a_session_that_never_says_what_it_wants_is_given_up() -> None:
    async def silent() -> dict[str, Any]:
        async def never() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        found: dict[str, Any] = await prompt(never, 0.01)()
        return found

    assert asyncio.run(silent()) == {"type": "websocket.disconnect", "code": 1008}


def test_a_session_that_has_spoken_may_be_silent() -> None:
    async def talk() -> list[str]:
        messages: list[dict[str, object]] = [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "bytes": b"x"},
        ]

        async def receive() -> dict[str, object]:
            if messages:
                return messages.pop(0)
            await asyncio.sleep(0.05)
            return {"type": "websocket.receive", "bytes": b"later"}

        listen = prompt(receive, 0.01)
        return [(await listen())["type"] for _ in range(3)]

    assert asyncio.run(talk()) == ["websocket.connect", "websocket.receive", "websocket.receive"]
