from pathlib import Path

from cspdash.findings.completeness import provisional
from cspdash.publish.hidden import SCHEMA
from cspdash.publish.opened import copy_open
from cspdash.store.connection import open_store
from cspdash.store.release import building
from tests import small_catalogue
from tests.provisional_store import AFTER, YEAR, filled, rows_of


def test_months_that_look_incomplete_are_provisional_in_the_public_edition_too(tmp_path: Path) -> None:
    catalogue = small_catalogue.catalogue()
    months = {month: rows_of(month) for month in YEAR} | {AFTER: rows_of(AFTER)[::2]}
    store = filled(tmp_path / "store", tmp_path / "files", months, catalogue)
    with building(tmp_path / "public", "public", SCHEMA) as build:
        copy_open(build.con, store)
    public = open_store(tmp_path / "public")
    assert [one.month for one in provisional(public, catalogue)] == [AFTER]
    assert provisional(public, catalogue) == provisional(store, catalogue)
    public.close()
    store.close()
