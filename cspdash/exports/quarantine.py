"""Rows in quarantine as a file that can be mended and loaded again: a cell for each column, and the text as it came."""

import csv
import io
from collections.abc import Iterable

from cspdash.ingest.mending import EVERY, LEADING
from cspdash.ingest.police_uk.columns import COLUMNS
from cspdash.ingest.reading import OTHER_ORDER
from cspdash.store.export import FORMULA_STARTS
from cspdash.store.ledger_queries import Quarantined


def csv_of_quarantine(rows: Iterable[Quarantined], handling: str = "") -> bytes:
    """Return rows as CSV (UTF-8 with mark, formula-safe).

    Each has its load, file, line and reason, the text as it came, and the columns of its file where the text has as
    many; else they are empty, to be filled in. `handling` is the label of restricted rows, said in each.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    label = ["handling"] if handling else []
    writer.writerow([*LEADING, *EVERY, *label])
    for row in rows:
        cells = cells_of(row)
        about = (str(row.load_id), row.file_name, str(row.line), row.reason, row.raw or "")
        values = (*about, *(cells.get(name, "") for name in EVERY))
        writer.writerow([*(safe(text) for text in values), *([handling] if handling else [])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def cells_of(row: Quarantined) -> dict[str, str]:
    """Return the cells of a row's text by column; nothing where it is not told which is which."""
    columns = COLUMNS.get(row.kind)
    if columns is None or row.raw is None or OTHER_ORDER in row.notes:
        return {}
    try:
        found = next(csv.reader([row.raw], strict=True), [])
    except csv.Error:
        return {}
    return dict(zip(columns, found, strict=True)) if len(found) == len(columns) else {}


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs; a number stays as it is. `ingest.mending.plain` gives the text back."""
    if text[:1] not in FORMULA_STARTS + "'" or not text:
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text if text.isascii() and text.strip() == text else f"'{text}"
