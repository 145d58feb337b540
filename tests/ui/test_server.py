"""How the dashboard is served: seen from a process of its own, for it changes Streamlit as a whole."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cspdash.settings import ROOT
from tests.processes import free_port, running

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


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
@pytest.mark.fault("F36")
def test_it_leaves_at_once_when_it_is_told_to(
    store_folder: Path, tmp_path: Path, told: signal.Signals, code: int
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "cspdash.ui.server", str(port)]
    with running(command, port, tmp_path / "log", CSPDASH_STORE=str(store_folder)) as server:
        server.send_signal(told)
        assert server.wait(30) == code
    opened, warmed, answers, *others = (tmp_path / "log").read_text().splitlines()
    assert answers == f"cspdash answers on http://127.0.0.1:{port} (edition: partnership)"
    assert [(line["level"], line["says"]) for line in map(json.loads, [opened, warmed, *others])] == [
        ("INFO", "a release is opened"), ("INFO", "warmed up"), ("INFO", "started"), ("INFO", "stopping"),
    ]  # fmt: skip
