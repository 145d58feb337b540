from dataclasses import replace
from datetime import date

from cspdash.charts import hot_spot_repeats as charts
from cspdash.findings.points import MapPoint, Points
from cspdash.findings.repeats import Repeats, repeats
from tests.charts.test_hexagons import MONTHS, points_of


def found_of(*counts: int, unplaced: int = 0) -> Repeats:
    return repeats(points_of(*counts, unplaced=unplaced))


def twice(points: Points) -> Points:
    """Return the points with a second one of the first street in its area."""
    first = points.rows[0]
    again = MapPoint(-1.7, 54.5, first.street, first.area_code, first.area_name, frozenset({date(2024, 1, 1)}), 2)
    return replace(points, rows=(*points.rows, again))


def test_the_sentences_name_the_first_and_count_the_rest() -> None:
    said = charts.repeats_sentences(found_of(50, 30, 20, 1, unplaced=9))
    assert "110 events were recorded. 2 of the 4 locations with an event hold half of them; 1 had one only." in said[0]
    assert said[0].endswith("9 events have no named location and are left out.")
    assert said[1] == "Most: On or near Street 0, Darlington 0, with 50 (49.5%), in 12 of the 12 months held."
    assert charts.repeats_title(found_of(50, 30, 20, 1)).endswith("2 of 4 locations hold half of the events")


def test_nothing_recorded_is_a_sentence() -> None:
    assert charts.repeats_sentences(found_of())[0].endswith("0 events were recorded.")
    assert charts.repeats_sentences(found_of(unplaced=3))[1] == "None of them has a named location."
    assert charts.repeats_title(found_of()).endswith("no location is recorded")


def test_points_of_one_street_are_numbered() -> None:
    found = repeats(twice(points_of(50, 30)))
    assert [charts.location_name(row) for row in found.rows] == [
        "On or near Street 0 (point 1), Darlington 0",
        "On or near Street 1, Darlington 1",
        "On or near Street 0 (point 2), Darlington 0",
    ]


def test_the_bars_are_the_first_of_the_table_most_first() -> None:
    found = found_of(*range(40, 20, -1))
    bars = charts.repeats_figure(found).data[0]
    assert list(reversed(bars.x)) == [row.n for row in found.rows][: charts.BARS]
    assert len(set(bars.y)) == charts.BARS
    assert "On or near Street 0" in bars.y[-1]
    assert "On or near Street 0, Darlington 0 40" in charts.repeats_alt(found)


def test_the_table_has_no_place_on_the_globe() -> None:
    table = charts.repeats_table(found_of(50, 30))
    assert table.columns == ("Recorded location", "Locality", "Events", "Share", "Months with an event")
    assert table.records()[1]["Share"] == 0.375
    assert table.records()[0]["Months with an event"] == len(MONTHS)


def test_people_are_not_counted_and_that_is_said() -> None:
    assert "Repeat victims and repeat callers cannot be counted" in charts.NOT_CARRIED
