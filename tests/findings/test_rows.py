"""The rows behind a number are as many as the number says, and the very rows that were loaded."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings import places, rows
from cspdash.findings.localities import localities
from cspdash.findings.places import Place
from cspdash.findings.rows import ALL, ANY, NONE, PAGE, Asked, Subject
from cspdash.findings.trend import trend
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.store import row_queries
from cspdash.store.connection import Store, open_store
from tests.making import MISSING, MONTHS, month_rows
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, FORCE_CODE, WHOLE, monthly

CONTENT = catalogue.load(settings.content_dir())
FIRST, LAST = date(2022, 9, 1), date(2023, 8, 1)
SPLIT = "E01012316"


def place_of(store: Store, code: str) -> Place:
    wide = places.wide_places(store, CONTENT)
    every = [*wide, *places.own_places(store), *(one for place in wide for one in places.localities_of(store, place))]
    return next(place for place in every if place.code == code)


def subject_of(store: Store, code: str) -> Subject:
    return next(one for one in rows.subjects(store, CONTENT) if one.code == code)


def asked(store: Store, place: str, subject: str, first: date = FIRST, last: date = LAST, **more: str) -> Asked:
    return Asked(place_of(store, place), subject_of(store, subject), first, last, **more)


def every_page(store: Store, wanted: Asked) -> list[row_queries.Incident]:
    found = rows.rows(store, CONTENT, wanted)
    return [one for page in range(1, found.pages + 1) for one in rows.page_of(store, CONTENT, wanted, page)]


@pytest.mark.parametrize("subject", ["asb", "crime-without-asb", "violence", "category-burglary"])
@pytest.mark.parametrize("place", [DARLINGTON_CODE, COUNTY_DURHAM_CODE, FORCE_CODE, "E01012304", SPLIT])
def test_rows_are_as_many_as_a_plain_recount(store: Store, place: str, subject: str) -> None:
    wanted = asked(store, place, subject)
    found = rows.rows(store, CONTENT, wanted)
    assert wanted.subject.categories
    plain = {month: n for month, n in monthly(place, wanted.subject.categories).items() if FIRST <= month <= LAST}
    assert {m: n for m, n in zip(found.series.months, found.series.counts, strict=True) if n is not None} == plain
    assert found.total == sum(plain.values()) > 0
    assert found.series.missing == (MISSING,)
    assert found.files == 11


@pytest.mark.parametrize("window", [12, 36, 0])
@pytest.mark.parametrize("place", [DARLINGTON_CODE, FORCE_CODE, "E01012305", SPLIT])
def test_rows_are_as_many_as_the_trend_says(store: Store, place: str, window: int) -> None:
    shown = trend(store, CONTENT, CONTENT.indicator("asb"), place_of(store, place), window)
    found = rows.rows(store, CONTENT, asked(store, place, "asb", shown.months[0], shown.months[-1]))
    assert found.total == sum(n or 0 for n in shown.series.counts) > 0
    assert found.series == shown.series


def test_rows_are_as_many_as_a_locality_is_ranked_by(store: Store) -> None:
    district = place_of(store, DARLINGTON_CODE)
    ranked = localities(store, CONTENT, district, "ASB", CONTENT.indicator("asb").categories)
    for code in ("E01012304", SPLIT):
        found = rows.rows(store, CONTENT, asked(store, code, "asb", min(ranked.months), max(ranked.months)))
        row = ranked.row(code)
        assert row and found.total == row.n > 0


def test_pages_hold_every_row_once_in_a_steady_order(store: Store) -> None:
    wanted = asked(store, DARLINGTON_CODE, ALL)
    found, shown = rows.rows(store, CONTENT, wanted), every_page(store, wanted)
    assert found.pages > 2
    assert len(shown) == found.total == len({(one.load_id, one.line) for one in shown})
    keys = [(-one.month.toordinal(), one.load_id, one.line) for one in shown]
    assert keys == sorted(keys)
    assert shown == list(rows.every_row(store, CONTENT, wanted))
    assert rows.page_of(store, CONTENT, wanted, found.pages + 5) == ()
    assert len(rows.page_of(store, CONTENT, wanted, 0)) == PAGE


def test_the_rows_are_those_of_the_files(store: Store) -> None:
    month = date(2023, 3, 1)
    shown = every_page(store, asked(store, DARLINGTON_CODE, ALL, month, month))
    listed = [
        row
        for row in month_rows(month)
        if DISTRICT.get(WHOLE.get(row["LSOA code"], row["LSOA code"])) == DARLINGTON_CODE
    ]
    assert Counter(
        (one.category, one.outcome or "", one.location, one.area_code, f"{one.longitude:.6f}") for one in shown
    ) == Counter(
        (row["Crime type"], row["Last outcome category"], row["Location"], row["LSOA code"], row["Longitude"])
        for row in listed
    )
    # The header is line 1 of a file.
    lines = {index for index, row in enumerate(month_rows(month), start=2) if row in listed}
    assert {one.line for one in shown} == lines


def test_outcome_and_street_filter_the_rows(store: Store) -> None:
    everything = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL))
    none = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, outcome=NONE))
    some = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, outcome="Under investigation"))
    asb = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, "category-anti-social-behaviour"))
    assert (none.total, none.total + some.total) == (asb.total, everything.total)
    assert rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, outcome="Never heard of")).total == 0
    assert rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, street="SAMPLE str")).total == everything.total
    assert rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, street="100% of_it'; --")).total == 0
    assert rows.outcomes(store) == {"under-investigation": "Under investigation"}


def test_points_and_places_of_the_rows(store: Store) -> None:
    found = rows.rows(store, CONTENT, asked(store, FORCE_CODE, ALL))
    assert sum(point.n for point in found.points) == found.placed == found.total
    assert found.all_points == len(found.points) == 5
    assert [point.n for point in found.points] == sorted((point.n for point in found.points), reverse=True)
    assert found.sources == ("police.uk",)
    assert not found.restricted


def test_a_span_that_is_not_held_has_gaps_and_no_zeros(store: Store) -> None:
    found = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, "asb", MISSING, MISSING))
    assert (found.total, found.series.counts, found.pages, found.points) == (0, (None,), 1, ())
    future = rows.rows(store, CONTENT, asked(store, DARLINGTON_CODE, ALL, date(2030, 1, 1), date(2030, 2, 1)))
    assert future.series.counts == (None, None)
    assert MISSING in rows.months(store, CONTENT)
    assert rows.months(store, CONTENT) == tuple(month_range(MONTHS[0], MONTHS[-1]))


def test_subjects_have_codes_of_their_own(store: Store) -> None:
    codes = [one.code for one in rows.subjects(store, CONTENT)]
    assert len(set(codes)) == len(codes)
    assert codes[0] == ALL
    assert {"asb", "category-burglary", "category-anti-social-behaviour"} <= set(codes)
    assert asked(store, DARLINGTON_CODE, "asb").outcome == ANY


@pytest.fixture(scope="module")
def drawn(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample store with an own area round two map points, and one made of two localities."""
    from tests.ingest.test_own_areas import OUTLINE, PAIR, file_of

    folder = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("own") / "store"))
    for name, ring, more in (("Town centre", OUTLINE, {}), ("Pair", None, {"localities": PAIR})):
        assert not run.drawn_areas(folder, file_of(folder, name, ring, **more), CONTENT).refused
    return folder


@pytest.mark.parametrize("code", ["X-town-centre", "X-pair"])
def test_an_own_area_is_a_place_like_any_other(drawn: Path, code: str) -> None:
    store = open_store(drawn)
    place = place_of(store, code)
    shown = trend(store, CONTENT, CONTENT.indicator("asb"), place)
    found = rows.rows(store, CONTENT, asked(store, code, "asb", shown.months[0], shown.months[-1]))
    assert found.total == sum(n or 0 for n in shown.series.counts) > 0
    assert found.series == shown.series
    assert place.is_locality and place.is_own and place.grain == "lsoa"
    assert set(place.caveats) <= set(shown.caveats)
    assert places.population_of(store, place) is not None
    assert len(every_page(store, asked(store, code, ALL))) == rows.rows(store, CONTENT, asked(store, code, ALL)).total
    store.close()


def test_rows_of_a_partner_are_restricted_unless_its_mapping_says_open() -> None:
    partners = {one.source: one.disclosure for one in CONTENT.mappings}
    assert {"O"} != set(partners.values())
    for source, disclosure in partners.items():
        assert rows.is_restricted(CONTENT, source) == (disclosure != "O")
    assert rows.is_restricted(CONTENT, "somebody unknown")
    assert not rows.is_restricted(CONTENT, "police.uk")
    assert not rows.is_restricted(CONTENT, "demonstration")


def test_on_real_months_rows_agree_with_trends_everywhere(real_store: Store) -> None:
    wide = places.wide_places(real_store, CONTENT)
    some = [*wide, *places.localities_of(real_store, wide[-1])[::60]]
    total = 0
    for place in some:
        for slug in ("asb", "violence", "crime-without-asb"):
            for window in (12, 0):
                shown = trend(real_store, CONTENT, CONTENT.indicator(slug), place, window)
                wanted = Asked(place, subject_of(real_store, slug), shown.months[0], shown.months[-1])
                found = rows.rows(real_store, CONTENT, wanted)
                assert found.total == sum(n or 0 for n in shown.series.counts), (place.code, slug, window)
                total += found.total
    assert total > 100_000
