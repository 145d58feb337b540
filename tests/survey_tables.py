"""Survey tables for tests: tidy CSVs, and stores with the months and answers that a test needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.ingest.run import Result
from tests import making

COLUMNS = ("survey", "question", "wave_start", "wave_end", "area_code", "n", "share")
SURVEY, QUESTION = "police-confidence", "asb-a-big-problem"
DARLINGTON, DURHAM = "E06000005", "E06000047"
Cells = dict[str, object]


def answer(wave: tuple[str, str], **changes: object) -> Cells:
    """Return one row: of the ASB question in Darlington unless `changes` say otherwise."""
    start, end = wave
    row: Cells = {"survey": SURVEY, "question": QUESTION, "wave_start": start, "wave_end": end, "area_code": DARLINGTON}
    return row | changes


def survey_csv(path: Path, rows: Iterable[Cells], columns: Iterable[str] = ()) -> Path:
    """Write rows as a CSV with the columns that they use (or those given), in the order of first use."""
    held = list(rows)
    names = list(columns) or list(dict.fromkeys(name for row in held for name in row))
    lines = [",".join(names), *(",".join(str(row.get(name, "")) for name in names) for row in held)]
    return making.write_file(path, "\n".join([*lines, ""]).encode())


def asb_months(counts: Mapping[str, Mapping[date, int]], folder: Path) -> Path:
    """Write months in which each small area has so many ASB incidents; `counts` by LSOA code and month."""
    names = {code: name for code, name, *_ in [*making.DARLINGTON, *making.COUNTY_DURHAM]}
    for month in sorted({month for months in counts.values() for month in months}):
        rows = [
            making.asb_row(month=f"{month:%Y-%m}", lsoa_code=code, lsoa_name=names[code])
            for code, months in counts.items()
            for _ in range(months.get(month, 0))
        ]
        making.write_month(folder, rows, f"{month:%Y-%m}")
    return folder


def store_with(
    target: Path, content: Catalogue, months: Path | None = None, tables: Iterable[Path] = ()
) -> list[Result]:
    """Fill a store with months and survey tables through the real ingest; return what each load did."""
    done = [run.police(target, [months], content)] if months else []
    return [*done, *(run.survey_table(target, table, content) for table in tables)]
