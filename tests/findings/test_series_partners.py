"""A partner's events beside the police's: each in the months of its own source, and a partner's never as crime."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue as content
from cspdash import settings
from cspdash.catalogue import Catalogue
from cspdash.findings.indicator import reading
from cspdash.findings.localities import localities
from cspdash.findings.overview import overview
from cspdash.findings.places import Place
from cspdash.findings.profile import mix
from cspdash.findings.provenance import provenance
from cspdash.findings.series import countable, months_of, place_counts
from cspdash.findings.sources import sources
from cspdash.findings.trend import trend
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.store import queries
from cspdash.store.connection import Store, open_store
from tests import partner_extracts, small_catalogue
from tests.making import ASB, CRIMES, DARLINGTON, LAST, MISSING
from tests.partner_extracts import DWELLING, FIRE, fire_rows, recount, write_extract
from tests.recounts import DARLINGTON_CODE, monthly

SPANS = [(date(2022, 11, 1), date(2023, 4, 30)), (date(2023, 7, 1), date(2023, 12, 31))]
COVERED = [month for first, last in SPANS for month in month_range(first, last.replace(day=1))]
ROWS = [row for span in SPANS for row in fire_rows(*span)]
PLACE = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LOCALITY = Place(DARLINGTON[0][0], DARLINGTON[0][1], "lsoa", (DARLINGTON_CODE,))
FIRES = small_catalogue.indicator("fires", (FIRE,))
NOISE = small_catalogue.indicator("noise", ("Noise complaint",))


@pytest.fixture(scope="module")
def known() -> Catalogue:
    mapping = content.load(settings.content_dir()).mapping("fire")
    return replace(partner_extracts.catalogue(mapping), indicators=(FIRES, NOISE, small_catalogue.indicator()))


@pytest.fixture(scope="module")
def store(store_folder: Path, known: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample store with two extracts of the fire service, May and June 2023 in neither."""
    folder = tmp_path_factory.mktemp("partners")
    target = Path(shutil.copytree(store_folder, folder / "store"))
    for n, span in enumerate(SPANS):
        path = write_extract(folder / f"{n}.csv", fire_rows(*span))
        result = run.extract(target, path, known, known.mapping("fire"), span=(span[0], span[1].replace(day=1)))
        assert not result.refused
    opened = open_store(target)
    yield opened
    opened.close()


def fires(place: Place = PLACE, category: str = FIRE) -> dict[date, int]:
    """Return the slow second answer: fires by month covered, in the district or in one locality."""
    found = dict.fromkeys(COVERED, 0)
    for (code, month, name), n in recount(ROWS).items():
        if name == category and (place is PLACE or code == place.code):
            found[month] += n
    return found


@pytest.mark.parametrize("place", [PLACE, LOCALITY], ids=lambda place: place.name)
@pytest.mark.parametrize("category", [FIRE, DWELLING])
def test_a_month_that_no_extract_covers_is_a_gap(store: Store, known: Catalogue, place: Place, category: str) -> None:
    series = place_counts(store, known, place).series(known, [category])
    assert series.months == tuple(month_range(COVERED[0], COVERED[-1]))
    expected = fires(place, category)
    assert dict(zip(series.months, series.counts, strict=True)) == {m: expected.get(m) for m in series.months}
    assert series.missing == (date(2023, 5, 1), date(2023, 6, 1))
    assert series.at(MISSING) is not None, "the police's missing month is not the fire service's"


def test_a_place_without_an_event_has_none_where_an_extract_covers_the_month(store: Store, known: Catalogue) -> None:
    elsewhere = Place("E06000047", "County Durham", "district", ("E06000047",))
    series = place_counts(store, known, elsewhere).series(known, [FIRE])
    assert dict(zip(series.months, series.counts, strict=True)) == {
        m: 0 if m in COVERED else None for m in series.months
    }


def test_the_police_are_counted_as_before(store: Store, known: Catalogue) -> None:
    counts = place_counts(store, known, PLACE)
    for categories in ([ASB], CRIMES):
        series = counts.series(known, categories)
        expected: dict[date, int | None] = {**monthly(DARLINGTON_CODE, categories), MISSING: None}
        assert dict(zip(series.months, series.counts, strict=True)) == expected


def test_a_sum_over_two_sources_has_the_months_that_both_hold(store: Store, known: Catalogue) -> None:
    series = place_counts(store, known, PLACE).series(known, [FIRE, ASB])
    asb, fire = monthly(DARLINGTON_CODE, [ASB]), fires()
    assert series.months == tuple(month_range(date(2020, 5, 1), date(2023, 12, 1)))
    assert dict(zip(series.months, series.counts, strict=True)) == {
        month: asb[month] + fire[month] if month in asb and month in fire else None for month in series.months
    }
    assert months_of(store, known, [FIRE, ASB]) == series.held
    assert months_of(store, known, [FIRE]) == tuple(COVERED)


def test_a_category_that_no_extract_holds_has_no_month(store: Store, known: Catalogue) -> None:
    series = place_counts(store, known, PLACE).series(known, ["Noise complaint"])
    assert series.held == ()
    mixed = place_counts(store, known, PLACE).series(known, ["Noise complaint", ASB])
    assert mixed.held == (), "without the council's part the sum is not known"
    assert months_of(store, known, ["Noise complaint"]) == ()


def test_an_extract_says_nothing_of_districts_that_it_is_not_about(store: Store, known: Catalogue) -> None:
    (fire,) = known.mappings
    narrow = replace(known, mappings=(replace(fire, districts=(DARLINGTON_CODE,)),))
    whole = Place("E23000008", "The force area", "force", (DARLINGTON_CODE, "E06000047"))
    elsewhere = Place("E06000047", "County Durham", "district", ("E06000047",))
    assert place_counts(store, narrow, PLACE).series(narrow, [FIRE]).held == tuple(COVERED)
    for place in (whole, elsewhere):
        assert place_counts(store, narrow, place).series(narrow, [FIRE]).held == ()
        assert months_of(store, narrow, [FIRE], place.districts) == ()
        assert localities(store, narrow, place, "Fires", [FIRE]).rows == ()
        assert FIRE not in {row.title for row in overview(store, narrow, place).rows}


def test_only_what_is_held_can_be_counted(store: Store, known: Catalogue) -> None:
    assert [indicator.slug for indicator in countable(store, known)] == ["fires", "asb"]


def test_counts_may_be_narrowed_to_some_months(store: Store, known: Catalogue) -> None:
    first, last = date(2023, 1, 1), date(2023, 5, 1)
    found = place_counts(store, known, PLACE).within(first, last)
    assert found.months == tuple(month_range(first, last))
    assert found.series(known, [FIRE]).months == tuple(month_range(first, date(2023, 4, 1)))


def test_a_partners_events_are_never_crime(store: Store, known: Catalogue) -> None:
    for catalogue in (known, small_catalogue.catalogue()):
        rows = {row.title: row for row in overview(store, catalogue, PLACE).rows}
        assert set(rows["Crime without ASB"].categories) == set(CRIMES)
        assert rows["Crime without ASB"].spark.at(LAST) == monthly(DARLINGTON_CODE, CRIMES)[LAST]
        for category in (FIRE, DWELLING):
            year = rows[category].year
            assert year
            assert year.last == date(2023, 12, 1), "its own newest month"
            assert year.total == sum(n for month, n in fires(PLACE, category).items() if month >= date(2023, 1, 1))
    assert overview(store, known, PLACE).newest == LAST


def test_a_localitys_mix_is_of_what_the_police_record(store: Store, known: Catalogue) -> None:
    found = mix(store, known, LOCALITY, PLACE)
    assert {row.category for row in found.rows} == {ASB, *CRIMES}
    year = list(month_range(date(2022, 9, 1), LAST))
    assert found.total == sum(monthly(LOCALITY.code, [ASB, *CRIMES]).get(month, 0) for month in year)


def test_localities_are_counted_over_the_partners_own_year(store: Store, known: Catalogue) -> None:
    found = localities(store, known, PLACE, "Fires", [FIRE])
    year = [month for month in COVERED if month >= date(2023, 1, 1)]
    assert list(found.months) == year
    for code, *_ in DARLINGTON:
        row = found.row(code)
        assert row
        assert row.n == sum(n for (place, m, c), n in recount(ROWS).items() if (place, c) == (code, FIRE) and m in year)


def test_the_source_line_names_the_partner(store: Store, known: Catalogue) -> None:
    found = provenance(store, known, categories=[FIRE])
    fire_service = "County Durham and Darlington Fire and Rescue Service"
    assert found.source == f"{fire_service}, by agreement with the fire and rescue service"
    assert (found.first, found.newest, found.held, found.span) == (COVERED[0], COVERED[-1], 12, 14)
    assert provenance(store, known).newest == LAST
    assert provenance(store, known, categories=[ASB]).source.startswith("data.police.uk")
    both = provenance(store, known, categories=[ASB, FIRE]).source
    assert both.startswith("data.police.uk")
    assert fire_service in both


def test_a_trend_says_which_months_the_partner_did_not_supply(store: Store, known: Catalogue) -> None:
    found = trend(store, known, FIRES, PLACE)
    assert found.series.held == tuple(COVERED)
    assert "2 of 14 months are not held (May 23, Jun 23): shown as gaps." in found.caveats
    assert fire_line(found.provenance.line)


def fire_line(line: str) -> bool:
    return "Fire and Rescue Service" in line and "12 of 14 months held" in line


def test_an_indicator_is_read_from_a_partners_events(store: Store, known: Catalogue) -> None:
    found = reading(store, known, FIRES, PLACE, None, today=date(2024, 1, 15))
    assert (found.state, found.months_held, found.age_months) == ("incidents", 10, 0)
    assert found.value == sum(n for month, n in fires().items() if month >= date(2023, 1, 1))
    asb = reading(store, known, small_catalogue.indicator(), PLACE, None, today=date(2024, 1, 15))
    assert asb.age_months == 0, "a partner's newer months do not make the police's old"
    assert reading(store, known, NOISE, PLACE, None, today=date(2024, 1, 15)).state == "no data supplied yet"


def test_printed_figures_stand_where_no_extract_is_held(store_folder: Path, store: Store) -> None:
    shipped = content.load(settings.content_dir())
    indicator, plan = shipped.indicator("deliberate-secondary-fires"), shipped.plan("safe-durham-2011-14")
    durham = Place("E06000047", "County Durham", "district", ("E06000047",))
    police = open_store(store_folder)
    found = reading(police, shipped, indicator, durham, plan, today=date(2024, 1, 15))
    assert (found.state, found.value) == ("printed only", 1541)
    assert reading(police, shipped, shipped.indicator("fly-tips"), PLACE, None, today=date(2024, 1, 15)).value is None
    police.close()
    counted = reading(store, shipped, indicator, durham, plan, today=date(2024, 1, 15))
    assert (counted.state, counted.value) == ("incidents", 0)
    assert [point.value for point in counted.points] == [point.value for point in found.points]
    assert counted.printed == found.printed


def test_the_months_of_partners_are_listed(store: Store, known: Catalogue) -> None:
    assert queries.months_of_partners(store) == {"Fire service": COVERED}
    assert queries.months_covered(store) == {FIRE: COVERED, DWELLING: COVERED}
    listed = {found.force: found for found in sources(store, known).forces}
    assert listed["Fire service"].missing == (date(2023, 5, 1), date(2023, 6, 1))
    assert set(listed) == {"durham", "Fire service"}
