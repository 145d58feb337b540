"""Real months: every count equals the one that was made independently of this project."""

import csv
import json
import shutil
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.store import queries
from cspdash.store.checks import verify
from cspdash.store.connection import Store, open_store
from cspdash.store.release import current_release, release_path
from tests.commands import cspdash
from tests.making import served

BY_DISTRICT = """
SELECT strftime(month, '%Y-%m'),
    CASE WHEN monthly.area_code IS NULL THEN 'none' ELSE coalesce(parent_code, 'elsewhere') END,
    category, CAST(sum(n) AS BIGINT)
FROM incident_monthly AS monthly LEFT JOIN area ON area.area_code = monthly.area_code AND area.level = 'lsoa'
GROUP BY ALL"""


@pytest.fixture(scope="module")
def content(small_content: Path) -> Catalogue:
    return catalogue.load(small_content)


@pytest.fixture(scope="module")
def manifest(real_data: Path) -> dict[str, tuple[int, str]]:
    """Rows and sha256 of every police.uk file, by its path, counted by others."""
    with (real_data / "MANIFEST-police-uk.csv").open(encoding="utf-8") as stream:
        return {row["file"]: (int(row["rows"]), row["sha256"]) for row in csv.DictReader(stream)}


def test_the_command_loads_every_real_file_row_for_row(
    real_data: Path, manifest: dict[str, tuple[int, str]], real_store_folder: Path
) -> None:
    loads = json.loads((real_store_folder.parent / "loads.json").read_text("utf-8"))["loads"]
    assert Counter(load["kind"] for load in loads) == {"street": 35, "outcomes": 12}
    for load in loads:
        name = Path(load["file"]).relative_to(real_data).as_posix()
        assert (load["rows_read"], load["sha256"]) == manifest[name]
        assert (load["status"], load["rows_rejected"]) == ("loaded", 0)
        assert load["rows_kept"] == load["rows_read"]
        assert not {"unmapped_area", "unmapped_category"} & set(load["counted"])
    assert sum(load["rows_kept"] for load in loads if load["kind"] == "street") == 210_759
    assert sum(load["rows_kept"] for load in loads if load["kind"] == "outcomes") == 52_753
    assert sum(load["counted"].get("no_location", 0) for load in loads if load["kind"] == "street") == 2_429
    assert cspdash("verify", "--store", real_store_folder, "--json").json["verified"] is True


def test_counts_by_district_month_and_category_equal_those_expected(real_data: Path, real_store: Store) -> None:
    with (real_data / "derived" / "expected_counts_durham_force_files.csv").open(encoding="utf-8") as stream:
        expected = {(row["month"], row["lad_code"], row["crime_type"]): int(row["n"]) for row in csv.DictReader(stream)}
    found = {(month, place, category): n for month, place, category, n in real_store.rows(BY_DISTRICT)}
    assert len(expected) == 1_331
    assert found == expected


def test_the_figures_that_a_board_would_look_up(real_store: Store) -> None:
    darlington = {(month, category): n for month, category, n in queries.district_monthly(real_store, ["E06000005"])}
    durham = {(month, category): n for month, category, n in queries.district_monthly(real_store, ["E06000047"])}
    assert darlington[date(2014, 5, 1), "Anti-social behaviour"] == 448
    assert durham[date(2014, 7, 1), "Anti-social behaviour"] == 2_367


def test_the_gaps_between_the_blocks_stay_gaps(real_store: Store) -> None:
    held = queries.months_held(real_store)["durham"]
    assert len(held) == 35
    assert date(2014, 9, 1) in held
    assert date(2014, 10, 1) not in held
    assert {month for month, _, _ in queries.district_monthly(real_store, ["E06000005"])} == set(held)


def test_everything_again_in_another_wrapping_is_unchanged(
    real_data: Path, real_store_folder: Path, content: Catalogue, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(real_store_folder, tmp_path / "store"))
    before = served(folder)
    with zipfile.ZipFile(tmp_path / "latest.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted((real_data / "police-uk" / "2021-03").glob("*.csv")):
            archive.write(path, f"2021-03/{path.name}")
    files = [*sorted((real_data / "police-uk").glob("2014-*/*.csv")), tmp_path / "latest.zip"]
    result = run.police(folder, files, content)
    assert [report.status for report in result.loads] == ["unchanged"] * 11
    assert [report.rows_rejected for report in result.loads] == [0] * 11
    assert served(folder) == before


def test_months_of_other_forces_load_row_for_row(
    real_data: Path, manifest: dict[str, tuple[int, str]], content: Catalogue, tmp_path: Path
) -> None:
    result = run.police(tmp_path / "store", [real_data / "police-uk-other-forces"], content)
    assert Counter(report.kind for report in result.loads) == {"street": 17, "outcomes": 2}
    for report in result.loads:
        name = Path(report.file).relative_to(real_data).as_posix()
        assert (report.status, report.rows_kept, report.sha256) == ("loaded", *manifest[name])
    assert [reason for _, reason in result.skipped] == ["stop and search is not loaded"]
    store = open_store(tmp_path / "store")
    forces = store.rows("SELECT DISTINCT force FROM ledger WHERE force IS NOT NULL ORDER BY force")
    ireland = store.rows("""
        SELECT count(*), count(area_code), count(longitude) FROM incident JOIN load ON load.load_id = incident.load_id
        WHERE load.file_name = '2021-03-northern-ireland-street.csv'""")
    quoted = store.rows(
        "SELECT count(*) > 0 FROM area_seen WHERE area_name LIKE 'Bournemouth, Christchurch and Poole%'"
    )
    store.close()
    assert [force for (force,) in forces] == [
        "btp", "city-of-london", "cleveland", "gloucestershire", "gwent", "metropolitan", "northern-ireland",
    ]  # fmt: skip
    assert ireland[0][:2] == (14_822, 0)
    assert quoted == [(True,)]
    release = current_release(tmp_path / "store")
    assert release
    assert all(check.holds for check in verify(release_path(tmp_path / "store", release)))


def independent_change(old: Path, new: Path) -> tuple[int, int, int]:
    """Return rows added, removed and changed between two downloads, told apart with the csv module and counters."""
    ours = (
        "Crime ID",
        "Reported by",
        "Longitude",
        "Latitude",
        "Location",
        "LSOA code",
        "Crime type",
        "Last outcome category",
    )
    both = []
    for path in (old, new):
        with path.open(encoding="utf-8", newline="") as stream:
            both.append(Counter(tuple(row[name] for name in ours) for row in csv.DictReader(stream)))
    went, came = both[0] - both[1], both[1] - both[0]
    by_id = [Counter[str](), Counter[str]()]
    for side, rows in zip(by_id, (went, came), strict=True):
        for row, n in rows.items():
            side[row[0]] += n
    changed = sum((Counter({crime: n for crime, n in by_id[0].items() if crime}) & by_id[1]).values())
    return came.total() - changed, went.total() - changed, changed


# 1,246 outcomes changed in March 2022, and one row of which only the area did.
@pytest.mark.parametrize(
    ("month", "earlier", "rows", "changed"), [("2024-01", "2024-06", 5_000, 956), ("2022-03", "2022-07", 6_158, 1_247)]
)
def test_a_later_download_replaces_the_month_and_says_what_changed(
    real_data: Path, content: Catalogue, tmp_path: Path, month: str, earlier: str, rows: int, changed: int
) -> None:
    name = f"{month}/{month}-gloucestershire-street.csv"
    old, new = (real_data / "police-uk-revisions" / f"downloaded-{when}" / name for when in (earlier, "2025-05"))
    run.police(tmp_path / "store", [old], content)
    (report,) = run.police(tmp_path / "store", [new], content).loads
    assert (report.status, report.rows_kept) == ("revised", rows)
    found = (report.rows_added, report.rows_removed, report.rows_changed)
    assert found == independent_change(old, new)
    assert found == (0, 0, changed)
    store = open_store(tmp_path / "store")
    assert store.rows("SELECT count(*), count(DISTINCT load_id) FROM incident") == [(rows, 1)]
    store.close()
