"""Health: /healthz says that the process answers, /readyz that what it serves is whole; both tell the truth.

What is wrong is said in a few fixed words: paths and details go to the log, never to whoever asks.
"""

import asyncio
import logging
from pathlib import Path
from typing import Any

from cspdash import catalogue, settings
from cspdash.publish.check import check_public
from cspdash.store.connection import open_store
from cspdash.store.pointer import StoreProblem, to_serve
from cspdash.ui.serving.answers import answer_json
from cspdash.ui.serving.network import Scope

log = logging.getLogger("cspdash.serving")


class NotReady(Exception):
    """Why the server is not ready, in words that give nothing away."""


class Readiness:
    """Checks what is served; costly answers are remembered for as long as they hold."""

    def __init__(self, edition: str | None) -> None:
        """`edition` is the one that the server started with, None when there was no store then."""
        self.edition = edition
        self.content: str | None = None
        self.passed: set[str] = set()

    def check(self) -> dict[str, Any]:
        """Return what is served; raise NotReady when it is not whole."""
        folder = settings.store_dir()
        try:
            found = to_serve(folder, glance=False)
            if found is None:
                raise NotReady("there is no store")
            if found.wrong:
                log.warning("not ready: %s", found.wrong)
                raise NotReady("the store is damaged, the newest release that is whole is served")
            store = open_store(folder)
            edition = store.edition
            store.close()
        except (StoreProblem, OSError) as error:
            log.warning("not ready: %s", error)
            raise NotReady("the store cannot be read") from error
        if self.edition not in {None, edition}:
            raise NotReady("the store is of another edition")
        if edition == "public":
            self.check_gate(folder, found.release)
        self.load_content()
        return {"ready": True, "edition": edition, "release": found.release}

    def check_gate(self, folder: Path, name: str) -> None:
        """Look once at a public release that came while the server was running, as the start looked at the first."""
        if name not in self.passed:
            reasons = check_public(folder)
            if reasons:
                log.warning("not ready: %s", "; ".join(reasons))
                raise NotReady("the release has not passed the gate")
            self.passed = {name}

    def load_content(self) -> None:
        """Read the content once; raise NotReady when it does not load."""
        folder = str(settings.content_dir())
        if self.content != folder:
            try:
                catalogue.load(settings.content_dir())
            except (catalogue.ContentError, OSError) as error:
                log.warning("not ready: %s", error)
                raise NotReady("the content cannot be read") from error
            self.content = folder


class Health:
    """Answers /healthz and /readyz; everything else goes on."""

    def __init__(self, app: Any, readiness: Readiness) -> None:
        self.app, self.readiness = app, readiness
        self.one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer a health check, or pass the request on."""
        if scope["type"] != "http" or scope["path"] not in {"/healthz", "/readyz"}:
            await self.app(scope, receive, send)
        elif scope["path"] == "/healthz":
            await answer_json(scope, send, 200, {"alive": True})
        else:
            try:
                async with self.one_at_a_time:
                    found = await asyncio.to_thread(self.readiness.check)
                await answer_json(scope, send, 200, found)
            except NotReady as reason:
                await answer_json(scope, send, 503, {"ready": False, "reason": str(reason)})
