"""The door: which hosts, methods and paths are answered at all, and which websockets may open."""

import re
from typing import Any
from urllib.parse import urlsplit

from cspdash.ui.serving.answers import answer, page, wants_page
from cspdash.ui.serving.network import Scope, header

STREAM = "/_stcore/stream"
UPLOAD = "/_stcore/upload_file/"
SIGN_IN_PATHS = frozenset({"/sign-in", "/signed-out", "/auth/login", "/auth/logout", "/oauth2callback"})
# What is not here is not there: metrics, the agent's routes, old kinds of components, whatever comes next.
READ = re.compile(
    r"/[\w-]*"  # the front page and the pages' addresses
    r"|/(static|app/static|media|cspdash)/[\w./@-]+"
    r"|/(favicon\.png|manifest\.json)"
    r"|/_stcore/(health|host-config)"
    r"|/_stcore/bidi-components/[\w./@-]+",
    re.ASCII,
)
PAGE_PATH = re.compile(r"/[\w-]*", re.ASCII)
PAGE_SLASH = re.compile(r"/[\w-]+/", re.ASCII)
NOT_PAGES = {"/healthz", "/readyz", *SIGN_IN_PATHS}
Refusal = tuple[int, str, tuple[tuple[bytes, bytes], ...]]
KNOWN = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}


def is_page(path: str) -> bool:
    """Tell whether a path can be a page's address, which Streamlit's front end sorts out."""
    return bool(PAGE_PATH.fullmatch(path)) and path not in NOT_PAGES


def host_of(value: str | None) -> str | None:
    """Return the name in a Host header in lower case, without port; None when it is not one."""
    try:
        found = urlsplit(f"//{value}")
        _ = found.port
    except ValueError:
        return None
    if not value or found.username is not None or found.path or found.query or found.fragment:
        return None
    return (found.hostname or "").rstrip(".") or None


class Door:
    """Refuses what no reader's browser asks."""

    def __init__(self, app: Any, hosts: frozenset[str], uploads: bool, sign_in: bool) -> None:
        """`uploads` and `sign_in` say whether those routes exist in this edition."""
        self.app, self.hosts, self.uploads, self.sign_in = app, hosts, uploads, sign_in

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        refused = self.refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
            return
        status, reason, extra = refused
        if status == 404 and wants_page(scope):
            body = page("There is no such page", "The address may be mistyped, or the page may have moved.",
                        link=("/", "Go to the front page"))  # fmt: skip
            await answer(scope, send, 404, body, "text/html; charset=utf-8")
        else:
            await answer(scope, send, status, reason.encode(), headers=extra)

    def refusal(self, scope: Scope) -> Refusal | None:
        """Return status, reason and headers of a refusal, or None when the request may pass."""
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1 or host_of(hosts[0]) not in self.hosts:
            return 400, "This server does not answer for that host.", ()
        if scope["type"] == "websocket":
            return self.websocket_refusal(scope, hosts[0])
        return self.request_refusal(scope)

    def request_refusal(self, scope: Scope) -> Refusal | None:
        """Return why a request is refused: its method, its path, or both; a page with a slash too many moves."""
        path, method = scope["path"], scope["method"]
        if PAGE_SLASH.fullmatch(path) and method in {"GET", "HEAD"}:
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            return 301, "", ((b"location", path.rstrip("/").encode() + query), (b"cache-control", b"no-cache"))
        allowed = self.methods(path)
        if method not in KNOWN:
            return 501, "This method is not known here.", ()
        if not allowed:
            return 404, "There is nothing here.", ()
        if method not in allowed:
            return 405, "This method is not allowed here.", ((b"allow", ", ".join(sorted(allowed)).encode()),)
        return None

    def methods(self, path: str) -> set[str]:
        """Return the methods that a path answers to; none for a path that is not there."""
        if path in {"/healthz", "/readyz"}:
            return {"GET", "HEAD"}
        if path in SIGN_IN_PATHS:
            return {"GET", "HEAD"} if self.sign_in else set()
        if path.startswith(UPLOAD):
            return {"PUT", "DELETE"} if self.uploads else set()
        return {"GET", "HEAD"} if READ.fullmatch(path) and ".." not in path else set()

    def websocket_refusal(self, scope: Scope, host: str) -> Refusal | None:
        """Return why a handshake is refused: another path, or an Origin that is missing or not this site."""
        if scope["path"] != STREAM:
            return 404, "There is nothing here.", ()
        origin = urlsplit(header(scope, b"origin") or "")
        if origin.scheme not in {"http", "https"} or origin.netloc.lower() != host.lower():
            return 403, "A page of another site may not connect.", ()
        return None
