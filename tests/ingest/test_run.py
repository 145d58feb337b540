from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import LoadReport, RefusedFile, run
from cspdash.ingest.police_uk import DEMONSTRATION
from cspdash.store import queries
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import Build, StoreProblem, current_release, release_path
from tests.making import (
    LAST,
    MONTHS,
    asb_row,
    many_rows,
    month_rows,
    police_csv,
    served,
    street_row,
    write_file,
    write_month,
    write_months,
)

LAST_NAME = f"{LAST:%Y-%m}"


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def incidents(folder: Path) -> int:
    opened = open_store(folder)
    try:
        return int(queries.summary(opened)["incidents"])
    finally:
        opened.close()


def holds(folder: Path) -> bool:
    """Tell whether the current release verifies."""
    name = current_release(folder)
    assert name
    return all(check.holds for check in verify(release_path(folder, name)))


def test_one_refused_file_refuses_the_command(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    before = served(store_copy)
    good = write_month(tmp_path, many_rows(9, "2023-09"), "2023-09")
    bad = write_file(tmp_path / "2023-10-durham-street.csv", b"<html>")
    worse = write_file(tmp_path / "2023-11-durham-street.csv", b"")
    result = run.police(store_copy, [good, bad, worse], content)
    assert [report.status for report in result.loads] == ["loaded", "refused", "refused"]
    assert result.loads[0].notes == ("not published, for another file was refused",)
    assert result.refused
    assert not result.held
    assert result.release == before[0]
    assert served(store_copy) == before


def test_keep_going_loads_the_rest(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    before = served(store_copy), incidents(store_copy)
    good = write_month(tmp_path, many_rows(9, "2023-09"), "2023-09")
    bad = write_file(tmp_path / "2023-10-durham-street.csv", b"<html>")
    result = run.police(store_copy, [good, bad], content, keep_going=True)
    assert [report.status for report in result.loads] == ["loaded", "refused"]
    assert result.loads[0].notes == ()
    assert result.held
    assert result.release == served(store_copy)[0] != before[0][0]
    assert incidents(store_copy) == before[1] + 9
    assert holds(store_copy)


def test_a_month_that_looks_cut_off_is_refused_unless_it_is_accepted(
    store_copy: Path, content: Catalogue, tmp_path: Path
) -> None:
    before = served(store_copy)
    path = write_file(tmp_path / "2023-09-durham-street.csv", police_csv(many_rows(9, "2023-09"))[:-30])
    (refused,) = run.police(store_copy, [path], content).loads
    assert refused.status == "refused"
    assert served(store_copy) == before
    (accepted,) = run.police(store_copy, [path], content, accept_partial=True).loads
    assert (accepted.status, accepted.rows_kept, accepted.rows_rejected) == ("loaded", 8, 1)


def test_a_revision_is_in_the_marts_too(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    before = incidents(store_copy)
    rows = [*month_rows(LAST)[3:], asb_row(month=LAST_NAME), street_row(month=LAST_NAME, crime_id="c" * 64)]
    (report,) = run.police(store_copy, [write_month(tmp_path, rows, LAST_NAME)], content).loads
    assert report.status == "revised"
    opened = open_store(store_copy)
    found = sum(n for month, _, n in queries.district_monthly(opened, ["E06000005", "E06000047"]) if month == LAST)
    opened.close()
    assert found == len([row for row in rows if row["LSOA name"].startswith(("Darlington", "County Durham"))])
    assert incidents(store_copy) == before - len(month_rows(LAST)) + len(rows)
    assert holds(store_copy)


def test_the_same_archive_again_makes_no_release(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    before = served(store_copy), sorted((store_copy / "releases").iterdir())
    result = run.police(store_copy, [write_months(tmp_path)], content)
    assert {report.status for report in result.loads} == {"unchanged"}
    assert (served(store_copy), sorted((store_copy / "releases").iterdir())) == before
    assert result.release == before[0][0]
    assert result.held


def test_files_that_are_skipped_make_no_release(tmp_path: Path, content: Catalogue) -> None:
    stop = b"Type,Date,Part of a policing operation,Legislation\na,b,c,d\n"
    path = write_file(tmp_path / "2023-01-durham-stop-and-search.csv", stop)
    result = run.police(tmp_path / "store", [path], content)
    assert (result.release, result.loads) == (None, ())
    assert result.skipped == ((str(path), "stop and search is not loaded"),)


def test_real_months_take_the_place_of_the_demonstration(tmp_path: Path, content: Catalogue) -> None:
    store = tmp_path / "store"
    demonstration = write_month(tmp_path / "demonstration", many_rows(30), force="demonstration")
    run.police(store, [demonstration], content, source=DEMONSTRATION)
    real = write_month(tmp_path / "real", many_rows(12))
    result = run.police(store, [real], content)
    assert result.notes == (
        "demonstration data removed (1 files), replaced by street-level recorded crime, anti-social behaviour and "
        "outcomes",
    )
    assert incidents(store) == 12
    assert holds(store)
    opened = open_store(store)
    assert not queries.is_demonstration(opened)
    assert queries.months_held(opened) == {"durham": [MONTHS[0].replace(year=2023, month=1)]}
    opened.close()


def test_demonstration_data_is_never_added_to_real_months(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    before = served(store_copy)
    path = write_month(tmp_path, many_rows(6), force="demonstration")
    with pytest.raises(RefusedFile, match="the store holds real months"):
        run.police(store_copy, [path], content, source=DEMONSTRATION)
    assert served(store_copy) == before


def test_a_revision_of_demonstration_data_stays_demonstration(tmp_path: Path, content: Catalogue) -> None:
    for count in (30, 33):
        run.police(tmp_path / "store", [write_month(tmp_path, many_rows(count))], content, source=DEMONSTRATION)
    opened = open_store(tmp_path / "store")
    assert queries.is_demonstration(opened)
    opened.close()
    assert incidents(tmp_path / "store") == 33


def test_areas_and_people_come_with_the_first_release(store_copy: Path, content: Catalogue, tmp_path: Path) -> None:
    people = b"area_code,persons,households\nE01012304,1300,700\n"
    result = run.people(store_copy, write_file(tmp_path / "people.csv", people), content, 2021)
    assert result.loads[0].status == "loaded"
    opened = open_store(store_copy)
    found = {row[0]: row[5:] for row in queries.common_areas(opened, ["E06000005"])}
    opened.close()
    assert found["E01012304"] == (2021, 1300)
    assert found["E01012305"][0] == 2011


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM incident_row WHERE line = 5 AND month = DATE '2023-01-01'",
        "INSERT INTO outcome_row SELECT * FROM outcome_row LIMIT 1",
        "INSERT INTO reject VALUES (2, 3, 'made up', '')",
    ],
)
def test_what_does_not_add_up_is_never_published(store_copy: Path, content: Catalogue, loss: str) -> None:
    def load(build: Build) -> LoadReport:
        build.con.execute(loss)
        return LoadReport("a file that loses rows", "loaded")

    before = served(store_copy), sorted((store_copy / "releases").iterdir())
    with pytest.raises(StoreProblem, match="nothing was published, for it does not add up: rows"):
        run.one_file(store_copy, content, load)
    assert (served(store_copy), sorted((store_copy / "releases").iterdir())) == before


@pytest.mark.parametrize("load", [run.people, run.boundaries])
def test_a_refused_file_of_another_kind_leaves_the_store(
    store_copy: Path, content: Catalogue, tmp_path: Path, load: object
) -> None:
    assert callable(load)
    before = served(store_copy)
    result = load(store_copy, write_file(tmp_path / "x.csv", police_csv(many_rows(3))), content)
    assert result.refused
    assert served(store_copy) == before
