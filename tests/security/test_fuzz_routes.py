"""Requests as no browser writes them, to a server as readers have it: an answer or a closed line, never a traceback."""

import re
import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.processes import dashboard
from tests.security.hostile import texts

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "\0", "X" * 5000]
PLACES = ["/", "/rows", "/_stcore/upload_file/x/y", "/_stcore/stream", "/media/x", "/static/../../etc/passwd",
          "/%2e%2e/etc/passwd", "//etc/passwd",
          "/\\..\\x", "/healthz", "/readyz", "/component/x/../../y", "/_stcore/metrics"]  # fmt: skip


def answer(address: str, request: bytes) -> bytes:
    """Send bytes and return the beginning of what comes back; nothing where the line is closed."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=3) as line:
        try:
            line.sendall(request)
            return line.recv(65_536)
        except OSError:
            return b""


def test_any_request_has_an_answer_and_no_traceback(store_folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with dashboard(store_folder, log) as address:
        host = f"Host: {urlsplit(address).netloc}\r\nConnection: close\r\n\r\n".encode()
        lines = [f"{method} {path} HTTP/1.1\r\n".encode() for method in METHODS for path in PLACES[:4]]
        lines += [f"GET {path} HTTP/1.1\r\n".encode() for path in PLACES]
        lines += [
            f"GET /?area={quote(text.encode('utf-8', 'replace'))[:8000]} HTTP/1.1\r\n".encode() for text in texts(90, 1)
        ]
        lines += [b"GET /" + text.encode("utf-8", "replace")[:8000] + b" HTTP/1.1\r\n" for text in texts(90, 2)]
        answers = 0
        for line in lines:
            found = answer(address, line + host)
            assert not found or re.match(rb"HTTP/1\.1 [1-5]\d\d ", found), (line[:60], found[:80])
            assert b"HTTP/1.1 500" not in found[:20], line[:80]
            assert b"Traceback" not in found
            answers += bool(found)
            assert b"root:" not in found
        assert answers > 200
        assert answer(address, b"GET /readyz HTTP/1.1\r\n" + host).startswith(b"HTTP/1.1 200")
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said
    assert '"ERROR"' not in said
