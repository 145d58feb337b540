"""The layer that lets nobody pass: answers by itself, and closes sessions whose login has ended."""

import asyncio
from typing import Any

from cspdash.ui.serving.door import STREAM
from cspdash.ui.serving.sign_in import SignIn
from tests.ui.serving.asking import Inside, ask, asked, scope_of
from tests.ui.serving.test_logins import logins, scope


def session(request: dict[str, Any]) -> dict[str, Any]:
    """Return a websocket's scope with the same cookie."""
    cookie = dict(request["headers"])[b"cookie"].decode()
    return scope_of(STREAM, kind="websocket", headers={"cookie": cookie})


class Listening:
    """A session that listens until it is told to go."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Accept and listen."""
        await send({"type": "websocket.accept"})
        while not self.heard or self.heard[-1] != "websocket.disconnect":
            self.heard.append((await receive())["type"])


def test_a_stranger_is_shown_the_way_in_and_a_program_a_status() -> None:
    inside = Inside()
    layer = SignIn(inside, logins()[0])
    shown = ask(layer, "/places", headers={"accept": "text/html"})
    assert (shown.status, b'<a href="/sign-in">Sign in</a>' in shown.body) == (401, True)
    for path in ("/places", "/media/a.csv", "/_stcore/host-config", "/static/js/a.js"):
        assert ask(layer, path).status == 401
    assert ask(layer, STREAM, kind="websocket").status == 401
    assert inside.scopes == []
    assert ask(layer, "/healthz").status == 200


def test_a_session_is_closed_when_its_login_ends_even_in_mid_silence() -> None:
    async def run() -> tuple[list[str], list[dict[str, Any]]]:
        held, clock = logins()
        inside = Listening()
        request = session(scope())
        said: list[dict[str, Any]] = [{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": b"x"}]
        task = asyncio.create_task(asked(SignIn(inside, held, look=0.01), request, said))
        while len(inside.heard) < 2:
            await asyncio.sleep(0)
        clock.moment += 31 * 60
        return inside.heard, (await task).messages

    heard, messages = asyncio.run(run())
    assert heard == ["websocket.connect", "websocket.receive", "websocket.disconnect"]
    assert (messages[-1]["type"], messages[-1]["code"]) == ("websocket.close", 1008)


def test_a_message_after_signing_out_is_not_heard() -> None:
    async def run() -> list[str]:
        held, _ = logins()
        inside = Listening()
        request = session(scope())

        class Then(list[dict[str, Any]]):
            """Messages, before the second of which the reader signs out in another tab."""

            def pop(self, index: Any = -1) -> dict[str, Any]:
                if len(self) == 1:
                    held.end(request)
                return super().pop(index)

        said = Then([{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": b"x"}])
        layer = SignIn(inside, held, look=0.01)

        async def receive() -> dict[str, Any]:
            return said.pop(0)

        async def send(message: dict[str, Any]) -> None:
            return None

        await layer(request, receive, send)
        return inside.heard

    assert asyncio.run(run()) == ["websocket.connect", "websocket.disconnect"]
