"""Ranked areas as tables: every area is in them, with its numbers and the limits behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.locality_tables import listed_table, localities_table
from tests.charts.invented import localities_of, texts

RATE, RANK = "Rate per 1,000 (95% interval)", "Rank (95% interval)"


@given(st.lists(st.tuples(st.integers(0, 90), st.one_of(st.none(), st.integers(300, 900))), min_size=1, max_size=9))
def test_localities_are_all_in_the_table_in_their_order(pairs: list[tuple[int, int | None]]) -> None:
    found = localities_of([n for n, _ in pairs], [people for _, people in pairs])
    for row, record in zip(found.rows, localities_table(found).records(), strict=True):
        assert (record["ONS code"], record[RANK], record["Incidents"]) == (row.code, row.rank, row.n)
        assert record["Residents"] == row.persons
        for name, value in ((RATE, row.rate), ("95% from", row.low), ("95% to", row.high)):
            assert record[name] == (None if value is None else pytest.approx(value, abs=0.051))
        assert ("unreliable" in str(record["Standing"])) == (row.n < 20)
        assert str(record["Standing"]).startswith(row.standing)


def test_intervals_stand_behind_their_numbers_on_the_screen_and_apart_in_the_download() -> None:
    table = localities_table(localities_of([50, 10], [1000, 1000]))
    assert texts(table)[0][2] == "1 (1 to 1)"
    assert texts(table)[0][7].startswith("50.0 (37.1 to ")
    assert {table.columns[index] for index in table.download_only} == {"Rank from", "Rank to", "95% from", "95% to"}
    assert (table.records()[0]["Rank from"], table.records()[0]["Rank to"]) == (1, 1)


def test_a_list_keeps_its_own_order_and_says_the_change() -> None:
    found = localities_of([50, 40, 30], [1000] * 3)
    codes = ["E01010002", "E01010000", "E01019999"]
    table = listed_table(found, codes, {"E01010002": "up"})
    assert [row[1].text for row in table.rows] == ["E01010002", "E01010000"]
    assert [row[-1].text for row in table.rows] == ["up", "year before not held"]
