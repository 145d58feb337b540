from dataclasses import replace
from datetime import date

from cspdash import catalogue, settings
from cspdash.catalogue import PrintedFigure, Target
from cspdash.charts import indicator_words as words
from cspdash.findings.indicator import Flag, Judged
from tests.charts.readings import months, reading, with_target
from tests.findings.indicator.making import indicator, point, rebase, share, year

COUNT, SHARE = indicator(), share()
TARGET = Target("sample", "at_most", "At most 372 things", "Section 1", value=372, period="2012/13")


def test_a_value_is_read_with_its_period_area_and_interval() -> None:
    assert words.value_sentence(reading(COUNT, [year(COUNT, 2012, 65)])) == (
        "2012/13: 65 things counted in Darlington (95% interval 50 to 83)."
    )
    assert words.value_sentence(reading(SHARE, [year(SHARE, 2012, 46, 200)])) == (
        "2012/13: 23.0% in Darlington (things counted, of things asked about: 46 of 200) (95% interval 17.7% to 29.3%)."
    )


def test_a_rate_is_read_with_its_population() -> None:
    rate = indicator(measure="rate", over="people", per=1000.0)
    said = words.value_sentence(reading(rate, [point(rate, date(2012, 4, 1), date(2013, 3, 31), 38.5)]))
    assert said == "2012/13: 38.5 things counted per 1,000 people in Darlington."


def test_no_data_names_the_file() -> None:
    assert words.indicator_sentence(reading(COUNT)) == (
        "Samples: no data supplied yet. The file sample.csv would fill it."
    )


def test_a_withheld_number_is_never_read_as_zero() -> None:
    said = words.indicator_sentence(reading(COUNT, [year(COUNT, 2012, None)]))
    assert said == "2012/13: the number of things counted in Darlington is withheld because it is small."


def test_a_printed_value_says_where_it_was_printed() -> None:
    said = words.value_sentence(reading(COUNT, [year(COUNT, 2012, 65, printed=True, series="A plan")]))
    assert ", as printed in A plan (95%" in said


def test_a_fall_where_lower_is_better_is_an_improvement() -> None:
    said = words.change_sentence(reading(COUNT, [year(COUNT, 2011, 6802), year(COUNT, 2012, 3851)]))
    assert said == "Before, it was 6,802 in 2011/12: down (−43%, 95% interval −46% to −41%), an improvement."


def test_more_reports_are_neither_good_nor_bad() -> None:
    more = indicator(polarity="more_reports")
    for first, last in ((100, 300), (300, 100)):
        said = words.change_sentence(reading(more, [year(more, 2011, first), year(more, 2012, last)]))
        assert said.endswith(words.MORE_REPORTS)
        assert "improvement" not in said and "concern" not in said


def test_why_there_is_no_comparison_is_said() -> None:
    alone = words.change_sentence(reading(COUNT, [year(COUNT, 2012, 65)]))
    assert alone == "It is not compared: no earlier value of the same source and length is held."
    bare = [point(SHARE, date(first, 4, 1), date(first + 1, 3, 31), 0.3) for first in (2011, 2012)]
    assert words.change_sentence(reading(SHARE, bare)) == (
        "Before, it was 30.0% in 2011/12; the change is not tested, because the numbers behind the two shares are "
        "not given."
    )


def test_missing_months_are_said_beside_value_and_change() -> None:
    series = months(20, 40)
    gap = replace(series, counts=(*series.counts[:-3], None, *series.counts[-2:]))
    found = reading(COUNT, series=gap)
    assert "in the 11 of 12 months that are held" in words.value_sentence(found)
    assert "220 in the same 11 months a year earlier" in words.change_sentence(found)


def test_the_newest_month_is_read_against_chance() -> None:
    assert words.chance_sentence(reading(COUNT, series=months(20, 20))) == (
        "Month by month, the newest point is ordinary variation."
    )
    assert "a concern" in words.chance_sentence(reading(COUNT, series=months(20, 40)))
    assert words.chance_sentence(reading(COUNT, [year(COUNT, 2012, 65)])) == ""


def test_a_target_is_read_with_what_it_was_judged_by() -> None:
    before, now = year(COUNT, 2011, 500), year(COUNT, 2012, 400)
    assert words.target_sentence(COUNT, Judged(TARGET, "not met", "judged by the value itself", now)) == (
        "Target (2012/13): At most 372 things. Not met (400 in 2012/13): judged by the value itself."
    )
    moved = reading(COUNT, [before, now]).movement
    assert "(400 in 2012/13, against 500 in 2011/12)" in words.target_sentence(
        COUNT, Judged(TARGET, "met", "it moved", now, moved)
    )
    assert words.target_sentence(COUNT, Judged(TARGET, "cannot tell", "no value is held")).endswith(
        "Cannot tell: no value is held."
    )


def test_the_trend_says_why_it_cannot_be_calculated() -> None:
    assert words.trend_words(reading(COUNT, [year(COUNT, 2012, 65)])) == (
        "Five-year trend cannot be calculated: it needs five yearly values, 1 held."
    )
    rising = reading(COUNT, [year(COUNT, 2010 + step, 1000 + 200 * step) for step in range(5)])
    assert words.trend_words(rising) == "Five-year trend: increasing."


def test_titles_say_the_finding() -> None:
    down = reading(COUNT, [year(COUNT, 2011, 6802), year(COUNT, 2012, 3851)])
    assert words.movement_title(down) == "down 43%"
    assert words.movement_title(reading(COUNT)) == "no data supplied yet"
    assert words.movement_title(reading(COUNT, [year(COUNT, 2012, 65)])) == "65 in 2012/13"
    shares = reading(SHARE, [year(SHARE, 2011, 100, 400), year(SHARE, 2012, 200, 400)])
    assert words.movement_title(shares) == "up 25.0 percentage points"


def test_printed_figures_are_read_as_printed() -> None:
    figure = PrintedFigure("1", "E06000005", "percent_change", title="Crime", value=-16, printed_status="green")
    assert words.printed_words(figure) == "−16%, printed as green"
    assert words.printed_words(replace(figure, unit="count", value=6802, printed_status="")) == "6,802"
    assert words.printed_words(replace(figure, unit="percent", value=57.6, place="An estate", printed_status="")) == (
        "57.6% (An estate)"
    )
    assert words.printed_words(replace(figure, value=None, unit="count", numerator=11, denominator=55)) == (
        "11 of 55, printed as green"
    )


def test_flags_say_what_was_found() -> None:
    worse = reading(COUNT, [year(COUNT, 2011, 300), year(COUNT, 2012, 500)])
    missed = with_target(worse, Judged(TARGET, "not met", "judged by the value itself", worse.point))
    assert words.flag_sentence(Flag(worse, "change")).startswith("Samples (Darlington): up (+67%")
    assert words.flag_sentence(Flag(missed, "target")) == "Samples (Darlington): not met (2012/13): At most 372 things."
    assert words.flag_sentence(Flag(worse, "age")) == "Samples (Darlington): the newest value is 3 months old."
    assert "more than chance explains" in words.flag_sentence(Flag(worse, "variation"))


def test_a_priority_opens_with_what_is_known_and_what_is_not() -> None:
    worse = reading(COUNT, [year(COUNT, 2011, 300), year(COUNT, 2012, 500)])
    judged = with_target(worse, Judged(TARGET, "not met", "r", worse.point))
    said = words.priority_sentences("Safer places", [judged, reading(COUNT)])
    assert said == [
        "Safer places, Darlington: worse in 1 (Samples) and better in none, by more than chance, against the period "
        "before.",
        "The one indicator with a target did not meet it.",
        "Of 2 indicators, 1 has data and 1 has no data yet.",
    ]
    alone = words.priority_sentences("Safer places", [reading(COUNT)])
    assert alone == ["The one indicator has no data yet."]
    assert words.priority_sentences("Safer places", []) == ["The plan names no indicator for Safer places."]


def test_every_break_between_two_periods_is_why_nothing_is_tested() -> None:
    from cspdash.findings.indicator.movement import between

    found = between(COUNT, year(COUNT, 2011, 300), year(COUNT, 2012, 500), [rebase(date(2012, 4, 1))])
    said = words.change_sentence(reading(COUNT, [year(COUNT, 2012, 500)], movement=found))
    assert said.endswith("not tested, because the count changed between the two periods (A new way to count).")


def test_every_indicator_that_ships_has_its_sentence_without_data() -> None:
    for each in catalogue.load(settings.content_dir()).indicators:
        assert each.expected_file in words.indicator_sentence(reading(each))
