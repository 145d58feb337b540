from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.demo.areas import COUNTY_DURHAM, DARLINGTON, DISTRICTS
from cspdash.demo.categories import ALL_CATEGORIES, categories_in
from cspdash.demo.counts import MONTHS, count_table, meet_targets, modelled_counts, shared_out
from cspdash.demo.targets import Targets, read_targets

ASB = ALL_CATEGORIES.index("Anti-social behaviour")
VIOLENCE = ALL_CATEGORIES.index("Violence and sexual offences")


def a_year(category: int, year: int) -> int:
    """Rows of the force in a calendar year."""
    held = [at for at, month in enumerate(MONTHS) if month.year == year]
    return int(count_table(2026)[:, held, category].sum())


def in_month(category: int, month: int) -> float:
    """Mean rows of the force in a calendar month, outside the years of the pandemic."""
    held = [at for at, m in enumerate(MONTHS) if m.month == month and m.year not in (2020, 2021)]
    return count_table(2026)[:, held, category].sum(axis=0).mean()


def test_months_run_from_april_2010_to_march_2026() -> None:
    assert (MONTHS[0], MONTHS[-1], len(MONTHS)) == (date(2010, 4, 1), date(2026, 3, 1), 192)


def test_categories_of_another_era_are_empty_and_those_of_the_month_are_not() -> None:
    counts = count_table(2026).sum(axis=0)
    for at, month in enumerate(MONTHS):
        held = {ALL_CATEGORIES[column] for column in np.flatnonzero(counts[at])}
        assert held == set(categories_in(month)), month


def test_the_whole_is_of_the_size_asked_for() -> None:
    counts = count_table(2026)
    assert 1_000_000 < counts.sum() < 1_200_000
    monthly = counts.sum(axis=(0, 2))
    assert monthly.min() > 4000 and monthly.max() < 9500
    shares = counts.sum(axis=(1, 2)) / counts.sum()
    assert shares[DISTRICTS.index(DARLINGTON)] == pytest.approx(0.19, abs=0.02)
    assert shares[DISTRICTS.index(COUNTY_DURHAM)] == pytest.approx(0.81, abs=0.02)


def test_recording_changes_like_the_real_one() -> None:
    assert a_year(ASB, 2018) < 0.6 * a_year(ASB, 2014)
    assert a_year(VIOLENCE, 2018) > 3 * a_year(VIOLENCE, 2014)


def test_the_pandemic_shows() -> None:
    asb = count_table(2026)[:, :, ASB].sum(axis=0)
    spring = {year: asb[MONTHS.index(date(year, 4, 1)) :][:3].sum() for year in (2019, 2020)}
    assert spring[2020] > 1.4 * spring[2019]


def test_anti_social_behaviour_peaks_in_summer() -> None:
    assert in_month(ASB, 7) > 1.2 * in_month(ASB, 1)


def test_anti_social_behaviour_fell_in_darlington_in_the_year_to_march_2020() -> None:
    asb = count_table(2026)[0, :, ASB]
    at = MONTHS.index(date(2019, 4, 1))
    assert asb[at : at + 12].sum() < asb[at - 12 : at].sum()


def test_the_seed_decides_and_the_table_cannot_be_changed() -> None:
    assert (modelled_counts(3) == modelled_counts(3)).all()
    assert (modelled_counts(3) != modelled_counts(4)).any()
    with pytest.raises(ValueError, match="read-only"):
        count_table(2026)[0, 0, 0] = 1


def test_only_what_the_plans_print_is_moved() -> None:
    before = modelled_counts(2026)
    after = meet_targets(before, read_targets())
    untouched = [at for at, month in enumerate(MONTHS) if month >= date(2021, 4, 1)]
    assert (before[:, untouched] == after[:, untouched]).all()
    assert (after >= 0).all()


def test_figures_that_contradict_each_other_are_refused() -> None:
    known = read_targets()
    part = known.total[0]
    year = replace(part, last=date(2012, 3, 1), total=6801)
    with pytest.raises(ValueError, match="contradict"):
        meet_targets(modelled_counts(2026), Targets((part, year), (), ()))


@given(
    total=st.integers(0, 10_000),
    values=st.lists(st.integers(0, 500), min_size=1, max_size=30).filter(any),
)
def test_sharing_out_keeps_the_total_and_stays_within_one_of_the_proportion(total: int, values: list[int]) -> None:
    shared = shared_out(total, np.array(values))
    exact = np.array(values) * total / sum(values)
    assert shared.sum() == total
    assert (abs(shared - exact) < 1 + 1e-9).all()
