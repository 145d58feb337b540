"""What is let in at all."""

import pytest

from cspdash.ui.serving.door import STREAM, Door, host_of, is_page
from tests.ui.serving.asking import HOST, Inside, ask

HOSTS = frozenset({HOST, "127.0.0.1", "::1"})


def door(uploads: bool = True, sign_in: bool = True) -> tuple[Door, Inside]:
    inside = Inside()
    return Door(inside, HOSTS, uploads, sign_in), inside


@pytest.mark.parametrize(
    "path",
    ["/", "/places", "/darlington-2021-26-safer-places", "/static/js/index.DormvYxC.js", "/app/static/icon.png",
     "/media/0a1b2c.csv", "/cspdash/keys.js", "/favicon.png", "/manifest.json", "/_stcore/health",
     "/_stcore/host-config", "/healthz", "/readyz", "/_stcore/bidi-components/map/index.js"],
)  # fmt: skip
def test_what_a_browser_needs_is_let_in(path: str) -> None:
    layer, inside = door()
    assert ask(layer, path).status == 200
    assert ask(layer, path, "HEAD").status == 200
    assert len(inside.scopes) == 2


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/agent/interact",
     "/_stcore/script-health-check", "/openapi.json", "/docs/x", "/component/x/index.html", "/places/_stcore/health",
     "/static/../../etc/passwd", "/static/..", "/media/..", "/app/static/a\x00b", "/static/a\\b", "//example.org",
     "/.streamlit/secrets.toml", "/.git/config", "/x.php", "/static/a b", "/plac\u00e9s/x", "/_stcore/upload_file"],
)  # fmt: skip
def test_everything_else_is_not_there(path: str) -> None:
    layer, inside = door()
    assert ask(layer, path).status == 404
    assert inside.scopes == []


def test_a_visitor_who_is_lost_gets_a_page_with_a_way_out() -> None:
    answer = ask(door()[0], "/old/page.html", headers={"accept": "text/html,*/*"})
    assert (answer.status, answer.header("content-type")) == (404, "text/html; charset=utf-8")
    assert b'<a href="/">Go to the front page</a>' in answer.body
    assert answer.header("content-length") == str(len(answer.body))
    assert ask(door()[0], "/old/page.html", "HEAD", headers={"accept": "text/html"}).body == b""


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "get", "X"])
def test_a_method_that_nobody_knows_is_refused(method: str) -> None:
    layer, inside = door()
    assert ask(layer, "/", method).status == 501
    assert inside.scopes == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_pages_can_only_be_read(method: str) -> None:
    answer = ask(door()[0], "/places", method)
    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD")


def test_uploads_exist_only_where_they_are_meant_to() -> None:
    path = "/_stcore/upload_file/session/file"
    assert ask(door(uploads=True)[0], path, "PUT").status == 200
    assert ask(door(uploads=True)[0], path, "GET").status == 405
    for method in ("PUT", "DELETE", "GET", "OPTIONS"):
        assert ask(door(uploads=False)[0], path, method).status == 404


def test_the_way_in_exists_only_with_sign_in() -> None:
    for path in ("/sign-in", "/auth/login", "/auth/logout", "/oauth2callback", "/signed-out"):
        assert ask(door(sign_in=True)[0], path).status == 200
        assert ask(door(sign_in=False)[0], path).status == 404
        assert not is_page(path)


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:80", f"x.{HOST}", f"{HOST}.evil.example", f"a@{HOST}", f"{HOST}/x",
     f"{HOST}:99999", f"{HOST}?x", "[::1", "127.0.0.2"],
)  # fmt: skip
def test_another_host_is_not_answered(host: str | None) -> None:
    layer, inside = door()
    assert ask(layer, "/", headers={"host": host}).status == 400
    assert ask(layer, STREAM, kind="websocket", headers={"host": host, "origin": f"http://{host}"}).status == 400
    assert inside.scopes == []


@pytest.mark.parametrize("host", [HOST, HOST.upper(), f"{HOST}.", f"{HOST}:8501", "127.0.0.1:8618", "[::1]:8501"])
def test_our_own_host_is_answered_however_it_is_written(host: str) -> None:
    assert ask(door()[0], "/", headers={"host": host}).status == 200
    assert host_of(host) in HOSTS


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", f"http://{HOST}.evil.example", HOST, f"http://{HOST}:81", f"file://{HOST}",
     "https://x.streamlit.app"],
)  # fmt: skip
def test_a_page_of_another_site_may_not_connect(origin: str | None) -> None:
    layer, inside = door()
    assert ask(layer, STREAM, kind="websocket", headers={"origin": origin}).status == 403
    assert inside.scopes == []


def test_our_own_page_may_connect_there_and_nowhere_else() -> None:
    layer, inside = door()
    for scheme in ("http", "https"):
        assert ask(layer, STREAM, kind="websocket", headers={"origin": f"{scheme}://{HOST}"}).status == 101
    assert ask(layer, "/places", kind="websocket", headers={"origin": f"http://{HOST}"}).status == 404
    assert len(inside.scopes) == 2


def test_a_slash_too_many_leads_to_the_page() -> None:
    answer = ask(door()[0], "/places/", query="area=E06000005")
    assert (answer.status, answer.header("location")) == (301, "/places?area=E06000005")
    assert ask(door()[0], "/places/", "POST").status == 404
