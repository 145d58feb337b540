"""Sign-in's settings: whom we ask who a reader is, and which of the claims make a board member or an analyst.

The file is TOML; `deploy/sign-in.toml` is a commented example. Secrets are in files of their own, never in it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cspdash.settings import IDLE_MINUTES, SIGN_IN_HOURS
from cspdash.ui.roles import ANALYST, BOARD

KEYS = {"issuer", "client_id", "client_secret_file", "cookie_secret_file", "address", "idle_minutes", "hours", "roles"}
ROLE_KEYS = {"claim", BOARD, ANALYST}
NEEDED = ("issuer", "client_id", "client_secret_file", "cookie_secret_file", "address", "roles")
SECRET_CHARACTERS = 32


class SignInProblem(RuntimeError):
    """The sign-in's settings cannot be used; the message says why."""


@dataclass(frozen=True)
class Identity:
    """The settings, read and checked."""

    issuer: str
    client_id: str
    client_secret: str
    cookie_secret: str
    address: str
    claim: str
    board: frozenset[str]
    analyst: frozenset[str]
    idle_seconds: float
    most_seconds: float

    def role(self, claims: Mapping[str, Any]) -> str | None:
        """Return the role that a reader's claims give, the wider one of two, or None when they give none."""
        value: Any = claims
        for part in self.claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        held = {value} if isinstance(value, str) else {item for item in value or () if isinstance(item, str)}
        return ANALYST if held & self.analyst else BOARD if held & self.board else None

    @property
    def secrets(self) -> dict[str, Any]:
        """Return the settings as st.login wants them."""
        return {
            "auth": {
                "redirect_uri": f"{self.address}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer}/.well-known/openid-configuration",
                "client_kwargs": {"scope": "openid profile", "prompt": "login"},
            }
        }


def read_secret(path: Path, least: int) -> str:
    """Return a secret from its file; SignInProblem when it is not there or too short to be one."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SignInProblem(f"{path} cannot be read.") from error
    if len(secret) < least:
        raise SignInProblem(f"{path} holds fewer than {least} characters.")
    return secret


def read_identity(path: Path) -> Identity:
    """Read the settings' file; SignInProblem names the key that is wrong."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SignInProblem(f"{path} cannot be read: {error}") from error
    roles = given.get("roles", {})
    if not isinstance(roles, dict):
        raise SignInProblem(f"{path}: 'roles' must be a table.")
    wrong = sorted(set(given) - KEYS | set(roles) - ROLE_KEYS)
    missing = [key for key in NEEDED if not given.get(key)] + [key for key in ("claim",) if not roles.get(key)]
    if wrong or missing:
        raise SignInProblem(f"{path}: unknown keys {wrong or 'none'}, missing keys {missing or 'none'}.")
    for key in ("issuer", "address"):
        check_address(path, key, given[key])
    if not roles.get(BOARD) and not roles.get(ANALYST):
        raise SignInProblem(f"{path}: no claim's value makes anybody a board member or an analyst.")
    return Identity(
        issuer=given["issuer"].rstrip("/"),
        client_id=given["client_id"],
        client_secret=read_secret(path.parent / given["client_secret_file"], 1),
        cookie_secret=read_secret(path.parent / given["cookie_secret_file"], SECRET_CHARACTERS),
        address=given["address"].rstrip("/"),
        claim=roles["claim"],
        board=frozenset(roles.get(BOARD, [])),
        analyst=frozenset(roles.get(ANALYST, [])),
        idle_seconds=60.0 * minutes(path, given, "idle_minutes", IDLE_MINUTES),
        most_seconds=3600.0 * minutes(path, given, "hours", SIGN_IN_HOURS),
    )


def minutes(path: Path, given: dict[str, Any], key: str, most: float) -> float:
    """Return a limit that may be shortened but not lengthened."""
    value = given.get(key, most)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= most:
        raise SignInProblem(f"{path}: '{key}' must be more than 0 and at most {most}.")
    return float(value)


def check_address(path: Path, key: str, value: Any) -> None:
    """Raise SignInProblem unless an address is https, or http on this machine."""
    parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    own = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and own)):
        raise SignInProblem(f"{path}: '{key}' must be an https address (http only on this machine).")
