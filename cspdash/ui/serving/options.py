"""What the server is told when it starts."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from cspdash.settings import MAX_PER_ADDRESS, MAX_SESSIONS

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORT = 8501


@dataclass(frozen=True)
class Options:
    """Where to answer, whom, how many at once, and behind what."""

    port: int = PORT
    address: str = "127.0.0.1"
    host_names: tuple[str, ...] = ()
    max_sessions: int = MAX_SESSIONS
    max_per_address: int = MAX_PER_ADDRESS
    trusted_proxies: tuple[str, ...] = ()
    sign_in: Path | None = None
    no_sign_in: bool = False
    preview: bool = False
    login_times: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        return self.address in LOOPBACK

    @property
    def hosts(self) -> frozenset[str]:
        """Return the host names that are answered, in lower case."""
        return frozenset(name.lower().rstrip(".") for name in (*LOOPBACK, self.address, *self.host_names))


def parsed(arguments: list[str]) -> Options:
    """Return the options of a command line, `[options] PORT`; a wrong one ends the process with code 2."""
    parser = argparse.ArgumentParser(prog="python -m cspdash.ui.server", description="Serve the dashboard.")
    parser.add_argument("port", type=int, nargs="?", default=PORT)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--host-name", action="append", default=[], dest="host_names")
    parser.add_argument("--max-sessions", type=int, default=MAX_SESSIONS)
    parser.add_argument("--max-per-address", type=int, default=MAX_PER_ADDRESS)
    parser.add_argument("--trusted-proxy", action="append", default=[], dest="trusted_proxies")
    parser.add_argument("--sign-in", type=Path)
    parser.add_argument("--no-sign-in", action="store_true")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--login-times", type=Path, help="where replicas share when logins were used or ended")
    given = vars(parser.parse_args(arguments))
    for name in ("host_names", "trusted_proxies"):
        given[name] = tuple(given[name])
    return Options(**given)
