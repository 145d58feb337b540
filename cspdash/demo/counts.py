"""How many rows each district has in each month and category: the model's level, season and chance, then
the printed figures of the plans, which are met exactly. Everything else of the demonstration follows it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cspdash.catalogue.reader import build, read_toml
from cspdash.demo.areas import DISTRICTS
from cspdash.demo.categories import ALL_CATEGORIES, ASB, FOURTEEN, recorded_as
from cspdash.demo.draws import Draws, Floats
from cspdash.demo.targets import Change, Targets, Total, read_targets
from cspdash.periods import month_range

MODEL = Path(__file__).with_name("model.toml")
FIRST, LAST = date(2010, 4, 1), date(2026, 3, 1)
MONTHS = tuple(month_range(FIRST, LAST))
COUNT_STREAM = 2
MONTH_TO_MONTH = 0.035
"""Standard deviation of a month's level about its trend, beyond the chance of counting."""

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """Rows a month of one category in each district, one number for each of the model's years."""

    category: str
    darlington: tuple[float, ...]
    county_durham: tuple[float, ...]


@dataclass(frozen=True)
class Season:
    """Percent above or below the year's level, January to December, of some categories."""

    categories: tuple[str, ...]
    percent: tuple[float, ...]


@dataclass(frozen=True)
class Shock:
    """A spell of months some percent above or below what they would have been, and why."""

    why: str
    first: date
    last: date
    percent: float
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Everything in model.toml."""

    years: tuple[int, ...]
    level: tuple[Level, ...]
    season: tuple[Season, ...]
    shock: tuple[Shock, ...]


def span(first: date, last: date) -> slice:
    """Return the positions in MONTHS of a span of months, both ends included."""
    return slice(MONTHS.index(first), MONTHS.index(last) + 1)


def _trend(model: Model) -> Floats:
    """Return the level by district, month and each of the fourteen categories."""
    at = np.array([month.year + (month.month - 0.5) / 12 for month in MONTHS])
    knots = np.array(model.years) + 0.5
    levels = {level.category: level for level in model.level}
    rows = [[levels[name].darlington, levels[name].county_durham] for name in FOURTEEN]
    curves = [[np.exp(np.interp(at, knots, np.log(values))) for values in pair] for pair in rows]
    return np.array(curves).transpose(1, 2, 0)


def _calendar(model: Model) -> Floats:
    """Return the factor of season, shock and length of month, by month and category."""
    factor = np.ones((len(MONTHS), len(FOURTEEN)))
    calendar_month = np.array([month.month - 1 for month in MONTHS])
    for season in model.season:
        for name in season.categories:
            factor[:, FOURTEEN.index(name)] *= 1 + np.array(season.percent)[calendar_month] / 100
    for shock in model.shock:
        for name in shock.categories:
            factor[span(shock.first, shock.last), FOURTEEN.index(name)] *= 1 + shock.percent / 100
    bounds = np.array([*MONTHS, date(2026, 4, 1)], dtype="datetime64[D]")
    days = np.diff(bounds).astype(float)
    return factor * (days / days.mean())[:, None]


def modelled_counts(seed: int) -> Counts:
    """Return the model's rows by district, month and ALL_CATEGORIES, before any printed figure."""
    tables, where = read_toml(MODEL)
    model = build(Model, tables, where, {})
    mean = _trend(model) * _calendar(model)
    draws = Draws(seed, COUNT_STREAM)
    mean = mean * np.exp(MONTH_TO_MONTH * draws.normal(*mean.shape))
    drawn = np.maximum(np.rint(mean + np.sqrt(mean) * draws.normal(*mean.shape)), 0).astype(np.int64)
    counts = np.zeros((len(DISTRICTS), len(MONTHS), len(ALL_CATEGORIES)), dtype=np.int64)
    for at, month in enumerate(MONTHS):
        for column, name in enumerate(FOURTEEN):
            counts[:, at, ALL_CATEGORIES.index(recorded_as(name, month))] += drawn[:, at, column]
    return counts


def shared_out(total: int, values: Counts) -> Counts:
    """Return whole numbers with the sum `total`, in proportion to `values`, by largest remainder."""
    exact = values * (total / values.sum())
    whole = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[most] += 1
    return whole


def cells(district: str, category: str, first: date, last: date) -> NDArray[np.bool_]:
    """Return which cells of the count table a printed figure counts."""
    chosen = np.zeros((len(DISTRICTS), len(MONTHS), len(ALL_CATEGORIES)), dtype=bool)
    wanted = [category == name if category else name != ASB for name in ALL_CATEGORIES]
    chosen[DISTRICTS.index(district), span(first, last)] = wanted
    return chosen


def _meet(counts: Counts, free: NDArray[np.bool_], inside: NDArray[np.bool_], total: int) -> None:
    """Share the wanted total over the cells inside that are still free, and hold them from then on."""
    held = int(counts[inside & ~free].sum())
    movable = inside & free
    if not held <= total or not counts[movable].any():
        raise ValueError(f"the printed figures contradict each other at {total}: {held} are already held")
    counts[movable] = shared_out(total - held, counts[movable])
    free[inside] = False


def meet_targets(counts: Counts, targets: Targets) -> Counts:
    """Return the counts moved to agree with every printed figure, the shortest span first.

    A figure that holds part of another leaves the rest of the longer one to make up its total. Raises
    ValueError where two printed figures cannot both be met.
    """
    counts = counts.copy()
    free = np.ones(counts.shape, dtype=bool)
    for target in sorted(targets.total, key=lambda item: cells_of(item).sum()):
        inside = cells_of(target)
        least, most = target.allowed()
        _meet(counts, free, inside, min(max(int(counts[inside].sum()), least), most))
    for change in targets.change:
        before, after = cells_before(change), cells_after(change)
        free[before] = False
        _meet(counts, free, after, round(counts[before].sum() * (1 + change.percent / 100)))
    return counts


def cells_of(target: Total) -> NDArray[np.bool_]:
    """Return the cells that a printed total counts."""
    return cells(target.district, target.category, target.first, target.last)


def cells_before(change: Change) -> NDArray[np.bool_]:
    """Return the cells that a printed change starts from."""
    return cells(change.district, "", change.first_before, change.last_before)


def cells_after(change: Change) -> NDArray[np.bool_]:
    """Return the cells that a printed change arrives at."""
    return cells(change.district, "", change.first_after, change.last_after)


@cache
def count_table(seed: int) -> Counts:
    """Return the rows of the demonstration by district (DISTRICTS), month (MONTHS) and ALL_CATEGORIES.

    Only rows with a location in one of the two districts are counted. The array is read-only.
    """
    counts = meet_targets(modelled_counts(seed), read_targets())
    counts.flags.writeable = False
    return counts
