"""The command line: `cspdash …` and `python -m cspdash …`.

Exit codes: 0 done, 2 wrong usage, 3 refused with the store unchanged, 74 the disk did not
take a write (full, read-only, failing), 75 another writer holds the lock.
"""

# Importing a module registers its commands.
from cspdash.cli import (  # noqa: F401
    bench,
    changes,
    content,
    fetch,
    ingest,
    marts,
    pack,
    publish,
    quarantine,
    recovery,
    retention,
    serve,
    store,
)
from cspdash.cli.app import main

__all__ = ["main"]
