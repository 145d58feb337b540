"""Words about change: a direction only where the test gives one, and the numbers as they are."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cspdash.charts import words
from cspdash.findings.sources import Sources
from cspdash.findings.year import YearOnYear
from cspdash.stats.change import Change, change
from tests.charts.invented import SOURCE, overview_of, trend_of, year_of
from tests.small_catalogue import indicator

COUNTS = st.integers(0, 5_000_000)
MONTHLY = st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=1, max_size=30)
PERCENT = re.compile(r"([+−]?)([\d,]+\.?\d*)%")


def percentages(text: str) -> list[float]:
    """Return every percentage of a text as a number."""
    found = PERCENT.findall(text.replace("95% interval", ""))
    return [float(digits.replace(",", "")) * (-1 if sign == "−" else 1) for sign, digits in found]


def compared(before: int, after: int) -> YearOnYear:
    return year_of(change(before, after) if before + after else None, before, after)


@given(st.floats(0, 20))
def test_a_percentage_has_a_sign_unless_it_is_nothing(ratio: float) -> None:
    said = words.percent(ratio, 1)
    assert percentages(said) == [pytest.approx(round((ratio - 1) * 100, 1), abs=1e-9)]
    assert said[0] in "+−" or percentages(said) == [0]
    assert "-" not in said


def test_a_percentage_is_written_with_a_minus_and_thousands() -> None:
    assert [words.percent(ratio) for ratio in (0.9, 1.0, 1.25, 0.9999, 13.5)] == ["−10%", "0%", "+25%", "0%", "+1,250%"]


@given(COUNTS, COUNTS)
@example(1_000_000, 1_002_800)
@example(1_000_000, 997_200)
@example(6802, 3851)
@example(9, 30)
@example(0, 0)
def test_a_direction_is_said_only_where_the_test_gives_one(before: int, after: int) -> None:
    year = compared(before, after)
    said = words.change_words(year)
    verdict = year.change.verdict if year.change else "none in either year"
    assert said.startswith(verdict)
    assert ("up" in said.split()) == (verdict == "up")
    assert ("down" in said.split()) == (verdict == "down")
    shown = percentages(said)
    if verdict == "too few to compare" or year.change is None:
        assert shown == []
        return
    ratio, low, high = shown
    assert low <= ratio <= high
    if verdict == "up":
        assert low > 0, "a bound that reads as 0% would seem to touch no change"
    if verdict == "down":
        assert high < 0


@pytest.mark.parametrize(
    ("low", "high", "bounds"),
    [
        (1.004, 1.2, "+0.4% to +20.0%"), (1.005, 1.2, "+0.5% to +20.0%"), (0.5, 0.9996, "−50.00% to −0.04%"),
        (1.00004, 1.2, "+0.004% to +20.000%"), (0.85, 0.91, "−15% to −9%"), (0.9, 1.0, "−10% to 0%"),
    ],
)  # fmt: skip
def test_a_bound_near_no_change_is_given_more_places(low: float, high: float, bounds: str) -> None:
    made = Change((low + high) / 2, low, high, None, 0.0, 0.01, "up", False)
    assert words.interval_words(year_of(made, 100, 110)).endswith(f"95% interval {bounds}")


def test_what_has_no_bounds_is_given_alone() -> None:
    made = Change(1.5, None, None, None, 0.0, 0.01, "up", False)
    assert words.interval_words(year_of(made, 100, 150)) == "+50%"
    assert words.change_words(None) == words.change_words(year_of(None, 0, 7, months=0)) == "no months to compare"


@given(MONTHLY, st.sampled_from(["lower", "higher", "more_reports", "none"]))
@example([200] * 12 + [100] * 12, "lower")
@example([100] * 12 + [200] * 12, "more_reports")
@example([0] * 24, "lower")
def test_a_trend_is_worded_as_it_is(counts: list[int | None], polarity: str) -> None:
    trend = trend_of(counts, polarity)
    title, said = words.trend_title(trend), words.year_sentence(trend)
    assert title.startswith("Some incidents in Darlington: ")
    if trend.year is None:
        assert said == words.NOT_YET
        assert title.endswith("no year to compare with yet")
        return
    verdict = trend.year.change.verdict if trend.year.change else ""
    for text in (title, said):
        assert (": up " in text) == (verdict == "up")
        assert (": down " in text) == (verdict == "down")
    assert ("improvement" in said) == ((verdict, polarity) in {("down", "lower"), ("up", "higher")})
    assert ("concern" in said) == ((verdict, polarity) in {("up", "lower"), ("down", "higher")})
    assert ("came forward" in said) == (verdict in {"up", "down"} and polarity == "more_reports")
    if trend.year.compared:
        assert f"there were {trend.year.after:,} " in said
        assert f"against {trend.year.before:,} " in said
        assert ("held in both years" in said) == (len(trend.year.compared) < 12)
    else:
        assert f"There were {trend.year.total:,} " in said
        assert "nothing to compare with" in said
        assert title.endswith("no year to compare with yet")


def test_titles_say_how_much_and_against_which_months() -> None:
    whole = trend_of([200] * 12 + [100] * 12)
    assert words.trend_title(whole) == "Some incidents in Darlington: down 50% on a year earlier"
    gap = trend_of([200] * 11 + [None] + [100] * 12)
    assert words.trend_title(gap) == "Some incidents in Darlington: down 50% on the same 11 months a year earlier"
    assert "In the 11 of 12 months to March 2024 that are held in both years, there were 1,100 " in words.year_sentence(
        gap
    )
    month = trend_of([200] + [None] * 11 + [100])
    assert words.trend_title(month) == "Some incidents in Darlington: down 50% on the same month a year earlier"
    small = trend_of([100_000] * 12 + [100_400] * 12)
    assert words.trend_title(small) == "Some incidents in Darlington: up 0.4% on a year earlier"
    none = trend_of([0] * 24)
    assert words.trend_title(none) == "Some incidents in Darlington: none in either year"
    assert words.year_sentence(none).endswith("against 0 in the same months a year earlier: none in either year.")


@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=13, max_size=30))
@example([10, 12] * 8 + [40])
@example([5] * 14)
@example([9, 9, 9, 12, 9, 10, 14, 10, 12, 12, 14, 10, 10, 10, 5])  # just below 5.013, which rounds to 5
@example([11, 13, 9, 13, 10, 13, 14, 14, 9, 13, 11, 11, 10, 13, 20])  # just above 19.677, which rounds to 20
def test_the_newest_month_is_worded_as_the_chart_marks_it(counts: list[int | None]) -> None:
    trend = trend_of(counts)
    said = words.control_sentence(trend)
    if not trend.series.held:
        assert said == ""
        return
    control, newest = trend.control, trend.series.held[-1]
    assert control
    value, fired = trend.series.at(newest), control.signals[trend.series.months.index(newest)]
    assert f"{newest:%B %Y} had {value:,}" in said
    if control.mean is None:
        assert "too few months" in said
        return
    low, high = (int(n) for n in re.findall(r"is (\d+) to (-?\d+)", said)[0])
    assert ("outside the limits" in said) == ("outside the limits" in fired) == (not low <= (value or 0) <= high)
    assert ("ordinary variation" in said) == (not fired)
    assert all(rule in said for rule in fired)
    assert (": concern." in said) == (control.variation == "concern")


def test_a_trend_is_told_as_one() -> None:
    trend = trend_of([20] * 24)
    assert words.trend_sentence(trend) == f"{words.year_sentence(trend)} {words.control_sentence(trend)}"
    assert words.control_sentence(trend_of([4, 5])) == (
        "March 2024 had 5. There are too few months for an expected range."
    )


@given(MONTHLY)
def test_an_alt_text_gives_span_first_last_lowest_and_highest(counts: list[int | None]) -> None:
    trend = trend_of(counts)
    said, held = words.trend_alt(trend), [n for n in counts if n is not None]
    assert said.startswith("Line chart of Some incidents ")
    if not held:
        assert words.NOT_YET in said
        return
    assert f"from {held[0]:,} to {held[-1]:,}, lowest {min(held):,} in" in said
    assert f"highest {max(held):,} in" in said
    for wanted, found in ((min(held), "lowest"), (max(held), "highest")):
        named = re.findall(rf"{found} [\d,]+ in (\w+ \d+)", said)[0]
        assert trend.series.at(next(m for m in trend.series.months if f"{m:%B %Y}" == named)) == wanted
    gaps = len(counts) - len(held)
    assert (f" {gaps} month" in said) == bool(gaps)


def test_the_overview_opens_with_what_is_more_than_chance() -> None:
    found = overview_of(
        {
            "ASB": ("lower", [200] * 12 + [100] * 12), "Theft": ("lower", [100] * 12 + [200] * 12),
            "Drugs": ("none", [100] * 12 + [200] * 12), "Arson": ("lower", [50] * 24),
            "Weapons": ("lower", [0, 1] * 12),
        }
    )  # fmt: skip
    assert words.overview_sentences(found) == [
        "The newest month held is March 2024; 35 of the last 36 months are in the store.",
        "Against the same months a year earlier, 1 concern (Theft) and 1 improvement (ASB) are more than chance.",
        "No detectable change: Arson.",
    ]


def test_an_overview_of_nothing_says_so() -> None:
    found = overview_of(
        {"Theft": ("lower", [100] * 12 + [200] * 12), "Vehicle crime": ("lower", [50] * 12 + [90] * 12)}
    )
    assert "2 concerns (Theft, Vehicle crime) and no improvements are" in words.overview_sentences(found)[1]
    assert len(words.overview_sentences(found)) == 2


def ledger_line(read: int, kept: int, rejected: int, replaced_by: int | None = None) -> dict[str, object]:
    return {
        "kind": "street",
        "rows_read": read,
        "rows_kept": kept,
        "rows_rejected": rejected,
        "replaced_by": replaced_by,
    }


@pytest.mark.parametrize(("kept", "ending"), [(97, "3 are in quarantine and none is lost."), (95, "and 2 are lost.")])
def test_the_rows_of_files_that_are_served_are_weighed(kept: int, ending: str) -> None:
    reference = {**ledger_line(118, 118, 0), "kind": "printed"}
    lines = (ledger_line(100, kept, 3), ledger_line(50, 50, 0, replaced_by=1), reference)
    found = Sources({"incidents": 1234, "outcomes": 5}, (), lines, (), {}, (), (), {}, SOURCE)
    said = words.sources_sentence(found)
    assert said.startswith("The store holds 1,234 incidents and 5 outcomes from 1 file. Of 100 rows read, ")
    assert said.endswith(ending)


def test_a_sentence_names_what_is_counted() -> None:
    asked = indicator(title="Robberies", counted="robberies recorded")
    said = words.year_sentence(trend_of([30] * 24, asked=asked))
    assert "there were 360 robberies recorded in Darlington, against 360" in said
    assert date(2024, 3, 1) in trend_of([1]).months
