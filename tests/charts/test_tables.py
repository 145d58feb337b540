import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cspdash.charts.tables import (
    Cell,
    Table,
    mix_table,
    number,
    overview_table,
    plain_table,
    share,
    text,
    trend_table,
)
from cspdash.charts.words import interval_words
from tests.charts.invented import mix_of, overview_of, texts, trend_of

COLOUR = "#12436D"


@given(st.one_of(st.integers(-10_000_000, 10_000_000), st.floats(-1e7, 1e7)), st.integers(0, 3))
@example(12.7, 0)
@example(2.5, 0)
def test_a_number_is_the_same_on_screen_and_in_the_download(value: float, places: int) -> None:
    cell = number(value, places)
    assert cell.value == float(cell.text.replace(",", ""))


def test_what_is_missing_is_said_in_words_and_is_empty_in_the_download() -> None:
    assert number(None) == Cell(None, "not held")
    assert number(None, 1, "–") == Cell(None, "–")
    assert number(0) == Cell(0, "0")


def test_a_share_is_a_part_of_one_in_the_download_and_percent_on_screen() -> None:
    assert share(0.12345) == Cell(0.1235, "12.3%")


def test_pictures_are_left_out_of_downloads_wherever_one_row_has_one() -> None:
    rows = ((text("a"), Cell(None, "none"), number(1)), (text("b"), Cell("alt", "alt", picture="<svg/>"), number(2)))
    table = Table("Caption", ("Name", "Picture", "n"), rows)
    assert table.records() == [{"Name": "a", "n": 1}, {"Name": "b", "n": 2}]


def test_a_trend_has_a_row_a_month_newest_first_and_gaps_are_words() -> None:
    trend = trend_of([10, None, 12, 0])
    table = trend_table(trend)
    assert texts(table) == [
        ["March 2024", "0", "–", "–", "–", "too few points"],
        ["February 2024", "12", "–", "–", "–", "too few points"],
        ["January 2024", "not held", "–", "–", "–", ""],
        ["December 2023", "10", "–", "–", "–", "too few points"],
    ]
    assert [record["Recorded"] for record in table.records()] == [0, 12, None, 10]
    assert table.records()[0]["Month"] == "2024-03"


def test_an_overview_row_gives_the_year_the_change_and_the_word() -> None:
    found = overview_of(
        {
            "ASB": ("lower", [200] * 12 + [100] * 12), "Theft": ("more_reports", [100] * 12 + [200] * 12),
            "Arson": ("lower", [50, 60] * 6 + [None] + [50] * 11), "Weapons": ("lower", [0, 1] * 12),
            "New": ("lower", [3] * 12), "Never": ("lower", [0] * 24), "Gone": ("lower", [None] * 12),
        }
    )  # fmt: skip
    table = overview_table(found, COLOUR)
    rows = {row[0]: row[1:] for row in texts(table)}
    by_title = {row.title: row.year for row in found.rows}
    assert by_title["ASB"]
    interval = interval_words(by_title["ASB"], "; ")
    assert rows["ASB"][:2] == ["1,200", interval]
    assert interval.startswith("−50%; −")
    assert rows["ASB"][4:6] == ["1,200 v 2,400", "down: improvement"]
    assert rows["Theft"][5] == "up: more people came forward"
    assert rows["Arson"][0] == "550 in 11 months"
    assert rows["Arson"][4:6] == ["550 v 610, 11 months", "no detectable change"]
    assert (rows["Weapons"][1], rows["Weapons"][5]) == ("too few to compare", "too few to compare")
    assert (rows["New"][1], rows["New"][4]) == ("no months to compare", "no month held in both years")
    assert (rows["Never"][0], rows["Never"][1]) == ("0", "none in either year")
    assert rows["Gone"] == ["not held"] * (len(table.columns) - 1)
    assert rows["Arson"][6] == "Arson, April 2022 to March 2024: lowest 50, highest 60"
    assert {row[6].tone for row in table.rows} == {"", "improvement", "more people came forward"}


def test_the_download_of_an_overview_has_numbers_with_their_limits() -> None:
    found = overview_of({"ASB": ("lower", [200] * 12 + [100] * 12), "Weapons": ("lower", [0, 1] * 12)})
    asb, weapons = overview_table(found, COLOUR).records()
    year = found.rows[0].year
    assert year
    assert year.change
    assert (asb["Last 12 months"], asb["Change on the same months before; 95% interval"]) == (1200, -0.5)
    assert (asb["95% from"], asb["95% to"]) == (
        pytest.approx((year.change.low or 0) - 1, abs=5e-5), pytest.approx((year.change.high or 0) - 1, abs=5e-5),
    )  # fmt: skip
    assert (weapons["95% from"], weapons["95% to"]) == (None, None), "too few to compare has no size"
    assert "36 months" not in asb


def test_a_mix_is_beside_the_place_around_it() -> None:
    table = mix_table(mix_of({"Burglary": 60, "Drugs": 40}, {"Burglary": 0.2, "Drugs": 0.4}))
    assert table.columns[5] == "Share in Darlington"
    assert texts(table)[0][:3] == ["Burglary", "60", "60.0%"]
    assert texts(table)[0][5:] == ["20.0%", "larger share"]
    assert table.records()[1]["Share"] == 0.4


def test_values_of_any_kind_make_a_plain_table() -> None:
    table = plain_table("Caption", ("a", "b", "c", "d"), [("x", 1234, None, True)], (1,))
    assert texts(table) == [["x", "1,234", "not held", "True"]]
    assert table.numeric == {1}
