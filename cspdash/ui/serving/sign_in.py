"""Sign-in: every path and every handshake is authenticated but the way in; every message of a session again."""

import asyncio
from typing import Any

from streamlit.auth_util import encode_provider_token

from cspdash.ui.serving.answers import answer, page, wants_page
from cspdash.ui.serving.door import is_page
from cspdash.ui.serving.logins import ENDED, NO_ROLE, Login, Logins
from cspdash.ui.serving.network import Scope

OPEN = {"/auth/login", "/oauth2callback", "/healthz", "/readyz", "/favicon.png"}
# How soon a session notices that its reader has signed out in another tab, or that the time is up.
LOOK_SECONDS = 2.0
POLICY = 1008
HTML = "text/html; charset=utf-8"
WAY_IN = ("/sign-in", "Sign in")


class SignIn:
    """Lets in who has signed in with a role, and nobody else."""

    def __init__(self, app: Any, logins: Logins, look: float = LOOK_SECONDS) -> None:
        self.app, self.logins, self.look = app, logins, look

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on when its login is good, or answer why not."""
        path = scope.get("path", "")
        if scope["type"] not in {"http", "websocket"} or (scope["type"] == "http" and path in OPEN):
            await self.app(scope, receive, send)
        elif path == "/sign-in":
            address = f"/auth/login?provider={encode_provider_token('default')}"
            await answer(scope, send, 302, headers=((b"location", address.encode()),))
        elif path == "/signed-out":
            await answer(scope, send, 200, page("You are signed out", "Your sign-in has ended.", link=WAY_IN), HTML)
        elif path == "/auth/logout":
            self.logins.end(scope)
            await self.app(scope, receive, send)
        else:
            await self.guarded(scope, receive, send)

    async def guarded(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on when its login is good; a visit counts as a sign of life, fetching a file does not."""
        login = self.logins.check(scope)
        if isinstance(login, str):
            await refuse(scope, send, login)
        elif scope["type"] == "websocket":
            self.logins.touch(login)
            await self.app(scope, self.watched(login, receive, send), send)
        else:
            if is_page(scope["path"]):
                self.logins.touch(login)
            await self.app(scope, receive, send)

    def watched(self, login: Login, receive: Any, send: Any) -> Any:
        """Return a receiver that looks at the login at every message and every few seconds between them."""

        async def receive_watched() -> dict[str, Any]:
            waiting = asyncio.ensure_future(receive())
            try:
                while True:
                    await asyncio.wait({waiting}, timeout=self.look)
                    if self.logins.has_ended(login):
                        await send({"type": "websocket.close", "code": POLICY, "reason": "signed out"})
                        return {"type": "websocket.disconnect", "code": POLICY}
                    if waiting.done():
                        message: dict[str, Any] = waiting.result()
                        if message["type"] == "websocket.receive":
                            self.logins.touch(login)
                        return message
            finally:
                waiting.cancel()

        return receive_watched


async def refuse(scope: Scope, send: Any, reason: str) -> None:
    """Answer 401 to who has not signed in, 403 to who has no role; a page for a visitor, a line for a script."""
    status = 403 if reason == NO_ROLE else 401
    if not wants_page(scope):
        await answer(scope, send, status, b"Sign in first." if status == 401 else b"No role here.")
    elif reason == NO_ROLE:
        body = page("You have no access", "You are signed in, but nobody has given you a role here.",
                    link=("/auth/logout", "Sign out"))  # fmt: skip
        await answer(scope, send, 403, body, HTML)
    else:
        said = "Your sign-in has ended." if reason == ENDED else "This dashboard is for members of the partnership."
        await answer(scope, send, 401, page("Sign in", said, link=WAY_IN), HTML)
