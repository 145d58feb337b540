"""Asking an ASGI application directly: no socket, no server, one request and its answer."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

HOST = "dashboard.example"


@dataclass
class Answer:
    """What came back: the status, the headers as they were sent, the body, and the scope that went further in."""

    status: int = 0
    sent: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    messages: list[dict[str, Any]] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """Return a header's value, None when it is not there; fail when it is there twice."""
        found = [value.decode() for key, value in self.sent if key.lower() == name.encode()]
        assert len(found) < 2, f"{name} is sent {len(found)} times"
        return found[0] if found else None

    def headers(self, name: str) -> list[str]:
        """Return every value of a header that may come more than once."""
        return [value.decode() for key, value in self.sent if key.lower() == name.encode()]


def scope_of(path: str, method: str = "GET", kind: str = "http", **given: Any) -> dict[str, Any]:
    """Return an ASGI scope; `headers` by name, `client` as an address, `scheme` and `query` when they matter."""
    headers = {"host": HOST, **given.get("headers", {})}
    scope = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": given.get("query", "").encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value is not None],
        "client": (given.get("client", "203.0.113.7"), 40000),
        "server": ("127.0.0.1", 80),
        "scheme": given.get("scheme", "ws" if kind == "websocket" else "http"),
        "http_version": "1.1",
        "extensions": {"websocket.http.response": {}},
        "subprotocols": [],
    }
    return scope if kind == "websocket" else {**scope, "method": method}


async def asked(app: Any, scope: dict[str, Any], messages: list[dict[str, Any]] | None = None) -> Answer:
    """Ask, feeding the messages given and then silence; return the answer."""
    answer, waiting = Answer(), list(messages or [{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("nothing comes after the last message")

    async def send(message: dict[str, Any]) -> None:
        answer.messages.append(message)
        if message["type"].endswith("response.start"):
            answer.status, answer.sent = message["status"], list(message["headers"])
        elif message["type"].endswith("response.body"):
            answer.body += message.get("body", b"")
        elif message["type"] == "websocket.accept":
            answer.status, answer.sent = 101, list(message.get("headers", []))

    await app(scope, receive, send)
    return answer


def ask(app: Any, path: str = "/", method: str = "GET", kind: str = "http", **given: Any) -> Answer:
    """Ask once, from outside any event loop."""
    messages = given.pop("messages", None)
    if kind == "websocket":
        messages = messages or [{"type": "websocket.connect"}]
    return asyncio.run(asked(app, scope_of(path, method, kind, **given), messages))


class Inside:
    """The application behind a layer under test: remembers what reached it, reads the body, and answers."""

    def __init__(self, headers: dict[str, str] | None = None, status: int = 200, body: bytes = b"inside") -> None:
        self.given = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self.status, self.body = status, body
        self.scopes: list[dict[str, Any]] = []
        self.received = b""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer whatever is asked."""
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept", "headers": self.given})
            return
        more = scope["method"] in {"PUT", "POST"}
        while more:
            message = await receive()
            self.received += message.get("body", b"")
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": self.status, "headers": self.given})
        await send({"type": "http.response.body", "body": self.body})
