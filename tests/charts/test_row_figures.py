import json
import math

import pytest

from cspdash.charts import row_figures, row_tables
from cspdash.findings.series import Series
from tests.charts.rows_made import POINTS, found

SQUARE = [[-1.6, 54.5], [-1.6, 54.55], [-1.5, 54.55], [-1.5, 54.5], [-1.6, 54.5]]
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})
FAR = json.dumps({"type": "MultiPolygon", "coordinates": [[[[east + 3, north] for east, north in SQUARE]]]})


def test_bars_are_the_counts_and_a_gap_is_marked_not_drawn_as_zero() -> None:
    bars, marks = row_figures.monthly_figure(found(series=Series(found().series.months, (4, None, 3)))).data
    assert list(bars.y) == [4, None, 3]
    assert (list(marks.x), marks.name) == ([found().series.months[1]], "not held: a gap, not zero")
    assert len(row_figures.monthly_figure(found()).data) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_has_every_point_with_ground_by_its_rows(dark: bool) -> None:
    figure = row_figures.points_map(found(), [OUTLINE, FAR], OUTLINE, dark)
    lines, heavy, points = figure.data
    assert list(zip(points.x, points.y, strict=True)) == [(point.longitude, point.latitude) for point in POINTS]
    large, small = points.marker.size
    assert large / small == pytest.approx(math.sqrt(3), rel=0.01)
    # What lies outside the frame is not sent.
    assert len(lines.x) == len(heavy.x) == len(SQUARE) + 1
    assert figure.layout.yaxis.scaleratio == pytest.approx(1 / math.cos(math.radians(54.525)), rel=0.001)
    west, east = figure.layout.xaxis.range
    assert west < -1.6 and east > -1.5


def test_the_map_of_a_district_shows_all_of_it_and_without_outlines_the_points() -> None:
    west, east = row_figures.points_map(found(), [OUTLINE, FAR]).layout.xaxis.range
    assert west < -1.6 and east > 1.5
    west, east = row_figures.points_map(found(), []).layout.xaxis.range
    assert -1.56 < west < -1.55 and -1.54 < east < -1.53
    assert row_figures.box_of([]) == (-2.0, 54.0, -1.0, 55.0)


def test_tables_have_the_same_numbers() -> None:
    months = row_tables.monthly_table(found(series=Series(found().series.months, (4, None, 3))))
    assert [(row[0].value, row[1].value, row[1].text) for row in months.rows] == [
        ("2023-06", 3, "3"), ("2023-05", None, "not held"), ("2023-04", 4, "4"),
    ]  # fmt: skip
    assert [row[1].value for row in row_tables.points_table(found()).rows] == [9, 3]
