"""Asking a server politely: safe addresses, pauses between requests, patience when it is busy.

Nothing is asked but over https, except of this machine itself (a mirror, a test). A request that fails
for a passing reason is repeated a few times, later each time, or when the server itself says.
"""

import http.client
import ipaddress
import random
import re
import ssl
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from cspdash import __version__
from cspdash.ingest import RefusedFile

USER_AGENT = f"cspdash/{__version__} (dashboard of a Community Safety Partnership; reads one force's months)"
OFFLINE = (
    "The store is as it was, and whole files fetched so far are kept: run the command again to go on. Without a way "
    "out of the network, download the archive elsewhere (https://data.police.uk/data/archive/) and run "
    "'cspdash ingest police FILE.zip'"
)
HTTPS_ONLY = "Set CSPDASH_POLICE_URL to an address that begins with https://"
CERTIFICATE = "If your network inspects traffic, set SSL_CERT_FILE to its certificates. " + OFFLINE
PASSING = {408, 425, 429, 500, 502, 503, 504}
FAULTS = (URLError, ConnectionError, TimeoutError, ssl.SSLError, http.client.HTTPException, UnicodeError)
CONTENT_RANGE = re.compile(r"^bytes (\d+)-(\d+)/(\d+)$")

T = TypeVar("T")


class NotFetched(RefusedFile):
    """What a server would not give: the address, what happened, what to do; `status` when it did answer."""

    def __init__(self, url: str, reason: str, remedy: str = OFFLINE, status: int | None = None) -> None:
        """Keep the status beside the three parts of the message."""
        super().__init__(url, reason, remedy)
        self.status = status


class Cut(ConnectionError):
    """A body that ended before its announced length."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often and how patiently to ask; times in seconds."""

    tries: int = 5
    pause: float = 0.25
    first_wait: float = 1.0
    longest_wait: float = 90.0
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


def manners_for(base: str) -> Manners:
    """Return the manners for a server: one on this machine needs no sparing."""
    return Manners(pause=0.0, first_wait=0.05) if on_this_machine(base) else Manners()


def on_this_machine(url: str) -> bool:
    """Tell whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(url: str, came_from: str | None = None) -> None:
    """Raise NotFetched unless an address is https, or http on this machine and not reached from elsewhere."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" and bool(parts.hostname)
        local = parts.scheme == "http" and on_this_machine(url) and on_this_machine(came_from or url)
    except ValueError:
        safe = local = False
    if not (safe or local):
        sent = f"{came_from} sends on to this address, which is not https" if came_from else "not an https address"
        raise NotFetched(url, sent, OFFLINE if came_from else HTTPS_ONLY)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to a safe address."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        try:
            check_address(newurl, came_from=req.full_url)
        except NotFetched:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Client:
    """Asks one request at a time; counts requests and the bytes of their bodies."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.requests, self.received = 0, 0
        self._asked_at: float | None = None

    def ask(
        self,
        url: str,
        work: Callable[[http.client.HTTPResponse], T],
        headers: Callable[[], Mapping[str, str]] = dict,
    ) -> T:
        """Return what `work` makes of the answer; the whole of it is repeated when it fails in passing.

        Raises NotFetched when the address is unsafe, the server says no, or patience ends.
        """
        check_address(url)
        for attempt in range(1, self.manners.tries + 1):
            try:
                with self._open(url, headers()) as response:
                    return work(response)
            except FAULTS as fault:
                if isinstance(fault, HTTPError):
                    fault.close()
                asked = patience_asked(fault)
                wait = self._wait_after(attempt, asked)
                if final(fault) or attempt == self.manners.tries or wait > self.manners.longest_wait:
                    raise not_fetched(url, fault, attempt, asked) from fault
            self.manners.sleep(wait)
        raise AssertionError("tries must be 1 or more")

    def read(self, url: str, start: int, stop: int, size: int, validator: str | None) -> bytes:
        """Return the bytes [start, stop) of a file of `size` bytes; refuse another version of it."""

        def work(response: http.client.HTTPResponse) -> bytes:
            if response.status != 206 or content_range(response) != (start, stop, size):
                raise NotFetched(url, "the archive changed while it was being read")
            data = response.read(stop - start)
            self.received += len(data)
            if len(data) != stop - start:
                raise Cut(f"the connection was cut after {len(data):,} of {stop - start:,} bytes")
            return data

        asked = {"Range": f"bytes={start}-{stop - 1}"} | ({"If-Range": validator} if validator else {})
        return self.ask(url, work, lambda: asked)

    def _open(self, url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Send one request, not sooner after the last one than good manners allow."""
        if self._asked_at is not None:
            rest = self._asked_at + self.manners.pause - time.monotonic()
            if rest > 0:
                self.manners.sleep(rest)
        self._asked_at = time.monotonic()
        self.requests += 1
        # A proxy has no way to this machine; everywhere else the proxy of the environment is used.
        proxies = [urllib.request.ProxyHandler({})] if on_this_machine(url) else []
        opener = urllib.request.build_opener(_SafeRedirects, *proxies)
        request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT, **headers})  # noqa: S310 - checked
        answer: http.client.HTTPResponse = opener.open(request, timeout=self.manners.timeout)
        return answer

    def _wait_after(self, attempt: int, asked: float | None) -> float:
        """Return the seconds to wait after a failure: as asked, else twice as long each time, with jitter."""
        if asked is not None:
            return asked
        doubled = self.manners.first_wait * 2 ** (attempt - 1)
        return min(doubled * (0.5 + self.manners.jitter()), self.manners.longest_wait)


def patience_asked(fault: Exception) -> float | None:
    """Return the seconds that a server asks to wait (Retry-After as seconds or as a date), or None."""
    text = fault.headers.get("Retry-After") if isinstance(fault, HTTPError) else None
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def final(fault: Exception) -> bool:
    """Tell whether asking again is of no use."""
    if isinstance(fault, HTTPError):
        return fault.code not in PASSING
    # UnicodeError: a host's name that cannot be one.
    return isinstance(fault, UnicodeError) or isinstance(getattr(fault, "reason", fault), ssl.SSLCertVerificationError)


def not_fetched(url: str, fault: Exception, attempt: int, asked: float | None) -> NotFetched:
    """Return the error to show when patience ends: what the server or the network said last."""
    tries = f" ({attempt} tries)" if attempt > 1 else ""
    if isinstance(fault, HTTPError):
        later = f" and asks to wait {asked:,.0f} seconds" if asked else ""
        return NotFetched(url, f"the server answered {fault.code} {fault.reason}{later}{tries}", status=fault.code)
    cause = getattr(fault, "reason", fault)
    remedy = CERTIFICATE if isinstance(cause, ssl.SSLCertVerificationError) else OFFLINE
    return NotFetched(url, f"no answer: {cause or type(cause).__name__}{tries}", remedy)


def content_range(response: http.client.HTTPResponse) -> tuple[int, int, int] | None:
    """Return (start, stop, size) of a partial answer, or None when it does not say."""
    found = CONTENT_RANGE.match(response.headers.get("Content-Range") or "")
    return (int(found[1]), int(found[2]) + 1, int(found[3])) if found else None


def validator_of(response: http.client.HTTPResponse) -> str | None:
    """Return what tells this version of a file from another (for If-Range), or None."""
    tag = response.headers.get("ETag")
    if tag and not tag.startswith("W/"):
        return str(tag)
    return response.headers.get("Last-Modified")


def content_length(response: http.client.HTTPResponse) -> int | None:
    """Return the announced length of an answer's body, or None."""
    text = response.headers.get("Content-Length") or ""
    return int(text) if text.isdigit() else None
