"""How a figure is cited: who, what, when, from which data and by which rules, so that it can be found again."""

from datetime import date

from cspdash import __version__
from cspdash.exports.records import Origin


def citation(publisher: str, title: str, origin: Origin, built: date, address: str = "") -> str:
    """Return one sentence that cites a figure; `built` is the day of the data release, `address` the view's link."""
    ends = "" if title.endswith((".", "?", "!")) else "."
    parts = [
        f"{publisher} ({built.year}). {title}{ends}",
        origin.line if origin.line.endswith(".") else f"{origin.line}.",
        "" if origin.release in origin.line else f"Release {origin.release}.",
        f"Data release of {built.day} {built:%B %Y}; rules of cspdash {__version__}.",
        f"{address}" if address else "",
    ]
    return " ".join(part for part in parts if part)
