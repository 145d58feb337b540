from datetime import date
from pathlib import Path

import pytest

from cspdash.findings.localities import localities
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance, residents_words, residents_years
from cspdash.ingest.police_uk import DEMONSTRATION
from cspdash.store.connection import Store, open_store
from tests import small_catalogue
from tests.making import FIRST, LAST, MONTHS, many_rows, write_month
from tests.police_store import PoliceStore

CATALOGUE = small_catalogue.catalogue()
THEN = ": rates are of those who lived there then."


def test_all_that_is_held_is_said_with_its_gap(store: Store) -> None:
    found = provenance(store, CATALOGUE)
    assert (found.first, found.newest, found.held, found.span) == (FIRST, LAST, len(MONTHS), len(MONTHS) + 1)
    assert not found.demonstration
    assert found.line == (
        "Source: data.police.uk (Home Office), Open Government Licence v3.0. "
        f"May 2020 to August 2023, 39 of 40 months held. Release {store.release}."
    )


def test_a_span_says_which_of_its_months_are_held(store: Store) -> None:
    found = provenance(store, CATALOGUE, date(2022, 9, 1), date(2023, 8, 1))
    assert (found.held, found.span) == (11, 12)
    whole = provenance(store, CATALOGUE, date(2021, 9, 1), date(2022, 8, 1))
    assert "September 2021 to August 2022, all 12 months held" in whole.line
    beyond = provenance(store, CATALOGUE, date(2023, 7, 1), date(2023, 12, 1))
    assert "July 2023 to December 2023, 2 of 6 months held" in beyond.line


def test_a_span_of_which_nothing_is_held_says_so(store: Store) -> None:
    found = provenance(store, CATALOGUE, date(2012, 1, 1), date(2012, 12, 1))
    assert (found.first, found.newest, found.held, found.span) == (None, None, 0, 0)
    assert found.line.endswith("No months held.")


def test_demonstration_data_says_that_it_is_not_real(police: PoliceStore, tmp_path: Path) -> None:
    police.load(write_month(tmp_path, many_rows(6)), source=DEMONSTRATION)
    opened = open_store(police.folder)
    found = provenance(opened, CATALOGUE)
    opened.close()
    assert found.demonstration
    assert "demonstration data" in found.line
    assert "not real incidents" in found.line
    assert "Home Office" not in found.line


def test_one_month_is_named_once() -> None:
    month = date(2023, 1, 1)
    line = Provenance("Somewhere", "0123456789abcdef", False, month, month, 1, 1).line
    assert line == "Source: Somewhere. January 2023, all 1 months held. Release 0123456789abcdef."


@pytest.mark.fault("F31")
@pytest.mark.parametrize(
    ("years", "newest", "words"),
    [
        ((), date(2024, 3, 1), ""),
        ((2022,), date(2024, 3, 1), " Residents of 2022."),
        ((2022,), date(2020, 3, 1), " Residents of 2022."),
        ((2021,), date(2024, 3, 1), f" Residents of 2021, 3 years before March 2024{THEN}"),
        ((2022,), date(2013, 3, 1), f" Residents of 2022, 9 years after March 2013{THEN}"),
        ((2011, 2023), date(2024, 3, 1),
         f" Residents of 2011 to 2023, 13 years before March 2024{THEN}"),
        ((2011,), None, " Residents of 2011."),
    ],
)  # fmt: skip
def test_residents_have_their_year_and_how_far_it_is_where_it_is_far(
    years: tuple[int, ...], newest: date | None, words: str
) -> None:
    assert residents_words(years, newest) == words


@pytest.mark.fault("F31")
def test_an_old_population_is_said_where_the_rates_stand(store: Store) -> None:
    place = Place("E06000005", "Darlington", "district", ("E06000005",))
    assert residents_years(store, place.districts) == (2011,), "the census that ships"
    line = localities(store, CATALOGUE, place, "Burglary", ["Burglary"]).provenance.line
    assert "Residents of 2011, 12 years before August 2023: rates are of those who lived there then. Release" in line
    assert "Residents" not in provenance(store, CATALOGUE).line, "a count needs none"
