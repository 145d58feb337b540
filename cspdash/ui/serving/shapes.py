"""Outlines of areas, for maps: a file for each set of districts, named by its hash and kept by browsers for good."""

import asyncio
from typing import Any

from cspdash.remembering import Remembered
from cspdash.ui.geometry import PREFIX, Library
from cspdash.ui.serving.answers import answer
from cspdash.ui.serving.files import File, prepared, send_file
from cspdash.ui.serving.network import Scope

MOST = 16


class Shapes:
    """Answers for outlines; everything else goes on."""

    def __init__(self, app: Any) -> None:
        self.app, self.library, self.files = app, Library(), Remembered(MOST)

    def file(self, path: str) -> File | None:
        """Return a file of outlines ready to be sent, or None where there is none of that name."""
        text = self.library.text(path)
        return None if text is None else self.files.get(path, lambda: prepared(text.encode(), path))

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer for outlines, or pass the request on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        found = await asyncio.to_thread(self.file, path)
        if found is None:
            await answer(scope, send, 404, b"There is nothing here.")
        else:
            await send_file(scope, send, found, path)
