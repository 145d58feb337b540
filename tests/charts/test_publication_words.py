"""The release calendar, the revisions and what every indicator is."""

from datetime import date, datetime

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.releases import UK, ReleaseDay
from cspdash.charts.publication_words import CLASSES, calendar_sentence, calendar_table, licences, metadata_table

CONTENT = catalogue.load(settings.content_dir())
DAYS = (
    ReleaseDay("2027-04-15T09:30", "February", date(2026, 11, 20)),
    ReleaseDay("2027-01-14T09:30", "November", date(2026, 11, 20)),
)


def test_only_releases_to_come_are_listed_and_in_order() -> None:
    first = calendar_table(DAYS, datetime(2026, 12, 1, 9, tzinfo=UK))
    assert [row[0].text for row in first.rows] == ["14 January 2027, 09:30", "15 April 2027, 09:30"]
    assert len(calendar_table(DAYS, datetime(2027, 1, 14, 9, 31, tzinfo=UK)).rows) == 1
    assert "No release is announced" in calendar_sentence(DAYS, datetime(2028, 1, 1, tzinfo=UK))
    assert "should reach twelve months" in calendar_sentence(DAYS, datetime(2026, 12, 1, tzinfo=UK))


def test_the_calendar_that_ships_reaches_twelve_months_from_its_first_notice() -> None:
    releases = CONTENT.partnership.releases
    first = min(one.announced for one in releases)
    assert "should reach" not in calendar_sentence(releases, datetime(first.year, first.month, first.day, tzinfo=UK))


@pytest.mark.parametrize("at", ["2027-01-14", "soon", "2027-13-01T09:30"])
def test_a_release_needs_a_day_and_a_time(at: str) -> None:
    with pytest.raises(InvalidError):
        ReleaseDay(at, "November", date(2026, 11, 20))


def test_a_release_is_announced_four_weeks_before_or_says_why_it_moved() -> None:
    with pytest.raises(InvalidError, match="28 days"):
        ReleaseDay("2027-01-14T09:30", "November", date(2026, 12, 18))
    assert ReleaseDay("2027-01-14T09:30", "November", date(2026, 12, 17)).when == datetime(
        2027, 1, 14, 9, 30, tzinfo=UK
    )
    assert ReleaseDay("2027-01-14T09:30", "November", date(2027, 1, 2), "late months").changed


def test_every_indicator_has_its_definition_source_owner_class_area_and_reading() -> None:
    table = metadata_table(CONTENT, licences(CONTENT, CONTENT.partnership.licence))
    assert len(table.rows) == len(CONTENT.indicators)
    for row, one in zip(table.rows, CONTENT.indicators, strict=True):
        said = [cell.text for cell in row]
        assert all(said), one.slug
        assert said[4] == CLASSES[one.disclosure]
    fires = next(row for row in table.rows if row[0].text == CONTENT.indicator("deliberate-secondary-fires").title)
    assert "agreement with the fire" in fires[2].text
    asb = next(row for row in table.rows if row[0].text == CONTENT.indicator("asb").title)
    assert "Open Government Licence" in asb[2].text
    assert "Covid-19" in asb[8].text
