"""Write docs/scale-curves.md and its picture from figures that were measured.

python -m cspdash bench ingest --rows 100000 --rows 1000000 --rows 10000000 --json > figures.json
python scripts/scale_curves.py figures.json

What pages cost is taken from docs/scale-pages.json, which comes of stores of these sizes:
python -m cspdash bench pages --store SMALL --store MIDDLE --store LARGE --json > docs/scale-pages.json
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cspdash.charts.drawing import Drawing  # noqa: E402 - the checkout's own package
from cspdash.cli.bench_curves import curve_table, page_lines  # noqa: E402
from cspdash.cli.bench_ingest import curves, ingest_table  # noqa: E402
from cspdash.exports.picture import picture  # noqa: E402

PAGES = ROOT / "docs" / "scale-pages.json"
TITLE = "What more incidents cost: loading, replacing a month, asking, pages"
ALT = "Seven lines against the number of incidents, both scales logarithmic; the figures are in the tables below."
NOTES = ROOT / "docs" / "scale-curves-notes.md"


def main(words: list[str]) -> int:
    """Write both files; the words that explain the figures come from scale-curves-notes.md."""
    found = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    pages = json.loads(PAGES.read_text(encoding="utf-8"))["curves"]
    source = f"cspdash bench on generated archives; {found['machine']}"
    drawing = curves(found["sizes"])
    drawing["data"] += page_lines(pages)
    drawn = picture(Drawing(**drawing), TITLE, ALT, source)
    (ROOT / "docs" / "scale-curves.svg").write_bytes(drawn)
    lines = ["# Cost curves", "", f"![{ALT}](scale-curves.svg)", "", f"Measured on {found['machine']}.", ""]
    tables = [*ingest_table(found["sizes"]), "", *curve_table(pages), ""]
    text = "\n".join([*lines, *tables, NOTES.read_text(encoding="utf-8").rstrip(), ""])
    (ROOT / "docs" / "scale-curves.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
