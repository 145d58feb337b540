"""A panel's table as records and as CSV: what is drawn, each row with its table and source."""

import csv
import io
from dataclasses import dataclass

from cspdash.charts.tables import Table
from cspdash.findings.provenance import Provenance
from cspdash.store.export import neutral

DEMONSTRATION = "Demonstration data: generated, not real incidents."


@dataclass(frozen=True, slots=True)
class Origin:
    """What goes with every export: source line, data release, whether generated, edition, licence lines."""

    source: str
    release: str
    demonstration: bool
    edition: str = "partnership"
    licence: tuple[str, ...] = ()

    @property
    def edition_words(self) -> str:
        """Return the edition in words."""
        return "Public edition" if self.edition == "public" else "Partnership edition"

    @property
    def mark(self) -> str:
        """Return what must never get lost on a picture: which edition it is, and that data are generated."""
        return f"{self.edition_words}. {DEMONSTRATION if self.demonstration else ''}".strip()

    @property
    def line(self) -> str:
        """Return the source, after the word that data are generated where they are."""
        return f"{DEMONSTRATION} {self.source}" if self.demonstration else self.source


def origin_of(found: Provenance, edition: str = "partnership", licence: tuple[str, ...] = ()) -> Origin:
    """Return the origin of a finding's numbers."""
    return Origin(found.line, found.release, found.demonstration, edition, licence)


def records(table: Table, origin: Origin) -> tuple[list[str], list[list[object]]]:
    """Return column names and rows of exactly what a table shows, with its caption and source beside each row."""
    about = {"Table": table.caption, "Source": origin.line, "Edition": origin.edition_words}
    found = [{**record, **about} for record in table.records()]
    names = list(found[0]) if found else [*table.columns, *about]
    rows = [[neutral(value) if isinstance(value, str) else value for value in record.values()] for record in found]
    return [neutral(name) for name in names], rows


def csv_of(table: Table, origin: Origin) -> bytes:
    """Return a table as CSV (UTF-8 with mark, formula-safe): one row a record."""
    out = io.StringIO()
    names, rows = records(table, origin)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
