"""How often does the same test find a difference where nothing was done? Asked of the other localities.

Real areas move more than chance alone would have them, so an interval that rests on chance is too narrow. The same
test, with the same comparison area and months, is made on every other locality of the district (or group of as many
localities as were treated, next to each other by code). How many of these show a difference, and one as large as the
treated area's, says what a difference of that size is worth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Indicator
from cspdash.findings.places import Place
from cspdash.stats.intervention import weighted_displacement
from cspdash.stats.rates import TOO_FEW_BELOW
from cspdash.store import queries
from cspdash.store.connection import Store

# With fewer, one area more or less would decide.
FEWEST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The test made on `groups` of `size` localities where nothing is known to have been done.

    `detected` of them show a difference at the 95% level, `as_large` one at least as far from none (by z) as the
    treated area's.
    """

    groups: int
    size: int
    detected: int
    as_large: int


def elsewhere(
    store: Store, indicator: Indicator, treated: Sequence[Place], used: Iterable[Place],
    before: Sequence[date], after: Sequence[date], comparison: tuple[int, int],
) -> Elsewhere | None:  # fmt: skip
    """Return how the other localities fare against the comparison's counts; None where they are too few to say.

    `used` are all areas of the design: none of them is asked. Own areas and districts have no others like them.
    """
    taken = {place.code for place in used}
    if any(place.level != "lsoa" for place in treated):
        return None
    districts, categories = sorted({code for place in treated for code in place.districts}), list(indicator.categories)
    first = queries.common_totals(store, districts, categories, list(before))
    second = queries.common_totals(store, districts, categories, list(after))
    codes = [area[0] for area in queries.common_areas(store, districts)]

    def counted(group: Sequence[str]) -> tuple[int, int]:
        return sum(first.get(code, 0) for code in group), sum(second.get(code, 0) for code in group)

    size = len(treated)
    free = [code for code in codes if code not in taken]
    groups = [free[start : start + size] for start in range(0, len(free) - size + 1, size)]
    pairs = [pair for group in groups if (pair := counted(group))[0] >= TOO_FEW_BELOW]
    if len(pairs) < FEWEST_GROUPS:
        return None
    ours = abs(weighted_displacement(counted([place.code for place in treated]), comparison).z)
    found = [weighted_displacement(pair, comparison) for pair in pairs]
    detected = sum(one.low > 0 or one.high < 0 for one in found)
    return Elsewhere(len(pairs), size, detected, sum(abs(one.z) >= ours for one in found))
