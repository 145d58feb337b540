from collections import Counter
from dataclasses import replace

import pytest

from cspdash.charts import bivariate as charts
from cspdash.charts.theme import theme
from cspdash.findings.bivariate import Bivariate, with_change, with_deprivation
from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import Moved
from cspdash.findings.windows import Scale
from tests.charts.invented import geojson, localities_of, texts

THIRDS = Scale((10.0, 30.0), False, 20, True)
COUNTS = [5, 12, 35, 6, 15, 40, 7, 20, 60]
MADE = localities_of(COUNTS, [1000] * 9)
FOUND = replace(MADE, rows=tuple(replace(row, longitude=int(row.code[5:]) + 0.5, latitude=54.5) for row in MADE.rows))
CODES = [f"E0101{n:04}" for n in range(9)]
HELD = Deprivation("score", 2019, "The indices", dict(zip(CODES, [1, 1, 1, 2, 2, 2, 3, 3, 3], strict=True)), {})


@pytest.fixture(params=["deprivation", "change"])
def found(request: pytest.FixtureRequest) -> Bivariate:
    if request.param == "deprivation":
        return with_deprivation(FOUND, THIRDS, HELD)
    verdicts = ["down"] * 3 + ["no detectable change"] * 3 + ["up"] * 3
    moves = {code: Moved(code, 10, 20, verdict) for code, verdict in zip(CODES, verdicts, strict=True)}
    return with_change(FOUND, THIRDS, moves, 12)


@pytest.mark.parametrize("dark", [False, True])
def test_nine_classes_have_nine_colours_and_a_dot_marks_the_highest(found: Bivariate, dark: bool) -> None:
    figure = charts.bivariate_map(found, geojson(9), dark=dark)
    *classes, dots = figure.data
    colours = theme(dark).BOTH
    for trace in classes:
        name = trace.name.split(" ")[0]
        assert trace.colorscale[0][1] == colours["ABC".index(name[0])][int(name[1]) - 1]
        assert all(text.startswith(name) for text in trace.text)
    assert Counter(trace.name for trace in classes) == {f"{letter}{n} (1)": 1 for letter in "ABC" for n in (1, 2, 3)}
    assert list(dots.customdata) == ["E01010008"]


def test_the_legend_is_a_table_that_needs_no_colour(found: Bivariate) -> None:
    table = charts.legend_table(found)
    assert table.columns[1:] == (
        "1: low rate (under 10.0 per 1,000)", "2: middle rate (10.0 to under 30.0 per 1,000)",
        "3: high rate (30.0 or more per 1,000)",
    )  # fmt: skip
    assert [row[0] for row in texts(table)] == [f"{letter}: {word}" for letter, word in zip("CBA", reversed(
        charts.OTHER[found.kind]), strict=True)]  # fmt: skip
    assert texts(table)[0][1:] == ["C1: 1", "C2: 1", "C3: 1"]


def test_words_say_who_is_highest_in_both(found: Bivariate) -> None:
    assert charts.bivariate_title(found).startswith("1 locality has a high rate and is ")
    assert "Highest in both (C3, with a dot): Locality 8." in charts.bivariate_sentence(found)
    assert ("The indices" in charts.bivariate_sentence(found)) == (found.kind == "deprivation")
    assert "The legend below is a table" in charts.bivariate_alt(found)
    assert charts.bivariate_problem(found) == ""
    first, *_ = texts(charts.bivariate_table(found))
    assert first[:3] == ["Locality 8", "E01010008", "C3"]


def test_what_is_missing_is_a_sentence() -> None:
    assert "ingest observations imd2019.csv" in charts.bivariate_problem(with_deprivation(FOUND, THIRDS, None))
    assert "a year earlier too" in charts.bivariate_problem(with_change(FOUND, THIRDS, {}, 0))
    assert "No area has a rate" in charts.bivariate_problem(with_deprivation(FOUND, None, HELD))


def test_fewer_classes_are_named_as_they_are() -> None:
    none = Scale((), True, 1, True)
    assert [charts.rate_words(none, index) for index in range(3)] == ["no incidents", "middle rate", "high rate (none)"]
