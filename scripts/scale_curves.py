"""Write docs/scale-curves.md and its picture from figures that were measured.

python -m cspdash bench ingest --rows 100000 --rows 1000000 --rows 10000000 --json > figures.json
python scripts/scale_curves.py figures.json
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cspdash.charts.drawing import Drawing  # noqa: E402 - the checkout's own package
from cspdash.cli.bench_ingest import curves, ingest_table  # noqa: E402
from cspdash.exports.picture import picture  # noqa: E402

TITLE = "What more incidents cost: loading, replacing a month, asking"
ALT = "Four lines against the number of incidents, both scales logarithmic; the figures are in the tables below."
NOTES = ROOT / "docs" / "scale-curves-notes.md"


def main(words: list[str]) -> int:
    """Write both files; the words that explain the figures come from scale-curves-notes.md."""
    found = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    source = f"cspdash bench ingest on a generated archive; {found['machine']}"
    drawn = picture(Drawing(**curves(found["sizes"])), TITLE, ALT, source)
    (ROOT / "docs" / "scale-curves.svg").write_bytes(drawn)
    lines = ["# Cost curves", "", f"![{ALT}](scale-curves.svg)", "", f"Measured on {found['machine']}.", ""]
    text = "\n".join([*lines, *ingest_table(found["sizes"]), "", NOTES.read_text(encoding="utf-8").rstrip(), ""])
    (ROOT / "docs" / "scale-curves.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
