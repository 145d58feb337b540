"""Short answers that the server gives by itself: plain text, JSON, and small pages without script or style sheet."""

import html
import json
from typing import Any

from cspdash.ui.serving.network import Scope, header

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:1.1rem/1.5 Arial,Helvetica,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}}</style>
</head>
<body><main><h1>{title}</h1>{body}</main></body>
</html>
"""


def wants_page(scope: Scope) -> bool:
    """Tell whether a browser is visiting, rather than a script or an image being fetched."""
    return scope["type"] == "http" and "text/html" in (header(scope, b"accept") or "")


def page(title: str, *paragraphs: str, link: tuple[str, str] | None = None) -> bytes:
    """Return a small page of plain paragraphs, with a link (address, words) below when there is one."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    if link:
        body += f'<p><a href="{html.escape(link[0])}">{html.escape(link[1])}</a></p>'
    return PAGE.format(title=html.escape(title), body=body).encode()


async def answer(
    scope: Scope,
    send: Any,
    status: int,
    body: bytes = b"",
    kind: str = "text/plain; charset=utf-8",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> None:
    """Answer a request, or refuse a websocket's handshake with the same status."""
    prefix = "websocket.http" if scope["type"] == "websocket" else "http"
    given = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": f"{prefix}.response.start", "status": status, "headers": given})
    shown = b"" if scope.get("method") == "HEAD" else body
    await send({"type": f"{prefix}.response.body", "body": shown, "more_body": False})


async def answer_json(scope: Scope, send: Any, status: int, value: dict[str, Any]) -> None:
    """Answer with one JSON object."""
    await answer(scope, send, status, json.dumps(value).encode(), "application/json")
