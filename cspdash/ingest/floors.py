"""What an ingest is measured against: DuckDB reading every column of the same files and keeping nothing."""

from pathlib import Path

import duckdb

from cspdash.ingest.police_uk.columns import COLUMNS

# max() of every column, so that none can be skipped; columns are declared, nothing is guessed.
PARSE = """
SELECT count(*), max("Crime ID"), max("Month"), max("Reported by"), max("Falls within"), max("Longitude"),
    max("Latitude"), max("Location"), max("LSOA code"), max("LSOA name"), max("Crime type"),
    max("Last outcome category"), max("Context")
FROM read_csv($files, columns = $columns, auto_detect = false, header = true, delim = ',', quote = '"')"""


def parse_with_duckdb(files: list[Path], threads: int = 2) -> int:
    """Read every column of street files and throw it away; return how many rows there were."""
    con = duckdb.connect(config={"threads": str(threads), "preserve_insertion_order": "false"})
    try:
        con.execute("SET enable_progress_bar = FALSE")
        asked = {"files": [str(file) for file in files], "columns": dict.fromkeys(COLUMNS["street"], "VARCHAR")}
        return int(con.execute(PARSE, asked).fetchall()[0][0])
    finally:
        con.close()
