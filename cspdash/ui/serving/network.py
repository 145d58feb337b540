"""Who is at the other end: the client's address and scheme, and the patience that a connection is given."""

import asyncio
import ipaddress
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

Scope = dict[str, Any]
# A request's head must be complete after so many seconds, however slowly it trickles in.
HEAD_SECONDS = 10.0


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header's value, or None; of several of the same name, the first."""
    for key, value in scope["headers"]:
        if key.lower() == name:
            return str(value.decode("latin-1"))
    return None


def networks(names: Iterable[str]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Return addresses and networks as given on the command line; ValueError names one that is neither."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


class Clients:
    """Knows which proxies are believed when they say for whom they ask."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self.trusted = networks(trusted)

    def is_trusted(self, address: str) -> bool:
        """Tell whether an address is one of the trusted proxies'."""
        try:
            return any(ipaddress.ip_address(address) in network for network in self.trusted)
        except ValueError:
            return False

    def address(self, scope: Scope) -> str:
        """Return who asks: the peer, or the last address before the trusted proxies in X-Forwarded-For.

        IPv6 addresses are cut to the network of 64 bits that one subscriber has.
        """
        peer = str((scope.get("client") or ("unknown", 0))[0])
        if self.is_trusted(peer):
            said = [part.strip() for part in (header(scope, b"x-forwarded-for") or "").split(",")]
            peer = next((part for part in reversed(said) if part and not self.is_trusted(part)), peer)
        try:
            found = ipaddress.ip_address(peer)
        except ValueError:
            return peer
        return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)

    def is_secure(self, scope: Scope) -> bool:
        """Tell whether the browser speaks TLS: with us, or with a trusted proxy that says so."""
        if scope["scheme"] in {"https", "wss"}:
            return True
        peer = str((scope.get("client") or ("", 0))[0])
        return self.is_trusted(peer) and (header(scope, b"x-forwarded-proto") or "").strip() == "https"


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ipaddress.ip_network(address, strict=False).is_loopback
    except ValueError:
        return False


class PatientProtocol(H11Protocol):
    """HTTP/1.1 whose clients must finish a request's head in time, so that idle connections cannot pile up."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock with the connection."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Stop the clock when a request is complete, start it at the first byte of the next one."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._start_clock()
        else:
            self._stop_clock()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Leave the connection to the websocket protocol, which has its own pings."""
        self._upgraded = True
        self._stop_clock()
        super().handle_websocket_upgrade(event)

    _upgraded = False

    def _start_clock(self) -> None:
        if self._clock is None and not self._upgraded:
            self._clock = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
