"""The dashboard's own server, for measuring: `python -m cspdash.ui.measuring.server {pages|empty} [options] PORT`.

`pages` serves the dashboard and forgets what it remembers when it gets SIGUSR1; `empty` serves the empty page with the
same layers, configuration and modules loaded.
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
    server.main(rest)


if __name__ == "__main__":
    main(sys.argv[1:])
