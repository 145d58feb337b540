"""The comparison's charts and tables as data: what is drawn is what the finding holds."""

import re
from math import log2
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cspdash.charts import compare_figures as figures
from cspdash.charts import compare_small as small
from cspdash.charts import compare_tables as tables
from cspdash.charts.compare_past import past_alt, past_figure, past_note, past_sentences, past_table, past_title
from cspdash.charts.compare_profile import (
    HIGHEST,
    LOWEST,
    left_out_lines,
    profile_figure,
    profile_sentences,
    profile_table,
)
from cspdash.charts.theme import DARK, LIGHT
from cspdash.findings.compare_past import Past, Year
from cspdash.findings.compare_profile import Line, Profile
from cspdash.findings.compare_trends import Small, Trends
from cspdash.periods import add_months
from tests.charts.invented import LAST
from tests.compare_made import SOURCE, Area, compared_of, group_of
from tests.small_catalogue import indicator

AREAS = st.lists(st.tuples(st.integers(0, 300), st.integers(400, 3000)), min_size=2, max_size=14)
MIXED: list[Area] = [(5, 900), (120, 900), (15, 900), (40, 1000), (2, 2000), (39, 1000), (60, None)]


@settings(max_examples=20)
@given(AREAS)
def test_every_area_is_one_dot_with_its_interval(areas: list[Area]) -> None:
    found = compared_of(areas)
    drawn = figures.dots_figure(found, found.ranked)
    dots = {}
    for trace in drawn.data:
        for x, y, high, low in zip(trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus, strict=True):
            dots[y.removeprefix("<b>→ ").removesuffix("</b>")] = (x, x - low, x + high, trace.name)
    assert set(dots) == {row.value.name for row in found.ranked}
    for row in found.ranked:
        x, low, high, name = dots[row.value.name]
        assert (low, x, high) == pytest.approx((row.value.low, row.value.value, row.value.high))
        assert name.endswith(row.meaning)
    order = [re.sub(r"</?b>|→ ", "", name) for name in drawn.layout.yaxis.categoryarray]
    assert order[::-1] == [row.value.name for row in found.ranked], "drawn from the bottom up"


@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)])
def test_colour_follows_meaning_alone(dark: bool, colours: object) -> None:
    for polarity in ("lower", "higher", "none", "more_reports"):
        found = compared_of(MIXED, polarity)
        for trace in figures.dots_figure(found, found.ranked, dark).data:
            paint = trace.marker.color
            expected = colours.OBSERVED  # type: ignore[attr-defined]
            if "worse" in trace.name:
                expected = colours.CONCERN  # type: ignore[attr-defined]
            elif "better" in trace.name:
                expected = colours.IMPROVEMENT  # type: ignore[attr-defined]
            elif "too few" in trace.name:
                expected = colours.QUIET  # type: ignore[attr-defined]
            assert paint == expected
            if polarity in ("none", "more_reports"):
                assert "better" not in trace.name
                assert "worse" not in trace.name


@settings(max_examples=20)
@given(AREAS.filter(lambda areas: len(areas) > 2))
def test_the_funnel_draws_its_limits_and_rings_the_chosen(areas: list[Area]) -> None:
    found = compared_of(areas)
    assert found.funnel
    drawn = figures.funnel_figure(found)
    by_name = {trace.name: trace for trace in drawn.data}
    sizes = [row.value.denominator for code in found.funnel_codes for row in found.ranked if row.value.code == code]
    assert list(by_name["pooled average"].x) == sorted(sizes)  # type: ignore[type-var]
    assert set(by_name["pooled average"].y) == {found.funnel.baseline * 1000}
    wide = [trace for trace in drawn.data if trace.name == "99.8% limits"]
    assert sorted(max(trace.y) for trace in wide)[-1] == pytest.approx(1000 * max(found.funnel.upper998))
    points = [trace for trace in drawn.data if trace.mode == "markers" and not trace.name.startswith("ring")]
    assert sum(len(trace.x) for trace in points) == len(areas)
    assert found.own
    assert by_name[f"ring: {found.own.value.name}"].y == (found.own.value.value,)
    assert any(found.own.value.name in note.text for note in drawn.layout.annotations)
    assert len(drawn.layout.annotations) <= figures.MOST_LABELS + 1
    assert len(tables.funnel_table(found).rows) == len(areas)


def test_the_table_has_every_area_and_says_why_one_has_no_value() -> None:
    found = compared_of(MIXED)
    records = tables.areas_table(found).records()
    assert len(records) == len(MIXED)
    last = records[-1]
    assert (last["Area"], last["Standing"]) == ("Area 6", "no value: no population is held")
    few = next(record for record in records if record["Area"] == "Area 0")
    assert few["Standing"] == "cannot be compared: too few"
    assert few["Chosen"] == "yes"
    assert next(record for record in records if record["Area"] == "Area 2")["Standing"].endswith("(u)")  # type: ignore[attr-defined]
    tones = {row[0].text: row[12].tone for row in tables.areas_table(found).rows}
    assert tones["Area 1"] == "concern"
    assert tones["Area 0"] == ""


def trends_of(*rates: tuple[float | None, ...]) -> Trends:
    quarters = tuple(add_months(LAST, -3 * back) for back in range(len(rates[0]) - 1, -1, -1))
    rows = tuple(
        Small(f"E0101{at:04}", f"Area <{at}>", tuple(None if v is None else int(v) for v in values), values)
        for at, values in enumerate(rates)
    )
    top = max(v for values in rates for v in values if v is not None)
    average = (None,) * len(quarters)
    return Trends(indicator(), group_of(len(rates)), quarters, rows, "newest", 1000.0, top, average, SOURCE)


def test_small_pictures_share_one_scale_and_leave_gaps() -> None:
    found = trends_of((10.0, 20.0, None, 40.0), (5.0, 5.0, 5.0, 5.0))
    floor = small.HEIGHT - small.BOTTOM
    first, second = (ElementTree.fromstring(small.small_picture(row, found)) for row in found.rows)
    name = "{http://www.w3.org/2000/svg}"
    [line] = first.iter(f"{name}polyline")
    assert len(list(first.iter(f"{name}circle"))) == 1, "a quarter between gaps is a dot"
    heights = [float(point.split(",")[1]) for point in line.get("points", "").split()]
    assert heights == pytest.approx([floor - share * (floor - small.TOP) for share in (0.25, 0.5)], abs=0.06)
    [flat] = second.iter(f"{name}polyline")
    assert {point.split(",")[1] for point in flat.get("points", "").split()} == {
        f"{floor - 5 / 40 * (floor - small.TOP):.1f}"
    }
    assert "1 quarter is a gap" in small.small_alt(found.rows[0], found)
    assert "from 10.0 to 40.0" in small.small_alt(found.rows[0], found)
    assert len(small.small_table(found).rows) == 8
    assert "from 0 to 40.0" in small.small_sentence(found)


def year(back: int, verdict: str, ratio: float | None, **changes: object) -> Year:
    limits = (None, None) if ratio is None else (ratio * 0.9, ratio * 1.1)
    given: dict[str, object] = {"months": 12, "before": 100.0, "after": 100 * (ratio or 1), "why": ""}
    given |= {"low": limits[0], "high": limits[1]} | changes
    return Year(back, f"{back} back", verdict=verdict, ratio=ratio, **given)  # type: ignore[arg-type]


def past_of(*years: Year, polarity: str = "lower") -> Past:
    return Past(indicator(polarity=polarity), "E1", "Somewhere", "this year", 130.0, 12, years, SOURCE)


def test_the_past_is_drawn_where_there_is_an_interval() -> None:
    missing = year(5, "", None, months=0, before=None, after=None, why="no month is held in both years")
    found = past_of(year(1, "up", 1.3), year(2, "no detectable change", 1.02), missing)
    drawn = past_figure(found)
    dots = {y: x for trace in drawn.data for x, y in zip(trace.x, trace.y, strict=True)}
    assert dots == pytest.approx({"1 year before": 0.3, "2 years before": 0.02})
    assert [trace.name for trace in drawn.data] == ["up: concern", "no detectable change"]
    assert list(drawn.layout.yaxis.categoryarray) == ["5 years before", "2 years before", "1 year before"]
    said = past_sentences(found)
    assert said[1] == ("Against 1 back, 1 year before: 130 v 100, up (+30%, 95% interval +17% to +43%): concern.")
    assert said[2] == "Against 5 back, 5 years before, nothing can be compared: no month is held in both years."
    assert past_title(found) == "Recorded asb, Somewhere: up on 1 of 2 earlier years"
    assert "2 years before +2%" in past_alt(found)
    assert [row[0].text for row in past_table(found).rows] == ["1 year before", "2 years before", "5 years before"]
    assert past_table(found).records()[2]["Then"] is None
    assert "population is not taken out" in past_note(found)


def test_a_small_count_in_the_past_is_marked() -> None:
    found = past_of(year(1, "no detectable change", 1.0, before=15.0, after=15.0), polarity="none")
    assert "(u)" in past_table(found).rows[0][8].text
    assert "fewer than 20" in past_note(found)


def profile_of(*pairs: tuple[str, list[Area]]) -> Profile:
    lines = []
    for polarity, areas in pairs:
        found = compared_of(areas, polarity)
        held = sorted(row.value.value or 0 for row in found.ranked)
        lines.append(Line(found, held[0], held[0], held[-1], held[-1]))
    return Profile(group_of(3), "E01010000", "Area 0", tuple(lines), (), SOURCE)


def test_the_spine_is_in_multiples_of_the_average_held_at_the_edges() -> None:
    found = profile_of(("lower", [(300, 1000), (100, 1000), (200, 1000)]), ("none", [(900, 100), (1, 1000), (1, 1000)]))
    drawn = profile_figure(found)
    spots = [(trace.x, trace.name) for trace in drawn.data if trace.type == "scatter"]
    assert next(x for x, _ in spots) == pytest.approx((log2(1.5),))
    assert all(log2(LOWEST) <= value <= log2(HIGHEST) for x, _ in spots for value in x)
    assert profile_sentences(found)[0].startswith("Area 0 among the localities of Darlington, 2 indicators: worse than")
    assert "better in none" in profile_sentences(found)[0]
    assert "In 1 it differs where neither direction is better." in profile_sentences(found)
    assert profile_table(found).records()[0]["Average"] == pytest.approx(200)
    assert profile_table(found).rows[0][13].tone == "concern"


def test_a_value_that_is_no_count_is_told_by_its_name() -> None:
    asked = indicator("heard", (), short_title="People heard", counted_from="observations", measure="share", over="all")
    moved = year(1, "up", None, months=0, before=0.5, after=0.6, difference=0.1, low=0.02, high=0.18)
    found = Past(asked, "E1", "Somewhere", "2024", 0.6, 0, (moved,), SOURCE)
    said = past_sentences(found)
    assert said[0] == "Somewhere, 2024: People heard 60.0%."
    assert "60.0% v 50.0%, up (+10.0 points, 95% interval +2.0 to +18.0): concern." in said[1]
    assert past_figure(found).data[0].x == pytest.approx((0.1,))
    assert past_table(found).records()[0]["Change"] == pytest.approx(0.1)


def test_indicators_with_one_reason_stand_together() -> None:
    found = Profile(group_of(3), "E1", "Somewhere", (), (("A", "why"), ("B", "other"), ("C", "why")), None, "Nothing.")
    assert left_out_lines(found) == ["A, C: why", "B: other"]
    assert profile_sentences(found) == ["Nothing."]
