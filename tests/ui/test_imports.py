import subprocess
import sys

from cspdash.settings import ROOT

HEAVY = {"esda", "libpysal", "sklearn", "weasyprint"}


def test_the_app_never_loads_what_only_a_build_needs() -> None:
    """A page costs no reader the seconds and the memory of libraries that only building a release or a PDF needs."""
    names = [path.stem for path in sorted((ROOT / "cspdash" / "ui").glob("*.py")) if path.stem not in {"server"}]
    load = f"for name in {names!r}: importlib.import_module('cspdash.ui.' + name)"
    code = f"import importlib, sys\n{load}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not HEAVY & {name.partition(".")[0] for name in loaded.split()}


def test_pandas_is_whole_before_the_first_reader_comes() -> None:
    """Plotly's encoder looks for it among the modules, and finds it half there while another thread imports it."""
    asked = (
        "import sys, cspdash.ui.front; print(hasattr(sys.modules['pandas'], 'NaT'), 'pandas.core.frame' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
