"""Hot spots: is an area, together with its neighbours, higher than chance would make it?

**Gi-star**, written Gi* (Getis and Ord). The values of an area and of all areas that touch it are added and set
beside what areas drawn anywhere on the map would give; `z` says how many standard deviations lie between. It answers
for a neighbourhood: one high area among low ones is no hot spot.

**Chance.** Every area keeps its value while all others are dealt out over the map at random, as often as the
figure says, always in the same way (the seed is shown). The p-value is two-sided: twice the share of those maps,
the real one among them, that are at least as extreme on the side where the area lies, ties counted against it.

**Correction.** Testing hundreds of areas finds some by accident. Benjamini and Hochberg's step-up rule is used
once over one family of two-sided p-values: of the areas named hot or cold, on average at most 5% are named in error.
Hot and cold share that one correction. `gi_star` takes all areas that it is given as the family; the map of hot
spots takes the localities of one district, and for persistence those in all periods together.

**Persistence.** Over several periods, oldest first, an area is *persistent* when it was hot in at least 80% of
them; *emerging* when only in the newest fifth (to the nearest whole period, at least one); *former* when only
before that; *intermittent* when hot in both and in at least 10%; else *none*. The first that fits holds.

Sources: Ord and Getis (1995), "Local spatial autocorrelation statistics", Geographical Analysis 27; Benjamini and
Hochberg (1995), whose fifteen p-values (four rejected at 5%) are a test here. PySAL's esda, which draws the maps one
area at a time, gives the same z and, within the error of chance, the same p: a test here as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cspdash.stats import dealing, inputs
from cspdash.stats.dealing import Neighbours
from cspdash.stats.inputs import FloatArray

if TYPE_CHECKING:
    from libpysal.graph import Graph
    from libpysal.weights import W

Class = Literal["persistent", "emerging", "former", "intermittent", "none"]
BoolArray = NDArray[np.bool_]

CLASSES: tuple[Class, ...] = ("persistent", "emerging", "former", "intermittent", "none")


@dataclass(frozen=True, slots=True, eq=False)
class GiStar:
    """Gi* of each area, in the order given: `p_value` is two-sided and uncorrected, hot and cold are corrected.

    `side` is 1 where the area lies high, -1 where low by z and by the maps alike, 0 where the two disagree: what to
    ask when p-values are corrected over another family than the areas of one run.
    """

    z: FloatArray
    p_value: FloatArray
    hot: BoolArray
    cold: BoolArray
    side: NDArray[np.int8]


def benjamini_hochberg(p_values: ArrayLike, level: float = 0.05) -> BoolArray:
    """Return which hypotheses are rejected at a false discovery rate of `level`; none for no p-values.

    Raises ValueError for a p-value that is missing or outside 0 to 1, or a level that is not inside 0 to 1.
    """
    p = inputs.numbers("p_values", p_values)
    if p.ndim != 1:
        raise ValueError("p_values must be a sequence of numbers")
    if ((p < 0) | (p > 1)).any():
        raise ValueError("p_values must lie between 0 and 1")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    rank = np.arange(1, p.size + 1)
    passed = np.sort(p) <= rank * level / p.size if p.size else np.zeros(0, dtype=bool)
    if not passed.any():
        return np.zeros(p.size, dtype=bool)
    return np.asarray(p <= np.sort(p)[np.flatnonzero(passed)[-1]])


def gi_star(
    values: ArrayLike, weights: "W | Graph | Neighbours", permutations: int = 9999, seed: int = 0, level: float = 0.05
) -> GiStar:
    """Return Gi* of areas' counts or rates over binary weights, each area counted as its own neighbour.

    `weights` say who touches whom (`dealing.touching`, or a libpysal W or Graph, whose weights count as touching where
    they are not 0), areas in the order of `values`; they are not changed. An area without neighbours (an island) has
    the z of its own value, p = 1, and is never flagged. Where all values are equal, or an area touches all others,
    nothing can differ from chance: z = 0, p = 1. Raises ValueError for no area, missing, infinite or negative values,
    weights of another number of areas, or no permutation.
    """
    y, near = _checked(values, weights)
    if permutations < 1:
        raise ValueError(f"permutations must be at least 1, not {permutations}")
    if np.ptp(y) == 0:
        nothing = np.zeros(y.size, dtype=bool)
        return GiStar(np.zeros(y.size), np.ones(y.size), nothing, nothing, np.zeros(y.size, dtype=np.int8))
    above, below = dealing.tails(y, near, permutations, seed)
    p = np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (permutations + 1))
    z = _z(y, near)
    unlikely = benjamini_hochberg(p, level)
    side = np.where((above < below) & (z > 0), 1, np.where((below < above) & (z < 0), -1, 0)).astype(np.int8)
    return GiStar(z, p, unlikely & (side > 0), unlikely & (side < 0), side)


def gi_star_scores(values: ArrayLike, weights: "W | Graph | Neighbours") -> FloatArray:
    """Return the z of Gi* alone, for a ranking: no maps are drawn. Input and errors as for `gi_star`."""
    y, near = _checked(values, weights)
    return np.zeros(y.size) if np.ptp(y) == 0 else _z(y, near)


def contiguity(size: int, pairs: Iterable[tuple[int, int]]) -> "W":
    """Return binary weights of `size` areas, numbered from 0, from the pairs that touch (in either order, or both).

    Raises ValueError for a pair that names an area outside 0 to `size` - 1, or an area with itself.
    """
    from libpysal.weights import W  # noqa: PLC0415 - a second and a half to import: neither pages nor loads pay for it

    near = dealing.touching(size, pairs)
    of_each = np.split(near.other, np.cumsum(near.counts)[:-1])
    return W({place: found.tolist() for place, found in enumerate(of_each)}, silence_warnings=True)


def persistence(
    hot_by_period: ArrayLike | Mapping[Any, Sequence[bool]], *, periods_first: bool = False
) -> tuple[Class, ...]:
    """Return the class of each area from whether it was hot in each period, periods oldest first.

    `hot_by_period` has a row for each area and a column for each period; with `periods_first` a row for each
    period. A mapping has the flags of all areas for each period, in its own order; one plain sequence is the
    history of one area. Raises ValueError for no period, no area, ragged rows, or a flag that is not true or false.
    """
    rows = list(hot_by_period.values()) if isinstance(hot_by_period, Mapping) else hot_by_period
    hot = inputs.numbers("hot_by_period", rows)
    if hot.ndim == 1 and not isinstance(hot_by_period, Mapping):
        hot = hot[None, :]
    elif isinstance(hot_by_period, Mapping) or periods_first:
        hot = hot.T
    if hot.ndim != 2 or hot.size == 0:
        raise ValueError("hot_by_period must have at least one area and one period")
    if not np.isin(hot, (0, 1)).all():
        raise ValueError("hot_by_period must hold true or false alone")
    return tuple(_class_of(history) for history in hot.astype(bool))


def newest_fifth(periods: int) -> int:
    """Return how many of some periods count as recent: a fifth to the nearest whole period, at least one."""
    return max(1, floor(periods / 5 + 0.5))


def _class_of(history: BoolArray) -> Class:
    """Return the class of one area."""
    recent = newest_fifth(history.size)
    times, lately = int(history.sum()), int(history[-recent:].sum())
    if 5 * times >= 4 * history.size:
        return "persistent"
    if times == 0:
        return "none"
    if times == lately:
        return "emerging"
    if lately == 0:
        return "former"
    return "intermittent" if 10 * times >= history.size else "none"


def _checked(values: ArrayLike, weights: "W | Graph | Neighbours") -> tuple[FloatArray, Neighbours]:
    """Return values and neighbours as arrays, or raise ValueError."""
    y = inputs.counts("values", values)
    if y.ndim != 1 or y.size == 0:
        raise ValueError("values must name at least one area")
    if weights.n != y.size:
        raise ValueError(f"lengths differ: values {y.size}, weights {weights.n}")
    if isinstance(weights, Neighbours):
        return y, weights
    table = weights.sparse.tocoo()
    others = (table.data != 0) & (table.row != table.col)
    return y, Neighbours(y.size, table.row[others].astype(np.int64), table.col[others].astype(np.int64))


def _z(y: FloatArray, near: Neighbours) -> FloatArray:
    """Return the z of Gi* of values that differ; 0 where the neighbourhood is the whole map, whose sum is the same."""
    n, mean, size = y.size, y.sum() / y.size, near.counts + 1
    relative_variance = ((y**2).sum() / n - mean**2) / mean**2
    variance = size * (n - size) / (n - 1) * (1 / n**2) * relative_variance
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (near.sums(y) / y.sum() - size / n) / np.sqrt(variance)
    return np.where(np.isfinite(z), z, 0.0)
