"""Load shedding: so many sessions at once, so many for one address; who comes later is asked to come back.

A session is an open websocket. Refusing costs next to nothing, so that a flood does not slow down who is inside.
"""

import asyncio
from collections import Counter
from typing import Any

from cspdash.ui.serving.answers import answer, page, wants_page
from cspdash.ui.serving.door import is_page
from cspdash.ui.serving.network import Clients, Scope, is_loopback

RETRY = ((b"retry-after", b"30"), (b"cache-control", b"no-store"))
# A browser says what it wants to see as soon as its websocket is open.
FIRST_WORD_SECONDS = 30.0


class Shedding:
    """Counts the sessions and refuses those above the limits with 503."""

    def __init__(self, app: Any, clients: Clients, most: int, most_per_address: int) -> None:
        self.app, self.clients, self.most, self.most_per_address = app, clients, most, most_per_address
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let a session in, or say politely that there is no room."""
        if scope["type"] == "websocket":
            await self.session(scope, receive, send)
        elif scope["type"] == "http" and is_page(scope["path"]) and self.is_full_for(self.clients.address(scope)):
            if wants_page(scope):
                body = page("Too many readers at the moment", "All places are taken. Please try again in a minute.")
                await answer(scope, send, 503, body, "text/html; charset=utf-8", RETRY)
            else:
                await answer(scope, send, 503, b"Too many readers at the moment.", headers=RETRY)
        else:
            await self.app(scope, receive, send)

    def is_full_for(self, address: str) -> bool:
        """Tell whether a page visit would find no session; who has one already may reload it."""
        return self.open.total() >= self.most and not self.open[address]

    def has_room(self, address: str) -> bool:
        """Tell whether one more session may open. This machine's own address has no limit of its own.

        Were it limited, everybody behind a proxy on this machine would be taken for one reader.
        """
        own = is_loopback(address) or self.open[address] < self.most_per_address
        return own and self.open.total() < self.most

    async def session(self, scope: Scope, receive: Any, send: Any) -> None:
        """Run a session and count it for as long as it is open."""
        address = self.clients.address(scope)
        if not self.has_room(address):
            await answer(scope, send, 503, b"Too many readers at the moment.", headers=RETRY)
            return
        self.open[address] += 1
        try:
            await self.app(scope, prompt(receive), send)
        finally:
            self.open[address] -= 1
            if not self.open[address]:
                del self.open[address]


def prompt(receive: Any, seconds: float = FIRST_WORD_SECONDS) -> Any:
    """Return a receiver that gives a session up which never says what it wants."""
    spoken = False

    async def receive_prompt() -> dict[str, Any]:
        nonlocal spoken
        if spoken:
            message: dict[str, Any] = await receive()
            return message
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            return {"type": "websocket.disconnect", "code": 1008}
        spoken = message["type"] == "websocket.receive"
        return message

    return receive_prompt
