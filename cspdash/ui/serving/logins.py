"""Logins: is the cookie that came one that we signed, of somebody with a role, and is it still good?

Streamlit's st.login signs the identity provider's claims into a cookie and looks at nothing after that. Here the
signature, the token's expiry, the time since the last sign-in and since the last sign of life are looked at for
every request and every message.
"""

import hashlib
import json
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from cspdash.ui.serving.identity import Identity
from cspdash.ui.serving.network import Scope

# A long cookie comes in pieces that are signed one by one, all at once: pieces of two sign-ins are nobody's.
ONE_SIGNING = 1.0
NOBODY, ENDED, NO_ROLE = "not signed in", "ended", "no role"


@dataclass(frozen=True)
class Login:
    """Who came: a digest of the cookie, the role, and until when the sign-in holds at the latest."""

    digest: str
    role: str
    until: float


@dataclass
class Logins:
    """Remembers when each login was last used, and which have signed out: here, or where replicas share it."""

    identity: Identity
    now: Any = time.time
    used: MutableMapping[str, float] = field(default_factory=dict)
    ended: MutableMapping[str, float] = field(default_factory=dict)

    def check(self, scope: Scope) -> Login | str:
        """Return the login of a request's cookies, or why there is none."""
        found = self.claims(scope)
        if found is None:
            return NOBODY
        claims, signed_at, digest = found
        expires = claims.get("exp")
        if claims.get("is_logged_in") is not True or not isinstance(expires, int | float):
            return NOBODY
        role = self.identity.role(claims)
        until = min(float(expires), signed_at + self.identity.most_seconds)
        if self.has_ended(Login(digest, role or "", until), signed_at):
            return ENDED
        return Login(digest, role, until) if role else NO_ROLE

    def has_ended(self, login: Login, signed_at: float = 0.0) -> bool:
        """Tell whether a login is over: signed out, expired, too old, or not used for too long.

        After a restart nothing is known of the last use: the moment of signing in stands for it.
        """
        now = self.now()
        last = self.used.get(login.digest, signed_at)
        return login.digest in self.ended or now >= login.until or now - last >= self.identity.idle_seconds

    def touch(self, login: Login) -> None:
        """Write down that a login was used just now."""
        self.used[login.digest] = self.now()

    def end(self, scope: Scope) -> None:
        """Sign out: the cookie is worth nothing from now on, wherever a copy of it is."""
        found = self.claims(scope)
        if found:
            self.ended[found[2]] = self.now()
            self.used.pop(found[2], None)
        oldest = self.now() - self.identity.most_seconds
        for times in (self.ended, self.used):
            for digest in list(times):
                if times.get(digest, oldest) < oldest:
                    times.pop(digest, None)

    def claims(self, scope: Scope) -> tuple[dict[str, Any], float, str] | None:
        """Return a request's claims, when they were signed, and a digest of them; None unless we signed them."""
        jar = cookies_of(scope)
        signed_at: list[float] = []

        def one(name: str) -> bytes | None:
            if name not in jar:
                return None
            try:
                signer = URLSafeTimedSerializer(self.identity.cookie_secret, salt=name)
                value, at = signer.loads(jar[name], return_timestamp=True)
            except BadData:
                return None
            signed_at.append(at.timestamp())
            return str(value).encode()

        raw = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        try:
            claims = json.loads(raw) if raw else None
        except ValueError:
            claims = None
        if not isinstance(claims, dict) or claims.get("origin") != self.identity.address:
            return None
        if max(signed_at) - min(signed_at) > ONE_SIGNING:
            return None
        digest = hashlib.sha256(jar[USER_COOKIE_NAME].encode() + (raw or b"")).hexdigest()
        return claims, min(signed_at), digest


def cookies_of(scope: Scope) -> dict[str, str]:
    """Return a request's cookies by name."""
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name.lower() == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                continue
    return {name: morsel.value for name, morsel in jar.items()}
