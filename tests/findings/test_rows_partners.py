"""Rows of a partner beside the police's: a sum of two sources lists only the months that it counts."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue as content
from cspdash import settings
from cspdash.catalogue import Catalogue
from cspdash.findings import rows
from cspdash.findings.places import Place
from cspdash.findings.rows import Asked
from cspdash.findings.series import place_counts
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from tests import partner_extracts, small_catalogue
from tests.making import ASB, MISSING
from tests.partner_extracts import FIRE, fire_rows, write_extract
from tests.recounts import DARLINGTON_CODE

PLACE = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
SPAN = (date(2022, 11, 1), date(2023, 4, 30))
BOTH = small_catalogue.indicator("both", (ASB, FIRE))


@pytest.fixture(scope="module")
def known() -> Catalogue:
    mapping = content.load(settings.content_dir()).mapping("fire")
    return replace(partner_extracts.catalogue(mapping), indicators=(BOTH,))


@pytest.fixture(scope="module")
def store(store_folder: Path, known: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample store with half a year of the fire service."""
    folder = tmp_path_factory.mktemp("partners")
    target = Path(shutil.copytree(store_folder, folder / "store"))
    path = write_extract(folder / "fires.csv", fire_rows(*SPAN))
    assert not run.extract(target, path, known, known.mapping("fire")).refused
    opened = open_store(target)
    yield opened
    opened.close()


def test_a_sum_of_two_sources_lists_only_the_months_that_both_hold(store: Store, known: Catalogue) -> None:
    subject = next(one for one in rows.subjects(store, known) if one.indicator is BOTH)
    wanted = Asked(PLACE, subject, date(2022, 9, 1), date(2023, 6, 1))
    found = rows.rows(store, known, wanted)
    series = place_counts(store, known, PLACE).series(known, BOTH.categories)
    assert found.total == sum(series.at(month) or 0 for month in found.series.months) > 0
    assert found.series.counts == tuple(series.at(month) for month in found.series.months)
    assert MISSING in found.series.missing and date(2022, 9, 1) in found.series.missing
    assert found.sources == ("Fire service", "police.uk")
    assert found.restricted
    kept = {one.month for one in rows.every_row(store, known, wanted)}
    assert kept and not kept & set(found.series.missing)


def test_police_rows_alone_are_not_restricted(store: Store, known: Catalogue) -> None:
    asb = next(one for one in rows.subjects(store, known) if one.categories == (ASB,))
    found = rows.rows(store, known, Asked(PLACE, asb, date(2022, 9, 1), date(2023, 6, 1)))
    assert (found.sources, found.restricted) == (("police.uk",), False)
