"""Messages that a browser may send over its websocket: those that a reader's page needs, and no others.

Streamlit answers anybody who asks it to empty the caches of all readers, and knows messages for developers besides.
"""

from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg

from cspdash.ui.serving.network import Scope

READERS = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})


def is_readers(data: bytes) -> bool:
    """Tell whether a message is one that a reader's page sends; what cannot be read is none."""
    try:
        return BackMsg.FromString(data).WhichOneof("type") in READERS
    except DecodeError:
        return False


class Messages:
    """Passes on what a reader's page sends, and leaves out everything else."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a connection on with its messages looked at."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def receive_readers() -> dict[str, Any]:
            while True:
                message: dict[str, Any] = await receive()
                if message["type"] != "websocket.receive" or is_readers(message.get("bytes") or b""):
                    return message

        await self.app(scope, receive_readers, send)
