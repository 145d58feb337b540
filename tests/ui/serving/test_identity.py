"""Sign-in's settings."""

from pathlib import Path
from typing import Any

import pytest

from cspdash.settings import ROOT
from cspdash.ui.serving.identity import Identity, SignInProblem, read_identity

SHIPPED = (ROOT / "deploy" / "sign-in.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str = SHIPPED, cookie_secret: str = "c" * 32) -> Path:
    (folder / "client-secret").write_text("secret\n")
    (folder / "cookie-secret").write_text(cookie_secret)
    (folder / "sign-in.toml").write_text(text)
    return folder / "sign-in.toml"


def test_the_example_that_ships_is_read(tmp_path: Path) -> None:
    found = read_identity(written(tmp_path))
    assert (found.client_id, found.client_secret, found.cookie_secret) == ("cspdash", "secret", "c" * 32)
    assert (found.idle_seconds, found.most_seconds) == (1800, 28800)
    told = found.secrets["auth"]
    assert told["redirect_uri"] == "https://dashboard.example.org/oauth2callback"
    assert told["server_metadata_url"] == "https://login.example.org/tenant/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("client_id", "client_name", "client_name"),
        ('client_id = "cspdash"', "", "client_id"),
        ("https://login", "http://login", "issuer"),
        ("https://dashboard.example.org", "dashboard.example.org", "address"),
        ("idle_minutes = 30", "idle_minutes = 31", "idle_minutes"),
        ("hours = 8", "hours = 0", "hours"),
        ("hours = 8", "hours = true", "hours"),
        ('claim = "roles"', "", "claim"),
        ("board = [", "boards = [", "boards"),
        ('client_secret_file = "client-secret"', 'client_secret_file = "none"', "none"),
        ("[roles]", "[roles", "sign-in.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in SHIPPED
    with pytest.raises(SignInProblem, match=named):
        read_identity(written(tmp_path, SHIPPED.replace(old, new)))


def test_a_short_secret_is_none(tmp_path: Path) -> None:
    with pytest.raises(SignInProblem, match="fewer than 32"):
        read_identity(written(tmp_path, cookie_secret="c" * 31))
    with pytest.raises(SignInProblem, match="cannot be read"):
        read_identity(tmp_path / "nothing.toml")


def identity(claim: str = "roles") -> Identity:
    return Identity("i", "c", "s", "k" * 32, "a", claim, frozenset({"b1", "b2"}), frozenset({"a1"}), 1800, 28800)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"roles": ["b2"]}, "board"),
        ({"roles": "a1"}, "analyst"),
        ({"roles": ["b1", "a1"]}, "analyst"),
        ({"roles": ["x"]}, None),
        ({"roles": []}, None),
        ({"roles": None}, None),
        ({}, None),
        ({"roles": "a1 b1"}, None),
        ({"roles": [["a1"], 3, {"a1": 1}]}, None),
        ({"roles": {"a1": True}}, "analyst"),
    ],
)
def test_claims_become_a_role(claims: dict[str, Any], role: str | None) -> None:
    assert identity().role(claims) == role


def test_a_claim_may_be_inside_another() -> None:
    assert identity("realm_access.roles").role({"realm_access": {"roles": ["b1"]}}) == "board"
    assert identity("realm_access.roles").role({"realm_access": ["b1"]}) is None
