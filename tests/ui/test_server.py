"""How the dashboard is served: seen from a process of its own, for it changes Streamlit as a whole."""

import subprocess
import sys

from cspdash.settings import ROOT

SHOWN = """
import sys
import cspdash.ui.server
from streamlit.runtime.pages_manager import PagesManager
print(PagesManager.uses_pages_directory, sorted(m for m in sys.modules if m.startswith("cspdash.")))
"""


def test_pages_are_ours_alone_and_loaded_before_the_first_visitor() -> None:
    done = subprocess.run([sys.executable, "-c", SHOWN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("False ")
    for module in ("store.queries", "findings.trend", "charts.figures", "ui.panels", "ui.navigation"):
        assert f"'cspdash.{module}'" in done.stdout
