"""What is this locality like? Its mix of categories beside the place around it, and what was done there."""

from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue, Intervention
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import PlaceCounts, is_partners, place_counts
from cspdash.findings.units import Unit
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
    return mix_of(store, catalogue, place_counts(store, catalogue, locality), around)


def mix_of(store: Store, catalogue: Catalogue, inside: PlaceCounts, around: Place, last: date | None = None) -> Mix:
    """Return the mix of categories of counts already read, over the months held of the twelve to `last`."""
    outside = place_counts(store, catalogue, around)
    year = twelve_months_to(last or inside.months[-1]) if inside.months else []
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
    return Mix(inside.place, around, total, tuple(rows), provenance(store, catalogue, *span))


@dataclass(frozen=True, slots=True)
class Done:
    """One project of the catalogue and how near it was: "here", or the name of the wider area that it was for."""

    intervention: Intervention
    where: str


def interventions_in(catalogue: Catalogue, unit: Unit) -> tuple[Done, ...]:
    """Return the projects whose area is an area, one of its localities, its district or its partnership, newest first.

    Projects for the area itself stand before those for its district.
    """
    codes = {unit.code, *unit.members}
    districts = {one.area_code: one for one in catalogue.partnership.districts}
    home = districts.get(unit.district)
    wider = dict.fromkeys((home.area_code, home.partnership_code), home.name) if home else {}
    found = []
    for project in catalogue.interventions:
        if codes & {project.area_code, *project.treated_area_codes}:
            found.append(Done(project, "here"))
        elif project.area_code in wider:
            found.append(Done(project, wider[project.area_code]))
    first = date(1, 1, 1)
    found.sort(key=lambda done: (done.where != "here", -(done.intervention.starts or first).toordinal()))
    return tuple(found)
