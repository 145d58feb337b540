"""The completeness of months as the ingest works it out: each sign from a file that has it, none from a whole one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import AcceptedMonth
from cspdash.ingest.completeness import signs
from cspdash.periods import add_months
from cspdash.store import completeness_queries
from cspdash.store.connection import Store
from tests import making, small_catalogue
from tests.making import Row
from tests.provisional_store import AFTER, YEAR, filled, rows_of

CATALOGUE = small_catalogue.catalogue()
Change = Callable[[list[Row]], list[Row]]


def judged(tmp_path: Path, last: list[Row]) -> list[completeness_queries.SignRow]:
    """Return the signs of a year of whole months and of one more."""
    months = {month: rows_of(month) for month in YEAR} | {AFTER: last}
    store = filled(tmp_path / "store", tmp_path / "files", months, CATALOGUE)
    try:
        return completeness_queries.signs(store)
    finally:
        store.close()


def without_place(rows: list[Row]) -> list[Row]:
    """Return the rows with every fourth one without its locality."""
    return [row | {"LSOA code": "", "LSOA name": ""} if n % 4 == 0 else row for n, row in enumerate(rows)]


def without_robbery(rows: list[Row]) -> list[Row]:
    return [row | {"Crime type": "Burglary"} if row["Crime type"] == "Robbery" else row for row in rows]


def test_a_month_like_those_before_it_has_no_sign(tmp_path: Path) -> None:
    assert judged(tmp_path, rows_of(AFTER)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda rows: rows[: len(rows) * 6 // 10], {"rows", "localities"}),
        (lambda rows: rows[: len(rows) * 8 // 10], {"localities"}),
        (lambda rows: rows[::2], {"rows"}),
        (lambda rows: rows[: -len(rows) // 50], set()),
        (without_robbery, {"categories"}),
        (without_place, {"located"}),
    ],
    ids=["cut to 60%", "cut to 80%", "half missing everywhere", "one in fifty missing", "a category", "no localities"],
)
@pytest.mark.fault("F23")
def test_a_month_that_lacks_something_says_what(tmp_path: Path, change: Change, expected: set[str]) -> None:
    found = judged(tmp_path, change(rows_of(AFTER)))
    assert {sign for _, _, sign, *_ in found} == expected
    assert {(force, month) for force, month, *_ in found} <= {("durham", AFTER)}


def test_the_numbers_of_a_sign_are_those_of_the_files(tmp_path: Path) -> None:
    whole = rows_of(AFTER)
    found = {row[2]: row[3:] for row in judged(tmp_path, whole[: len(whole) * 6 // 10])}
    assert found["rows"] == (len(whole) * 6 // 10, sum(len(rows_of(month)) for month in YEAR) / 12, None)
    present = {row["LSOA code"] for row in whole[: len(whole) * 6 // 10]}
    assert found["localities"] == (30 - len(present), 30, None)


def test_the_first_months_have_no_past_and_are_used(tmp_path: Path) -> None:
    store = filled(tmp_path / "store", tmp_path / "files", {month: rows_of(month) for month in YEAR[:4]}, CATALOGUE)
    assert completeness_queries.untested(store) == [("durham", month) for month in YEAR[:3]]
    assert completeness_queries.signs(store) == []
    store.close()


def test_months_from_longer_ago_than_two_years_are_no_past(tmp_path: Path) -> None:
    late = add_months(YEAR[-1], 25)
    months = {month: rows_of(month) for month in YEAR} | {late: rows_of(late)[::3]}
    store = filled(tmp_path / "store", tmp_path / "files", months, CATALOGUE)
    assert completeness_queries.signs(store) == []
    assert ("durham", late) in completeness_queries.untested(store)
    store.close()


@pytest.mark.fault("F18")
def test_a_month_with_more_than_one_row_in_twenty_in_quarantine_is_not_used(tmp_path: Path) -> None:
    rows = [row | {"Month": "2022-12"} if n % 15 == 0 else row for n, row in enumerate(rows_of(AFTER))]
    ((force, month, sign, found, expected, _),) = judged(tmp_path, rows)
    assert (force, month, sign, expected) == ("durham", AFTER, "quarantine", 0.05)
    assert found == sum(n % 15 == 0 for n in range(len(rows))) / len(rows)


@pytest.mark.fault("F13")
def test_a_cut_off_file_that_was_accepted_is_not_used(tmp_path: Path) -> None:
    for month in YEAR:
        making.write_month(tmp_path / "whole", rows_of(month), f"{month:%Y-%m}")
    cut = making.police_csv(rows_of(AFTER))[:-20]
    path = making.write_file(tmp_path / "whole" / "2023-01" / "2023-01-durham-street.csv", cut)
    store = with_files(tmp_path, [path.parent.parent])
    assert [row[2] for row in completeness_queries.signs(store)] == ["damaged"]
    store.close()


def with_files(tmp_path: Path, paths: list[Path]) -> Store:
    """Return a store of files, damaged ones accepted."""
    from cspdash.ingest import completeness, police_uk
    from cspdash.store.connection import open_store
    from cspdash.store.release import building

    with building(tmp_path / "store") as build:
        done = police_uk.load(build.con, paths, [one.name for one in CATALOGUE.categories], accept_partial=True)
        assert not done.refusals
        completeness.rebuild(build.con, CATALOGUE)
    return open_store(tmp_path / "store")


def test_a_month_that_was_cut_is_no_past_unless_it_is_accepted(tmp_path: Path) -> None:
    half, months = [add_months(AFTER, n) for n in range(8)], {month: rows_of(month) for month in YEAR}
    months |= {month: rows_of(month)[::2] for month in half}
    refused = filled(tmp_path / "refused", tmp_path / "files", months, CATALOGUE)
    assert {row[1] for row in completeness_queries.signs(refused)} == set(half)
    refused.close()
    accepted = tuple(AcceptedMonth("durham", month, "Half the force left") for month in half[:4])
    partnership = replace(CATALOGUE.partnership, completeness=accepted)
    store = filled(tmp_path / "accepted", tmp_path / "files", months, replace(CATALOGUE, partnership=partnership))
    assert {row[1] for row in completeness_queries.signs(store)} < set(half)
    store.close()


def test_a_category_that_the_content_says_has_ended_is_not_missed() -> None:
    import numpy as np

    from cspdash.catalogue import Category
    from cspdash.ingest.completeness import Month

    past = [Month(month, 0, False, 600, 1, np.array([300.0, 300]), np.full(30, 20.0)) for month in YEAR]
    now = Month(AFTER, 0, False, 600, 1, np.array([600.0, 0]), np.full(30, 20.0))
    ended = {"Violent crime": Category("Violent crime", last_month=date(2022, 12, 1))}
    assert [sign for sign, *_ in signs(now, past, ["Burglary", "Violent crime"], {})] == ["categories"]
    assert list(signs(now, past, ["Burglary", "Violent crime"], ended)) == []
