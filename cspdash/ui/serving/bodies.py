"""Bodies: how much a browser may send, and how long it may take over it."""

import asyncio
from typing import Any

from cspdash.ui.serving.answers import answer
from cspdash.ui.serving.door import UPLOAD
from cspdash.ui.serving.network import Scope, header

UPLOAD_BYTES = 1 << 20
# A multipart body has boundaries and part headers round the file that it carries.
FRAMING_BYTES = 64 << 10
OTHER_BYTES = 16 << 10
BODY_SECONDS = 30.0


class TooMuch(Exception):
    """More was sent than is allowed."""


class Bodies:
    """Refuses large bodies by their declared length, and cuts undeclared and slow ones off."""

    def __init__(self, app: Any, seconds: float = BODY_SECONDS) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = UPLOAD_BYTES + FRAMING_BYTES if scope["path"].startswith(UPLOAD) else OTHER_BYTES
        declared = header(scope, b"content-length") or "0"
        if not declared.isdigit() or int(declared) > most:
            await answer(scope, send, 413, b"That is more than can be sent here.", headers=((b"connection", b"close"),))
            return
        started = False

        async def watched(message: dict[str, Any]) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, self.counted(receive, most), watched)
        except (TooMuch, TimeoutError) as error:
            if started:
                raise
            status = 413 if isinstance(error, TooMuch) else 408
            await answer(scope, send, status, b"The upload was cut off.", headers=((b"connection", b"close"),))

    def counted(self, receive: Any, most: int) -> Any:
        """Return a receiver that raises when more than `most` bytes come, or when they take too long."""
        taken, done = 0, False
        until = asyncio.get_running_loop().time() + self.seconds

        async def receive_counted() -> dict[str, Any]:
            nonlocal taken, done
            if done:  # only the client's leaving is waited for now, and that may take as long as it likes
                message: dict[str, Any] = await receive()
                return message
            async with asyncio.timeout_at(until):
                message = await receive()
            taken += len(message.get("body", b""))
            done = not message.get("more_body", False)
            if taken > most:
                raise TooMuch
            return message

        return receive_counted
