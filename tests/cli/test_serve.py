"""`serve` becomes the server at once: it loads nothing that only other commands need."""

import subprocess
import sys

from cspdash.settings import ROOT
from tests.commands import cspdash

ASKED = "import sys; from cspdash.cli import main; main()"
SAYING = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); {ASKED}"


def test_serve_loads_no_library_that_only_a_build_needs() -> None:
    command = [sys.executable, "-c", SAYING, "serve", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Serve the dashboard" in done.stdout
    loaded = set(done.stdout.split())
    assert "cspdash.cli.serve" in loaded
    assert not loaded & {"cspdash.cli.ingest", "geopandas", "matplotlib", "pandas", "scipy", "streamlit"}


def test_serve_says_the_same_beside_the_other_commands() -> None:
    alone = subprocess.run(
        [sys.executable, "-m", "cspdash", "serve", "--port", "x"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    beside = cspdash("serve", "--port", "x")
    assert alone.returncode == beside.code == 2
    assert "Invalid value for '--port'" in alone.stderr and "Invalid value for '--port'" in beside.err
