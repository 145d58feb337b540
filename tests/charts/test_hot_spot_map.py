import pytest

from cspdash.charts import hot_spot_map as maps
from cspdash.charts import hot_spot_tables as tables
from cspdash.charts.theme import theme
from tests.charts.hot_spots_made import hot_spot, hot_spots
from tests.charts.invented import geojson

FOUND = hot_spots(
    hot_spot(0, hot=True, persistence="persistent", hot_in=(True, True, True, True)),
    hot_spot(1, persistence="former", hot_in=(True, False, False, False)),
    hot_spot(2, cold=True),
    hot_spot(3),
    hot_spot(4, z=None, p=None, persistence=None, persons=None, rate=None),
)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("draw", [maps.hot_spots_map, maps.persistence_map])
def test_every_locality_is_drawn_once_in_its_class(draw: object, dark: bool) -> None:
    figure = draw(FOUND, geojson(5), dark=dark)  # type: ignore[operator]
    shades = [trace for trace in figure.data if trace.type == "choropleth"]
    codes = [code for trace in shades for code in trace.locations]
    assert sorted(codes) == sorted(row.code for row in FOUND.rows)
    colours = [trace.colorscale[0][1] for trace in shades]
    assert len(set(colours)) == len(colours)


def test_classes_and_their_counts_are_in_the_legend() -> None:
    named = [trace.name for trace in maps.hot_spots_map(FOUND, geojson(5)).data]
    assert named == ["hot spot (1)", "cold spot (1)", "neither (2)", "not tested (1)", "mark: hot spot"]
    stays = [trace.name for trace in maps.persistence_map(FOUND, geojson(5)).data]
    assert stays == ["persistent (1)", "former (1)", "none (2)", "not tested (1)", "mark: persistent", "mark: former"]


def test_each_class_that_matters_has_a_mark_of_its_own_in_the_middle() -> None:
    marks = [trace for trace in maps.persistence_map(FOUND, geojson(5)).data if trace.type == "scattergeo"]
    assert [trace.marker.symbol for trace in marks] == ["square", "triangle-down"]
    assert len(set(maps.MARKS.values())) == len(maps.MARKS)


def test_the_chosen_locality_has_a_heavy_edge() -> None:
    chosen = maps.hot_spots_map(FOUND, geojson(5), "E01010003").data[-1]
    assert list(chosen.locations) == ["E01010003"]
    assert chosen.name == "heavy edge: chosen"
    assert chosen.marker.line.color == theme(False).TEXT


def test_a_locality_without_an_outline_is_in_the_table_alone() -> None:
    figure = maps.hot_spots_map(FOUND, geojson(3))
    codes = [code for trace in figure.data if trace.type == "choropleth" for code in trace.locations]
    assert len(codes) == 3
    assert len(tables.hot_spots_table(FOUND).rows) == 5


def test_the_hover_says_the_reading_in_words() -> None:
    said = maps.hover_words(FOUND.rows[0], FOUND)
    assert said.startswith("Locality 0: 40 events, 26.7 per 1,000<br>hot spot; z 2.00")
    assert said.endswith("hot in 4 of 4 quarters")
    assert maps.hover_words(FOUND.rows[4], FOUND).split("<br>")[1].startswith("not tested")


def test_the_table_says_in_words_what_is_missing() -> None:
    rows = tables.hot_spots_table(FOUND).rows
    assert [cell.text for cell in rows[4]][2:8] == ["not tested", "36", "not held", "not held", "not tested",
                                                    "not tested"]  # fmt: skip
    record = tables.hot_spots_table(FOUND).records()[0]
    assert (record["Reading after correction"], record["Quarters hot"], record["Gi* z"]) == ("hot spot", 4, 2.0)


def test_the_table_of_quarters_has_those_that_were_ever_hot() -> None:
    table = tables.persistence_table(FOUND)
    assert [row[0].text for row in table.rows] == ["Locality 0", "Locality 1"]
    assert [row[3].text for row in table.rows] == ["4 of 4", "1 of 4"]
    assert table.rows[1][6].text == "April 2023 to June 2023"
    assert table.caption.endswith("the other 3 never were")
    assert table.rows[1][5].picture.count("<rect") == 4
    assert table.rows[1][5].picture.count('fill="none"') == 3
    assert table.rows[1][5].text == "Hot in April 2023 to June 2023"
