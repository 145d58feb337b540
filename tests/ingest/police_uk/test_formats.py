"""Files of police.uk that are not like Durham's: of a national force, of Northern Ireland, and outcomes alone."""

import zipfile
from pathlib import Path

from tests.making import OUTCOMES, Row, many_rows, of_force, outcome_row, police_csv, street_row, write_month
from tests.police_store import PoliceStore


def test_a_national_forces_rows_lie_where_their_codes_say(police: PoliceStore, tmp_path: Path) -> None:
    """No Crime ID, no outcome; a station's name with a comma; some rows with a point and no code."""
    plain = {"crime_id": "", "outcome": ""}
    rows = [
        street_row(lsoa_code="E01012304", **plain),
        street_row(lsoa_code="E01015337", lsoa_name="Bournemouth, Christchurch and Poole 029A", longitude="-1.86",
                   latitude="50.72", **plain),
        street_row(lsoa_code="", lsoa_name="", longitude="-4.25", latitude="55.86", **plain),
    ]  # fmt: skip
    path = write_month(tmp_path, of_force("British Transport Police", rows), force="btp")
    report = police.report(path, write_month(tmp_path, many_rows(6)))
    assert (report.force, report.rows_kept, report.counted, report.notes) == ("btp", 3, {"no_area": 1}, ())
    assert police.rows("SELECT area_code, reported_by, count(*) FROM incident GROUP BY ALL ORDER BY ALL") == [
        ("E01012304", "British Transport Police", 1), ("E01012304", "Durham Constabulary", 6),
        ("E01015337", "British Transport Police", 1), (None, "British Transport Police", 1),
    ]  # fmt: skip
    assert police.rows("SELECT count(longitude), count(crime_id), count(outcome) FROM incident"
                       " WHERE reported_by LIKE 'British%'") == [(3, 0, 0)]  # fmt: skip


def test_northern_ireland_has_points_and_no_localities(police: PoliceStore, tmp_path: Path) -> None:
    where = {"crime_id": "", "outcome": "", "lsoa_name": "", "longitude": "-5.93", "latitude": "54.6"}
    rows = [street_row(location="On or near Lane, Upper", lsoa_code=code, **where) for code in ("", "", "95GG01S1")]
    path = write_month(tmp_path, of_force("Police Service of Northern Ireland", rows), force="northern-ireland")
    report = police.report(path)
    assert (report.force, report.rows_kept) == ("northern-ireland", 3)
    assert report.counted == {"no_area": 2, "unmapped_area": 1}
    assert police.rows("SELECT DISTINCT longitude, latitude, location FROM incident") == [
        (-5.93, 54.6, "On or near Lane, Upper")
    ]


def test_an_archive_of_outcomes_alone_is_loaded(police: PoliceStore, tmp_path: Path) -> None:
    archive = tmp_path / "outcomes.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for month in ("2023-01", "2023-02"):
            target.writestr(
                f"{month}/{month}-durham-outcomes.csv", police_csv([outcome_row(month=month)] * 2, OUTCOMES)
            )
    done = police.load(archive)
    assert [(report.kind, report.status, report.rows_kept) for report in done.reports] == [
        ("outcomes", "loaded", 2)
    ] * 2
    assert police.rows("SELECT (SELECT count(*) FROM incident), (SELECT count(*) FROM outcome)") == [(0, 4)]


def test_a_download_that_differs_in_outcomes_only_changes_rows_and_adds_none(
    police: PoliceStore, tmp_path: Path
) -> None:
    def later(row: Row, n: int) -> Row:
        return row | {"Last outcome category": "Local resolution"} if row["Crime ID"] and n % 2 else row

    rows = many_rows(30)
    newer = [later(row, n) for n, row in enumerate(rows)]
    police.load(write_month(tmp_path / "old", rows))
    report = police.report(write_month(tmp_path / "new", newer))
    changed = sum(before != after for before, after in zip(rows, newer, strict=True))
    assert changed == 10
    assert (report.status, report.rows_added, report.rows_removed, report.rows_changed) == ("revised", 0, 0, changed)
