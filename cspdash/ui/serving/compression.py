"""Compression of messages: large ones alone, and each by itself.

A map's message is a third as long when it is compressed, which a telephone notices and the processor hardly. What a
link makes a page say comes back in short messages: these stay as they are, and no message is compressed beside an
earlier one, so that the length of what is sent tells nothing of what else was said.
"""

from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.server import ServerProtocol

LEAST = 1000
# A window of 4 KB: wider ones cost more and save little, as no message remembers an earlier one.
WINDOW_BITS, MEMORY = 12, 5


class LargeAlone(PerMessageDeflate):
    """Compresses messages from `LEAST` bytes on; the protocol lets each message be compressed or not."""

    def encode(self, frame: Frame) -> Frame:
        """Return a frame as it is sent."""
        return frame if len(frame.data) < LEAST else super().encode(frame)


class Factory(ServerPerMessageDeflateFactory):
    """Agrees with a browser on how messages are compressed."""

    def __init__(self) -> None:
        """Nothing is remembered between messages, in either direction."""
        super().__init__(True, True, WINDOW_BITS, WINDOW_BITS, {"memLevel": MEMORY})

    def process_request_params(self, params: Any, accepted_extensions: Sequence[Any]) -> tuple[Any, LargeAlone]:
        """Return what is agreed on, and what does it."""
        agreed, found = super().process_request_params(params, accepted_extensions)
        return agreed, LargeAlone(
            found.remote_no_context_takeover, found.local_no_context_takeover,
            found.remote_max_window_bits, found.local_max_window_bits, found.compress_settings,
        )  # fmt: skip


class CompressingProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's websocket protocol with our compression in place of its own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn = ServerProtocol(extensions=[Factory()], max_size=self.config.ws_max_size, logger=self.logger)
