from pathlib import Path

import pytest

from tests.making import many_rows, outcome_row, police_csv, street_row, write_file, write_month
from tests.police_store import PoliceStore

CLEVELAND = {"reported_by": "Cleveland Police", "falls_within": "Cleveland Police"}


@pytest.mark.parametrize("kind", ["street", "outcomes"])
def test_a_file_named_for_one_force_with_the_rows_of_another_is_refused(
    police: PoliceStore, tmp_path: Path, kind: str
) -> None:
    row = street_row if kind == "street" else outcome_row
    path = write_month(tmp_path, [row(**CLEVELAND)] * 3 + [row()] * 2, kind=kind)
    report = police.report(path)
    assert (report.status, report.notes) == (
        "refused",
        (
            "it is named for 'durham', but 3 of 5 rows are reported by Cleveland Police. "
            "If it is that force's file, put 'cleveland' into its name",
        ),
    )
    named = write_file(tmp_path / f"2023-01-cleveland-{kind}.csv", path.read_bytes())
    assert police.report(named).status == "loaded"


def test_rows_of_neighbours_and_of_nobody_are_kept_and_said(police: PoliceStore, tmp_path: Path) -> None:
    rows = [*many_rows(6), *[street_row(**CLEVELAND)] * 2, street_row(reported_by="", falls_within="")]
    rows += [street_row(reported_by=f"Force of X{n}", falls_within="") for n in range(4)]
    report = police.report(write_month(tmp_path, rows))
    assert (report.status, report.rows_kept) == ("loaded", 13)
    assert report.notes == (
        "rows reported by others than 'durham': Cleveland Police (2), nobody (1), Force of X0 (1), Force of X1 (1), "
        "Force of X2 (1), 1 more",
    )


def test_what_another_force_recorded_in_this_ones_area_is_its_own(police: PoliceStore, tmp_path: Path) -> None:
    rows = [street_row(reported_by="British Transport Police", falls_within="Durham Constabulary")] * 3
    report = police.report(write_month(tmp_path, rows))
    assert (report.status, report.notes) == ("loaded", ())


def test_a_force_that_nobody_knows_is_loaded_under_its_files_name_and_said(police: PoliceStore, tmp_path: Path) -> None:
    rows = [street_row(reported_by="Norland Police", falls_within="Norland Police")] * 2
    report = police.report(write_file(tmp_path / "2023-01-northwick-street.csv", police_csv(rows)))
    assert (report.status, report.force) == ("loaded", "northwick")
    assert report.notes == ("rows reported by others than 'northwick': Norland Police (2)",)
