"""The recorded side: the same months where that is possible, gaps left out on both sides, printed counts instead."""

from datetime import date

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, Claim
from cspdash.findings.recorded_change import claimed_change, months_of, recorded_change
from cspdash.findings.series import Series
from cspdash.periods import month_range


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def months(first: str, last: str) -> list[date]:
    return month_range(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))


def series(counts: dict[date, int | None]) -> Series:
    ordered = sorted(counts)
    return Series(tuple(ordered), tuple(counts[month] for month in ordered))


def test_a_wave_takes_in_every_month_that_it_touches() -> None:
    assert months_of(date(2024, 1, 20), date(2024, 3, 2)) == tuple(months("2024-01", "2024-03"))


def test_the_same_months_are_compared_one_by_one(content: Catalogue) -> None:
    counts: dict[date, int | None] = dict.fromkeys(months("2011-01", "2012-12"), 100)
    counts |= dict.fromkeys(months("2012-04", "2012-06"), 50)
    counts[date(2011, 5, 1)] = None
    found = recorded_change(
        series(counts), content.indicator("asb"), months("2011-04", "2011-06"), months("2012-04", "2012-06")
    )
    assert found.same_months and not found.complete
    # May is missing in 2011, so May 2012 is left out as well: a gap is not a fall.
    assert [month.month for month in found.months_after] == [4, 6]
    assert (found.before, found.after, found.verdict) == (200, 100, "down")


def test_other_months_are_compared_by_month_held(content: Catalogue) -> None:
    counts: dict[date, int | None] = dict.fromkeys(months("2012-01", "2012-06"), 100)
    counts[date(2012, 2, 1)] = None
    found = recorded_change(
        series(counts), content.indicator("asb"), months("2012-01", "2012-03"), months("2012-04", "2012-06")
    )
    assert not found.same_months
    assert (found.before, found.after) == (200, 300)
    assert found.change is not None and found.change.ratio == pytest.approx(1.0)
    assert found.verdict == "no detectable change"


def test_without_months_there_is_no_change(content: Catalogue) -> None:
    found = recorded_change(
        Series((), ()), content.indicator("asb"), months("2012-01", "2012-03"), months("2012-04", "2012-06")
    )
    assert (found.before, found.after, found.change, found.wanted) == (None, None, None, 3)
    assert found.verdict == "too few to compare"


class TestThePlansOwnClaim:
    @pytest.fixture
    def claim(self, content: Catalogue) -> Claim:
        return content.claim("darlington-2012-asb")

    def test_is_counted_from_the_months_where_all_are_held(self, content: Catalogue, claim: Claim) -> None:
        counts: dict[date, int | None] = dict.fromkeys(months("2011-04", "2012-12"), 10)
        found = claimed_change(series(counts), content.indicator("asb"), claim)
        assert found is not None
        assert (found.before, found.after, found.document) == (90, 90, "")

    def test_is_taken_from_the_plan_where_a_month_is_missing(self, content: Catalogue, claim: Claim) -> None:
        counts: dict[date, int | None] = dict.fromkeys(months("2011-04", "2012-12"), 10)
        counts[date(2012, 12, 1)] = None
        found = claimed_change(series(counts), content.indicator("asb"), claim)
        assert found is not None and found.complete
        assert (found.before, found.after) == (6802, 3851)
        assert "2012-15" in found.document
        assert found.change is not None and found.change.percent == pytest.approx(-43.4, abs=0.05)
