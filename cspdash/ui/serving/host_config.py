"""Streamlit's /_stcore/host-config without its list of sites that may embed and steer the page: none may."""

import json
from typing import Any

from cspdash.ui.serving.answers import answer_json
from cspdash.ui.serving.network import Scope

PATH = "/_stcore/host-config"


class HostConfig:
    """Answers with Streamlit's own settings for its front end, and no allowed origins."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Take Streamlit's answer, empty the list, and send it on."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        body = b""

        async def taken(message: dict[str, Any]) -> None:
            nonlocal body
            body += message.get("body", b"")

        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self.app({**scope, "method": "GET", "headers": plain}, receive, taken)
        await answer_json(scope, send, 200, {**json.loads(body), "allowedOrigins": []})
