"""The command line: `cspdash …` and `python -m cspdash …`.

Exit codes: 0 done, 2 wrong usage, 3 refused with the store unchanged, 74 the disk did not
take a write (full, read-only, failing), 75 another writer holds the lock.
"""

import sys
from importlib import import_module

from cspdash.cli import app

SERVE = "serve"
MODULES = ("bench", "changes", "content", "fetch", "ingest", "marts", "pack", "publish", "quarantine", "recovery",
           "retention", SERVE, "store")  # fmt: skip


def register(*modules: str) -> None:
    """Import modules of commands, all of them where none is named: each registers its own."""
    for name in modules or MODULES:
        import_module(f"cspdash.cli.{name}")


def main() -> None:
    """Run the command line; `serve`, which becomes the server, waits for no library that only other commands need."""
    register(*([SERVE] if sys.argv[1:2] == [SERVE] else []))
    app.main()


__all__ = ["main", "register"]
