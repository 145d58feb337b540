from typing import Any

import pytest

from cspdash.charts import locality_composite as charts
from cspdash.charts.theme import theme
from cspdash.findings.composite import EQUAL, Composite, Scored
from cspdash.findings.deprivation import Deprivation
from tests.charts.invented import DARLINGTON, SOURCE, geojson, localities_of, texts

MONTHS = localities_of([1], [1000]).months


def scored(at: int, score: float, stays: float | None = None) -> Scored:
    return Scored(
        f"E0101{at:04}", f"Locality {at}", DARLINGTON.code, (f"E0101{at:04}",), 1000, (40, 30, 20, 10, None),
        (40.0, 30.0, 20.0, 10.0, None), (score,) * 4 + (None,), (score / 4,) * 4 + (0.0,), score, at + 1, stays, at, 54,
    )  # fmt: skip


def found_of(scores: list[float], **changes: Any) -> Composite:
    rows = tuple(scored(at, score, 0.95 if at < 5 else 0.2) for at, score in enumerate(scores))
    given: dict[str, Any] = {
        "place": DARLINGTON, "level": "lsoa", "months": MONTHS, "weights": EQUAL,
        "shares": (0.25, 0.25, 0.25, 0.25, 0.0), "rows": rows, "without": (), "deprivation": None, "provenance": SOURCE,
    }  # fmt: skip
    return Composite(**(given | changes))


FOUND = found_of([100, 80, 79.9, 50, 20, 0])


def test_what_is_wrong_is_said_and_nothing_else_is() -> None:
    assert charts.composite_problem(FOUND) == ""
    assert charts.composite_problem(found_of([], shares=(0.0,) * 5)) == charts.WEIGHTLESS
    assert "No month is held" in charts.composite_problem(found_of([], months=()))
    assert "has residents and every part" in charts.composite_problem(found_of([]))
    assert "have the same score" in charts.composite_problem(found_of([50, 50, 50]))


def test_sentences_name_the_first_the_shares_and_what_hangs_on_the_weights() -> None:
    assert charts.composite_title(FOUND) == "Locality 0 has the highest score of 6 localities: 100 of 100"
    said = charts.composite_sentence(FOUND)
    assert "anti-social behaviour 25%, violence and sexual offences 25%" in said
    assert "deprivation" not in said
    assert "5 stay among the 12 in at least 90% of 2,000 random weightings" in said
    assert "No score for A, B, C and 1 more" in charts.composite_sentence(
        found_of([3, 2], without=("A", "B", "C", "D"))
    )
    assert "Locality 0 100, Locality 1 80, Locality 2 80" in charts.composite_alt(FOUND)


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_has_five_fixed_classes(dark: bool) -> None:
    figure = charts.composite_map(FOUND, geojson(6), dark=dark)
    assert [trace.name for trace in figure.data] == [
        "0 to under 20 (1)", "20 to under 40 (1)", "40 to under 60 (1)", "60 to under 80 (1)", "80 to 100 (2)",
    ]  # fmt: skip
    assert [trace.colorscale[0][1] for trace in figure.data] == list(theme(dark).SCALE)


def test_bars_add_up_to_the_scores_each_part_with_a_pattern_of_its_own() -> None:
    figure = charts.parts_figure(FOUND, FOUND.rows[:3])
    assert len(figure.data) == 4, "deprivation has no share and no bar"
    sums = [sum(trace.x[at] for trace in figure.data) for at in range(3)]
    assert sums == pytest.approx([79.9, 80, 100])
    assert list(figure.data[0].y) == ["Locality 2", "Locality 1", "Locality 0"]
    assert len({trace.marker.pattern.shape for trace in figure.data}) == 4
    assert len({trace.marker.color for trace in figure.data}) == 4


def test_the_table_has_every_part_and_how_often_an_area_stays() -> None:
    table = charts.composite_table(FOUND, FOUND.rows)
    assert len(set(table.columns)) == len(table.columns)
    assert texts(table)[0][:5] == ["Locality 0", "E01010000", "1", "100.0", "95%"]
    assert texts(table)[0][5:9] == ["40", "40.0", "100", "25.0"]
    assert "Drugs percentile" in table.columns
    held = Deprivation("rank", 2019, "A source", {"E01010000": 303.0}, {})
    assert "Deprivation: rank 2019" in charts.composite_table(found_of([5, 4], deprivation=held), ()).columns
    assert charts.how(found_of([1], deprivation=held)).endswith("Deprivation is the rank of the A source.")
