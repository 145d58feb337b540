"""Static files: compressed once, kept in memory, and cached for a year where the name holds a hash of the content.

Streamlit sends its own files uncompressed; a first visit to a page with a map moved 9 MB.
"""

import asyncio
import gzip
import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cspdash.settings import ROOT
from cspdash.ui.serving.answers import answer
from cspdash.ui.serving.door import is_page
from cspdash.ui.serving.network import Scope, header

OURS = Path(__file__).parent / "browser"
MAP = Path(__file__).parent / "map"
COMPRESSED = {".js", ".css", ".html", ".json", ".geojson", ".svg", ".wasm", ".map"}
KINDS = {
    ".geojson": "application/geo+json",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
# Streamlit's builder puts a hash of the content before the ending: index.DormvYxC.js.
HASHED = re.compile(r"/static/.+\.[\w-]{8}\.\w+$|[.-][0-9a-f]{12,}\.\w+$")
FOREVER, ASK = b"public, max-age=31536000, immutable", b"no-cache"


@dataclass(frozen=True)
class File:
    """A file as it is sent: its bytes, the same compressed where that is shorter, and its tag."""

    plain: bytes
    small: bytes | None
    tag: bytes
    kind: str


def prepared(data: bytes, name: str) -> File:
    """Return a file's content ready to be sent."""
    ending = Path(name).suffix
    small = gzip.compress(data, 9, mtime=0) if ending in COMPRESSED else None
    kind = KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind += "; charset=utf-8" if kind.startswith("text/") and "charset" not in kind else ""
    tag = b'"%s"' % hashlib.sha256(data).hexdigest()[:20].encode()
    return File(data, small if small and len(small) < len(data) else None, tag, kind)


def found_files(streamlit: Path) -> dict[str, Path]:
    """Return every file that is served, by its path in the address; a path that is not here cannot be read."""
    found = {f"/{path.relative_to(streamlit).as_posix()}": path for path in streamlit.rglob("*") if path.is_file()}
    del found["/index.html"]
    # The map's script has the address that Streamlit gives to a component's; it is sent compressed like the others.
    component = MAP, f"/_stcore/bidi-components/cspdash.{MAP.name}/"
    for folder, prefix in ((ROOT / "static", "/app/static/"), (OURS, "/cspdash/"), component):
        found |= {
            f"{prefix}{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()
        }
    return found


class Files:
    """Answers for pages and static files; everything else goes on."""

    def __init__(self, app: Any, streamlit: Path, index: str) -> None:
        """`streamlit` is the folder of Streamlit's own files, `index` the page that every address opens."""
        self.app, self.paths = app, found_files(streamlit)
        self.index = prepared(index.encode(), "index.html")
        self.ready: dict[str, File] = {}

    def warm_up(self) -> None:
        """Prepare every file in the background, so that not even the first visitor waits for it."""
        threading.Thread(target=lambda: [self.file(path) for path in self.paths], daemon=True).start()

    def file(self, path: str) -> File:
        """Return a file prepared, from memory when it has been asked for before."""
        held = self.ready.get(path)
        if held is None:
            held = prepared(self.paths[path].read_bytes(), path)
            # The plain bytes of what has a shorter form are hardly ever asked for: they are read again then.
            held = File(b"" if held.small else held.plain, held.small, held.tag, held.kind)
            self.ready[path] = held
        return held

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer for a file, or pass the request on."""
        path = scope.get("path", "")
        if scope["type"] == "http" and is_page(path):
            await self.send(scope, send, self.index, path)
        elif scope["type"] == "http" and path in self.paths:
            held = self.ready.get(path)
            if held is None:
                held = await asyncio.to_thread(self.file, path)
            await self.send(scope, send, held, path)
        elif scope["type"] == "http" and path.startswith(("/static/", "/app/static/", "/cspdash/")):
            await answer(scope, send, 404, b"There is nothing here.")
        else:
            await self.app(scope, receive, send)

    async def send(self, scope: Scope, send: Any, file: File, path: str) -> None:
        """Send a file, read again where only its compressed form is held and the browser does not take that."""
        if file.small and not file.plain and not accepts_gzip(header(scope, b"accept-encoding") or ""):
            plain = await asyncio.to_thread(self.paths[path].read_bytes)
            file = File(plain, None, file.tag, file.kind)
        await send_file(scope, send, file, path)


async def send_file(scope: Scope, send: Any, file: File, path: str) -> None:
    """Send a file as the browser can take it, or say that it has it already."""
    cache = FOREVER if HASHED.search(path) else ASK
    headers = ((b"etag", file.tag), (b"cache-control", cache), (b"vary", b"accept-encoding"))
    if file.tag in (header(scope, b"if-none-match") or "").encode():
        await answer(scope, send, 304, b"", file.kind, headers)
    elif file.small and accepts_gzip(header(scope, b"accept-encoding") or ""):
        await answer(scope, send, 200, file.small, file.kind, (*headers, (b"content-encoding", b"gzip")))
    else:
        await answer(scope, send, 200, file.plain, file.kind, headers)


def accepts_gzip(value: str) -> bool:
    """Tell whether an Accept-Encoding header takes gzip; a quality of zero says no."""
    for part in value.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in {"gzip", "*"}:
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality)
    return False
