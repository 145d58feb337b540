from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import Row, asb_row, many_rows, outcome_row, street_row, write_month
from tests.police_store import PoliceStore


def recount(old: list[Row], new: list[Row]) -> tuple[int, int, int]:
    """Return rows added, removed and changed, by crossing off one row after another."""
    came, went = list(new), list(old)
    for row in old:
        if row in came:
            came.remove(row)
            went.remove(row)
    changed = 0
    for row in list(went):
        partner = next((other for other in came if row["Crime ID"] and other["Crime ID"] == row["Crime ID"]), None)
        if partner:
            went.remove(row)
            came.remove(partner)
            changed += 1
    return len(came), len(went), changed


def revised(police: PoliceStore, folder: Path, old: list[Row], new: list[Row], kind: str = "street") -> tuple[int, ...]:
    """Load a month, then its revision; return what the report says was added, removed and changed."""
    police.load(write_month(folder, old, kind=kind))
    report = police.report(write_month(folder, new, kind=kind))
    assert report.status == "revised"
    assert report.rows_kept == len(new)
    return report.rows_added, report.rows_removed, report.rows_changed


def test_a_revision_says_what_it_added_removed_and_changed(police: PoliceStore, tmp_path: Path) -> None:
    old = many_rows(60)
    new = [row | {"Last outcome category": "Suspect charged"} if n % 7 == 0 else row for n, row in enumerate(old)]
    new = [*new[5:], asb_row(), asb_row(), street_row(crime_id="b" * 64)]
    assert revised(police, tmp_path, old, new) == recount(old, new)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ([asb_row()] * 5, [asb_row()] * 3, (0, 2, 0)),
        ([asb_row()] * 3, [asb_row()] * 5, (2, 0, 0)),
        ([asb_row()], [asb_row(location="On or near Elsewhere")], (1, 1, 0)),
        ([street_row()], [street_row(outcome="")], (0, 0, 1)),
        ([street_row(outcome=word) for word in "AB"], [street_row(outcome=word) for word in "BC"], (0, 0, 1)),
        ([street_row(), street_row()], [street_row()], (0, 1, 0)),
        ([street_row()], [street_row(lsoa_code="", lsoa_name="", longitude="", latitude="")], (0, 0, 1)),
        ([street_row(), asb_row()], [asb_row(), street_row()], (0, 0, 0)),
    ],
)  # fmt: skip
def test_what_counts_as_changed(
    police: PoliceStore, tmp_path: Path, old: list[Row], new: list[Row], change: tuple[int, int, int]
) -> None:
    if old[::-1] == new:
        old = [*old, street_row(crime_id="c" * 64)]
        new = [street_row(crime_id="c" * 64), *new]
    assert revised(police, tmp_path, old, new) == change == recount(old, new)


def test_a_revision_of_outcomes_is_told_apart_too(police: PoliceStore, tmp_path: Path) -> None:
    old = [outcome_row(), outcome_row(outcome_type="Local resolution")]
    new = [outcome_row(), outcome_row(outcome_type="Formal action is not in the public interest")]
    assert revised(police, tmp_path, old, new, "outcomes") == (0, 0, 1)
    assert police.rows("SELECT count(*) FROM outcome") == [(2,)]


def test_a_revision_replaces_the_month_and_keeps_its_ledger_line(police: PoliceStore, tmp_path: Path) -> None:
    revised(police, tmp_path, many_rows(30), many_rows(12))
    assert police.rows("SELECT DISTINCT load_id FROM incident") == [(2,)]
    assert police.rows("SELECT count(*) FROM incident_identifier_of WHERE load_id = 1") == [(0,)]
    assert police.rows("SELECT load_id, status, replaced_by FROM ledger ORDER BY load_id") == [
        (1, "loaded", 2), (2, "revised", None),
    ]  # fmt: skip


ROWS = st.lists(
    st.builds(
        lambda crime, outcome, place: (
            street_row(crime_id=crime, outcome=outcome, location=place) if crime else asb_row(location=place)
        ),
        st.sampled_from(["", "", "a", "b"]), st.sampled_from(["", "charged"]), st.sampled_from(["", "here"]),
    ),
    min_size=1, max_size=10,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(ROWS, ROWS)
def test_any_revision_agrees_with_the_recount(known_categories: list[str], old: list[Row], new: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        police = PoliceStore(Path(folder) / "store", known_categories)
        police.load(write_month(Path(folder), old))
        report = police.report(write_month(Path(folder), new))
        assert report.status == ("unchanged" if old == new else "revised")
        assert (report.rows_added, report.rows_removed, report.rows_changed) == recount(old, new)
