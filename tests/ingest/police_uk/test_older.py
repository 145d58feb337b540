"""The layout that police.uk published until 2012: its columns are those of its files, the rows are invented."""

import csv
import io
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import current_release, release_path
from tests.making import Row, served, write_file
from tests.police_store import PoliceStore

STREET = ["Month", "Reported by", "Falls within", "Easting", "Northing", "Location", "Crime type", "Context"]
OUTCOMES = ["Month", "Reported by", "Falls within", "Easting", "Northing", "Location", "Outcome type"]
# Inside three localities of Darlington: the sample points' places on the National Grid, to the metre.
POINTS = {"E01012304": ("429677", "514453"), "E01012305": ("429719", "514008"), "E01012316": ("428136", "514543")}
IN_DEGREES = {"E01012304": (-1.543, 54.5245), "E01012305": (-1.5424, 54.5205), "E01012316": (-1.5668, 54.5254)}


def older_row(area: str = "E01012304", **changes: str) -> Row:
    easting, northing = POINTS[area]
    row = {
        "Month": "2011-04", "Reported by": "Durham Constabulary", "Falls within": "Durham Constabulary",
        "Easting": easting, "Northing": northing, "Location": "On or near Sample Street",
        "Crime type": "Violent crime", "Context": "", "Outcome type": "Suspect charged",
    }  # fmt: skip
    return row | changes


def older_file(folder: Path, rows: list[Row], columns: list[str] = STREET, kind: str = "street") -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return write_file(folder / f"2011-04-durham-{kind}.csv", out.getvalue().encode())


@pytest.fixture(scope="module")
def content(small_content: Path) -> Catalogue:
    return catalogue.load(small_content)


def test_a_month_of_the_older_layout_has_points_and_localities(store_copy: Path, content: Catalogue) -> None:
    areas = [*POINTS] * 4
    path = older_file(store_copy.parent / "in", [older_row(area) for area in areas])
    result = run.police(store_copy, [path], content)
    (report,) = result.loads
    assert "about one point in nine comes to the locality next to its own" in result.notes[0]
    assert (report.status, report.rows_read, report.rows_kept, report.rows_rejected) == ("loaded", 12, 12, 0)
    assert report.notes == (
        "the layout of 2010 to 2012: 12 rows have a point, 12 of these lie in a locality whose outline is held",
    )
    opened = open_store(store_copy)
    rows = opened.rows(
        "SELECT area_code, longitude, latitude, crime_id, category, outcome FROM incident "
        "WHERE month = DATE '2011-04-01' ORDER BY line"
    )
    counted = opened.rows("SELECT area_code, n FROM incident_monthly WHERE month = DATE '2011-04-01' ORDER BY ALL")
    opened.close()
    assert [row[0] for row in rows] == areas
    for area, longitude, latitude, *rest in rows:
        assert (longitude, latitude) == pytest.approx(IN_DEGREES[area], abs=0.00001)
        assert rest == [None, "Violent crime", None]
    assert counted == [(area, 4) for area in sorted(POINTS)]
    assert all(check.holds for check in verify(release_path(store_copy, current_release(store_copy) or "")))


def test_outcomes_of_the_older_layout_have_no_crime_id(police: PoliceStore, tmp_path: Path) -> None:
    rows = [older_row(), older_row(Easting="", Northing="", Location="No location")]
    report = police.report(older_file(tmp_path, rows, OUTCOMES, "outcomes"))
    assert (report.status, report.kind, report.rows_kept) == ("loaded", "outcomes", 2)
    assert police.rows("SELECT crime_id, outcome, longitude IS NULL FROM outcome ORDER BY line") == [
        (None, "Suspect charged", False), (None, "Suspect charged", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("easting", "northing", "counted"),
    [
        ("", "", {"no_location": 1, "no_area": 2}),
        ("0", "0", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
        ("1.2", "52.1", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
        ("429679", "", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
        ("514395000", "429679", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
        ("east", "nan", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
        ("nan", "nan", {"no_location": 1, "unusable_point": 1, "no_area": 2}),
    ],
)
def test_a_reference_that_cannot_be_is_no_location(
    police: PoliceStore, tmp_path: Path, easting: str, northing: str, counted: dict[str, int]
) -> None:
    report = police.report(older_file(tmp_path, [older_row(), older_row(Easting=easting, Northing=northing)]))
    assert (report.rows_kept, report.counted) == (2, counted)


def test_without_outlines_there_is_no_locality_and_outlines_that_came_since_are_used(
    police: PoliceStore, tmp_path: Path
) -> None:
    path = older_file(tmp_path, [older_row()])
    assert police.report(path).notes == (
        "the layout of 2010 to 2012: 1 rows have a point, 0 of these lie in a locality whose outline is held",
    )
    assert police.report(path).status == "unchanged"
    (again,) = run.police(police.folder, [path], catalogue.load(settings.content_dir())).loads
    assert (again.status, again.rows_kept, again.rows_changed) == ("revised", 1, 0)
    assert police.rows("SELECT area_code FROM incident") == [("E01012304",)]
    before = served(police.folder)
    assert police.report(path).status == "unchanged"
    assert served(police.folder) == before


def test_what_a_file_between_the_layouts_has_besides_is_kept(police: PoliceStore, tmp_path: Path) -> None:
    rows = [older_row() | {"Crime ID": "a" * 64, "Last outcome category": "Under investigation"}]
    report = police.report(older_file(tmp_path, rows, ["Crime ID", *STREET, "Last outcome category"]))
    assert report.notes[0] == "columns in another order"
    assert police.rows("SELECT crime_id, outcome FROM incident") == [("a" * 64, "Under investigation")]


def test_columns_that_the_older_layout_lacks_are_named(police: PoliceStore, tmp_path: Path) -> None:
    report = police.report(older_file(tmp_path, [older_row()], [name for name in STREET if name != "Location"]))
    assert report.status == "refused"
    assert report.notes[0].startswith("line 1: the columns differ: missing 'Location'. Expected are: Month, Reported")


def test_counts_by_neighbourhood_are_named_as_skipped(police: PoliceStore, tmp_path: Path) -> None:
    data = b"Month,Force,Neighbourhood,All crime and ASB\n2012-04,Durham Constabulary,X1,3\n"
    write_file(tmp_path / "in" / "2012-04-durham-neighbourhood.csv", data)
    write_file(tmp_path / "in" / "other.csv", data)
    done = police.load(tmp_path / "in")
    assert not done.reports
    assert len(done.skipped) == 2
    assert {reason for _, reason in done.skipped} == {
        "counts by neighbourhood (2010 to 2012) are not loaded: its street file has the rows"
    }
