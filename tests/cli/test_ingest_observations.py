import json
from pathlib import Path

from typer.testing import CliRunner

from cspdash.cli.app import app
from cspdash.store.connection import open_store
from tests.making import served, write_file

HEADER = "indicator,area_code,period_start,period_end,numerator,denominator,value,note"
GOOD = "people-begging,E06000005,2022-04-01,2023-03-31,12,,,"


def ingest(store: Path, file: Path) -> tuple[int, str]:
    import cspdash.cli.ingest  # noqa: F401 - registers the command

    found = CliRunner().invoke(app, ["ingest", "observations", str(file), "--store", str(store), "--json"])
    return found.exit_code, found.stdout


def test_a_table_is_loaded_and_reported(store_copy: Path, tmp_path: Path) -> None:
    code, said = ingest(store_copy, write_file(tmp_path / "begging.csv", f"{HEADER}\n{GOOD}\n".encode()))
    report = json.loads(said)
    assert code == 0
    assert (report["loads"][0]["status"], report["loads"][0]["rows_kept"]) == ("loaded", 1)
    store = open_store(store_copy)
    assert store.release == report["release"]
    assert store.rows("SELECT value FROM observation WHERE indicator = 'people-begging'") == [(12,)]
    assert store.rows("SELECT kind, file_name FROM load WHERE kind = 'observations'") == [
        ("observations", "begging.csv")
    ]
    store.close()


def test_a_refused_table_leaves_the_store_as_it_was(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    bad = GOOD.replace(",12,", ',"1,234",')
    code, said = ingest(store_copy, write_file(tmp_path / "begging.csv", f"{HEADER}\n{GOOD}\n{bad}\n".encode()))
    report = json.loads(said)["loads"][0]
    assert (code, report["status"]) == (3, "refused")
    assert "line 3, numerator: '1,234' has a separator of thousands. Write 1234" in report["notes"][0]
    assert served(store_copy) == before
