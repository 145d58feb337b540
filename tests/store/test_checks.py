from pathlib import Path

import duckdb
import pytest

from cspdash.ingest import run
from cspdash.store.checks import verify
from cspdash.store.release import StoreProblem, current_release, file_sha256, release_path
from tests import partner_extracts
from tests.partner_extracts import WINDOWED, WINDOWED_COLUMNS, windowed_row, write_extract

HASH = "the file's name is its hash"
FIRST = "(SELECT min(load_id) FROM ledger WHERE kind = 'street')"
SHOWN = "the contract's views show every row"
HELD, QUARANTINED = "rows kept are rows held, for every load", "rows rejected are rows in quarantine"


def current(folder: Path) -> Path:
    name = current_release(folder)
    assert name
    return release_path(folder, name)


def failing(path: Path) -> list[str]:
    """Return the names of the checks that do not hold."""
    return [check.name for check in verify(path) if not check.holds]


def tampered(path: Path, *statements: str) -> Path:
    """Change a release behind its back and give it the name of its new contents; return the new file."""
    con = duckdb.connect(str(path))
    for statement in statements:
        con.execute(statement)
    con.execute("CHECKPOINT")
    con.close()
    return path.rename(path.with_stem(file_sha256(path)[:16]))


def test_a_release_as_published_holds(store_folder: Path, store_copy: Path) -> None:
    checks = verify(current(store_copy))
    assert [check.holds for check in checks] == [True] * 7
    assert {check.detail for check in checks} == {""}
    assert current(store_copy).read_bytes() == current(store_folder).read_bytes()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.999])
def test_one_flipped_bit_anywhere_is_found(store_copy: Path, share: float) -> None:
    path = current(store_copy)
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 1
    path.write_bytes(bytes(data))
    assert HASH in failing(path)


def test_a_block_that_cannot_be_read_is_a_finding_not_a_crash(store_copy: Path) -> None:
    path = current(store_copy)
    data = bytearray(path.read_bytes())
    for place in range(20_000, len(data), 4096):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    try:
        found = failing(path)
    except StoreProblem as error:
        assert "cannot be read as a store" in str(error)
    else:
        assert found == [HASH, "every block of every table can be read"]


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        (f"DELETE FROM incident_row WHERE load_id = {FIRST} AND line = 5", HELD),
        ("INSERT INTO incident_row SELECT * FROM incident_row LIMIT 1", HELD),
        ("DELETE FROM outcome_row WHERE line = 2", HELD),
        ("INSERT INTO reject VALUES (1, 2, 'made up', 'x')", QUARANTINED),
        (f"UPDATE ledger SET rows_read = rows_read + 1, rows_rejected = 1 WHERE load_id = {FIRST}", QUARANTINED),
        (f"INSERT INTO ledger SELECT 9999, * EXCLUDE (load_id) FROM ledger WHERE load_id = {FIRST}",
         "no month is loaded twice"),
        ("UPDATE monthly_cell SET n = n + 1 WHERE rowid = 0", "the monthly mart counts every incident"),
        ("UPDATE term SET term_id = -term_id WHERE term = 'Burglary'", SHOWN),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_found(store_copy: Path, statement: str, check: str) -> None:
    assert check in failing(tampered(current(store_copy), statement))


def test_a_replaced_load_may_hold_no_rows(store_copy: Path) -> None:
    path = tampered(current(store_copy), f"UPDATE ledger SET replaced_by = 99 WHERE load_id = {FIRST}")
    (wrong,) = [check for check in verify(path) if not check.holds]
    assert wrong.name == HELD
    assert "2020-05-durham-street.csv" in wrong.detail


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("DELETE FROM incident_row WHERE load_id = (SELECT max(load_id) FROM coverage) AND line = 2", HELD),
        ("UPDATE coverage SET n = n + 1 WHERE n = 1", HELD),
        ("UPDATE coverage SET replaced_by = 99 WHERE n = 1", HELD),
        ("DELETE FROM coverage", HELD),
        ("INSERT INTO coverage SELECT * FROM coverage WHERE n = 0 LIMIT 1", "no month is loaded twice"),
    ],
)
def test_a_partners_extract_is_held_against_what_it_covers(
    store_copy: Path, tmp_path: Path, statement: str, check: str
) -> None:
    rows = [windowed_row(), windowed_row(From="05/04/2023"), windowed_row(From="06/04/2023")]
    path = write_extract(tmp_path / "noise.csv", rows, WINDOWED_COLUMNS)
    assert not run.extract(store_copy, path, partner_extracts.catalogue(WINDOWED), WINDOWED).refused
    assert failing(current(store_copy)) == []
    assert check in failing(tampered(current(store_copy), statement))
