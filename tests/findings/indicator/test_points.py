from dataclasses import replace
from datetime import date

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import PrintedFigure
from cspdash.findings.indicator.points import (
    earlier,
    from_answer,
    from_figure,
    is_small,
    limits,
    nearest,
    newest,
    points_of,
    why_no_interval,
)
from cspdash.store.observations import Answer, Observation
from tests.findings.indicator.making import indicator, point, share, year

COUNT, SHARE = indicator(), share()
FIGURE = PrintedFigure("Table 1", "E06000005", "percent", indicator="sample", period_start=date(2012, 4, 1),
                       period_end=date(2013, 3, 31), value=57.6, document="A plan")  # fmt: skip


def test_intervals_are_byars_and_wilsons() -> None:
    assert limits(COUNT, 65, None, 65) == pytest.approx((50.163187710, 82.849138546))
    assert limits(SHARE, 65, 100, 0.65) == pytest.approx((0.552544432969, 0.736357517569))
    assert limits(indicator(measure="rate", over="people", per=100000.0), 20, 100, 20000) == pytest.approx(
        (12211.4288, 30889.8804)
    )


def test_a_share_with_n_alone_has_an_interval() -> None:
    assert limits(SHARE, None, 200, 0.23) == pytest.approx(limits(SHARE, 46, 200, 0.23))


def test_no_numbers_no_interval_and_the_reason_is_said() -> None:
    assert limits(SHARE, None, None, 0.5) == (None, None)
    assert limits(indicator(measure="value"), None, None, 12.5) == (None, None)
    bare = point(SHARE, date(2012, 4, 1), date(2013, 3, 31), 0.5)
    assert why_no_interval(SHARE, bare) == "the number of things asked about is not given"
    assert why_no_interval(SHARE, replace(bare, value=None)) == "the number is withheld"
    assert why_no_interval(COUNT, year(COUNT, 2012, 5)) == ""
    made = indicator(measure="rate", over="people", per=1000.0, counted="fires")
    assert why_no_interval(made, bare) == "the numbers of fires and people are not given"
    assert why_no_interval(indicator(measure="value"), bare) == "a value of this kind has no interval of chance"


def test_a_design_effect_widens_the_interval() -> None:
    answer = Answer("s", "q", date(2012, 1, 1), date(2012, 3, 31), "E06000005", 200, 0.23, 2.0, "A survey")
    widened, plain = from_answer(SHARE, answer), from_answer(SHARE, replace(answer, design_effect=None))
    assert (widened.low, widened.high) == pytest.approx(limits(SHARE, 23, 100, 0.23))
    assert plain.low is not None and widened.low is not None and widened.low < plain.low
    assert not plain.printed
    assert from_answer(SHARE, replace(answer, source="Printed in A plan, Table 2")).source == "A plan, Table 2"


def test_printed_figures_become_points_with_their_document() -> None:
    found = from_figure(SHARE, replace(FIGURE, printed_status="amber", role="baseline"))
    assert found is not None
    assert (found.value, found.series, found.source) == (0.576, "A plan", "A plan, Table 1")
    assert (found.printed, found.printed_status, found.role, found.low) == (True, "amber", "baseline", None)


@pytest.mark.parametrize("changes", [{"place": "An estate"}, {"unit": "percent_change"}, {"role": "target"}])
def test_what_is_no_value_of_the_area_is_no_point(changes: dict[str, str]) -> None:
    assert from_figure(SHARE, replace(FIGURE, **changes)) is None  # type: ignore[arg-type]


def test_a_printed_survey_figure_is_not_shown_twice() -> None:
    content = replace(catalogue.load(settings.content_dir()), figures=(replace(FIGURE, indicator="asked", value=23.0),))
    asked = share(slug="asked", counted_from="survey", survey="s", question="q")
    wave = Answer("s", "q", date(2012, 4, 1), date(2013, 3, 31), "E06000005", 200, 0.23, None, "Printed in A plan, T")
    assert len(points_of(content, asked, [], [wave])) == 1
    assert len(points_of(content, asked, [], [replace(wave, wave_end=date(2012, 6, 30))])) == 2
    assert len(points_of(content, asked, [], [replace(wave, question="another")])) == 1


def test_points_are_sorted_and_only_of_the_indicator() -> None:
    content = replace(catalogue.load(settings.content_dir()), figures=())
    rows = [
        Observation(slug, "E06000005", date(first, 4, 1), date(first + 1, 3, 31), 5, None, 5, "A", None)
        for slug, first in [("sample", 2014), ("other", 2013), ("sample", 2012)]
    ]
    assert [found.period_start.year for found in points_of(content, COUNT, rows, [])] == [2012, 2014]


def test_the_nearest_area_with_supplied_values_comes_first() -> None:
    district = year(COUNT, 2012, 5, printed=True, series="A plan")
    force = year(COUNT, 2012, 50, area_code="E23000008")
    codes = ["E06000005", "E22000072", "E23000008"]
    assert nearest([district, force], codes) == ("E23000008", (force,))
    assert nearest([district], codes) == ("E06000005", (district,))
    assert nearest([district, year(COUNT, 2013, 6), force], codes)[0] == "E06000005"
    assert nearest([], codes) == ("E06000005", ())


def test_the_newest_value_is_supplied_before_printed_and_the_longest() -> None:
    printed = year(COUNT, 2014, 5, printed=True)
    supplied = year(COUNT, 2012, 5)
    quarter = point(COUNT, date(2013, 1, 1), date(2013, 3, 31), 2)
    assert newest([printed, supplied]) is supplied
    assert newest([supplied, quarter]) is supplied
    assert newest([printed]) is printed
    assert newest([]) is None


def test_what_to_compare_with_is_of_one_source_and_length() -> None:
    now = year(COUNT, 2013, 5)
    before, older = year(COUNT, 2012, 6), year(COUNT, 2011, 7)
    other_source = year(COUNT, 2012, 9, series="A plan")
    quarter = point(COUNT, date(2012, 4, 1), date(2012, 6, 30), 2)
    assert earlier([older, before, other_source, quarter, now], now) is before
    assert earlier([older, now], now) is older
    assert earlier([other_source, quarter, now], now) is None
    assert earlier([year(COUNT, 2012, None), now], now) is None
    assert earlier([older, before, now], now, before=date(2012, 4, 1)) is older


def test_a_quarter_is_compared_with_the_same_quarter() -> None:
    quarters = [point(COUNT, date(2012, m, 1), date(2012, m + 2, 30), 10 + m) for m in (4,)]
    quarters += [
        point(COUNT, date(2013, 1, 1), date(2013, 3, 31), 9),
        point(COUNT, date(2013, 4, 1), date(2013, 6, 30), 8),
    ]
    assert earlier(quarters, quarters[-1]) is quarters[0]
    assert earlier(quarters[1:], quarters[-1]) is quarters[1]
    assert earlier(quarters[1:], quarters[-1], seasonal=True) is None


def test_odd_periods_of_nearly_one_length_can_be_compared() -> None:
    first = point(COUNT, date(2012, 4, 3), date(2012, 9, 5), 5)
    second = point(COUNT, date(2013, 4, 3), date(2013, 9, 7), 5)
    assert first.months is None
    assert earlier([first, second], second) is first


def test_fewer_than_twenty_is_small() -> None:
    assert is_small(COUNT, year(COUNT, 2012, 19))
    assert not is_small(COUNT, year(COUNT, 2012, 20))
    assert is_small(SHARE, year(SHARE, 2012, 11, 55))
    assert not is_small(SHARE, point(SHARE, date(2012, 4, 1), date(2013, 3, 31), 0.5))
