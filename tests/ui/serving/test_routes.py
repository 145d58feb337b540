"""Every route over the wire, as the server really sends it: headers, statuses, and no server's name."""

import socket
from contextlib import AbstractContextManager, ExitStack
from http.client import HTTPConnection, HTTPResponse

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from cspdash.ui.serving.headers import fixed_headers

ROUTES = {
    "/": 200,
    "/places": 200,
    "/nothing-of-ours": 200,
    "/places/": 301,
    "/healthz": 200,
    "/readyz": 200,
    "/favicon.png": 200,
    "/manifest.json": 200,
    "/app/static/world_110m.json": 200,
    "/cspdash/keys.js": 200,
    "/_stcore/health": 200,
    "/_stcore/host-config": 200,
    "/_stcore/metrics": 404,
    "/_stcore/agent/openapi.json": 404,
    "/_stcore/agent/mcp": 404,
    "/_stcore/agent/interact": 404,
    "/_stcore/script-health-check": 404,
    "/_stcore/upload_file/a/b": 405,
    "/_stcore/bidi-components/x/y.js": 404,
    "/_stcore/bidi-components/cspdash.map/map.js": 200,
    "/_stcore/bidi-components/cspdash.map/../keys.js": 404,
    "/_stcore/stream": 404,
    "/component/a/b.html": 404,
    "/media/0123456789abcdef.csv": 404,
    "/static/nothing.js": 404,
    "/sign-in": 404,
    "/auth/login": 404,
    "/%2e%2e/%2e%2e/etc/passwd": 404,
    "/static/%2e%2e/%2e%2e/app.py": 404,
    "/app/static/..%2f..%2fapp.py": 404,
    "/%00": 404,
}


@pytest.fixture(scope="module")
def address(behind_a_proxy: str) -> str:
    return behind_a_proxy.removeprefix("http://")


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Return an answer and its body."""
    connection = HTTPConnection(address, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(("path", "status"), ROUTES.items(), ids=ROUTES)
def test_every_route_answers_as_it_should_with_every_header(address: str, path: str, status: int) -> None:
    index = ask(address, "/")[1].decode()
    for proto in ("http", "https"):
        answer, body = ask(address, path, X_Forwarded_Proto=proto)
        assert answer.status == status
        for name, value in fixed_headers(index).items():
            assert answer.headers.get_all(name.decode()) == [value.decode()], name
        assert len(answer.headers.get_all("cache-control") or []) == 1
        assert ("strict-transport-security" in answer.headers) is (proto == "https")
        assert {"server", "x-powered-by", "via", "access-control-allow-origin"}.isdisjoint(
            map(str.lower, answer.headers)
        )
        assert b"Traceback" not in body


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "PROPFIND", "OPTIONS", "PATCH", "DELETE"])
def test_odd_methods_are_refused_everywhere(address: str, method: str) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/media/a.csv", "/static/js/x.js"):
        answer, _ = ask(address, path, method)
        assert answer.status in {405, 501}
        assert "content-security-policy" in answer.headers


def test_no_site_may_embed_and_steer_the_page(address: str) -> None:
    answer, body = ask(address, "/_stcore/host-config")
    assert b'"allowedOrigins": []' in body
    assert answer.getheader("content-length") == str(len(body))


def test_the_upload_needs_a_token_and_has_a_limit(address: str) -> None:
    assert ask(address, "/_stcore/upload_file/a/b", "PUT")[0].status in {400, 403}
    assert ask(address, "/_stcore/upload_file/a/b", "PUT", Content_Length="3000000")[0].status == 413


def test_a_host_that_is_not_ours_is_refused(address: str) -> None:
    assert ask(address, "/", Host="evil.example")[0].status == 400


@pytest.mark.parametrize(("origin", "status"), [(None, 403), ("http://evil.example", 403), ("null", 403), ("own", 101)])
def test_a_websocket_opens_for_our_own_page_alone(address: str, origin: str | None, status: int) -> None:
    said = Origin(f"http://{address}" if origin == "own" else origin) if origin else None
    try:
        with connect(f"ws://{address}/_stcore/stream", origin=said, proxy=None) as socket_:
            assert socket_.response
            headers, found = socket_.response.headers, 101
    except InvalidStatus as refused:
        headers, found = refused.response.headers, refused.response.status_code
    assert found == status
    assert "content-security-policy" in headers
    assert "server" not in headers


def test_a_sixth_session_from_one_address_is_asked_to_come_back(address: str) -> None:
    def session(reader: str) -> AbstractContextManager[ClientConnection]:
        return connect(
            f"ws://{address}/_stcore/stream",
            origin=Origin(f"http://{address}"),
            additional_headers={"X-Forwarded-For": reader},
            proxy=None,
        )

    with ExitStack() as opened:
        for _ in range(5):
            opened.enter_context(session("198.51.100.9"))
        with pytest.raises(InvalidStatus) as refused:
            opened.enter_context(session("198.51.100.9"))
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "30"
        opened.enter_context(session("198.51.100.8"))


@pytest.mark.parametrize("sent", [b"\x16\x03\x01 hello", b"GET /\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"G" * 40_000])
def test_what_is_no_request_is_refused_and_the_server_lives(address: str, sent: bytes) -> None:
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as raw:
        raw.sendall(sent)
        got = raw.recv(4096)
    assert got.startswith(b"HTTP/1.1 400")
    assert b"uvicorn" not in got.lower()
    assert ask(address, "/healthz")[0].status == 200
