import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cspdash.charts import hexagons as charts
from cspdash.charts.point_words import ANONYMISED, covered, locations_words, window_words
from cspdash.charts.theme import theme
from cspdash.findings.hexagons import Hexagons, hexagons
from cspdash.findings.points import MapPoint, Points, Span
from cspdash.periods import month_range
from tests.charts.invented import DARLINGTON, SOURCE

MONTHS = tuple(month_range(date(2023, 4, 1), date(2024, 3, 1)))
WINDOW = Span("12", MONTHS[0], MONTHS[-1])
SQUARE = json.dumps({"type": "Polygon", "coordinates": [[[-1.7, 54.5], [-1.7, 54.6], [-1.4, 54.6], [-1.7, 54.5]]]})


def points_of(*counts: int, unplaced: int = 0, nowhere: int = 0, months: tuple[date, ...] = MONTHS) -> Points:
    """Return points far enough apart to lie in hexagons of their own, one street each."""
    rows = [
        MapPoint(-1.6 + at / 20, 54.55, f"On or near Street {at}", "E1", f"Darlington {at}", frozenset(months), n)
        for at, n in enumerate(counts)
    ]
    if unplaced:
        rows.append(MapPoint(None, None, None, "E1", "Darlington 0", frozenset(months), unplaced))
    return Points(DARLINGTON, "Some incidents", WINDOW, months, tuple(rows), nowhere, SOURCE)


def found_of(*counts: int, **options: Any) -> Hexagons:
    return hexagons(points_of(*counts, **options), 8)


def spec_of(found: Hexagons, outlines: dict[str, str] | None = None, dark: bool = False) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(charts.hexagons_deck(found, outlines or {}, dark).to_json())
    return spec


@pytest.mark.parametrize(("n", "label"), [
    (1, "1 to 4"), (4, "1 to 4"), (5, "5 to 19"), (19, "5 to 19"), (20, "20 to 79"), (79, "20 to 79"),
    (80, "80 to 319"), (319, "80 to 319"), (320, "320 or more"), (9999, "320 or more"),
])  # fmt: skip
def test_the_classes_are_fixed(n: int, label: str) -> None:
    assert charts.class_label(charts.class_of(n)) == label


@pytest.mark.parametrize("dark", [False, True])
def test_the_deck_draws_every_hexagon_in_the_colour_of_its_class_and_asks_nobody(dark: bool) -> None:
    found = found_of(3, 30, 400)
    spec = spec_of(found, {"E1": SQUARE}, dark)
    # pydeck's mark for no style chosen: None in its place would make the browser ask for one.
    assert spec["mapStyle"] == "__MAP_STYLE__"
    assert spec.get("mapProvider") is None
    assert "http" not in json.dumps(spec)
    under, over = spec["layers"]
    assert (under["id"], over["id"]) == ("localities", "hexagons")
    assert over["pickable"] is True
    colours = [tuple(row["fill"][:3]) for row in over["data"]]
    scale = [tuple(int(text[at : at + 2], 16) for at in (1, 3, 5)) for text in theme(dark).SCALE]
    assert colours == [scale[4], scale[2], scale[0]]
    assert {row["cell"] for row in over["data"]} == {row.cell for row in found.rows}
    assert len(under["data"]["features"]) == 1


def test_the_view_shows_the_whole_place() -> None:
    view = spec_of(found_of(3), {"E1": SQUARE})["initialViewState"]
    assert (view["longitude"], view["latitude"]) == pytest.approx((-1.55, 54.55))
    # At this zoom the 0.3 degrees of longitude take so many pixels: they fit, and fill more than half.
    wide = 0.3 * 512 * 2 ** view["zoom"] / 360
    assert charts.WIDTH / 2 < wide <= charts.WIDTH
    alone = spec_of(found_of(3))["initialViewState"]
    assert alone["longitude"] == pytest.approx(-1.6)


def test_table_and_legend_hold_the_same_events_as_the_map() -> None:
    found = found_of(3, 30, 400, 5, 6)
    table, legend = charts.hexagons_table(found), charts.legend_table(found)
    assert sum(row["Events"] for row in table.records()) == 444  # type: ignore[misc]
    assert [row["Events"] for row in legend.records()] == [3, 11, 30, 0, 400]
    assert [row["Hexagons"] for row in legend.records()] == [1, 2, 1, 0, 1]
    assert table.records()[0]["Street with most"] == "On or near Street 2"
    assert all(row[1].picture.startswith("<svg") for row in legend.rows)


def test_the_title_says_how_few_hold_half() -> None:
    assert charts.hexagons_title(found_of(50, 30, 10, 10)) == (
        "Some incidents in Darlington: 1 of 4 hexagons holds half of the events that have a point"
    )
    assert "2 of 4 hexagons hold half" in charts.hexagons_title(found_of(40, 30, 20, 10))
    assert charts.hexagons_title(found_of()) == "Some incidents in Darlington: no point to draw"


def test_the_sentences_say_what_has_no_point() -> None:
    said = " ".join(charts.hexagons_sentences(found_of(50, 30, unplaced=20, nowhere=7)))
    assert "100 events were recorded" in said
    assert "20 of 100 have no point and are on no map; 7 more in the whole store have no area at all" in said
    assert "The fullest hexagon, 920 m across, lies in Darlington 0, around “On or near Street 0”: 50 events" in said
    assert "62%" in said
    assert locations_words(points_of(3)) == ["Every one of them has a point; no event lacks an area."]


def test_no_month_and_no_event_are_sentences() -> None:
    nothing = points_of(months=())
    assert covered(nothing) == (
        "No month of Some incidents is held for Darlington in April 2023 to March 2024, so there is nothing to show."
    )
    assert locations_words(nothing) == []
    assert "0 events were recorded" in covered(points_of())
    assert "(11 of 12 months held): 4 events" in covered(points_of(4, months=MONTHS[1:]))
    assert "held for Darlington, so there" in covered(replace(nothing, window=None))


def test_the_alt_text_names_the_fullest() -> None:
    alt = charts.hexagons_alt(found_of(3, 30, 400))
    assert "3 hexagons" in alt
    assert "Fullest: Darlington 2 400; Darlington 1 30; Darlington 0 3" in alt


def test_windows_in_words() -> None:
    last = date(2024, 3, 1)
    assert window_words(Span("3", date(2024, 1, 1), last)) == "Last 3 months, to March 2024"
    assert window_words(WINDOW) == "Last 12 months, to March 2024"
    assert window_words(Span("36", date(2021, 4, 1), last)) == "Last 3 years, to March 2024"
    assert window_words(Span("12-2023-03", date(2022, 4, 1), date(2023, 3, 1))) == "12 months to March 2023"


def test_the_warning_says_that_a_point_is_no_address() -> None:
    assert ANONYMISED.startswith("A point is never an address.")
