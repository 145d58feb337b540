"""Headers: what every answer carries, whichever layer gave it."""

import base64
import hashlib
import re
from typing import Any

from cspdash.ui.serving.network import Clients, Scope

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STARTS = {"http.response.start", "websocket.http.response.start", "websocket.accept"}
YEAR = 365 * 24 * 3600
COOKIE_SECONDS = 8 * 3600
MAX_AGE = re.compile(rb"; *max-age=\d+", re.IGNORECASE)
EXPIRES = re.compile(rb"; *expires=[^;]+", re.IGNORECASE)
UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
    "idle-detection", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip


def content_policy(index: str) -> str:
    """Return the content security policy for a page: its inline scripts run by their hash, and no others."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in INLINE_SCRIPT.findall(index)
    ]
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src", "'self'", *hashes, "'wasm-unsafe-eval'"]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
        ]
    )


def fixed_headers(index: str) -> dict[bytes, bytes]:
    """Return the headers that every answer has, by name in lower case."""
    return {
        b"content-security-policy": content_policy(index).encode(),
        b"x-content-type-options": b"nosniff",
        b"x-frame-options": b"DENY",
        b"referrer-policy": b"no-referrer",
        b"permissions-policy": ", ".join(f"{name}=()" for name in UNUSED).encode(),
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
    }


class Headers:
    """The outermost layer: sets the headers, hides the server's name, and keeps cookies in bounds."""

    def __init__(self, app: Any, index: str, clients: Clients, cookies: bool) -> None:
        """`cookies` is False where none may be set: a reader of the public edition needs none."""
        self.app, self.clients, self.cookies = app, clients, cookies
        self.fixed = fixed_headers(index)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on, and its answer back with its headers."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        secure = self.clients.is_secure(scope)
        if secure:
            scope = {**scope, "scheme": "wss" if scope["type"] == "websocket" else "https"}

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] in STARTS:
                message = {**message, "headers": self.complete(message.get("headers", []), secure)}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def complete(self, given: Any, secure: bool) -> list[tuple[bytes, bytes]]:
        """Return an answer's headers with ours in place of any of the same name."""
        ours = dict(self.fixed)
        if secure:
            ours[b"strict-transport-security"] = b"max-age=%d; includeSubDomains" % YEAR
        found = [(bytes(name).lower(), bytes(value)) for name, value in given]
        if b"cache-control" not in dict(found):
            ours[b"cache-control"] = b"no-store"
        hidden = {b"server", b"x-powered-by", *ours}
        kept = [(name, value) for name, value in found if name not in hidden and name != b"set-cookie"]
        if self.cookies:
            kept += [(name, self.cookie(value, secure)) for name, value in found if name == b"set-cookie"]
        return kept + list(ours.items())

    def cookie(self, value: bytes, secure: bool) -> bytes:
        """Return a cookie that lives a working day at most, goes over TLS only where there is TLS, and not abroad."""
        if not MAX_AGE.search(value) or b"max-age=0" not in value.lower():
            value = MAX_AGE.sub(b"; Max-Age=%d" % COOKIE_SECONDS, EXPIRES.sub(b"", value))
        low = value.lower()
        value += b"; Secure" if secure and b"; secure" not in low else b""
        return value + (b"; SameSite=Lax" if b"samesite=" not in low else b"")
