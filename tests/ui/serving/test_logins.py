"""Whether a login still holds, by a clock that the test moves."""

import json
import secrets
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from cspdash.ui.serving.login_times import LoginTimes
from cspdash.ui.serving.logins import ENDED, NO_ROLE, NOBODY, Login, Logins
from tests.ui.serving.asking import scope_of
from tests.ui.serving.test_identity import identity

NAME, SECRET = "_streamlit_user", "k" * 32


class Clock:
    def __init__(self) -> None:
        self.moment = time.time()

    def __call__(self) -> float:
        return self.moment


def scope(**claims: Any) -> dict[str, Any]:
    """Return a request with a cookie for an analyst, signed now, with these claims changed."""
    told = {"is_logged_in": True, "origin": "a", "roles": ["a1"], "exp": time.time() + 90_000}
    signed: dict[str, str] = {}
    set_cookie_with_chunks(
        lambda name, value: signed.__setitem__(name, create_signed_value(SECRET, name, value).decode()),
        lambda name, value: create_signed_value(SECRET, name, value),
        NAME,
        {**told, **claims},
        cookie_attr_size=100,
    )
    return scope_of("/", headers={"cookie": "; ".join(f"{name}={value}" for name, value in signed.items())})


def logins() -> tuple[Logins, Clock]:
    clock = Clock()
    return Logins(identity(), clock), clock


def test_a_login_holds_while_it_is_used_and_for_eight_hours_at_most() -> None:
    held, clock = logins()
    request = scope()
    first = held.check(request)
    assert isinstance(first, Login) and first.role == "analyst"
    held.touch(first)
    for _ in range(16):
        clock.moment += 29 * 60
        assert isinstance(held.check(request), Login)
        held.touch(first)
    clock.moment += 20 * 60  # eight hours and four minutes
    assert held.check(request) == ENDED


def test_half_an_hour_without_a_sign_of_life_ends_it() -> None:
    held, clock = logins()
    request = scope()
    login = held.check(request)
    assert isinstance(login, Login)
    held.touch(login)
    clock.moment += 30 * 60 - 1
    assert isinstance(held.check(request), Login), "looking is no sign of life"
    clock.moment += 2
    assert held.check(request) == ENDED
    assert held.has_ended(login)


def test_a_restart_does_not_bring_an_old_login_back() -> None:
    held, clock = logins()
    clock.moment += 31 * 60
    assert held.check(scope()) == ENDED


def test_a_token_that_has_expired_ends_it() -> None:
    held, clock = logins()
    request = scope(exp=time.time() + 60)
    assert isinstance(held.check(request), Login)
    clock.moment += 61
    assert held.check(request) == ENDED


def test_signing_out_ends_every_copy_and_only_those() -> None:
    held, _ = logins()
    ours, other = scope(sub="1"), scope(sub="2")
    assert isinstance(held.check(ours), Login)
    held.end(ours)
    assert held.check(ours) == ENDED
    assert isinstance(held.check(other), Login)


def test_what_is_remembered_is_forgotten_when_it_can_no_longer_matter() -> None:
    held, clock = logins()
    held.end(scope(sub="1"))
    clock.moment += 9 * 3600
    held.end(scope(sub="2"))
    assert len(held.ended) == 1


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": None}, NOBODY),
        ({"exp": "soon"}, NOBODY),
        ({"is_logged_in": "yes"}, NOBODY),
        ({"origin": "b"}, NOBODY),
        ({"roles": ["x"]}, NO_ROLE),
        ({"exp": 1}, ENDED),
    ],
)
def test_claims_that_do_not_do(claims: dict[str, Any], reason: str) -> None:
    assert logins()[0].check(scope(**claims)) == reason


def test_a_long_cookie_comes_in_pieces() -> None:
    request = scope(groups=[secrets.token_hex(25) for _ in range(200)])
    assert dict(request["headers"])[b"cookie"].count(b"_streamlit_user") > 2
    login = logins()[0].check(request)
    assert isinstance(login, Login) and login.role == "analyst"


def test_pieces_of_two_logins_do_not_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def pieces() -> dict[str, str]:
        cookie = dict(scope(groups=[secrets.token_hex(25) for _ in range(200)])["headers"])[b"cookie"].decode()
        return dict(part.split("=", 1) for part in cookie.split("; "))

    first = pieces()
    monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda signer: int(time.time()) - 60)
    mixed = {**pieces(), f"{NAME}_2": first[f"{NAME}_2"]}
    request = scope_of("/", headers={"cookie": "; ".join(f"{name}={value}" for name, value in mixed.items())})
    assert logins()[0].check(request) == NOBODY


@pytest.mark.parametrize(
    "cookie", ["", "x", f"{NAME}=", f"{NAME}=a.b.c", f"{NAME}={json.dumps({'exp': 1})}", "\x00=;;"]
)
def test_what_is_no_cookie_of_ours_is_nobodys(cookie: str) -> None:
    assert logins()[0].check(scope_of("/", headers={"cookie": cookie})) == NOBODY


def test_a_cookie_under_another_name_or_secret_is_nobodys() -> None:
    told = json.dumps({"is_logged_in": True, "origin": "a", "roles": ["a1"], "exp": time.time() + 60})
    for value in (create_signed_value("x" * 32, NAME, told), create_signed_value(SECRET, "other", told)):
        assert logins()[0].check(scope_of("/", headers={"cookie": f"{NAME}={value.decode()}"})) == NOBODY


def test_replicas_know_of_each_others_sign_outs_and_last_uses(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (
        Logins(identity(), clock, used=LoginTimes(tmp_path, "used"), ended=LoginTimes(tmp_path, "ended"))
        for _ in range(2)
    )
    request = scope()
    login = one.check(request)
    assert isinstance(login, Login)
    clock.moment += 25 * 60
    one.touch(login)
    clock.moment += 25 * 60
    assert other.check(request) == login, "used 25 minutes ago, at the other replica"
    one.end(request)
    assert other.check(request) == ENDED
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".ended"]
    clock.moment += 9 * 3600
    one.end(scope())
    assert len(list(tmp_path.iterdir())) == 1, "what is older than any sign-in can be is forgotten"
