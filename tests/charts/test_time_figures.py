from datetime import date, datetime, timedelta

import numpy as np
import pytest

from cspdash.charts import time_figures as figures
from cspdash.charts import time_words as words
from cspdash.charts.theme import theme
from cspdash.findings.points import Span
from cspdash.findings.times import Season, Times, season
from cspdash.periods import month_range
from cspdash.stats.aoristic import Aoristic, aoristic
from tests.charts.invented import DARLINGTON, SOURCE

MONTHS = tuple(month_range(date(2023, 4, 1), date(2024, 3, 1)))
WINDOW = Span("12", MONTHS[0], MONTHS[-1])
# 8 March 2024 was a Friday.
FRIDAY = datetime.fromisoformat("2024-03-08T21:00")


def hours_of(n: int = 300) -> Aoristic:
    """Return a week with n events on Friday from 21:00 and one from Sunday 23:00 to Monday 01:00."""
    sunday = FRIDAY + timedelta(days=2, hours=2)
    return aoristic([FRIDAY, sunday], [FRIDAY, sunday + timedelta(hours=2)], [n, 1])


def season_of(years: int = 2, july: float = 2.0) -> Season:
    months = month_range(date(2024 - years, 4, 1), date(2024, 3, 1))
    found = season({month: int(100 * (july if month.month == 7 else 1)) for month in months})
    assert found is not None
    return found


def times_of(hours: Aoristic | None, total: int = 301, untimed: int = 0, midnight: int = 0,
             year_round: Season | None = None, months: tuple[date, ...] = MONTHS) -> Times:  # fmt: skip
    return Times(DARLINGTON, "Some incidents", WINDOW, months, total, untimed, midnight, hours, year_round, SOURCE,
                 SOURCE)  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_the_heat_map_has_the_week_with_monday_first(dark: bool) -> None:
    hours = hours_of()
    figure = figures.hours_figure(hours, dark)
    drawn = figure.data[0]
    assert np.array(drawn.z) == pytest.approx(hours.weights)
    assert next(iter(drawn.y)) == "Monday"
    assert drawn.z[4][21] == 300
    assert drawn.z[6][23] == drawn.z[0][0] == 0.5
    assert drawn.colorscale[-1][1] == theme(dark).SCALE[-1]
    assert figure.layout.yaxis.autorange == "reversed"


def test_the_table_of_hours_adds_up() -> None:
    table = figures.hours_table(times_of(hours_of()), hours_of())
    rows = table.records()
    assert len(rows) == 25
    assert rows[21]["Friday"] == 300
    assert rows[-1]["All days"] == 301
    assert rows[-1] | {"Hour": 0} == rows[-1] | {"Hour": 0, "Friday": 300, "Monday": 0.5, "Sunday": 0.5}


def test_the_sentence_names_the_fullest_part_of_the_week_beside_an_even_one() -> None:
    said = words.hours_sentences(times_of(hours_of(), 306, 3, 2), hours_of())
    assert said[0] == (
        "Some incidents in Darlington, April 2023 to March 2024: 100% fell on Friday between 18:00 and midnight; an "
        "even week would give 3.6%."
    )
    assert said[1].startswith("300 events have their hour; 1 are known")
    assert "3 without any time; 2 recorded at exactly 00:00" in said[2]
    assert len(said) == 3
    assert words.hours_title(times_of(hours_of()), hours_of()).endswith("most on Friday between 18:00 and midnight")
    assert "fullest Friday 21:00 to 22:00 with 300.0" in words.hours_alt(times_of(hours_of()), hours_of())


def test_few_events_are_called_chance() -> None:
    assert "a single cell is chance" in words.hours_sentences(times_of(hours_of(100)), hours_of(100))[-1]


def test_spans_that_are_all_too_long_say_so() -> None:
    hours = aoristic([FRIDAY], [FRIDAY + timedelta(days=30)])
    assert words.hours_sentences(times_of(hours, 1), hours) == [
        "Every recorded span is longer than a week, so no hour of Some incidents can be told."
    ]


def test_why_there_is_no_week_is_said() -> None:
    assert "data.police.uk gives the month" in words.no_hours_sentence(times_of(None, 9, untimed=9))
    assert "9 are recorded at exactly 00:00" in words.no_hours_sentence(times_of(None, 9, midnight=9))
    assert words.no_hours_sentence(times_of(None, 0)).startswith("No Some incidents was recorded")
    assert words.no_hours_sentence(times_of(None, 0, months=())).startswith("No month of Some incidents is held")


def test_the_wheel_has_a_wedge_a_month_and_a_ring_at_the_average() -> None:
    found = season_of()
    figure = figures.season_figure(found)
    wheel, ring = figure.data
    assert list(wheel.r) == [row.index for row in found.months]
    assert set(ring.r) == {1}
    assert list(figure.layout.polar.angularaxis.ticktext)[6] == "Jul<br>+81%"
    assert figure.layout.polar.radialaxis.range[1] > max(wheel.r)
    assert figure.layout.polar.angularaxis.direction == "clockwise"


def test_the_season_in_words() -> None:
    found = times_of(None, year_round=season_of())
    assert found.season is not None
    assert words.season_title(found, found.season) == "Some incidents in Darlington: most in July, 81% above average"
    said = words.season_sentences(found, found.season)
    assert said[0].startswith("July is fullest (81% above average)")
    assert "over 2 years of twelve months held in a row" in said[0]
    assert said[1] == "In every one of these years above average: July."
    assert "highest July at 181%" in words.season_alt(found, found.season)
    table = figures.season_table(found, found.season)
    assert table.records()[6]["Against the year's average"] == pytest.approx(1.81, abs=0.01)
    assert table.rows[6][2].text == "181% of average"


def test_one_year_is_no_season_and_none_says_so() -> None:
    found = times_of(None, year_round=season_of(1))
    assert words.season_sentences(found, found.season)[-1].startswith("One year shows no season")
    assert "no season can be shown" in words.season_sentences(times_of(None), None)[0]
    assert words.season_title(times_of(None), None).endswith("no season can be shown")
