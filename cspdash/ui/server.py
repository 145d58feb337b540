"""Starts Streamlit on app.py: `python -m cspdash.ui.server PORT`.

Started this way and not by `streamlit run`, every page's address answers from the first visit on:
Streamlit would otherwise take pages/ for its old kind of page folder until app.py has run once, and tell
a reader who follows a link to a priority that the page does not exist.
"""

import gc
import os
import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from cspdash.settings import ROOT
from cspdash.ui import front  # noqa: F401 - loads everything that pages import before the first visitor comes

PagesManager.uses_pages_directory = False


def serve(port: str) -> None:
    """Serve the dashboard until the process is ended."""
    # What is loaded by now stays for good: later collections need not look at it.
    gc.collect()
    gc.freeze()
    code: object = 0
    try:
        cli.main(["run", str(ROOT / "app.py"), "--server.port", port], prog_name="streamlit")
    except SystemExit as ended:
        code = ended.code
    # Leave at once: the store is open to read only, and DuckDB's binding would list every open connection.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    serve(sys.argv[1])
