"""What is this locality like? Its mix of categories beside that of the place around it."""

from dataclasses import dataclass

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import is_partners, place_counts
from cspdash.periods import twelve_months_to
from cspdash.stats.rates import proportion
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class MixRow:
    """One category's share of a locality's incidents with its 95 % limits, and its share in the place around it."""

    category: str
    n: int
    share: float
    low: float
    high: float
    share_around: float

    @property
    def reading(self) -> str:
        """Return whether the share differs from that around it by more than chance."""
        if self.low > self.share_around:
            return "larger share"
        return "smaller share" if self.high < self.share_around else "similar share"


@dataclass(frozen=True, slots=True)
class Mix:
    """The categories of a locality over the months held of the newest twelve, largest first."""

    place: Place
    around: Place
    total: int
    rows: tuple[MixRow, ...]
    provenance: Provenance


def mix(store: Store, catalogue: Catalogue, locality: Place, around: Place) -> Mix:
    """Return the mix of categories in a locality beside that of the place around it."""
    inside, outside = place_counts(store, catalogue, locality), place_counts(store, catalogue, around)
    year = twelve_months_to(inside.months[-1]) if inside.months else []
    held = [month for month in year if month in inside.held]
    # Of what the police record: a partner's events are other events, held in other months.
    counts, others = (
        {
            name: sum(months.get(month, 0) for month in held)
            for name, months in found.counts.items()
            if not is_partners(catalogue, name, found.covered)
        }
        for found in (inside, outside)
    )
    total, total_around = sum(counts.values()), sum(others.values())
    rows = []
    for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if not others.get(name) or not total:
            continue
        found = proportion(n, total)
        rows.append(MixRow(name, n, found.value, found.low, found.high, others[name] / total_around))
    span = (year[0], year[-1]) if year else (None, None)
    return Mix(locality, around, total, tuple(rows), provenance(store, catalogue, *span))
