"""What every answer carries."""

import base64
import hashlib
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from cspdash.ui.serving.headers import Headers, content_policy
from cspdash.ui.serving.index import index_page
from cspdash.ui.serving.network import Clients
from tests.ui.serving.asking import Inside, ask

INDEX = "<html><script>let a = 1</script><script src='x.js'></script></html>"
SCRIPT = base64.b64encode(hashlib.sha256(b"let a = 1").digest()).decode()
COOKIE = "_streamlit_user=abc; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"


def layer(inside: Inside, trusted: tuple[str, ...] = (), cookies: bool = True) -> Headers:
    return Headers(inside, INDEX, Clients(trusted), cookies)


def test_the_policy_is_the_one_that_was_agreed() -> None:
    assert content_policy(INDEX) == (
        f"default-src 'self'; script-src 'self' 'sha256-{SCRIPT}' 'wasm-unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'"
    )


def test_the_inline_script_of_the_installed_streamlit_has_its_hash_in_the_policy() -> None:
    index = index_page(Path(get_static_dir()), "title", ("keys.js",))
    inline = index.split("<script>")[1].split("</script>")[0]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'" in content_policy(index)
    assert content_policy(index).count("sha256-") == index.count("<script>") == 1


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_every_answer_has_them_once_and_no_server_is_named(kind: str) -> None:
    inside = Inside({"Server": "uvicorn", "X-Powered-By": "x", "X-Frame-Options": "ALLOWALL", "x-own": "kept"})
    answer = ask(layer(inside), kind=kind)
    assert answer.header("content-security-policy") == content_policy(INDEX)
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("x-frame-options") == "DENY"
    assert answer.header("referrer-policy") == "no-referrer"
    assert answer.header("cross-origin-opener-policy") == "same-origin"
    assert answer.header("cross-origin-resource-policy") == "same-origin"
    assert "camera=()" in (answer.header("permissions-policy") or "")
    assert answer.header("cache-control") == "no-store"
    assert (answer.header("server"), answer.header("x-powered-by")) == (None, None)
    assert answer.header("x-own") == "kept"


def test_an_answer_that_says_how_long_it_may_be_kept_is_left_to_it() -> None:
    assert ask(layer(Inside({"cache-control": "no-cache"}))).header("cache-control") == "no-cache"


@pytest.mark.parametrize(
    ("scheme", "client", "headers", "secure"),
    [
        ("http", "127.0.0.1", {}, False),
        ("https", "203.0.113.7", {}, True),
        ("http", "127.0.0.1", {"x-forwarded-proto": "https"}, True),
        ("http", "127.0.0.1", {"x-forwarded-proto": "http"}, False),
        ("http", "203.0.113.7", {"x-forwarded-proto": "https"}, False),
    ],
)
def test_only_tls_is_remembered_and_only_a_trusted_proxy_believed(
    scheme: str, client: str, headers: dict[str, str], secure: bool
) -> None:
    inside = Inside({"set-cookie": COOKIE})
    answer = ask(layer(inside, ("127.0.0.1",)), scheme=scheme, client=client, headers=headers)
    assert answer.header("strict-transport-security") == ("max-age=31536000; includeSubDomains" if secure else None)
    assert inside.scopes[0]["scheme"] == ("https" if secure else "http")
    assert ("; Secure" in (answer.header("set-cookie") or "")) is secure


def test_a_cookie_lives_a_working_day_and_stays_on_this_site() -> None:
    inside = Inside({"set-cookie": COOKIE, "Set-Cookie": "a=b; Max-Age=0; Secure", "SET-COOKIE": "c=d"})
    signed, ended, bare = ask(layer(inside), scheme="https").headers("set-cookie")
    assert signed == "_streamlit_user=abc; HttpOnly; Max-Age=28800; Path=/; SameSite=lax; Secure"
    assert ended == "a=b; Max-Age=0; Secure; SameSite=Lax"
    assert bare == "c=d; Secure; SameSite=Lax"


def test_a_reader_of_the_public_edition_gets_no_cookie() -> None:
    assert ask(layer(Inside({"set-cookie": COOKIE}), cookies=False)).headers("set-cookie") == []
