"""The dashboard's own server, for measuring: `python -m cspdash.ui.measuring.server {pages|empty} [options] PORT`.

`pages` serves the dashboard. It forgets what it remembers when it gets SIGUSR1, but what it remembered when it got
SIGUSR2, until it gets that again. `empty` serves the empty page with the same layers, configuration and modules loaded.
"""

import signal
import sys
from functools import partial

from cspdash.ui import access, server

EMPTY = "cspdash/ui/measuring/empty.py"


def main(arguments: list[str]) -> None:
    """Serve one of both until told to end."""
    kind, *rest = arguments
    if kind == "empty":
        server.application = partial(server.application, script=EMPTY)
    signal.signal(signal.SIGUSR1, lambda *_: access.forget())
    signal.signal(signal.SIGUSR2, lambda *_: access.keep())
    server.main(rest)


if __name__ == "__main__":
    main(sys.argv[1:])
