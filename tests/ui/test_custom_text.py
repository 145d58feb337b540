import json

import pytest

from cspdash.ingest.areas.custom import areas_in
from cspdash.ui import custom_text

RING = [(-1.56, 54.52), (-1.54, 54.52), (-1.54, 54.53)]


def test_typed_corners_are_an_outline() -> None:
    text = custom_text.typed("-1.56, 54.52\n\n  -1.54; 54.52  \n-1.54 54.53\n")
    (area,) = areas_in(text.encode(), "typed", "Town centre")
    assert json.loads(area.as_geojson())["geometry"]["type"] == "Polygon"
    assert json.loads(text)["geometry"]["coordinates"] == [[*map(list, RING), list(RING[0])]]


def test_typed_geojson_is_left_as_it_is() -> None:
    assert custom_text.typed(' {"type": "x"}') == ' {"type": "x"}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [("-1.5, 54.5\nhere\n", "Line 2 is no corner"), ("-1.5, 54.5\n-1.5, 54.5\n-1.4, 54.5", "there are 2"),
     ("<img src=x>", "Line 1"), ("1e400, 2", "Line 1")],
)  # fmt: skip
def test_what_is_no_corner_is_said(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        custom_text.typed(text)


def test_what_was_drawn_is_read_from_what_the_browser_says() -> None:
    one = {"xref": "x", "yref": "y", "x": [-1.56, -1.54, -1.54], "y": [54.52, 54.52, 54.53]}
    assert custom_text.drawn({"selection": {"points": [], "lasso": [one]}}) == [RING]
    for nothing in (None, {}, {"selection": None}, {"selection": {"lasso": [{**one, "x": [1]}]}}):
        assert custom_text.drawn(nothing) == []
    far = [(east + 1, north) for east, north in RING]
    (area,) = areas_in(custom_text.polygon([RING, far]).encode(), "drawn", "Two")
    assert json.loads(area.as_geojson())["geometry"]["type"] == "MultiPolygon"


def test_localities_that_are_listed_are_an_area() -> None:
    (area,) = areas_in(custom_text.of_localities(["E01012305", "E01012304"]).encode(), "listed", "Two")
    assert area.localities == ("E01012304", "E01012305")
