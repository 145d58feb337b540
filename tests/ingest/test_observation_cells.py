import re
from dataclasses import replace
from datetime import date

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Indicator
from cspdash.ingest.observation_cells import CellProblem, day, is_withheld, number, numbers, span


@pytest.fixture(scope="module")
def count() -> Indicator:
    return catalogue.load(settings.content_dir()).indicator("domestic-abuse-incidents")


@pytest.fixture(scope="module")
def share() -> Indicator:
    return catalogue.load(settings.content_dir()).indicator("proven-reoffending")


@pytest.mark.fault("F28")
@pytest.mark.parametrize("text", ["c", "C", "[c]", "*", "<5", "< 10", "suppressed"])
def test_a_withheld_number_is_known_by_its_sign(text: str) -> None:
    assert is_withheld(text)


@pytest.mark.parametrize("text", ["", "0", "5", "..", "-", "n/a", "cc", "<", "12*"])
def test_other_texts_are_not_withheld_numbers(text: str) -> None:
    assert not is_withheld(text)


def test_plain_numbers_are_read() -> None:
    assert number("value", "") is None
    assert number("value", "0") == 0
    assert number("value", "1234") == 1234
    assert number("value", "-0.25") == -0.25
    assert number("value", "1.2e-05") == 1.2e-05


@pytest.mark.fault("F28")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,234", "value: '1,234' has a separator of thousands. Write 1234"),
        ("57.6%", "value: '57.6%' has a percent sign. Write a share from 0 to 1: 57.6% is 0.576"),
        ("..", "value: '..' is no number. Leave the cell empty where there is no number"),
        ("nan", "value: 'nan' is no number"),
        ("inf", "value: 'inf' is no number"),
        ("1e999", "value: '1e999' is no number"),
        ("١٢", "value: '١٢' is no number"),
        ("12,34", "value: '12,34' is no number"),
    ],
)
def test_anything_else_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(CellProblem) as raised:
        number("value", text)
    assert str(raised.value).startswith(said)


def test_days_are_written_year_first() -> None:
    assert day("period_start", "2012-04-01") == date(2012, 4, 1)
    for text, reason in [
        ("01/04/2012", "'01/04/2012' is no date"),
        ("2012-02-30", "'2012-02-30' is not in the calendar"),
        ("", "the date is missing"),
        ("0212-04-01", "the year 212 lies outside"),
    ]:
        with pytest.raises(CellProblem, match="period_start") as raised:
            day("period_start", text)
        assert reason in str(raised.value)


def test_a_share_follows_from_its_counts(share: Indicator) -> None:
    assert numbers(share, "30", "120", "") == (30, 120, 0.25)
    assert numbers(share, "", "", "0.576") == (None, None, 0.576)
    assert numbers(share, "", "200", "0.576") == (None, 200, 0.576)


def test_a_rounded_share_gives_way_to_the_exact_one(share: Indicator) -> None:
    assert numbers(share, "1", "3", "0.33") == (1, 3, 1 / 3)
    # A half may have been rounded either way.
    assert numbers(share, "1", "8", "0.12") == numbers(share, "1", "8", "0.13") == (1, 8, 1 / 8)


def test_a_count_may_stand_in_either_column(count: Indicator) -> None:
    assert numbers(count, "12", "", "") == (12, None, 12)
    assert numbers(count, "", "", "12") == (12, None, 12)
    assert numbers(count, "12", "", "12.0") == (12, None, 12)
    assert numbers(count, "0", "", "") == (0, None, 0)


def test_a_rate_uses_its_multiplier(count: Indicator) -> None:
    rate = replace(count, measure="rate", over="residents", per=1000.0)
    assert numbers(rate, "50", "10000", "") == (50, 10000, 5)
    assert numbers(rate, "", "", "38.5") == (None, None, 38.5)


def test_a_value_may_be_negative_and_have_decimals(count: Indicator) -> None:
    value = replace(count, measure="value")
    assert numbers(value, "", "", "-2.5") == (None, None, -2.5)
    assert numbers(value, "5", "2", "") == (5, 2, 2.5)


@pytest.mark.fault("F28")
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("-3", "", ""), "numerator: -3 is negative"),
        (("", "", "-3"), "value: -3 is negative"),
        (("12.5", "", ""), "numerator: 12.5 has decimals. It counts incidents: write a whole number"),
        (("", "", "12.5"), "value: 12.5 has decimals"),
        (("", "", ""), "value: the row has no number"),
        (("12", "", "13"), "value: 13 disagrees with the other numbers, which give 12"),
    ],
)
def test_what_no_count_can_be(count: Indicator, cells: tuple[str, str, str], said: str) -> None:
    with pytest.raises(CellProblem) as raised:
        numbers(count, *cells)
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("5", "4", ""), "numerator: 5 is above the denominator 4"),
        (("", "", "57.6"), "value: 57.6 is above 1. Write a share from 0 to 1"),
        (("", "", "1.01"), "value: 1.01 is above 1. Write a share from 0 to 1"),
        (("5", "", ""), "denominator: a share needs one"),
        (("0", "0", ""), "denominator: '0' is not above 0"),
        (("3", "4", "0.6"), "value: 0.6 disagrees with the other numbers, which give 0.75"),
        (("3", "4.5", ""), "denominator: 4.5 has decimals"),
        (("-1", "4", ""), "numerator: -1 is negative"),
    ],
)
def test_what_no_share_can_be(share: Indicator, cells: tuple[str, str, str], said: str) -> None:
    with pytest.raises(CellProblem) as raised:
        numbers(share, *cells)
    assert str(raised.value).startswith(said)


@pytest.mark.fault("F24")
def test_a_period_is_over_before_it_is_counted() -> None:
    columns = ("period_start", "period_end")
    assert span(columns, ("2024-02-29", "2024-02-29"), "period") == (date(2024, 2, 29), date(2024, 2, 29))
    for texts, said in (
        (("2024-04-01", "2099-03-31"), "period_end: 2099-03-31 has not come yet. Write the last day that was counted"),
        (("2098-04-01", "2099-03-31"), "period_end: 2099-03-31 has not come yet"),
        (("2024-04-01", "2024-03-31"), "period_end: 2024-03-31 lies before the start, 2024-04-01. Both days belong"),
        (("2023-02-29", "2024-03-31"), "period_start: '2023-02-29' is not in the calendar"),
        (("1970-01-01", "1970-12-31"), "period_start: the year 1970 lies outside 1990 to 2100"),
    ):
        with pytest.raises(CellProblem, match=re.escape(said)):
            span(columns, texts, "period")
