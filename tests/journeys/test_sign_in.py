"""Signing in, against a real identity provider run for the test: who gets in, who does not, and for how long."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.journeys.conftest import Visitor, visitor_in
from tests.processes import dashboard, free_port, running

pytestmark = pytest.mark.browser

COOKIE, SECRET = "_streamlit_user", "0123456789abcdef0123456789abcdef"
SETTINGS = """
issuer = "{issuer}"
client_id = "cspdash"
client_secret_file = "client-secret"
cookie_secret_file = "cookie-secret"
address = "{address}"
[roles]
claim = "roles"
analyst = ["csp-analyst"]
board = ["csp-board"]
"""
READERS = {"analyst": ["csp-analyst", "other"], "board": ["csp-board"], "stranger": ["other"]}


@dataclass(frozen=True)
class Served:
    """A dashboard that wants to know who comes."""

    address: str

    def status(self, path: str, cookie: str | None = None) -> int:
        """Return the status of a path for a program that has this cookie."""
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, headers=headers)) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def handshake(self, cookie: str | None = None) -> int:
        """Return the status of a websocket's handshake."""
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        url = self.address.replace("http", "ws") + "/_stcore/stream"
        try:
            with connect(url, origin=Origin(self.address), additional_headers=headers, proxy=None):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    def cookie(self, secret: str = SECRET, **claims: object) -> str:
        """Return a cookie as the server would sign it for an analyst, with these claims changed."""
        told = {"is_logged_in": True, "origin": self.address, "roles": ["csp-analyst"], "exp": time.time() + 600}
        return create_signed_value(secret, COOKIE, json.dumps({**told, **claims})).decode()


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An identity provider that knows three readers."""
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log"
    users = [
        word for sub, held in READERS.items() for word in ("--user-claims", json.dumps({"sub": sub, "roles": held}))
    ]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *users]
    with running(command, port, log):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def served(store_folder: Path, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample store, served to who has signed in."""
    folder, port = tmp_path_factory.mktemp("sign-in"), free_port()
    found = Served(f"http://127.0.0.1:{port}")
    (folder / "client-secret").write_text("anything")
    (folder / "cookie-secret").write_text(SECRET)
    (folder / "sign-in.toml").write_text(SETTINGS.format(issuer=provider, address=found.address))
    with dashboard(store_folder, folder / "log", "--sign-in", str(folder / "sign-in.toml"), port=port):
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def signed_in(context: BrowserContext, served: Served, who: str) -> Visitor:
    """Sign in as somebody, from the front page on; return the visitor at the page that this led to."""
    visitor = visitor_in(context, served.address)
    visitor.page.goto(served.address)
    expect(visitor.page.locator("h1")).to_have_text("Sign in")
    visitor.page.get_by_role("link", name="Sign in").click()
    visitor.page.get_by_role("button", name=who, exact=True).click()
    visitor.page.wait_for_url(f"{served.address}/")
    return visitor


def test_nothing_answers_without_a_cookie_but_the_way_in(served: Served) -> None:
    for path in ("/", "/places", "/media/0a1b.csv", "/_stcore/health", "/_stcore/host-config", "/static/js/x.js",
                 "/app/static/world_110m.json", "/cspdash/keys.js", "/manifest.json",
                 "/_stcore/bidi-components/x/y.js"):  # fmt: skip
        assert served.status(path) == 401, path
    assert served.handshake() == 401
    assert (served.status("/healthz"), served.status("/readyz")) == (200, 200)


def test_a_cookie_must_be_ours_whole_and_in_time(served: Served) -> None:
    assert (served.status("/", served.cookie()), served.handshake(served.cookie())) == (200, 101)
    good = served.cookie()
    wrong = {
        "forged": served.cookie(secret="x" * 32),
        "changed": good[:10] + ("A" if good[10] != "A" else "B") + good[11:],
        "expired": served.cookie(exp=time.time() - 1),
        "without end": served.cookie(exp=None),
        "another site's": served.cookie(origin="http://evil.example"),
        "signed out": served.cookie(is_logged_in=False),
        "empty": "x",
    }
    for name, cookie in wrong.items():
        assert (served.status("/places", cookie), served.handshake(cookie)) == (401, 401), name
    assert (served.status("/", served.cookie(roles=["other"])), served.handshake(served.cookie(roles=[]))) == (403, 403)


def test_an_analyst_signs_in_and_out_and_the_second_tab_goes_too(context: BrowserContext, served: Served) -> None:
    visitor = signed_in(context, served, "analyst")
    visitor.settle()
    assert visitor.page.locator("h1").count() == 1
    second = visitor_in(context, served.address)
    second.open("/places")
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert cookies[COOKIE]["httpOnly"] and cookies[COOKIE]["sameSite"] == "Lax"
    assert cookies[COOKIE]["expires"] - time.time() < 8 * 3600 + 60
    held = cookies[COOKIE]["value"]
    assert (served.status("/", held), served.handshake(held)) == (200, 101)

    visitor.page.goto(f"{served.address}/auth/logout")
    assert (served.status("/", held), served.handshake(held)) == (401, 401), "a copy of the cookie still opens the door"
    expect(second.page.locator("h1")).to_have_text("You are signed out", timeout=30_000)
    assert COOKIE not in {cookie["name"] for cookie in context.cookies()}


def test_who_has_no_role_is_told_so(context: BrowserContext, served: Served) -> None:
    visitor = signed_in(context, served, "stranger")
    expect(visitor.page.locator("h1")).to_have_text("You have no access")
    visitor.page.goto(f"{served.address}/places")
    expect(visitor.page.locator("h1")).to_have_text("You have no access")


def test_a_sign_in_that_ends_while_the_page_is_open_takes_the_page_away(
    context: BrowserContext, served: Served
) -> None:
    cookie = served.cookie(exp=time.time() + 5)
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": served.address}])
    visitor = visitor_in(context, served.address)
    visitor.open("/")
    expect(visitor.page.locator("h1")).to_have_text("You are signed out", timeout=40_000)
    assert served.status("/", cookie) == 401


def test_the_board_sees_everything_but_rows(browser: Browser, served: Served) -> None:
    found: dict[str, Any] = {}
    for role in ("csp-analyst", "csp-board"):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": COOKIE, "value": served.cookie(roles=[role]), "url": served.address}])
        visitor = visitor_in(context, served.address)
        visitor.open("/")
        found[role] = set(visitor.page.locator("[data-testid=stSidebar] a").all_inner_texts())
        visitor.page.goto(f"{served.address}/rows")
        visitor.settle()
        shown = visitor.page.get_by_text("which only analysts may see").count()
        found[f"{role} is told no"] = shown > 0
        found[f"{role} sees a table or may take one away"] = (
            visitor.page.locator("[data-testid=stMain]").locator("table, [data-testid=stDownloadButton]").count() > 0
        )
        context.close()
    assert found["csp-analyst"] - found["csp-board"] >= {"Rows behind the numbers"}
    assert found["csp-board"] - found["csp-analyst"] == set()
    assert not found["csp-analyst is told no"]
    assert found["csp-analyst sees a table or may take one away"]
    assert found["csp-board is told no"]
    assert not found["csp-board sees a table or may take one away"]
