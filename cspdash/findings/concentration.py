"""How much of it happens in how few localities, and how much of that would chance alone make?"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import months_of
from cspdash.findings.windows import newest_complete, windows
from cspdash.stats import concentration as statistics
from cspdash.store import queries
from cspdash.store.connection import Store

SEED = 0
NO_YEAR = "No twelve months in a row are held."


@dataclass(frozen=True, slots=True)
class Concentration:
    """Lorenz curve (0 and 0 to 1 and 1, busiest locality first) and Gini of localities' counts, beside chance's.

    `window` are the first and last of the newest twelve months that are all held, `newer` the months after it.
    `half` is the fewest localities with half the events. Chance spreads as many events by residents, or evenly where
    those are not known of every locality; low and high enclose 95% of its simulations. `note` says why there is none.
    """

    place: Place
    slug: str
    subject: str
    window: tuple[date, date] | None
    areas: int
    events: int
    share_of_areas: tuple[float, ...]
    share_of_events: tuple[float, ...]
    chance_share_of_events: tuple[float, ...]
    chance_low: tuple[float, ...]
    chance_high: tuple[float, ...]
    gini: float
    chance_gini: float
    chance_gini_low: float
    chance_gini_high: float
    half: int
    half_share: float
    chance_half_share: float
    by_population: bool
    simulations: int
    seed: int
    note: str
    newer: tuple[date, ...]
    provenance: Provenance

    @property
    def computed(self) -> bool:
        """Tell whether there is a result."""
        return not self.note


def concentration(store: Store, catalogue: Catalogue, place: Place, slug: str) -> Concentration:
    """Return how concentrated an indicator's incidents are over the localities of a place, or of a locality's district.

    Raises KeyError for a slug that is no indicator's.
    """
    indicator, districts = catalogue.indicator(slug), list(place.districts)
    held = months_of(store, catalogue, indicator.categories, districts)
    year = newest_complete(windows(store, catalogue, indicator.categories, districts))
    areas = queries.common_areas(store, districts)
    months = list(year.months) if year else []
    totals = queries.common_totals(store, districts, list(indicator.categories), months) if year else {}
    counts = np.array([totals.get(row[0], 0) for row in areas], dtype=np.float64)
    window = (months[0], months[-1]) if months else None
    # Chance is in proportion to residents where all of them are known.
    years = [row[5] for row in areas] if all(row[6] for row in areas) else []
    source = provenance(store, catalogue, *(window or ()), categories=indicator.categories, residents=years)
    newer = tuple(month for month in held if window and month > window[1])
    head = (place, indicator.slug, indicator.name, window, len(areas), int(counts.sum()))
    if window is None or not counts.any():
        note = NO_YEAR if window is None else "No locality had any in these months."
        none: tuple[float, ...] = ()
        return Concentration(*head, none, none, none, none, none, 0, 0, 0, 0, 0, 0, 0, False, 0, SEED, note, newer,
                             source)  # fmt: skip
    people = [row[6] or 0 for row in areas]
    chance = statistics.chance(counts, people if all(people) else None, seed=SEED)
    curve, half = statistics.lorenz(counts), statistics.areas_with(counts)
    return Concentration(
        *head, _from_zero(curve.share_of_areas), _from_zero(curve.share_of_events),
        _from_zero(chance.share_of_events), _from_zero(chance.low), _from_zero(chance.high),
        statistics.gini(counts), chance.gini, chance.gini_low, chance.gini_high, half, half / len(areas),
        chance.half_share, all(people), statistics.SIMULATIONS, SEED, "", newer, source,
    )  # fmt: skip


def _from_zero(shares: statistics.FloatArray) -> tuple[float, ...]:
    """Return a curve's points from the origin on."""
    return (0.0, *shares.tolist())
