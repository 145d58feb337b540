from collections import Counter
from datetime import date
from pathlib import Path

from cspdash.findings.sources import ForceMonths, sources
from cspdash.store.connection import Store, open_store
from tests import small_catalogue
from tests.making import MISSING, MONTHS, many_rows, month_rows, of_force, outcome_rows, street_row, write_month
from tests.police_store import PoliceStore
from tests.recounts import counted

CATALOGUE = small_catalogue.catalogue()


def test_months_held_and_missing_are_said_by_force(store: Store) -> None:
    assert sources(store, CATALOGUE).forces == (ForceMonths("durham", tuple(MONTHS), (MISSING,)),)


def test_everything_is_counted_as_in_the_files(store: Store) -> None:
    found = sources(store, CATALOGUE)
    assert found.summary["incidents"] == sum(counted().values())
    expected: Counter[str] = Counter()
    for (district, locality, _, _), n in counted().items():
        expected[district or ("elsewhere" if locality else "none")] += n
    assert found.placed == expected
    read = {(load["month"], load["kind"]): load["rows_read"] for load in found.ledger if load["month"]}
    assert read == {
        **{(month, "street"): len(month_rows(month)) for month in MONTHS},
        **{(month, "outcomes"): len(outcome_rows(month)) for month in MONTHS if month.year == 2023},
    }
    assert found.reasons == ()
    assert found.provenance.release == store.release


def test_a_second_force_has_months_of_its_own_and_rejected_rows_are_shown(police: PoliceStore, tmp_path: Path) -> None:
    for month in ("2023-01", "2023-04"):
        police.load(write_month(tmp_path, of_force("Cleveland Police", many_rows(3, month)), month, force="cleveland"))
    police.load(write_month(tmp_path, [*many_rows(6), street_row(month="x")]))
    opened = open_store(police.folder)
    found = sources(opened, CATALOGUE)
    opened.close()
    assert found.forces == (
        ForceMonths("cleveland", (date(2023, 1, 1), date(2023, 4, 1)), (date(2023, 2, 1), date(2023, 3, 1))),
        ForceMonths("durham", (date(2023, 1, 1),), ()),
    )
    assert [(name, n) for name, _, n, _ in found.reasons] == [("2023-01-durham-street.csv", 1)]
