"""Two waves beside the recorded side: one verdict of a fixed set, whatever the numbers."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash import catalogue, settings
from cspdash.catalogue import Indicator
from cspdash.findings.comparison import DIVERGING, Comparison, comparison, comparisons
from cspdash.findings.recorded_change import RecordedChange
from cspdash.findings.series import Series
from cspdash.findings.survey_waves import Wave, Waves, wave_of, waves_of
from cspdash.periods import month_range
from cspdash.stats.change import change
from cspdash.stats.gap import GAP_VERDICTS, GapVerdict
from cspdash.store.survey_waves import HeldWave

BEFORE, AFTER = (date(2012, 1, 1), date(2012, 3, 31)), (date(2012, 4, 1), date(2012, 6, 30))


@cache
def asb() -> Indicator:
    return catalogue.load(settings.content_dir()).indicator("asb")


def wave(yes: float, n: int | None, dates: tuple[date, date] = BEFORE, effect: float | None = None) -> Wave:
    share = yes / n if n else yes
    return wave_of(HeldWave("s", "q", *dates, "E06000005", n, share, effect, "a file", None, None))


def recorded(before: int | None, after: int | None) -> RecordedChange:
    months = tuple(month_range(date(2011, 4, 1), date(2011, 12, 1)))
    tested = change(before, after) if before is not None and after is not None and before + after else None
    return RecordedChange(asb(), months, months, 9, before, after, tested, True)


def compared(yes_before: int, n_before: int, yes_after: int, n_after: int, counts: tuple[int, int]) -> Comparison:
    return comparison("x", wave(yes_before, n_before), wave(yes_after, n_after, AFTER), recorded(*counts))


def test_the_plans_own_claim() -> None:
    found = compared(46, 200, 39, 206, (6802, 3851))
    assert found.verdict == "recorded fell, perception has no detectable change"
    assert found.test is not None
    assert found.test.z == pytest.approx(1.007, abs=0.0005)
    assert found.test.p_value == pytest.approx(0.314, abs=0.0005)
    assert found.recorded.change is not None
    assert found.recorded.change.percent == pytest.approx(-43.4, abs=0.05)
    assert found.diverges and found.reasons == ()


def test_the_same_shares_of_ten_times_as_many_change_the_verdict() -> None:
    found = compared(460, 2000, 390, 2060, (6802, 3851))
    assert found.verdict == "both fell"
    assert found.test is not None and found.test.z > 3
    assert not found.diverges


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        (wave(0.23, None), wave(39, 206, AFTER), ("no number asked",)),
        (wave(5, 25), wave(39, 206, AFTER), ("base too small",)),
        (wave(5, 25), wave(0.2, None, AFTER), ("base too small", "no number asked")),
        (wave(46, 200), replace(wave(39, 206, AFTER), run=1), ("asked in another way",)),
        (wave(10, 40, effect=5.0), wave(10, 40, AFTER), ("too few asked",)),
    ],
)
def test_cannot_tell_says_why(before: Wave, after: Wave, reasons: tuple[str, ...]) -> None:
    found = comparison("x", before, after, recorded(6802, 3851))
    assert (found.verdict, found.reasons) == ("cannot tell", reasons)
    assert not found.diverges


@pytest.mark.parametrize(
    ("counts", "reason"),
    [((None, None), "no recorded months"), ((0, 0), "no recorded months"), ((9, 4), "too few recorded")],
)
def test_cannot_tell_without_a_recorded_change(counts: tuple[int | None, int | None], reason: str) -> None:
    found = comparison("x", wave(46, 200), wave(39, 206, AFTER), recorded(*counts))
    assert (found.verdict, found.reasons) == ("cannot tell", (reason,))


def test_cannot_tell_of_answers_from_elsewhere() -> None:
    found = comparison("x", wave(46, 200), wave(39, 206, AFTER), recorded(6802, 3851), elsewhere=True)
    assert (found.verdict, found.reasons, found.test) == ("cannot tell", ("asked elsewhere",), None)


asked = st.integers(1, 3000)
counts = st.integers(0, 20_000)


@st.composite
def answers(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(asked)
    return draw(st.integers(0, n)), n


@given(answers(), answers(), counts, counts)
def test_every_input_has_exactly_one_verdict_of_the_set(
    before: tuple[int, int], after: tuple[int, int], first: int, second: int
) -> None:
    found = compared(*before, *after, (first, second))
    assert found.verdict in get_args(GapVerdict)
    assert (found.verdict == "cannot tell") == bool(found.reasons)
    by_sides = GAP_VERDICTS.get((found.recorded.verdict, found.perceived))
    assert found.verdict == (by_sides or "cannot tell")


def test_the_set_has_one_verdict_for_each_pair_of_sides() -> None:
    assert len(set(GAP_VERDICTS.values())) == len(GAP_VERDICTS) == 9
    assert set(GAP_VERDICTS.values()) | {"cannot tell"} == set(get_args(GapVerdict))
    agreeing = {"both fell", "both rose", "neither has a detectable change"}
    assert set(GAP_VERDICTS.values()) - agreeing == DIVERGING


@given(answers(), answers(), counts, counts)
def test_swapping_the_sides_turns_the_sign(
    before: tuple[int, int], after: tuple[int, int], first: int, second: int
) -> None:
    there, back = compared(*before, *after, (first, second)), compared(*after, *before, (second, first))
    assert there.reasons == back.reasons
    if there.test is not None and back.test is not None:
        assert there.test.difference == pytest.approx(-back.test.difference)
        assert there.test.z == pytest.approx(-back.test.z)
        turned = {"up": "down", "down": "up"}
        assert back.perceived == turned.get(there.perceived, there.perceived)


@given(answers(), st.integers(1, 5))
def test_equal_waves_never_say_that_they_changed(one: tuple[int, int], times: int) -> None:
    found = compared(one[0], one[1], one[0] * times, one[1] * times, (5000, 1000))
    assert found.perceived in {"no detectable change", "too few to compare"}
    assert found.needed is None


@given(answers(), answers())
def test_a_change_that_is_seen_needs_no_tenfold_survey(before: tuple[int, int], after: tuple[int, int]) -> None:
    found = compared(*before, *after, (5000, 1000))
    if found.needed is not None and found.test is not None and found.perceived in {"up", "down"}:
        # A change that was seen needs no more than some four times what was asked.
        assert found.needed < 10 * max(before[1], after[1])


class TestWhatMayBeCompared:
    content = catalogue.load(settings.content_dir())
    pair = content.pair("asb-seen-and-recorded")
    months = tuple(month_range(date(2011, 1, 1), date(2012, 12, 1)))
    series = Series(months, tuple(500 for _ in months))

    def waves(self, *starts: str, n: int | None = 200) -> Waves:
        held = []
        for start in map(date.fromisoformat, starts):
            end = date(start.year, start.month + 2, 28)
            held.append(HeldWave("s", "q", start, end, "E06000005", n, 0.2, None, "a file", None, None))
        return waves_of(held)

    def slugs(self, waves: Waves) -> list[str]:
        return [c.slug for c in comparisons(self.content, self.pair, asb(), self.series, waves, elsewhere=False)]

    def test_the_same_months_a_year_earlier_come_first(self) -> None:
        assert self.slugs(self.waves("2010-04-01", "2011-01-01", "2011-04-01")) == [
            "2010-04-01-to-2011-04-01",
            "2011-01-01-to-2011-04-01",
            "2010-04-01-to-2011-01-01",
        ]

    def test_the_plans_claim_stands_before_others_of_its_time_and_after_newer_ones(self) -> None:
        own = self.waves("2012-01-01", "2012-04-01")
        assert self.slugs(own)[0] == "darlington-2012-asb"
        newer = self.waves("2012-01-01", "2012-04-01", "2013-04-01")
        assert self.slugs(newer)[0] == "2012-04-01-to-2013-04-01"
        assert "darlington-2012-asb" in self.slugs(newer)

    def test_one_wave_or_none_leaves_nothing_to_compare(self) -> None:
        assert self.slugs(self.waves("2012-01-01")) == []
        assert self.slugs(Waves(())) == []
