import json
import subprocess
import sys
from typing import Any

import pytest

from cspdash.settings import ROOT

HEAVY = {"esda", "libpysal", "sklearn", "weasyprint"}
# A process of its own, which takes seconds to load the app: one for both questions.
ASKED = """
import importlib, json, sys
import cspdash.ui.front
pandas = [hasattr(sys.modules.get("pandas"), "NaT"), "pandas.core.frame" in sys.modules]
for name in sys.argv[1:]:
    importlib.import_module("cspdash.ui." + name)
print(json.dumps({"pandas after front": pandas, "loaded": sorted(sys.modules)}))
"""


@pytest.fixture(scope="module")
def app() -> dict[str, Any]:
    """What a process has loaded after the module that the server loads, and after all of the app."""
    names = [path.stem for path in sorted((ROOT / "cspdash" / "ui").glob("*.py")) if path.stem not in {"server"}]
    command = [sys.executable, "-c", ASKED, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_app_never_loads_what_only_a_build_needs(app: dict[str, Any]) -> None:
    """A page costs no reader the seconds and the memory of libraries that only building a release or a PDF needs."""
    assert "cspdash.ui.places" in app["loaded"]
    assert not HEAVY & {name.partition(".")[0] for name in app["loaded"]}


def test_pandas_is_whole_before_the_first_reader_comes(app: dict[str, Any]) -> None:
    """Plotly's encoder looks for it among the modules, and finds it half there while another thread imports it."""
    assert app["pandas after front"] == [True, True]
