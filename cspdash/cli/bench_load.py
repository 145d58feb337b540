"""`bench load`: how many readers at once, against a server started for the purpose."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cspdash import settings
from cspdash.settings import MAX_SESSIONS

PATIENCE = 300.0


def environment(store: Path) -> dict[str, str]:
    """Return the environment of a process of ours that reads a store."""
    found = [str(settings.ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "CSPDASH_STORE": str(store), "PYTHONPATH": os.pathsep.join(found)}


def free_port() -> int:
    """Return a port on this machine that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Tell whether a server takes connections on a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def servers(pid: int) -> list[int]:
    """Return the processes that answer readers: the one itself, or the replicas and the proxy that it keeps."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] or [pid]


@contextmanager
def served(store: Path, replicas: int = 1, most: int = MAX_SESSIONS) -> Iterator[tuple[str, list[int], float]]:
    """Serve a store until the block ends; give the address, the processes and the seconds to the first answer.

    One replica is one server without a proxy. Every reader's address comes by X-Forwarded-For, as from a proxy: the
    limits are those of the real thing, but that `most` readers are let in at once.
    """
    port = free_port()
    command = [sys.executable, "-m", "cspdash.ui.server", "--trusted-proxy", "127.0.0.1", str(port)]
    if replicas > 1:
        whole = ["--replicas", str(replicas), "--port", str(port)]
        command = [sys.executable, "-m", "cspdash.ui.replicas", *whole, "--trusted-proxy", "127.0.0.1"]
    command[3:3] = ["--max-sessions", str(most)]
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, cwd=settings.ROOT, env=environment(store), stdout=subprocess.DEVNULL
    )
    try:
        while not is_listening(port):
            if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", servers(process.pid), round(time.perf_counter() - started, 2)
    finally:
        process.terminate()
        process.wait(20)


def load_figures(
    store: Path, sessions: list[int], think: float, seconds: float, connects: int, replicas: int = 1
) -> dict[str, Any]:
    """Return what crowds of readers met on a store, and how a rush of handshakes was answered."""
    most = max(MAX_SESSIONS, *sessions)
    with served(store, replicas, most) as (url, pids, start):
        found = crowds(store, url, pids, sessions, think, seconds, connects)
    run = {"think_seconds": think, "seconds": seconds, "start_seconds": start, "replicas": replicas, "limit": most}
    return {**run, **found}


def crowds(
    store: Path, url: str, pids: list[int], sessions: list[int], think: float, seconds: float, connects: int = 0
) -> dict[str, Any]:
    """Return what crowds of readers met at an address, and the rush at the end, if any."""
    words = [url, "--think", str(think), "--seconds", str(seconds), "--connects", str(connects)]
    words += [word for pid in pids for word in ("--pid", str(pid))]
    words += [word for count in sessions for word in ("--sessions", str(count))]
    return printed("cspdash.ui.load", words, store)


def printed(module: str, words: list[str], store: Path) -> dict[str, Any]:
    """Run a module of ours in a process of its own, and return the JSON object that it prints."""
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", module, *words], cwd=settings.ROOT, env=environment(store), stdout=subprocess.PIPE,
        text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def soak_figures(store: Path, reruns: int) -> dict[str, Any]:
    """Return what the server's memory grows by while one reader runs its pages so many times."""
    with served(store) as (url, (pid, *_), _):
        return printed("cspdash.ui.measuring.soak", [url, str(pid), str(reruns)], store)


def load_table(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines of a Markdown table, and a line on the rush."""
    before = f"{found['replicas']} replicas behind Caddy; " if found.get("replicas", 1) > 1 else ""
    lines = [
        f"{before}server answers {found['start_seconds']} s after its start; "
        f"readers think {found['think_seconds']:g} s; at most {found.get('limit', MAX_SESSIONS)} are let in",
        "",
        "| readers at once | turns | p50 | p95 | longest | dropped | failed | CPU ms a turn | KB a turn | memory MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [row(crowd) for crowd in found["crowds"]]
    rush = found.get("rush")
    if rush:
        inside = rush["inside"]
        lines += [
            "",
            f"{rush['connects']} connect at once beside {inside['sessions']} readers: {rush['let_in']} let in, "
            f"{rush['refused_503']} asked to come back (503), {rush['otherwise']} otherwise; "
            f"the readers inside meanwhile: p95 {seconds_of(inside['p95'])}, {inside['dropped']} dropped",
        ]
    if soak := found.get("soak"):
        before, *_, after = soak["memory_mb"]
        lines += [
            "",
            f"{soak['reruns']:,} reruns by one reader: memory {before} to {after} MB ({after / before - 1:+.0%}), "
            f"a rerun {soak['first_ms']:.0f} ms at first, {soak['last_ms']:.0f} ms at last",
        ]
    if naive := found.get("naive"):
        lines += ["", "The page as it is usually written:", "", *lines[2:4], *map(row, naive["crowds"])]
    return lines


def row(crowd: dict[str, Any]) -> str:
    """Return one crowd as a row of the table."""
    times = " | ".join(seconds_of(crowd[name]) for name in ("p50", "p95", "most"))
    memory = f"{crowd['memory_before_mb']} to {crowd['memory_after_mb']}"
    return (
        f"| {crowd['sessions']} | {crowd['turns']:,} | {times} | {crowd['dropped']} | {crowd['failures']} "
        f"| {crowd['processor_ms_a_turn']} | {crowd['kilobytes_a_turn']} | {memory} |"
    )


def seconds_of(value: float | None) -> str:
    """Return a time in seconds, as it is read; a crowd without a turn has none."""
    return "none" if value is None else f"{value:.2f} s"
