"""How has it moved, month by month, and is the newest month more than chance?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.catalogue import Break, Catalogue, Indicator
from cspdash.findings.completeness import Provisional, provisional
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import PlaceCounts, Series, place_counts
from cspdash.findings.year import YearOnYear, year_on_year
from cspdash.periods import runs_of_months, short_month, span_words
from cspdash.stats.control import XmR, xmr
from cspdash.store.connection import Store

SEASONAL = (
    "The series has seasons: a rise from winter to summer is expected. "
    "The comparison with the same months a year earlier takes them out."
)


@dataclass(frozen=True, slots=True)
class Trend:
    """A monthly series with its control limits, breaks and year-on-year change.

    `provisional` says why months are drawn apart, `cut_off` why months that lack the place wholly are gaps.
    """

    indicator: Indicator
    place: Place
    series: Series
    control: XmR | None
    year: YearOnYear | None
    breaks: tuple[Break, ...]
    caveats: tuple[str, ...]
    provenance: Provenance
    provisional: tuple[Provisional, ...] = ()
    cut_off: tuple[Provisional, ...] = ()

    @property
    def months(self) -> tuple[date, ...]:
        """Return the months shown."""
        return self.series.months


def trend(store: Store, catalogue: Catalogue, indicator: Indicator, place: Place, window: int = 0) -> Trend:
    """Return the monthly trend of an indicator counted from incidents, over the newest `window` months (0 = all)."""
    return trend_of(store, catalogue, indicator, place_counts(store, catalogue, place), window)


def trend_of(store: Store, catalogue: Catalogue, indicator: Indicator, counts: PlaceCounts, window: int = 0) -> Trend:
    """Return the trend of an indicator from counts that are already read."""
    whole = counts.series(catalogue, indicator.categories)
    shown = whole.last(window) if window else whole
    breaks = breaks_within(catalogue, indicator, counts.place, shown)
    starts = tuple(
        shown.months.index(line.starts) for line in breaks if line.rebase and line.starts in shown.months[1:]
    )
    values = np.array([np.nan if n is None else n for n in shown.counts])
    control = xmr(values, polarity=indicator.polarity, breaks=starts) if shown.held else None
    span = (shown.months[0], shown.months[-1]) if shown.months else (None, None)
    doubtful = provisional(store, catalogue)
    return Trend(
        indicator,
        counts.place,
        shown,
        control,
        year_on_year(whole),
        breaks,
        (*caveats(indicator, shown, counts.held_of(catalogue, indicator.categories), control), *counts.place.caveats),
        provenance(store, catalogue, *span, categories=indicator.categories),
        tuple(one for one in doubtful if one.month in dict(shown.provisional)),
        tuple(one for one in doubtful if one.month in shown.cut_off),
    )


def breaks_within(catalogue: Catalogue, indicator: Indicator, place: Place, shown: Series) -> tuple[Break, ...]:
    """Return the dated breaks of an indicator, and the notes on it, that fall within the months shown."""
    if not shown.months:
        return ()
    areas = (place.code, *place.districts)
    lines = (*catalogue.breaks_of(indicator.slug, areas, place.grain), *catalogue.notes_of(indicator.slug, areas))
    return tuple(
        line for line in lines if line.starts <= shown.months[-1] and (line.until or line.starts) >= shown.months[0]
    )


def caveats(indicator: Indicator, shown: Series, held: Collection[date], control: XmR | None) -> tuple[str, ...]:
    """Return what a reader must know before trusting the chart; `held` are the months of which files are held."""
    found = list(indicator.caveats)
    if indicator.seasonal:
        found.append(SEASONAL)
    missing = [month for month in shown.missing if month not in held]
    if missing:
        named = ", ".join(short_month(month) for month in missing[:6])
        more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        found.append(f"{len(missing)} of {len(shown.months)} months are not held ({named}{more}): shown as gaps.")
    if shown.provisional:
        named = ", ".join(short_month(month) for month, _ in shown.provisional[:6])
        found.append(f"Drawn as provisional and used for nothing, as they look incomplete: {named}.")
    if shown.cut_off:
        named = ", ".join(short_month(month) for month in shown.cut_off[:6])
        found.append(f"Shown as gaps, not zeros, as what is held of these months looks cut off: {named}.")
    without = runs_of_months([month for month in shown.missing if month in held])
    if without:
        spans = "; ".join(span_words(*run) for run in without)
        found.append(f"Not recorded under this name then: {spans}. Shown as gaps.")
    if control and control.mean is None:
        found.append("Fewer than 13 months since the last break: too few points for control limits.")
    return tuple(found)
