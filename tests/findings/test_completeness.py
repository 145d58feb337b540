"""A month that looks incomplete: drawn apart, counted nowhere, and used again when the content accepts it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from cspdash.catalogue import AcceptedMonth, Catalogue
from cspdash.charts.figures import PROVISIONAL, trend_figure
from cspdash.charts.row_figures import monthly_figure
from cspdash.charts.row_words import doubts, monthly_alt
from cspdash.charts.tables import CUT_OFF, trend_table
from cspdash.charts.words import trend_alt, trend_sentence
from cspdash.findings.completeness import Sign, doubted, immature, months_whole, provisional
from cspdash.findings.overview import overview
from cspdash.findings.places import Place
from cspdash.findings.provenance import provenance
from cspdash.findings.rows import Asked, Subject, rows
from cspdash.findings.series import months_loaded, months_of_force, place_counts
from cspdash.findings.trend import trend
from cspdash.findings.windows import newest_complete, windows
from cspdash.periods import add_months
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB
from tests.provisional_store import AFTER, CODES, YEAR, filled, rows_of
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

CATALOGUE = small_catalogue.catalogue()
DISTRICT = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
KEPT = len(rows_of(AFTER)) * 6 // 10


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A year of whole months and a month of which the file holds 60%."""
    scratch = tmp_path_factory.mktemp("cut")
    months = {month: rows_of(month) for month in YEAR} | {AFTER: rows_of(AFTER)[:KEPT]}
    opened = filled(scratch / "store", scratch / "files", months, CATALOGUE)
    yield opened
    opened.close()


@pytest.fixture
def accepting() -> Catalogue:
    """The content that accepts the cut month."""
    accepted = (AcceptedMonth("durham", AFTER, "The force confirmed the number"),)
    return replace(CATALOGUE, partnership=replace(CATALOGUE.partnership, completeness=accepted))


def test_the_month_is_provisional_with_its_reasons(cut: Store) -> None:
    (found,) = provisional(cut, CATALOGUE)
    assert (found.force, found.month) == ("durham", AFTER)
    assert [sign.name for sign in found.signs] == ["localities", "rows"]
    assert found.line.startswith("January 2023 has nothing in 1")
    assert f"{KEPT:,} rows, 6" in found.why


def test_it_is_held_but_no_month_that_anything_is_counted_in(cut: Store) -> None:
    assert months_loaded(cut, CATALOGUE) == (*YEAR, AFTER)
    assert months_of_force(cut, CATALOGUE) == months_whole(cut, CATALOGUE, "durham") == tuple(YEAR)
    newest = newest_complete(windows(cut, CATALOGUE, [ASB], []))
    assert newest is not None
    assert newest.last == YEAR[-1]
    assert provenance(cut, CATALOGUE).newest == YEAR[-1]


def test_a_series_keeps_it_apart(cut: Store) -> None:
    series = place_counts(cut, CATALOGUE, DISTRICT).series(CATALOGUE, [ASB])
    assert series.months[-1] == AFTER
    assert (series.at(AFTER), series.held[-1], series.missing) == (None, YEAR[-1], ())
    asb = sum(row["Crime type"] == ASB for row in rows_of(AFTER)[:KEPT])
    assert series.provisional == ((AFTER, asb),)
    assert series.last(3).provisional == series.provisional


@pytest.mark.fault("F23")
def test_a_trend_draws_it_and_judges_without_it(cut: Store, accepting: Catalogue) -> None:
    indicator = small_catalogue.indicator()
    doubtful, accepted = (trend(cut, known, indicator, DISTRICT) for known in (CATALOGUE, accepting))
    assert [one.month for one in doubtful.provisional] == [AFTER]
    assert doubtful.year is not None
    assert doubtful.year.last == YEAR[-1]
    assert any("provisional" in line and "Jan 23" in line for line in doubtful.caveats)
    assert not any("not held" in line for line in doubtful.caveats)
    assert accepted.provisional == ()
    assert accepted.year is not None
    assert accepted.year.last == AFTER


def test_the_overview_names_it_and_ends_with_the_month_before(cut: Store) -> None:
    found = overview(cut, CATALOGUE, DISTRICT)
    assert (found.newest, [one.month for one in found.provisional]) == (YEAR[-1], [AFTER])


def test_accepting_it_takes_effect_at_once_and_is_still_told(cut: Store, accepting: Catalogue) -> None:
    assert provisional(cut, accepting) == ()
    assert months_of_force(cut, accepting) == (*YEAR, AFTER)
    assert [(one.month, one.accepted) for one in doubted(cut, accepting)] == [(AFTER, "The force confirmed the number")]


def test_its_rows_can_be_seen_but_not_as_those_of_an_indicator(cut: Store) -> None:
    indicator = small_catalogue.indicator()
    for subject, months in (
        (Subject("all", "All incidents", None), 2),
        (Subject("category", ASB, (ASB,)), 2),
        (Subject(indicator.slug, indicator.name, indicator.categories, indicator), 1),
    ):
        found = rows(cut, CATALOGUE, Asked(DISTRICT, subject, YEAR[-1], AFTER))
        assert sum(n is not None for n in found.series.counts) == months
        assert found.total == sum(n or 0 for n in found.series.counts)
        assert [one.month for one in found.provisional] == [AFTER]
        assert found.series.missing == ()


def test_outcomes_of_the_newest_two_months_are_immature(cut: Store) -> None:
    assert immature(cut, CATALOGUE) == (YEAR[-1], AFTER)
    subject = Subject("all", "All incidents", None)
    assert rows(cut, CATALOGUE, Asked(DISTRICT, subject, YEAR[0], YEAR[-1])).immature == (YEAR[-1],)
    assert rows(cut, CATALOGUE, Asked(DISTRICT, subject, YEAR[0], YEAR[5])).immature == ()


OTHER = Place(COUNTY_DURHAM_CODE, "County Durham", "district", (COUNTY_DURHAM_CODE,))


@pytest.fixture(scope="module")
def halved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """As `cut`, where the last localities of the file, which it lacks, are the whole of another district."""
    scratch = tmp_path_factory.mktemp("halved")
    months = {month: rows_of(month) for month in YEAR} | {AFTER: rows_of(AFTER)[:KEPT]}
    opened = filled(scratch / "store", scratch / "files", months, CATALOGUE, CODES[20:])
    yield opened
    opened.close()


@pytest.mark.fault("F23")
@pytest.mark.parametrize("categories", [[ASB], ["Robbery"], ["Vehicle crime"], [ASB, "Burglary"]])
def test_a_district_that_the_file_lacks_wholly_is_a_gap(halved: Store, categories: list[str]) -> None:
    series = place_counts(halved, CATALOGUE, OTHER).series(CATALOGUE, categories)
    assert (series.at(AFTER), series.provisional, series.cut_off) == (None, (), (AFTER,))
    assert series.last(2).cut_off == (AFTER,)
    assert series.missing == ()
    here = place_counts(halved, CATALOGUE, DISTRICT).series(CATALOGUE, [ASB])
    assert (here.cut_off, [month for month, _ in here.provisional]) == ((), [AFTER])


@pytest.mark.fault("F23")
def test_what_its_own_past_allows_to_be_nothing_is_drawn_as_nothing(halved: Store) -> None:
    counts = place_counts(halved, CATALOGUE, DISTRICT)
    assert counts.series(CATALOGUE, ["Vehicle crime"]).provisional == ((AFTER, 0),), "never had any"
    fewer = replace(counts, counts={**counts.counts, ASB: {**counts.counts[ASB], AFTER: 0}})
    assert fewer.series(CATALOGUE, [ASB]).cut_off == (AFTER,), "a category is judged by its own past"
    locality = place_counts(halved, CATALOGUE, Place(CODES[-1], "Darlington 001A", "lsoa", (COUNTY_DURHAM_CODE,)))
    rare = replace(locality, counts={"Robbery": dict.fromkeys(YEAR, 1)})
    assert rare.series(CATALOGUE, ["Robbery"]).provisional == ((AFTER, 0),)


def test_the_gap_is_told_with_its_reason_and_is_nowhere_a_zero(halved: Store) -> None:
    found = trend(halved, CATALOGUE, small_catalogue.indicator(), OTHER)
    assert ([one.month for one in found.cut_off], found.provisional) == ([AFTER], ())
    said = trend_sentence(found)
    assert "January 2023 has nothing in 1" in said
    assert "so it looks incomplete, and has nothing of this in County Durham." in said
    assert said.endswith("After the months before, zero is implausible: it is a gap, not zero.")
    assert "1 month is a gap." in trend_alt(found)
    newest = trend_table(found).records()[0]
    assert (newest["Recorded"], newest["Reading"]) == (None, CUT_OFF)
    assert not any(trace.name == PROVISIONAL for trace in trend_figure(found).data)
    assert any("gaps, not zeros" in line and "Jan 23" in line for line in found.caveats)
    assert not any("not held" in line or "provisional" in line for line in found.caveats)


def test_rows_of_it_are_a_gap_too(halved: Store) -> None:
    indicator = small_catalogue.indicator()
    for subject in (
        Subject("all", "All incidents", None),
        Subject("category", ASB, (ASB,)),
        Subject(indicator.slug, indicator.name, indicator.categories, indicator),
    ):
        found = rows(halved, CATALOGUE, Asked(OTHER, subject, YEAR[-1], AFTER))
        assert (found.series.counts[1], found.series.cut_off, found.series.provisional) == (None, (AFTER,), ())
        assert any("a gap, not zero" in line for line in doubts(found))
        assert "1 month is a gap." in monthly_alt(found)
        assert list(monthly_figure(found).data[1].x) == [AFTER]


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (Sign("rows", 300, 600), "300 rows, 50% of what its past leads to expect"),
        (Sign("categories", 1, None, "Drugs"), "none of what every earlier month had: Drugs"),
        (Sign("localities", 12, 389), "nothing in 12 of 389 localities that every earlier month had"),
        (Sign("located", 0.61, 0.94), "a locality for 61% of its rows, where no earlier month had fewer than 94%"),
        (Sign("quarantine", 0.08, 0.05), "8% of its rows in quarantine"),
        (Sign("damaged"), "a file that was cut off or damaged"),
    ],
)
def test_each_sign_in_words(sign: Sign, words: str) -> None:
    assert sign.words == words


def test_a_date_that_is_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        AcceptedMonth("durham", date(2023, 1, 2), "why")
    with pytest.raises(ValueError, match="does not say why"):
        AcceptedMonth("durham", add_months(AFTER, 0), " ")
