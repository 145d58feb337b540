"""`python -m cspdash.ui.replicas --replicas N --port PORT [options of the server]`."""

import argparse
import asyncio
import sys

from cspdash.ui.replicas.supervisor import serve
from cspdash.ui.serving.options import PORT, parsed


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m cspdash.ui.replicas", allow_abbrev=False)
    parser.add_argument("--replicas", type=int, required=True)
    parser.add_argument("--port", type=int, default=PORT)
    own, given = parser.parse_known_args()
    sys.exit(asyncio.run(serve(parsed([*given, str(own.port)]), given, own.replicas)))


if __name__ == "__main__":
    main()
